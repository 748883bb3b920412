/// How the samples of a picture become grey values: 0 is black, 255 white.
struct SampleTable {
    /// The grey value of each sample, of pictures with one sample of at most 8 bits a pixel.
    private(set) var grey: [UInt8]
    /// The sample, or the three, that means transparent.
    private var transparent: [Int] = []

    init(_ chunks: PNGChunks, _ bytes: UnsafeRawBufferPointer) {
        grey = [UInt8](repeating: 0, count: 256)
        let transparency = chunks.transparency.map { Array(bytes[$0]) } ?? []
        switch chunks.header.colourType {
        case .palette:
            let colours = chunks.palette.map { Array(bytes[$0]) } ?? []
            // An index beyond the palette is an error that readers show as black.
            for index in 0..<colours.count / 3 {
                let (red, green, blue) = (colours[3 * index], colours[3 * index + 1], colours[3 * index + 2])
                let alpha = index < transparency.count ? Int(transparency[index]) : 255
                grey[index] = Self.grey(Int(red), Int(green), Int(blue), alpha)
            }
        case .grey, .rgb:
            transparent = stride(from: 0, to: transparency.count - 1, by: 2).map {
                Int(transparency[$0]) << 8 | Int(transparency[$0 + 1])
            }
            let depth = chunks.header.depth
            guard chunks.header.colourType == .grey, depth <= 8 else { break }
            let largest = 1 << Int(depth) - 1
            for sample in 0...largest {
                grey[sample] = transparent.first == sample ? 255 : UInt8(clamping: sample * 255 / largest)
            }
        case .greyAlpha, .rgba: break
        }
    }

    /// The luminance (ITU-R BT.601) of a colour that lies on white paper.
    private static func grey(_ red: Int, _ green: Int, _ blue: Int, _ alpha: Int) -> UInt8 {
        let luminance = (red * 299 + green * 587 + blue * 114 + 500) / 1000
        return UInt8(clamping: (luminance * alpha + 255 * (255 - alpha) + 127) / 255)
    }

    /// Calls `body` with the grey value of each pixel of a row.
    @inline(__always)
    func greys(
        of row: UnsafeBufferPointer<UInt8>, _ header: PNGHeader, count: Int, _ body: (Int, UInt8) -> Void
    ) {
        let depth = Int(header.depth)
        if header.colourType.samples == 1 && depth <= 8 {
            let perByte = 8 / depth
            let mask = UInt8(truncatingIfNeeded: 1 << depth - 1)
            grey.withUnsafeBufferPointer { grey in
                for x in 0..<count {
                    let shift = 8 - depth - (x % perByte) * depth
                    body(x, grey[Int(row[x / perByte] >> UInt8(truncatingIfNeeded: shift) & mask)])
                }
            }
            return
        }
        let bytesPerSample = depth / 8
        let pixelBytes = header.colourType.samples * bytesPerSample
        for x in 0..<count {
            let start = x * pixelBytes
            func raw(_ sample: Int) -> Int {
                let place = start + sample * bytesPerSample
                return bytesPerSample == 1 ? Int(row[place]) : Int(row[place]) << 8 | Int(row[place + 1])
            }
            func byte(_ sample: Int) -> Int { bytesPerSample == 1 ? raw(sample) : (raw(sample) * 255 + 32767) / 65535 }
            switch header.colourType {
            case .grey:
                body(x, transparent.first == raw(0) ? 255 : UInt8(clamping: byte(0)))
            case .greyAlpha:
                body(x, Self.grey(byte(0), byte(0), byte(0), byte(1)))
            case .rgb:
                let isTransparent =
                    transparent.count == 3 && transparent[0] == raw(0) && transparent[1] == raw(1)
                    && transparent[2] == raw(2)
                body(x, isTransparent ? 255 : Self.grey(byte(0), byte(1), byte(2), 255))
            case .rgba:
                body(x, Self.grey(byte(0), byte(1), byte(2), byte(3)))
            case .palette: break
            }
        }
    }
}
