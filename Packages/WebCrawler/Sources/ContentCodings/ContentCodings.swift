import CPageBrotli
import CPageZlib
import CPageZstd

/// Undoes the codings of HTTP bodies (RFC 9110, section 8.4) with the system's libraries, up to a limit.
///
/// Every decoder grows its output by pieces and stops at the limit, so that no answer can fill the memory.
public enum ContentCodings {
    /// What came of a body.
    public enum Outcome: Sendable, Equatable {
        /// The plain body; cut when the limit was reached.
        case plain([UInt8], isCut: Bool)
        /// It grows so much beyond the limit that nobody means it well.
        case bomb
        /// It cannot be read: a sentence that says why.
        case unreadable(String)
    }

    /// What a body is asked for in: all that ``decode(_:codings:limit:)`` undoes.
    public static let accepted = "gzip, deflate, br, zstd"

    /// Undoes the codings of a `Content-Encoding` field, the last one first.
    ///
    /// - Parameters:
    ///   - isWhole: Whether the body came to its end; a cut one is decoded as far as it goes.
    ///   - limit: The most bytes of the result.
    public static func decode(_ body: [UInt8], codings: String, isWhole: Bool = true, limit: Int) -> Outcome {
        var result = Outcome.plain(body, isCut: !isWhole)
        let names = codings.split(separator: ",").map { $0.filter { !$0.isWhitespace }.lowercased() }
        guard names.count <= 4 else { return .unreadable("it has \(names.count) content codings") }
        for name in names.reversed() where !name.isEmpty && name != "identity" {
            guard case .plain(let input, let isCut) = result else { return result }
            guard !input.isEmpty else { return result }
            switch name {
            case "gzip", "x-gzip": result = gunzip(input, isWhole: !isCut, limit: limit)
            case "deflate": result = inflateEither(input, isWhole: !isCut, limit: limit)
            case "br": result = brotli(input, isWhole: !isCut, limit: limit)
            case "zstd": result = zstd(input, isWhole: !isCut, limit: limit)
            default: return .unreadable("its content coding '\(name.prefix(40))' is not known")
            }
        }
        return result
    }

    /// Decompresses a gzip file: all of its members (RFC 1952, section 2.2). What follows the last one is passed over.
    public static func gunzip(_ input: [UInt8], isWhole: Bool = true, limit: Int) -> Outcome {
        inflate(input, windowBits: 15 + 16, isWhole: isWhole, limit: limit, name: "gzip")
    }

    /// `deflate` is zlib's format by the standard, and bare DEFLATE by many servers; browsers take both.
    private static func inflateEither(_ input: [UInt8], isWhole: Bool, limit: Int) -> Outcome {
        let standard = inflate(input, windowBits: 15, isWhole: isWhole, limit: limit, name: "deflate")
        guard case .unreadable = standard else { return standard }
        let bare = inflate(input, windowBits: -15, isWhole: isWhole, limit: limit, name: "deflate")
        if case .unreadable = bare { return standard }
        return bare
    }

    private static func inflate(
        _ input: [UInt8], windowBits: Int32, isWhole: Bool, limit: Int, name: String
    ) -> Outcome {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
            return .unreadable("zlib has no memory")
        }
        defer { inflateEnd(&stream) }
        var output = BoundedOutput(limit: limit)
        // zlib's interface is pointers; it reads only what `avail_in` counts of this buffer, which lives as long.
        return input.withUnsafeBufferPointer { input in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(clamping: input.count)
            while true {
                let status = output.append { room in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(clamping: room.count)
                    let status = CPageZlib.inflate(&stream, Z_NO_FLUSH)
                    return (status, room.count - Int(stream.avail_out))
                }
                if output.isFull { return output.full(inputCount: input.count) }
                switch status {
                case Z_OK: if stream.avail_in == 0, stream.avail_out > 0 { return output.end(isWhole, name) }
                case Z_BUF_ERROR: return output.end(isWhole, name)
                case Z_STREAM_END:
                    // Another member may follow; anything else behind the end is passed over, as browsers do.
                    let rest = input.suffix(Int(stream.avail_in))
                    guard windowBits > 15, rest.count >= 18, rest.starts(with: [0x1F, 0x8B]),
                        inflateReset(&stream) == Z_OK
                    else { return .plain(output.bytes, isCut: !isWhole) }
                default: return .unreadable("its \(name) data is broken")
                }
            }
        }
    }

    private static func brotli(_ input: [UInt8], isWhole: Bool, limit: Int) -> Outcome {
        guard let decoder = BrotliDecoderCreateInstance(nil, nil, nil) else {
            return .unreadable("brotli has no memory")
        }
        defer { BrotliDecoderDestroyInstance(decoder) }
        var output = BoundedOutput(limit: limit)
        return input.withUnsafeBufferPointer { input in
            var next = input.baseAddress
            var available = input.count
            while true {
                let status = output.append { room in
                    var target = room.baseAddress
                    var left = room.count
                    let status = BrotliDecoderDecompressStream(decoder, &available, &next, &left, &target, nil)
                    return (status, room.count - left)
                }
                if output.isFull { return output.full(inputCount: input.count) }
                switch status {
                case BROTLI_DECODER_RESULT_SUCCESS:
                    guard available == 0 else { return .unreadable("its br data goes on behind its end") }
                    return .plain(output.bytes, isCut: !isWhole)
                case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
                case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return output.end(isWhole, "br")
                default: return .unreadable("its br data is broken")
                }
            }
        }
    }

    private static func zstd(_ input: [UInt8], isWhole: Bool, limit: Int) -> Outcome {
        guard let stream = ZSTD_createDStream() else { return .unreadable("zstd has no memory") }
        defer { ZSTD_freeDStream(stream) }
        // RFC 9659: a body may need a window of 8 MiB, and no more.
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 23)
        var output = BoundedOutput(limit: limit)
        return input.withUnsafeBytes { input in
            var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
            while true {
                let before = source.pos
                let status = output.append { room in
                    var target = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                    let status = ZSTD_decompressStream(stream, &target, &source)
                    return (status, target.pos)
                }
                if output.isFull { return output.full(inputCount: input.count) }
                guard ZSTD_isError(status) == 0 else { return .unreadable("its zstd data is broken") }
                if source.pos == source.size {
                    if status == 0 { return .plain(output.bytes, isCut: !isWhole) }
                    if source.pos == before, output.lastCount == 0 { return output.end(isWhole, "zstd") }
                }
            }
        }
    }
}

/// Output that grows by pieces up to a limit.
private struct BoundedOutput {
    private(set) var bytes: [UInt8] = []
    /// How many bytes the last piece gave.
    private(set) var lastCount = 0
    private let limit: Int
    private static let piece = 1 << 16
    /// Text that is written for people grows by less than this factor.
    private static let bombFactor = 200

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether more came than the limit.
    var isFull: Bool { bytes.count > limit }

    /// Lets a decoder write a piece; it answers its status and how much it wrote.
    mutating func append<Status>(_ body: (UnsafeMutableBufferPointer<UInt8>) -> (Status, Int)) -> Status {
        var status: Status?
        let more = [UInt8](unsafeUninitializedCapacity: Self.piece) { room, count in
            let (ended, written) = body(UnsafeMutableBufferPointer(rebasing: room[..<Self.piece]))
            status = ended
            count = written
        }
        lastCount = more.count
        bytes += more
        guard let status else { preconditionFailure("the closure above always sets it") }
        return status
    }

    /// The outcome when the limit is reached: a long text that is cut, or a bomb.
    func full(inputCount: Int) -> ContentCodings.Outcome {
        bytes.count / max(1, inputCount) > Self.bombFactor ? .bomb : .plain(Array(bytes.prefix(limit)), isCut: true)
    }

    /// The outcome when the input ends before the data does.
    func end(_ isWhole: Bool, _ name: String) -> ContentCodings.Outcome {
        isWhole ? .unreadable("its \(name) data ends too early") : .plain(bytes, isCut: true)
    }
}
