import TextAnalysis

/// How bytes become text.
public enum TextEncoding: String, Sendable, CaseIterable {
    /// UTF-8, or UTF-16 when the text begins with UTF-16's byte order mark.
    case automatic = "auto"
    /// UTF-8, whatever it begins with.
    case utf8 = "utf-8"
    /// ISO 8859-1: every byte is the code point of its value.
    case latin1 = "latin-1"
}

/// Turns bytes of another encoding into UTF-8, piece by piece.
struct Transcoder {
    enum Encoding: Equatable {
        case latin1
        case utf16(bigEndian: Bool)
    }

    private let encoding: Encoding
    private var pendingByte: UInt8?
    private var pendingHigh: UInt32?
    private var offset: Int
    /// Where the first ill-formed sequence begins in the source.
    private(set) var firstInvalid: Int?

    /// `offset` is where the first byte stands in the source.
    init(_ encoding: Encoding, offset: Int) {
        self.encoding = encoding
        self.offset = offset
    }

    /// Appends the UTF-8 of the next bytes.
    mutating func append(_ bytes: UnsafeRawBufferPointer, to result: inout [UInt8]) {
        switch encoding {
        case .latin1:
            for byte in bytes { appendUTF8(UInt32(byte), to: &result) }
        case .utf16(let bigEndian):
            for byte in bytes {
                offset += 1
                guard let first = pendingByte else {
                    pendingByte = byte
                    continue
                }
                pendingByte = nil
                let unit = bigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first)
                append(unit, to: &result)
            }
        }
    }

    /// Tells that no more bytes come.
    mutating func finish(_ result: inout [UInt8]) {
        if pendingHigh != nil || pendingByte != nil { replace(at: offset - (pendingByte == nil ? 2 : 1), &result) }
        (pendingHigh, pendingByte) = (nil, nil)
    }

    private mutating func append(_ unit: UInt32, to result: inout [UInt8]) {
        if let high = pendingHigh {
            pendingHigh = nil
            if unit & 0xFC00 == 0xDC00 {
                appendUTF8(0x1_0000 + (high & 0x3FF) << 10 + unit & 0x3FF, to: &result)
                return
            }
            replace(at: offset - 4, &result)
        }
        switch unit & 0xFC00 {
        case 0xD800: pendingHigh = unit
        case 0xDC00: replace(at: offset - 2, &result)
        default: appendUTF8(unit, to: &result)
        }
    }

    private mutating func replace(at place: Int, _ result: inout [UInt8]) {
        if firstInvalid == nil { firstInvalid = place }
        appendUTF8(UTF8Decoder.replacement, to: &result)
    }
}
