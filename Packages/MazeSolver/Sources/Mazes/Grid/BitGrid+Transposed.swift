extension BitGrid {
    /// The grid with columns and rows exchanged, 64 by 64 bits at a time: O(words · 6).
    ///
    /// A scan along a column becomes a scan along a row, which reads 64 squares at once.
    public var transposed: BitGrid {
        var result = BitGrid(width: height, height: width)
        var block = [UInt64](repeating: 0, count: 64)
        for top in stride(from: 0, to: height, by: 64) {
            for left in stride(from: 0, to: width, by: 64) {
                for row in 0..<64 {
                    block[row] = top + row < height ? words[firstWord(ofRow: top + row) + left / 64] : 0
                }
                Self.transpose(&block)
                for column in 0..<min(64, width - left) {
                    result.words[result.firstWord(ofRow: left + column) + top / 64] = block[column]
                }
            }
        }
        return result
    }

    /// Transposes a square of 64 by 64 bits by exchanging ever smaller quarters (Hacker's Delight, section 7-3).
    private static func transpose(_ block: inout [UInt64]) {
        var width = 32
        var mask: UInt64 = 0x0000_0000_FFFF_FFFF
        while width != 0 {
            var row = 0
            while row < 64 {
                let exchanged = ((block[row] >> UInt64(width)) ^ block[row + width]) & mask
                block[row] ^= exchanged << UInt64(width)
                block[row + width] ^= exchanged
                row = (row + width + 1) & ~width
            }
            width >>= 1
            mask ^= mask << UInt64(width)
        }
    }
}
