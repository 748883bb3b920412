import Mazes

/// A map that grows pixel by pixel.
///
/// Weights cost a byte a place, so they are kept only from the second kind of way on: a picture whose ways all have one
/// grey value has no weights, whatever that value is.
struct PictureBuilder {
    private let wallsBelow: UInt8
    private var open: BitGrid
    private var commonGrey: UInt8?
    private var weights: [UInt8]?

    init(width: Int, height: Int, wallsBelow: UInt8) {
        self.wallsBelow = wallsBelow
        open = BitGrid(width: width, height: height)
    }

    /// What was read, as a map.
    var map: GridMap { GridMap(open: open, weights: weights) }

    /// Puts one pixel.
    @inline(__always)
    mutating func put(_ grey: UInt8, x: Int, y: Int) {
        guard grey >= wallsBelow else { return }
        let index = open.index(of: Point(x: x, y: y))
        open[index] = true
        note(grey)
        weights?[index] = Self.weight(of: grey)
    }

    /// Puts a row of one-bit pixels, 64 at a time; false when its values do not stand for a wall and a way.
    mutating func putBits(_ row: UnsafeBufferPointer<UInt8>, y: Int, zero: UInt8, one: UInt8) -> Bool {
        let zeroIsOpen = zero >= wallsBelow
        guard zeroIsOpen != (one >= wallsBelow) else { return false }
        note(zeroIsOpen ? zero : one)
        var words = [UInt64](repeating: 0, count: open.rowWords)
        let raw = UnsafeRawBufferPointer(row)
        for place in words.indices {
            let start = place * 8
            var word: UInt64 = 0
            if start + 8 <= raw.count {
                word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            } else {
                for byte in start..<max(start, raw.count) { word |= UInt64(raw[byte]) << UInt64(8 * (byte - start)) }
            }
            words[place] = zeroIsOpen ? ~word.bitsReversedInBytes : word.bitsReversedInBytes
        }
        open.setRow(y, to: words)
        return true
    }

    @inline(__always)
    private mutating func note(_ grey: UInt8) {
        guard weights == nil, grey != commonGrey else { return }
        if let commonGrey {
            weights = [UInt8](repeating: Self.weight(of: commonGrey), count: open.indexCount)
        } else {
            commonGrey = grey
        }
    }

    /// White costs 1, and each step towards black one more.
    private static func weight(of grey: UInt8) -> UInt8 {
        UInt8(clamping: 256 - Int(grey))
    }
}

extension UInt64 {
    /// The word with the order of bits turned round in each byte: PNG counts pixels from the highest bit.
    @inline(__always)
    var bitsReversedInBytes: UInt64 {
        var word = self
        word = (word >> 1 & 0x5555_5555_5555_5555) | (word & 0x5555_5555_5555_5555) << 1
        word = (word >> 2 & 0x3333_3333_3333_3333) | (word & 0x3333_3333_3333_3333) << 2
        return (word >> 4 & 0x0F0F_0F0F_0F0F_0F0F) | (word & 0x0F0F_0F0F_0F0F_0F0F) << 4
    }
}
