import Mazes

// Unsafe pointers: palette and transparency are read in the file's bytes, for the call alone.

/// How the samples of a picture become pixels.
struct SampleTable {
    /// The pixel of each sample, of pictures with one sample of at most 8 bits a pixel.
    private(set) var pixels = [Pixel](repeating: Pixel(grey: 0), count: 256)
    /// Whether some pixel can be other than opaque.
    private(set) var hasTransparency = false
    /// The sample, or the three, that means transparent.
    private var transparent: [Int] = []
    /// The grey on which transparent pixels lie.
    private let paper: Int

    init(_ chunks: PNGChunks, _ bytes: UnsafeRawBufferPointer, paper: UInt8) {
        self.paper = Int(paper)
        let transparency = chunks.transparency.map { Array(bytes[$0]) } ?? []
        hasTransparency = !transparency.isEmpty
        switch chunks.header.colourType {
        case .palette:
            let colours = chunks.palette.map { Array(bytes[$0]) } ?? []
            // An index beyond the palette is an error that readers show as black.
            for index in 0..<colours.count / 3 {
                let (red, green, blue) = (colours[3 * index], colours[3 * index + 1], colours[3 * index + 2])
                let alpha = index < transparency.count ? Int(transparency[index]) : 255
                pixels[index] = Pixel(Int(red), Int(green), Int(blue), alpha: alpha, paper: self.paper)
            }
        case .grey, .rgb:
            transparent = stride(from: 0, to: transparency.count - 1, by: 2).map {
                Int(transparency[$0]) << 8 | Int(transparency[$0 + 1])
            }
            let depth = chunks.header.depth
            guard chunks.header.colourType == .grey, depth <= 8 else { break }
            let largest = 1 << Int(depth) - 1
            for sample in 0...largest {
                let grey = UInt8(clamping: sample * 255 / largest)
                pixels[sample] = Pixel(grey: transparent.first == sample ? paper : grey)
            }
        case .greyAlpha, .rgba: hasTransparency = true
        }
    }

    /// Calls `body` with each pixel of a row.
    @inline(__always)
    func pixels(
        of row: UnsafeBufferPointer<UInt8>, _ header: PNGHeader, count: Int, _ body: (Int, Pixel) -> Void
    ) {
        let depth = Int(header.depth)
        if header.colourType.samples == 1 && depth <= 8 {
            let perByte = 8 / depth
            let mask = UInt8(truncatingIfNeeded: 1 << depth - 1)
            pixels.withUnsafeBufferPointer { pixels in
                for x in 0..<count {
                    let shift = 8 - depth - (x % perByte) * depth
                    body(x, pixels[Int(row[x / perByte] >> UInt8(truncatingIfNeeded: shift) & mask)])
                }
            }
            return
        }
        let bytesPerSample = depth / 8
        let pixelBytes = header.colourType.samples * bytesPerSample
        for x in 0..<count {
            let start = x * pixelBytes
            func raw(_ sample: Int) -> Int {
                let index = start + sample * bytesPerSample
                return bytesPerSample == 1 ? Int(row[index]) : Int(row[index]) << 8 | Int(row[index + 1])
            }
            func byte(_ sample: Int) -> Int { bytesPerSample == 1 ? raw(sample) : (raw(sample) * 255 + 32767) / 65535 }
            switch header.colourType {
            case .grey:
                body(x, Pixel(grey: transparent.first == raw(0) ? UInt8(clamping: paper) : UInt8(clamping: byte(0))))
            case .greyAlpha:
                body(x, Pixel(byte(0), byte(0), byte(0), alpha: byte(1), paper: paper))
            case .rgb:
                let isTransparent =
                    transparent.count == 3 && transparent[0] == raw(0) && transparent[1] == raw(1)
                    && transparent[2] == raw(2)
                body(
                    x, isTransparent ? Pixel(grey: UInt8(clamping: paper)) : Pixel(byte(0), byte(1), byte(2)))
            case .rgba:
                body(x, Pixel(byte(0), byte(1), byte(2), alpha: byte(3), paper: paper))
            case .palette: break
            }
        }
    }
}
