/// Reads JSON text (RFC 8259) into a ``JSONValue``.
public struct JSONReader {
    /// Why a text is not JSON.
    public enum Fault: Error, Equatable, CustomStringConvertible {
        /// The text breaks the grammar at a byte.
        case syntax(expected: String, offset: Int)
        /// Arrays and objects are nested more deeply than ``maximumDepth``.
        case tooDeep(offset: Int)

        /// A sentence with the position.
        public var description: String {
            switch self {
            case .syntax(let expected, let offset): "This is not JSON: expected \(expected) at byte \(offset)."
            case .tooDeep(let offset):
                "This JSON nests more than \(JSONReader.maximumDepth) arrays and objects at byte \(offset)."
            }
        }
    }

    /// How deeply arrays and objects may nest: enough for any real document, small enough for any stack.
    public static let maximumDepth = 256

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one document.
    ///
    /// - Throws: ``Fault`` when `bytes` is not exactly one JSON value with white space around it.
    public static func read(_ bytes: some Sequence<UInt8>) throws(Fault) -> JSONValue {
        var reader = JSONReader(Array(bytes))
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.peek == nil else { throw reader.fault("the end of the text") }
        return value
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func fault(_ expected: String) -> Fault { .syntax(expected: expected, offset: position) }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard peek == byte.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw .tooDeep(offset: position) }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(JSONString(wtf8: try string()))
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        skipSpace()
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw fault("a name in quotes") }
            let name = JSONString(wtf8: try string()).text
            skipSpace()
            guard take(":") else { throw fault("':'") }
            members.append(JSONValue.Member(name, try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw fault("',' or '}'") }
        }
    }

    private mutating func array(depth: Int) throws(Fault) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw fault("',' or ']'") }
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(Fault) -> JSONValue {
        let letters = word.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: letters) else { throw fault("\(word)") }
        position += letters.count
        return value
    }

    private mutating func number() throws(Fault) -> JSONValue {
        let start = position
        while let byte = peek, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), text.first != "+", text.first != ".", text.last != "." else {
            position = start
            throw fault("a value")
        }
        return .number(value)
    }

    private mutating func string() throws(Fault) -> [UInt8] {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20:
                position -= 1
                throw fault("an escaped control character")
            default: text.append(byte)
            }
        }
        throw fault("'\"'")
    }

    private mutating func escape(into text: inout [UInt8]) throws(Fault) {
        guard let letter = peek else { throw fault("an escape") }
        position += 1
        switch letter {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if unit & 0xFC00 == 0xD800, bytes[position...].starts(with: [0x5C, 0x75]) {
                let before = position
                position += 2
                let low = try hexadecimal()
                if low & 0xFC00 == 0xDC00 {
                    unit = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
                } else {
                    position = before
                }
            }
            appendWTF8(unit, to: &text)
        default:
            position -= 1
            throw fault("one of b f n r t u \" \\ /")
        }
    }

    private mutating func hexadecimal() throws(Fault) -> UInt32 {
        guard position + 4 <= bytes.count,
            bytes[position..<position + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw fault("four hexadecimal digits") }
        position += 4
        return unit
    }
}

/// Appends a code point, which may be a lone surrogate, in UTF-8's scheme.
func appendWTF8(_ point: UInt32, to bytes: inout [UInt8]) {
    switch point {
    case 0..<0x80: bytes.append(UInt8(point))
    case 0x80..<0x800: bytes += [UInt8(0xC0 | point >> 6), UInt8(0x80 | point & 0x3F)]
    case 0x800..<0x10000:
        bytes += [UInt8(0xE0 | point >> 12), UInt8(0x80 | (point >> 6) & 0x3F), UInt8(0x80 | point & 0x3F)]
    default:
        bytes += [
            UInt8(0xF0 | (point >> 18) & 7), UInt8(0x80 | (point >> 12) & 0x3F), UInt8(0x80 | (point >> 6) & 0x3F),
            UInt8(0x80 | point & 0x3F),
        ]
    }
}
