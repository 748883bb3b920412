// Unsafe pointers: every pixel passes here; the two loops stay below width and height.

/// A picture as the heart sees it: how light each pixel is, and where it is coloured. Which file it came from, and how
/// its samples were packed there, is forgotten.
public struct PixelPicture: Sendable {
    /// How light the pixels are.
    public enum Greys: Sendable, Equatable {
        /// Two greys only: a set bit is a pixel of the lighter one. 64 pixels a word.
        case two(dark: UInt8, light: UInt8, BitGrid)
        /// One byte a pixel, 0 black to 255 white, row by row.
        case many([UInt8])
    }

    /// What colour a pixel has, as far as people give colours a meaning in a maze.
    public enum Colour: UInt8, Sendable, CaseIterable {
        /// White, black, grey, or too pale to tell.
        case none
        /// Red to orange.
        case red
        /// Yellow.
        case yellow
        /// Green.
        case green
        /// Cyan.
        case cyan
        /// Blue.
        case blue
        /// Magenta, purple, pink.
        case magenta

        /// The colour of three samples of 0 to 255: hues of a saturation below 80 count as none, since JPEG files and
        /// scans tint whatever they touch.
        @inline(__always)
        public init(red: Int, green: Int, blue: Int) {
            let most = max(red, max(green, blue))
            let least = min(red, min(green, blue))
            guard most - least >= 80 else {
                self = .none
                return
            }
            self = Self.hue(red, green, blue, most: most, span: most - least)
        }

        /// The sector of the hue's circle: 0° is red, 120° green, 240° blue.
        private static func hue(_ red: Int, _ green: Int, _ blue: Int, most: Int, span: Int) -> Colour {
            let degrees =
                most == red
                ? (60 * (green - blue) / span + 360) % 360
                : most == green ? 120 + 60 * (blue - red) / span : 240 + 60 * (red - green) / span
            return switch degrees {
            case ..<40: .red
            case ..<70: .yellow
            case ..<165: .green
            case ..<195: .cyan
            case ..<265: .blue
            case ..<335: .magenta
            default: .red
            }
        }
    }

    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// How light the pixels are.
    public let greys: Greys
    /// The raw value of each pixel's colour, row by row; nil when no pixel has one.
    public let colours: [UInt8]?

    /// Makes a picture; one that has two greys only, and no colour, is packed.
    ///
    /// - Precondition: both arrays hold a value a pixel.
    public init(width: Int, height: Int, greys: [UInt8], colours: [UInt8]? = nil) {
        precondition(greys.count == width * height, "a grey a pixel")
        precondition(colours.map { $0.count == greys.count } ?? true, "a colour a pixel")
        self.width = width
        self.height = height
        self.colours = colours
        let packed = colours == nil ? Self.packed(greys, width: width, height: height) : nil
        self.greys = packed ?? .many(greys)
    }

    /// Makes a picture of two greys; a set bit is the lighter one.
    public init(dark: UInt8, light: UInt8, bits: BitGrid) {
        width = bits.width
        height = bits.height
        greys = .two(dark: dark, light: light, bits)
        colours = nil
    }

    /// The two greys as bits; nil when there are more.
    private static func packed(_ greys: [UInt8], width: Int, height: Int) -> Greys? {
        guard let first = greys.first, let second = greys.first(where: { $0 != first }) else { return nil }
        let (dark, light) = (min(first, second), max(first, second))
        guard greys.allSatisfy({ $0 == dark || $0 == light }) else { return nil }
        return .two(dark: dark, light: light, BitGrid(width: width, height: height, greys: greys, from: light))
    }

    /// The grey of a pixel inside the picture.
    public func grey(x: Int, y: Int) -> UInt8 {
        switch greys {
        case .two(let dark, let light, let bits): bits[Point(x: x, y: y)] ? light : dark
        case .many(let greys): greys[y * width + x]
        }
    }

    /// The pixels that are at least as light as `threshold`, one bit each.
    public func light(from threshold: Int) -> BitGrid {
        switch greys {
        case .two(let dark, let light, let bits):
            if Int(dark) < threshold && Int(light) >= threshold { return bits }
            return BitGrid(filled: Int(dark) >= threshold, width: width, height: height)
        case .many(let greys):
            return threshold > 255
                ? BitGrid(width: width, height: height)
                : BitGrid(width: width, height: height, greys: greys, from: UInt8(clamping: threshold))
        }
    }

    /// The coloured pixels whose colour `isWanted`; nil when the picture has no coloured pixel at all.
    func coloured(where isWanted: (Colour) -> Bool) -> BitGrid? {
        guard let colours else { return nil }
        let wanted = (0...UInt8.max).map { Colour(rawValue: $0).map { $0 != .none && isWanted($0) } ?? false }
        var bits = BitGrid(width: width, height: height)
        bits.fillRows { x, y in wanted[Int(colours[y * width + x])] }
        return bits
    }

    /// How many pixels have each grey.
    ///
    /// - Parameters:
    ///   - box: the part that is looked at.
    ///   - counts: whether pixels of a colour count.
    func histogram(in box: PixelBox, counts: (Colour) -> Bool = { _ in true }) -> [Int] {
        var histogram = [Int](repeating: 0, count: 256)
        switch greys {
        case .two(let dark, let light, let bits):
            let lights = bits.cropped(to: box).count
            histogram[Int(light)] += lights
            histogram[Int(dark)] += box.width * box.height - lights
        case .many(let greys):
            let counted = (0...UInt8.max).map { Colour(rawValue: $0).map(counts) ?? true }
            for y in box.y..<box.y + box.height {
                for pixel in y * width + box.x..<y * width + box.x + box.width {
                    if let colours, !counted[Int(colours[pixel])] { continue }
                    histogram[Int(greys[pixel])] += 1
                }
            }
        }
        return histogram
    }

    /// The whole picture.
    var box: PixelBox { PixelBox(x: 0, y: 0, width: width, height: height) }
}

/// A rectangle of pixels.
public struct PixelBox: Sendable, Equatable {
    /// The leftmost column.
    public var x: Int
    /// The topmost row.
    public var y: Int
    /// The number of columns.
    public var width: Int
    /// The number of rows.
    public var height: Int

    /// Makes a rectangle.
    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
}

extension BitGrid {
    /// Makes a rectangle of equal bits.
    init(filled bit: Bool, width: Int, height: Int) {
        self.init(width: width, height: height)
        guard bit else { return }
        let ones = [UInt64](repeating: .max, count: rowWords)
        for y in 0..<height { setRow(y, to: ones) }
    }

    /// Makes a rectangle of the greys that are at least `threshold`.
    init(width: Int, height: Int, greys: [UInt8], from threshold: UInt8) {
        self.init(width: width, height: height)
        greys.withUnsafeBufferPointer { greys in
            fillRows { x, y in greys[y * width + x] >= threshold }
        }
    }

    /// Sets every bit anew, a word at a time.
    mutating func fillRows(_ bit: (_ x: Int, _ y: Int) -> Bool) {
        for y in 0..<height {
            let first = firstWord(ofRow: y)
            for word in 0..<(width + 63) / 64 {
                var bits: UInt64 = 0
                for x in word * 64..<min(width, word * 64 + 64) where bit(x, y) { bits |= 1 << UInt64(x & 63) }
                words[first + word] = bits
            }
        }
    }

    /// A part of the rectangle.
    ///
    /// - Precondition: the part lies inside.
    func cropped(to box: PixelBox) -> BitGrid {
        precondition(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height)
        if box == PixelBox(x: 0, y: 0, width: width, height: height) { return self }
        var part = BitGrid(width: box.width, height: box.height)
        let (skipped, shift) = (box.x / 64, UInt64(box.x % 64))
        for y in 0..<box.height {
            let source = firstWord(ofRow: box.y + y) + skipped
            let target = part.firstWord(ofRow: y)
            for word in 0..<part.rowWords {
                let here = source + word
                // The word behind the row belongs to the next one; its bits are cut off below.
                let low = here < words.count ? words[here] >> shift : 0
                let high = shift > 0 && here + 1 < words.count ? words[here + 1] << (64 - shift) : 0
                part.words[target + word] = low | high
            }
            part.clearMargin(ofRow: y)
        }
        return part
    }

    /// The opposite of every bit inside; the margin stays zero.
    var complement: BitGrid {
        var other = self
        for y in 0..<height {
            let first = firstWord(ofRow: y)
            for word in first..<first + rowWords { other.words[word] = ~words[word] }
            other.clearMargin(ofRow: y)
        }
        return other
    }

    /// The bits that are set in both.
    func intersection(_ other: BitGrid) -> BitGrid {
        var both = self
        for word in words.indices { both.words[word] &= other.words[word] }
        return both
    }

    /// The bits that are set in either.
    func union(_ other: BitGrid) -> BitGrid {
        var either = self
        for word in words.indices { either.words[word] |= other.words[word] }
        return either
    }

    /// Makes the bits behind the width of a row zero, as they have to be.
    mutating func clearMargin(ofRow y: Int) {
        let last = firstWord(ofRow: y) + rowWords - 1
        let spare = rowBits - width
        words[last] &= spare >= 64 ? 0 : .max >> UInt64(spare)
    }

    /// How many bits of a row are set.
    func count(inRow y: Int) -> Int { row(y).reduce(0) { $0 + $1.nonzeroBitCount } }

    /// How many bits of each column are set.
    var countsByColumn: [Int] {
        var counts = [Int](repeating: 0, count: rowBits)
        for y in 0..<height {
            for (square, word) in row(y).enumerated() {
                var rest = word
                while rest != 0 {
                    counts[square * 64 + rest.trailingZeroBitCount] += 1
                    rest &= rest - 1
                }
            }
        }
        return Array(counts.prefix(width))
    }
}
