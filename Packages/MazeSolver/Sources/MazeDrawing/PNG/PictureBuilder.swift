import Mazes

// Unsafe pointers: a row is read where inflate left it, for the call alone.

/// A picture that grows pixel by pixel: a bit a pixel for files of one-bit pixels, otherwise a byte, and one more from
/// the first coloured pixel on.
struct PictureBuilder {
    private let width: Int
    private let height: Int
    private var greys: [UInt8] = []
    private var colours: [UInt8]?
    private var bits: BitGrid?
    private let dark: UInt8
    private let light: UInt8

    /// Prepares for pixels of any grey.
    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        greys = [UInt8](repeating: 0, count: width * height)
        (dark, light) = (0, 255)
    }

    /// Prepares for pixels of two greys.
    init(width: Int, height: Int, dark: UInt8, light: UInt8) {
        (self.width, self.height) = (width, height)
        (self.dark, self.light) = (dark, light)
        bits = BitGrid(width: width, height: height)
    }

    /// What was read.
    consuming func picture() -> PixelPicture {
        if let bits { return PixelPicture(dark: dark, light: light, bits: bits) }
        return PixelPicture(width: width, height: height, greys: greys, colours: colours)
    }

    /// Puts one pixel.
    @inline(__always)
    mutating func put(_ pixel: Pixel, x: Int, y: Int) {
        if bits != nil {
            if pixel.grey == light { bits?[Point(x: x, y: y)] = true }
            return
        }
        greys[y * width + x] = pixel.grey
        if pixel.colour != .none { putColour(pixel.colour, y * width + x) }
    }

    private mutating func putColour(_ colour: PixelPicture.Colour, _ index: Int) {
        if colours == nil { colours = [UInt8](repeating: 0, count: width * height) }
        colours?[index] = colour.rawValue
    }

    /// Puts a row of one-bit pixels, 64 at a time.
    mutating func putBits(_ row: UnsafeBufferPointer<UInt8>, y: Int, oneIsLight: Bool) {
        let raw = UnsafeRawBufferPointer(row)
        var words = [UInt64](repeating: 0, count: width / 64 + 1)
        for index in words.indices {
            let start = index * 8
            var word: UInt64 = 0
            if start + 8 <= raw.count {
                word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            } else {
                for byte in start..<max(start, raw.count) { word |= UInt64(raw[byte]) << UInt64(8 * (byte - start)) }
            }
            words[index] = oneIsLight ? word.bitsReversedInBytes : ~word.bitsReversedInBytes
        }
        bits?.setRow(y, to: words)
    }
}

/// What a picture shows at one square.
struct Pixel: Equatable {
    /// 0 black to 255 white.
    var grey: UInt8
    var colour: PixelPicture.Colour

    /// The luminance (ITU-R BT.601) and the colour of three samples of 0 to 255 that cover paper of this grey.
    @inline(__always)
    init(_ red: Int, _ green: Int, _ blue: Int, alpha: Int = 255, paper: Int = 255) {
        let luminance = (red * 299 + green * 587 + blue * 114 + 500) / 1000
        grey = UInt8(clamping: (luminance * alpha + paper * (255 - alpha) + 127) / 255)
        // What shines through hardly has a colour of its own.
        colour = alpha < 128 ? .none : PixelPicture.Colour(red: red, green: green, blue: blue)
    }

    @inline(__always)
    init(grey: UInt8) {
        self.grey = grey
        colour = .none
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
