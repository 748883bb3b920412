import TextAnalysis

// Unsafe pointers: bytes are read where the file's buffer holds them, for the call alone.

/// Turns bytes of another encoding into UTF-8, piece by piece.
struct Transcoder {
    private let encoding: TextEncoding
    private let system: SystemConverter?
    /// The begun code unit: its bytes so far, in the order of the source.
    private var unit: UInt32 = 0
    private var unitBytes = 0
    private var pendingHigh: UInt32?
    /// Where the next byte stands in the source.
    private var offset: Int
    /// Where the first ill-formed sequence begins in the source.
    private(set) var firstInvalid: Int?

    /// `offset` is where the first byte stands in the source.
    init(_ encoding: TextEncoding, offset: Int) {
        self.encoding = encoding
        self.offset = offset
        if case .system(let name) = encoding { system = SystemConverter(name) } else { system = nil }
    }

    /// Appends the UTF-8 of the next bytes.
    mutating func append(_ bytes: UnsafeRawBufferPointer, to result: inout [UInt8]) {
        switch encoding {
        case .utf16, .utf16LittleEndian, .utf16BigEndian: appendUnits(of: 2, bytes, &result)
        case .utf32LittleEndian, .utf32BigEndian: appendUnits(of: 4, bytes, &result)
        case .system:
            guard let system else { return }
            if let invalid = system.convert(bytes, to: &result), firstInvalid == nil { firstInvalid = offset + invalid }
            offset += bytes.count
        case .automatic, .utf8, .windows1252:
            for byte in bytes {
                appendUTF8(byte &- 0x80 < 0x20 ? Self.windows1252[Int(byte &- 0x80)] : UInt32(byte), to: &result)
            }
        }
    }

    /// Tells that no more bytes come.
    mutating func finish(_ result: inout [UInt8]) {
        if let system {
            if let invalid = system.finish(&result), firstInvalid == nil { firstInvalid = offset + invalid }
            return
        }
        if pendingHigh != nil || unitBytes > 0 { replace(at: offset - (unitBytes == 0 ? 2 : unitBytes), &result) }
        (pendingHigh, unitBytes) = (nil, 0)
    }

    private mutating func appendUnits(of size: Int, _ bytes: UnsafeRawBufferPointer, _ result: inout [UInt8]) {
        let isBigEndian = encoding == .utf16BigEndian || encoding == .utf32BigEndian
        for byte in bytes {
            offset += 1
            unit = isBigEndian ? unit << 8 | UInt32(byte) : unit | UInt32(byte) << (8 * UInt32(unitBytes))
            unitBytes += 1
            guard unitBytes == size else { continue }
            if size == 2 { appendUTF16(unit, &result) } else { appendUTF32(unit, &result) }
            (unit, unitBytes) = (0, 0)
        }
    }

    private mutating func appendUTF32(_ unit: UInt32, _ result: inout [UInt8]) {
        guard unit < 0x11_0000 && unit & 0xFFFF_F800 != 0xD800 else { return replace(at: offset - 4, &result) }
        appendUTF8(unit, to: &result)
    }

    private mutating func appendUTF16(_ unit: UInt32, _ result: inout [UInt8]) {
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

    private mutating func replace(at offset: Int, _ result: inout [UInt8]) {
        if firstInvalid == nil { firstInvalid = offset }
        appendUTF8(UTF8Decoder.replacement, to: &result)
    }

    /// What the bytes 0x80 to 0x9F are in Windows-1252; the WHATWG leaves five of them the controls they are in Latin-1.
    private static let windows1252: [UInt32] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
        0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    ]
}
