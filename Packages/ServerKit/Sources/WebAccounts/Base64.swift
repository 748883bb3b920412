/// Base64 (RFC 4648) without padding, which records, tokens and cookies are written in.
enum Base64 {
    /// The two alphabets of RFC 4648.
    enum Alphabet {
        /// Section 4, as the PHC string format has it.
        case standard
        /// Section 5: safe in addresses, cookies and file names.
        case url

        fileprivate var last: (UInt8, UInt8) {
            switch self {
            case .standard: (UInt8(ascii: "+"), UInt8(ascii: "/"))
            case .url: (UInt8(ascii: "-"), UInt8(ascii: "_"))
            }
        }
    }

    static func encode(_ bytes: some Sequence<UInt8>, alphabet: Alphabet) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        func append(_ sextet: UInt32) {
            let value = UInt8(truncatingIfNeeded: sextet & 63)
            switch value {
            case 0..<26: text.append(value + UInt8(ascii: "A"))
            case 26..<52: text.append(value - 26 + UInt8(ascii: "a"))
            case 52..<62: text.append(value - 52 + UInt8(ascii: "0"))
            case 62: text.append(alphabet.last.0)
            default: text.append(alphabet.last.1)
            }
        }
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                append(bits >> count)
            }
        }
        if count > 0 { append(bits << (6 - count)) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes; nil for another character, a length that none can have, or bits that are set after the end: each
    /// value has exactly one text.
    static func decode(_ text: some StringProtocol, alphabet: Alphabet) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for character in text.utf8 {
            let sextet: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): sextet = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): sextet = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): sextet = character - UInt8(ascii: "0") + 52
            case alphabet.last.0: sextet = 62
            case alphabet.last.1: sextet = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(sextet)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        guard count < 6, bits & (1 << count - 1) == 0 else { return nil }
        return bytes
    }
}
