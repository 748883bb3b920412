// Unsafe pointers: a tag is a set of ranges of the document, which outlives the scan.

/// A start or end tag, as a view of the tokenizer's buffer.
///
/// It cannot be copied, so it cannot outlive the call that hands it over.
public struct TagToken: ~Copyable {
    let input: UnsafeBufferPointer<UInt8>
    let nameRange: Range<Int>
    let attributes: [AttributeRange]

    /// The name's packed form, for a `switch` without allocation.
    public let key: TagKey
    /// Whether the tag ends in `/>`.
    public let isSelfClosing: Bool
    /// Where the tag's name lies in the document, in bytes.
    public let offset: Int
    /// Behind the tag's `>` in the document, in bytes.
    public let endOffset: Int

    /// Where an attribute lies in the buffer.
    struct AttributeRange {
        var name: Range<Int>
        var value: Range<Int>
        /// Where the value lies in the document, when that is not its offset in the buffer; -1: as the buffer says.
        var offset = -1
    }

    /// The name in lower case.
    public var name: [UInt8] { lowered(nameRange) }

    /// The name as one integer, whatever its length: its packed form, or a fingerprint with the top bit set.
    var nameKey: UInt64 {
        nameRange.count <= 8 ? key.packed : Self.nameKey(name)
    }

    /// The integer of a lower-case name.
    static func nameKey(_ name: [UInt8]) -> UInt64 {
        guard name.count > 8 else { return name.reduce(0) { $0 << 8 | UInt64($1) } }
        return fingerprint(of: name) | 1 << 63
    }

    /// The integer of a lower-case name.
    static func nameKey(_ name: StaticString) -> UInt64 {
        name.withUTF8Buffer { letters in
            guard letters.count > 8 else { return letters.reduce(0) { $0 << 8 | UInt64($1) } }
            return fingerprint(of: letters) | 1 << 63
        }
    }

    /// How the standard's tree construction reads what follows this start tag, scripting disabled.
    public var contentModel: ContentModel {
        switch key {
        case "title", "textarea": .rcdata
        case "style", "xmp", "iframe", "noembed", "noframes": .rawtext
        case "script": .scriptData
        default: nameRange.count == 9 && name.elementsEqual("plaintext".utf8) ? .plaintext : .data
        }
    }

    /// The value of the first attribute of this lower-case name, references decoded; nil when there is none.
    public func value(of name: StaticString) -> [UInt8]? {
        guard let attribute = find(name) else { return nil }
        var value: [UInt8] = []
        appendValue(attribute, to: &value)
        return value
    }

    /// The value of the first attribute of this lower-case name as text.
    public func text(of name: StaticString) -> String? {
        value(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether there is an attribute of this lower-case name.
    public func has(_ name: StaticString) -> Bool { find(name) != nil }

    /// Gives `body` the value of the first attribute of this name, copied only when a reference must be decoded.
    public func withValue(of name: StaticString, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard let attribute = find(name) else { return }
        let raw = UnsafeBufferPointer(rebasing: input[attribute.value])
        if raw.contains(where: { $0 == UInt8(ascii: "&") || $0 == 0x0D || $0 == 0 }) {
            var value: [UInt8] = []
            appendValue(attribute, to: &value)
            value.withUnsafeBufferPointer(body)
        } else {
            body(raw)
        }
    }

    /// Where the value of the first attribute of this name lies in the document, in bytes; the tag's own offset without one.
    public func valueOffset(of name: StaticString) -> Int {
        guard let attribute = find(name) else { return offset }
        return attribute.offset >= 0 ? attribute.offset : offset - nameRange.lowerBound + attribute.value.lowerBound
    }

    /// All attributes with their values, the first of each name only.
    public var allAttributes: [(name: [UInt8], value: [UInt8])] {
        var seen: Set<[UInt8]> = []
        var all: [(name: [UInt8], value: [UInt8])] = []
        for attribute in attributes {
            let name = lowered(attribute.name)
            guard seen.insert(name).inserted else { continue }
            var value: [UInt8] = []
            appendValue(attribute, to: &value)
            all.append((name, value))
        }
        return all
    }

    private func find(_ name: StaticString) -> AttributeRange? {
        let length = name.utf8CodeUnitCount
        for attribute in attributes where attribute.name.count == length {
            let start = attribute.name.lowerBound
            let isMatch = name.withUTF8Buffer { letters in
                var index = 0
                while index < length, lowercase(input[start + index]) == letters[index] { index += 1 }
                return index == length
            }
            if isMatch { return attribute }
        }
        return nil
    }

    private func lowered(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for byte in input[range] {
            if byte == 0 { bytes += replacementCharacter } else { bytes.append(lowercase(byte)) }
        }
        return bytes
    }

    private func appendValue(_ attribute: AttributeRange, to value: inout [UInt8]) {
        let raw = UnsafeBufferPointer(rebasing: input[attribute.value])
        value.reserveCapacity(raw.count)
        var index = 0
        while index < raw.count {
            switch raw[index] {
            case UInt8(ascii: "&"):
                var decoder = ReferenceDecoder(input: raw, inAttribute: true, wantsErrors: false)
                index = decoder.decode(at: index, into: &value)
                continue
            case 0x0D:
                value.append(0x0A)
                if index + 1 < raw.count, raw[index + 1] == 0x0A { index += 1 }
            case 0: value += replacementCharacter
            case let byte: value.append(byte)
            }
            index += 1
        }
    }
}

/// A tag name of at most eight bytes, in lower case, packed into one integer; longer names have the key zero.
public struct TagKey: Sendable, Hashable, ExpressibleByStringLiteral {
    let packed: UInt64

    init(packed: UInt64) {
        self.packed = packed
    }

    /// The key of a lower-case name in ASCII.
    public init(stringLiteral name: StaticString) {
        var packed: UInt64 = 0
        name.withUTF8Buffer { letters in
            guard letters.count <= 8 else { return }
            for letter in letters { packed = packed << 8 | UInt64(letter) }
        }
        self.packed = packed
    }
}

let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

@inline(__always)
func lowercase(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }

@inline(__always)
func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

@inline(__always)
func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- UInt8(ascii: "0") < 10 }

/// Tab, line feed, form feed, carriage return (which the input stream turns into a line feed) and space.
@inline(__always)
func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
}
