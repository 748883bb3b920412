import CZlib

// Unsafe pointers: zlib's stream must not move while it lives; deinit ends and frees it.

/// Packs bytes into a zlib stream: the only user of zlib's deflate.
struct Deflater: ~Copyable {
    /// How much time to spend.
    enum Effort {
        /// Small pictures: a little smaller, a little slower.
        case thorough
        /// Large pictures.
        case fast

        fileprivate var level: Int32 { self == .thorough ? 6 : 1 }
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableBufferPointer<UInt8>

    init(effort: Effort, pieceBytes: Int = 1 << 16) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        output = .allocate(capacity: pieceBytes)
        output.initialize(repeating: 0)
        let status = deflateInit_(stream, effort.level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib of another version was linked")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    /// Packs bytes; full pieces go to `body`.
    mutating func write(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try run(bytes, Z_NO_FLUSH, body)
    }

    /// Ends the stream; the last piece goes to `body`.
    mutating func finish(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try run(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH, body)
    }

    private mutating func run(
        _ bytes: UnsafeRawBufferPointer, _ flush: Int32, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?
            .assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(clamping: bytes.count)
        while true {
            if stream.pointee.avail_out == 0 {
                // A piece that is full and was not given away yet has next_out at its end.
                if stream.pointee.next_out != nil { try body(UnsafeRawBufferPointer(output)) }
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
            }
            let status = deflate(stream, flush)
            if flush == Z_FINISH {
                guard status == Z_STREAM_END else { continue }
                let count = output.count - Int(stream.pointee.avail_out)
                try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<count]))
                stream.pointee.avail_out = 0
                stream.pointee.next_out = nil
                return
            }
            if stream.pointee.avail_out > 0 { return }
        }
    }
}
