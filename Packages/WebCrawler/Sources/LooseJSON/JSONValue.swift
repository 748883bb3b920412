/// A JSON value (RFC 8259) whose strings may hold what a Swift `String` cannot: surrogates without their partner.
///
/// Foundation's reader refuses such documents; the URL standard's and html5lib's test data hold some.
public enum JSONValue: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as the nearest double.
    case number(Double)
    /// A string.
    case string(JSONString)
    /// An array.
    case array([JSONValue])
    /// An object: its members in the order of the text, repeated names included.
    case object([Member])

    /// One name with its value.
    public struct Member: Sendable, Equatable {
        /// The member's name.
        public var name: String
        /// The member's value.
        public var value: JSONValue

        /// Makes a member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The value of the first member of this name; nil for other kinds of values.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The string's text, with lone surrogates as U+FFFD; nil for other kinds of values.
    public var text: String? {
        guard case .string(let string) = self else { return nil }
        return string.text
    }

    /// The string's bytes; nil for other kinds of values.
    public var wtf8: [UInt8]? {
        guard case .string(let string) = self else { return nil }
        return string.wtf8
    }

    /// The elements; nil for other kinds of values.
    public var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members; nil for other kinds of values.
    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The truth value; nil for other kinds of values.
    public var truth: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The number; nil for other kinds of values.
    public var double: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }
}

/// A JSON string as WTF-8: UTF-8 in which a lone surrogate stands as its three bytes (ED A0 80 to ED BF BF).
public struct JSONString: Sendable, Hashable {
    /// The bytes.
    public var wtf8: [UInt8]

    /// Makes a string of bytes that are UTF-8 or WTF-8.
    public init(wtf8: [UInt8]) {
        self.wtf8 = wtf8
    }

    /// Makes a string of text.
    public init(_ text: String) {
        wtf8 = Array(text.utf8)
    }

    /// The text, with each lone surrogate as one U+FFFD.
    public var text: String {
        String(decoding: scalarBytes, as: UTF8.self)
    }

    /// The bytes as valid UTF-8, with each lone surrogate as one U+FFFD.
    public var scalarBytes: [UInt8] {
        guard wtf8.contains(0xED) else { return wtf8 }
        var bytes = wtf8
        for index in bytes.indices.dropLast(2) where bytes[index] == 0xED && bytes[index + 1] >= 0xA0 {
            bytes.replaceSubrange(index..<index + 3, with: [0xEF, 0xBF, 0xBD])
        }
        return bytes
    }
}
