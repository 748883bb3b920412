// Unsafe pointers: sixty-four bytes are loaded at once; the chunk is padded, so that the last load stays within it.

/// Sixty-four bytes of text as eight words, and the questions that eight bytes can be asked at once.
///
/// Every sum stays below 0x100 for each byte, since the high bits are masked away first, so nothing carries over.
struct Block {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
    private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    private static let high: UInt64 = 0x8080_8080_8080_8080

    /// Reads 64 bytes, which must be readable.
    @inline(__always)
    init(_ base: UnsafeRawPointer) {
        words = base.loadUnaligned(
            as: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64).self)
    }

    /// Whether a byte is 0x80 or more.
    @inline(__always)
    var hasNonASCII: Bool {
        let all = words.0 | words.1 | words.2 | words.3 | words.4 | words.5 | words.6 | words.7
        return all & Self.high != 0
    }

    /// One bit for each byte that is U+0009 to U+000D or U+001C to U+0020.
    @inline(__always)
    var asciiWhitespace: UInt64 {
        mask { word in
            let low = word & Self.low
            let controls = (low &+ Self.splat(0x77)) & ~(low &+ Self.splat(0x72))
            let separators = (low &+ Self.splat(0x64)) & ~(low &+ Self.splat(0x5F))
            return (controls | separators) & ~word
        }
    }

    /// One bit for each line feed.
    @inline(__always)
    var lineFeeds: UInt64 {
        mask { word in
            let low = word & Self.low
            return (low &+ Self.splat(0x76)) & ~(low &+ Self.splat(0x75)) & ~word
        }
    }

    /// One bit for each byte that whitespace of several bytes begins with: C2, E1, E2, E3.
    @inline(__always)
    var wideWhitespaceLeads: UInt64 {
        mask { word in
            let low = word & Self.low
            let three = (low &+ Self.splat(0x1F)) & ~(low &+ Self.splat(0x1C))
            let two = (low &+ Self.splat(0x3E)) & ~(low &+ Self.splat(0x3D))
            return (three | two) & word
        }
    }

    @inline(__always)
    private static func splat(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// Collects the high bit of each byte of what `test` returns.
    @inline(__always)
    private func mask(_ test: (UInt64) -> UInt64) -> UInt64 {
        @inline(__always)
        func bits(_ word: UInt64) -> UInt64 {
            ((test(word) & Self.high) >> 7 &* 0x0102_0408_1020_4080) >> 56
        }
        let first = bits(words.0) | bits(words.1) << 8 | bits(words.2) << 16 | bits(words.3) << 24
        return first | bits(words.4) << 32 | bits(words.5) << 40 | bits(words.6) << 48 | bits(words.7) << 56
    }
}
