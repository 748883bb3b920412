/// Writes JSON text piece by piece, so that a report of any size needs no tree in memory.
public struct JSONWriter {
    /// The text so far, in UTF-8.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes an empty text.
    public init() {}

    /// Takes what was written so far, to be sent on; the writer continues behind it.
    public mutating func drain() -> [UInt8] {
        let drained = bytes
        bytes.removeAll(keepingCapacity: true)
        return drained
    }

    /// Writes an object whose members `body` writes.
    public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// Writes an array whose elements `body` writes.
    public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// Writes a member's name; its value comes next.
    public mutating func name(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member with a string, or null for nil.
    public mutating func member(_ name: String, _ value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }

    /// Writes a member with a whole number.
    public mutating func member(_ name: String, _ value: Int) {
        self.name(name)
        integer(value)
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { text in
            // Most strings have nothing to escape, and a String is valid UTF-8 already.
            guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }) else {
                return string(wtf8: text)
            }
            separate()
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: text)
            bytes.append(UInt8(ascii: "\""))
            needsComma = true
        }
    }

    /// Writes a string of WTF-8 bytes: lone surrogates are escaped (`\ud800`), malformed bytes become U+FFFD.
    public mutating func string(wtf8: some Collection<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var rest = wtf8[...]
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0..<0x20, 0x7F: escape(UInt32(byte))
            case 0..<0x80: bytes.append(byte)
            default:
                appendMultibyte(&rest)
                continue
            }
            rest.removeFirst()
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes a whole number.
    public mutating func integer(_ value: Int) {
        raw("\(value)")
    }

    /// Writes a number; infinities and NaN, which JSON lacks, become null.
    public mutating func number(_ value: Double) {
        // Whole numbers are written as such, as far as every reader keeps them exact.
        if let whole = Int(exactly: value), abs(value) < 0x1p53 { return integer(whole) }
        raw(value.isFinite ? "\(value)" : "null")
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        raw(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() {
        raw("null")
    }

    /// Writes a whole value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let truth): bool(truth)
        case .number(let number): self.number(number)
        case .string(let text): string(wtf8: text.wtf8)
        case .array(let elements): array { writer in for element in elements { writer.value(element) } }
        case .object(let members):
            object { writer in
                for member in members {
                    writer.name(member.name)
                    writer.value(member.value)
                }
            }
        }
    }

    /// Ends a line: the next value starts a document of its own, as in JSON lines.
    public mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes += text.utf8
        needsComma = true
    }

    private mutating func nested(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws -> Void) rethrows {
        separate()
        bytes.append(open)
        try body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func escape(_ unit: UInt32) {
        let digits = String(unit, radix: 16)
        bytes += "\\u".utf8
        bytes += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
        bytes += digits.utf8
    }

    private mutating func appendMultibyte<Bytes: Collection<UInt8>>(_ rest: inout Bytes)
    where Bytes == Bytes.SubSequence {
        let three = Array(rest.prefix(4))
        if three.count >= 3, three[0] == 0xED, (0xA0...0xBF).contains(three[1]), (0x80...0xBF).contains(three[2]) {
            escape(0xD000 | UInt32(three[1] & 0x3F) << 6 | UInt32(three[2] & 0x3F))
            rest.removeFirst(3)
            return
        }
        var iterator = three.makeIterator()
        var decoder = UTF8()
        switch decoder.decode(&iterator) {
        case .scalarValue(let scalar):
            let length = UTF8.width(scalar)
            bytes += three.prefix(length)
            rest.removeFirst(length)
        default:
            bytes += [0xEF, 0xBF, 0xBD]
            rest.removeFirst()
        }
    }
}
