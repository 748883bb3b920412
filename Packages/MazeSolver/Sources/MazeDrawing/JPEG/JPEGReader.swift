import CJPEG
import Mazes

// Unsafe pointers: libjpeg writes its message into an array of C's, and rows where it is told.

/// What is wrong with a JPEG file.
public enum JPEGError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The library cannot read it, for the reason that it gives.
    case unreadable(String)
    /// The file ends before the picture does.
    case truncated(String)
    /// The picture is larger than the limit.
    case tooLarge(width: Int, height: Int, limit: Int)

    /// The fault, and what would be right.
    public var description: String {
        switch self {
        case .unreadable(let reason): "the JPEG file cannot be read: \(reason)"
        case .truncated(let reason): "the JPEG file is cut off (\(reason)): load it again"
        case .tooLarge(let width, let height, let limit):
            "the picture declares \(width)x\(height) pixels; at most \(limit) are read: make it smaller first"
        }
    }
}

/// Reads JPEG pictures, baseline and progressive, grey, in colour or in inks, turned as their Exif data say.
public struct JPEGReader: Sendable {
    /// The most pixels that a picture may declare: four bytes each are taken while it is read.
    public var largestPicture: Int

    /// Makes a reader.
    public init(largestPicture: Int = 1 << 27) {
        self.largestPicture = largestPicture
    }

    /// Whether a file begins as every JPEG does.
    public static func recognises(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: [0xFF, 0xD8, 0xFF])
    }

    /// Reads a picture.
    ///
    /// - Parameter bytes: the whole file.
    /// - Throws: `JPEGError`, also for a file that is cut off: the rest would be grey.
    public func picture(_ bytes: [UInt8]) throws(JPEGError) -> PixelPicture {
        var result = cjpeg_result()
        guard cjpeg_read_header(bytes, bytes.count, &result) == 0 else { throw .unreadable(Self.message(result)) }
        let (width, height) = (Int(result.width), Int(result.height))
        guard width > 0, height > 0, width * height <= largestPicture,
            GridMap.fits(width: max(width, height), height: min(width, height))
        else { throw .tooLarge(width: width, height: height, limit: largestPicture) }
        let samples = result.components == 4 ? 4 : 3
        var decoded = [UInt8](repeating: 0, count: width * height * samples)
        let status = cjpeg_decode(bytes, bytes.count, &decoded, decoded.count, &result)
        guard status == 0 else { throw .unreadable(Self.message(result)) }
        guard result.is_cut_off == 0 else { throw .truncated(Self.message(result)) }
        let turn = ExifOrientation(ofJPEG: bytes)
        let (turnedWidth, turnedHeight) = turn.swapsSides ? (height, width) : (width, height)
        var picture = PictureBuilder(width: turnedWidth, height: turnedHeight)
        for y in 0..<height {
            for x in 0..<width {
                let index = (y * width + x) * samples
                let (first, second, third) = (Int(decoded[index]), Int(decoded[index + 1]), Int(decoded[index + 2]))
                // Adobe's programs, which nearly all files of inks come from, write 255 for no ink.
                let black = samples == 4 ? Int(decoded[index + 3]) : 255
                let target = turn.point(ofX: x, y: y, width: width, height: height)
                picture.put(
                    Pixel(first * black / 255, second * black / 255, third * black / 255), x: target.x, y: target.y)
            }
        }
        return picture.picture()
    }

    private static func message(_ result: cjpeg_result) -> String {
        // The message is a C array, which is a tuple here; libjpeg ends it with a zero.
        withUnsafeBytes(of: result.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
