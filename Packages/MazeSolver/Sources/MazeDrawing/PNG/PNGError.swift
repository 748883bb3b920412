/// What is wrong with a PNG file, and where.
public enum PNGError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file does not begin with PNG's signature.
    case notPNG
    /// The file ends where more should come.
    case truncated(String)
    /// A chunk's checksum does not match its bytes.
    case wrongChecksum(chunk: String, offset: Int)
    /// A chunk is missing, doubled, out of order, of a wrong length, or critical and unknown.
    case wrongChunk(chunk: String, offset: Int, reason: String)
    /// The header's values do not go together.
    case wrongHeader(String)
    /// The picture is larger than the limit.
    case tooLarge(width: Int, height: Int, limit: Int)
    /// The compressed data are not a zlib stream, or are corrupted.
    case corrupted(String)

    /// The fault, and what would be right.
    public var description: String {
        switch self {
        case .notPNG: "this is not a PNG file: it does not begin with the PNG signature"
        case .truncated(let where_): "the PNG file is cut off \(where_)"
        case .wrongChecksum(let chunk, let offset):
            "the PNG file is corrupted: chunk \(chunk) at byte \(offset) has a wrong CRC"
        case .wrongChunk(let chunk, let offset, let reason): "chunk \(chunk) at byte \(offset) \(reason)"
        case .wrongHeader(let reason): "the PNG header is wrong: \(reason)"
        case .tooLarge(let width, let height, let limit):
            "the picture declares \(width)x\(height) pixels; at most \(limit) squares are read"
        case .corrupted(let reason): "the PNG file's compressed data are corrupted: \(reason)"
        }
    }
}
