import Mazes

/// How a camera was held (Exif 2.32, tag 274): what has to be done to the rows of the file so that up is up.
enum ExifOrientation: UInt16, CaseIterable {
    case upright = 1
    case mirrored
    case turnedRound
    case flipped
    case transposed
    case turnedRight
    case transversed
    case turnedLeft

    /// Whether rows become columns.
    var swapsSides: Bool { rawValue >= 5 }

    /// Where a pixel of the file belongs.
    @inline(__always)
    func point(ofX x: Int, y: Int, width: Int, height: Int) -> Point {
        switch self {
        case .upright: Point(x: x, y: y)
        case .mirrored: Point(x: width - 1 - x, y: y)
        case .turnedRound: Point(x: width - 1 - x, y: height - 1 - y)
        case .flipped: Point(x: x, y: height - 1 - y)
        case .transposed: Point(x: y, y: x)
        case .turnedRight: Point(x: height - 1 - y, y: x)
        case .transversed: Point(x: height - 1 - y, y: width - 1 - x)
        case .turnedLeft: Point(x: y, y: width - 1 - x)
        }
    }

    /// What the Exif segment of a JPEG file says; upright without one, or when it is damaged.
    init(ofJPEG bytes: [UInt8]) {
        self = Self.exif(of: bytes).flatMap { Self(ofTIFF: $0) } ?? .upright
    }

    /// The TIFF data in the file's APP1 segment (JPEG, annex B; Exif, section 4.7).
    private static func exif(of bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var offset = 2
        while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
            let marker = bytes[offset + 1]
            if marker == 0xFF {
                offset += 1
                continue
            }
            // Scans begin: what comes now is no header.
            guard marker != 0xDA, marker != 0xD9 else { return nil }
            let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
            guard length >= 2, offset + 2 + length <= bytes.count else { return nil }
            let body = bytes[offset + 4..<offset + 2 + length]
            if marker == 0xE1, body.starts(with: Array("Exif\0\0".utf8)) { return body.dropFirst(6) }
            offset += 2 + length
        }
        return nil
    }

    /// The orientation in the first directory.
    private init?(ofTIFF data: ArraySlice<UInt8>) {
        let data = Array(data)
        guard data.count >= 8 else { return nil }
        let isLittle = data.starts(with: [0x49, 0x49])
        guard isLittle || data.starts(with: [0x4D, 0x4D]) else { return nil }
        func number(_ offset: Int, _ size: Int) -> Int? {
            guard offset >= 0, offset + size <= data.count else { return nil }
            let bytes = data[offset..<offset + size]
            return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for entry in 0..<min(count, 512) {
            let offset = directory + 2 + 12 * entry
            guard let tag = number(offset, 2) else { return nil }
            if tag == 274 {
                guard let value = number(offset + 8, 2) else { return nil }
                self.init(rawValue: UInt16(clamping: value))
                return
            }
        }
        return nil
    }
}
