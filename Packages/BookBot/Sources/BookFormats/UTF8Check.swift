// Unsafe pointers: text is checked in place, within the buffer's count.

/// Finds the first ill-formed byte of UTF-8 that comes in pieces.
struct UTF8Check {
    /// Where the first ill-formed sequence begins, counted from the start of the bytes.
    private(set) var firstInvalid: Int?
    private var offset: Int
    /// The begun sequence: its start, the bytes it still needs, and what the next one may be.
    private var start = 0
    private var needed = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// `offset` is where the first byte stands in the source.
    init(offset: Int = 0) {
        self.offset = offset
    }

    /// Checks the next piece.
    mutating func check(_ bytes: UnsafeRawBufferPointer) {
        guard firstInvalid == nil else { return }
        var at = 0
        while at < bytes.count {
            if needed == 0 {
                at = bytes.firstNonASCII(from: at)
                guard at < bytes.count else { break }
                start = offset + at
                guard begin(bytes[at]) else {
                    firstInvalid = start
                    return
                }
            } else {
                guard bytes[at] >= lowest && bytes[at] <= highest else {
                    firstInvalid = start
                    return
                }
                needed -= 1
                (lowest, highest) = (0x80, 0xBF)
            }
            at += 1
        }
        offset += bytes.count
    }

    /// Tells that no more bytes come.
    mutating func finish() {
        if firstInvalid == nil && needed > 0 { firstInvalid = start }
    }

    /// Table 3-7 of the Unicode standard.
    private mutating func begin(_ first: UInt8) -> Bool {
        switch first {
        case 0xC2...0xDF: needed = 1
        case 0xE0: (needed, lowest) = (2, 0xA0)
        case 0xED: (needed, highest) = (2, 0x9F)
        case 0xE1...0xEF: needed = 2
        case 0xF0: (needed, lowest) = (3, 0x90)
        case 0xF4: (needed, highest) = (3, 0x8F)
        case 0xF1...0xF3: needed = 3
        default: return false
        }
        return true
    }
}
