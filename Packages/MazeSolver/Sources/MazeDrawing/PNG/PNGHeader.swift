/// What a PNG file says of its picture in its first chunk (PNG, section 11.2.1).
struct PNGHeader: Equatable {
    /// How a pixel is made of samples.
    enum ColourType: UInt8 {
        case grey = 0
        case rgb = 2
        case palette = 3
        case greyAlpha = 4
        case rgba = 6

        /// Samples a pixel.
        var samples: Int {
            switch self {
            case .grey, .palette: 1
            case .greyAlpha: 2
            case .rgb: 3
            case .rgba: 4
            }
        }

        var depths: [UInt8] {
            switch self {
            case .grey: [1, 2, 4, 8, 16]
            case .palette: [1, 2, 4, 8]
            case .rgb, .greyAlpha, .rgba: [8, 16]
            }
        }
    }

    var width: Int
    var height: Int
    var depth: UInt8
    var colourType: ColourType
    var isInterlaced: Bool

    /// The bits of one pixel.
    var pixelBits: Int { Int(depth) * colourType.samples }

    /// The bytes that a filter looks back, at least one.
    var filterDistance: Int { max(1, pixelBits / 8) }

    /// The bytes of a row of `width` pixels, without its filter byte.
    func rowBytes(width: Int) -> Int { (width * pixelBits + 7) / 8 }

    /// Reads the 13 bytes of the chunk.
    init(_ bytes: some Collection<UInt8>) throws(PNGError) {
        let bytes = Array(bytes)
        guard bytes.count == 13 else { throw .wrongHeader("it has \(bytes.count) bytes instead of 13") }
        func number(_ index: Int) -> Int {
            bytes[index..<index + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        width = number(0)
        height = number(4)
        guard width > 0, height > 0, width < 1 << 31, height < 1 << 31 else {
            throw .wrongHeader("a picture of \(width)x\(height) pixels")
        }
        depth = bytes[8]
        guard let colourType = ColourType(rawValue: bytes[9]) else {
            throw .wrongHeader("colour type \(bytes[9]); there are 0, 2, 3, 4 and 6")
        }
        self.colourType = colourType
        guard colourType.depths.contains(depth) else {
            throw .wrongHeader("bit depth \(depth) does not go with colour type \(colourType.rawValue)")
        }
        guard bytes[10] == 0 else { throw .wrongHeader("compression method \(bytes[10]); only 0 is known") }
        guard bytes[11] == 0 else { throw .wrongHeader("filter method \(bytes[11]); only 0 is known") }
        guard bytes[12] <= 1 else { throw .wrongHeader("interlace method \(bytes[12]); only 0 and 1 are known") }
        isInterlaced = bytes[12] == 1
    }
}
