/// Reads a table that Scripts/generate-tables.py wrote: bytes, numbers of seven bits a byte, and texts behind a length,
/// all of it in base64, which the compiler keeps as one constant and builds nothing from.
package struct PackedReader: Sendable {
    /// The table's bytes.
    package let bytes: [UInt8]
    private var position = 0

    /// Decodes a generated constant (RFC 4648, section 4); what is no letter of base64 is passed over.
    package init(base64: StaticString) {
        bytes = base64.withUTF8Buffer { letters in
            var decoded: [UInt8] = []
            decoded.reserveCapacity(letters.count / 4 * 3)
            var bits: UInt32 = 0
            var count: UInt32 = 0
            for letter in letters {
                guard let value = Self.value(of: letter) else { continue }
                bits = bits << 6 | value
                count += 6
                if count >= 8 {
                    count -= 8
                    decoded.append(UInt8(truncatingIfNeeded: bits >> count))
                }
            }
            return decoded
        }
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a") + 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0") + 52)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    /// Whether nothing is left.
    package var isAtEnd: Bool { position >= bytes.count }

    /// Passes over some bytes, and tells where they lie.
    package mutating func skip(_ count: Int) -> Range<Int> {
        defer { position += count }
        return position..<position + count
    }

    /// The next byte.
    package mutating func byte() -> UInt8 {
        defer { position += 1 }
        return bytes[position]
    }

    /// The next number.
    package mutating func number() -> UInt32 {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while true {
            let byte = byte()
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    /// The next text.
    package mutating func text() -> String {
        let length = Int(number())
        return String(decoding: bytes[skip(length)], as: UTF8.self)
    }
}
