/// Octets that ought to be UTF-8 (RFC 3629), read without trusting them.
public enum UTF8Text {
    /// What stands at an offset.
    public enum Piece: Equatable {
        /// A character.
        case scalar(Unicode.Scalar)
        /// An octet that begins no valid sequence.
        case octet(UInt8)
    }

    /// Reads the piece that begins at `offset`, and how many octets it has.
    public static func piece(_ bytes: Span<UInt8>, at offset: Int) -> (piece: Piece, length: Int) {
        let first = bytes[offset]
        if first < 0x80 { return (.scalar(Unicode.Scalar(first)), 1) }
        let (length, smallest): (Int, UInt32)
        var value: UInt32
        switch first {
        case 0xC2...0xDF: (length, smallest, value) = (2, 0x80, UInt32(first & 0x1F))
        case 0xE0...0xEF: (length, smallest, value) = (3, 0x800, UInt32(first & 0x0F))
        case 0xF0...0xF4: (length, smallest, value) = (4, 0x1_0000, UInt32(first & 0x07))
        default: return (.octet(first), 1)
        }
        guard offset + length <= bytes.count else { return (.octet(first), 1) }
        for index in offset + 1..<offset + length {
            guard bytes[index] & 0xC0 == 0x80 else { return (.octet(first), 1) }
            value = value << 6 | UInt32(bytes[index] & 0x3F)
        }
        // Overlong forms, surrogates and values beyond Unicode are no characters.
        guard value >= smallest, let scalar = Unicode.Scalar(value) else { return (.octet(first), 1) }
        return (.scalar(scalar), length)
    }

    /// Whether a character is not seen but changes what is: control characters, line separators, marks that turn the
    /// direction of writing, and spaces of no width. (The joiners that emoji and Persian need are not among them.)
    public static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xE_0000...0xE_007F:
            true
        default: false
        }
    }
}

extension [UInt8] {
    /// Appends the inside of a JSON string: UTF-8 as it is, what is no UTF-8 as U+FFFD, and as `\u` escapes the characters
    /// that JSON asks for and those that would deceive the eye in a terminal.
    public mutating func appendJSONText(_ text: Span<UInt8>) {
        var offset = 0
        while offset < text.count {
            let octet = text[offset]
            if octet >= 0x20, octet < 0x7F, octet != Octet.quotationMark, octet != Octet.backslash {
                append(octet)
                offset += 1
                continue
            }
            let (piece, length) = UTF8Text.piece(text, at: offset)
            switch piece {
            case .octet: append("\u{FFFD}")
            case .scalar("\""): append("\\\"")
            case .scalar("\\"): append("\\\\")
            case .scalar("\n"): append("\\n")
            case .scalar("\t"): append("\\t")
            case .scalar(let scalar) where UTF8Text.isDeceptive(scalar):
                for unit in String(scalar).utf16 {
                    append("\\u")
                    for shift in [12, 8, 4, 0] { append(Self.digit(UInt8(truncatingIfNeeded: unit >> shift) & 15)) }
                }
            case .scalar: append(text.extracting(offset..<offset + length))
            }
            offset += length
        }
    }

    /// Appends text for a line of a log whose strings stand in quotation marks: UTF-8 as it is; quotation marks,
    /// backslashes, what is no UTF-8 and what would deceive the eye as `\xHH`, octet by octet.
    public mutating func appendLogText(_ text: Span<UInt8>) {
        var offset = 0
        while offset < text.count {
            let octet = text[offset]
            if octet >= 0x20, octet < 0x7F, octet != Octet.quotationMark, octet != Octet.backslash {
                append(octet)
                offset += 1
                continue
            }
            let (piece, length) = UTF8Text.piece(text, at: offset)
            if case .scalar(let scalar) = piece, octet >= 0x80, !UTF8Text.isDeceptive(scalar) {
                append(text.extracting(offset..<offset + length))
            } else {
                for index in offset..<offset + length {
                    append("\\x")
                    append(Self.digit(text[index] >> 4))
                    append(Self.digit(text[index] & 15))
                }
            }
            offset += length
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
