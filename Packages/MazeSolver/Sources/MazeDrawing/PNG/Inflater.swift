import CZlib

// Unsafe pointers: zlib's stream must not move while it lives; deinit ends and frees it.

/// Unpacks a zlib stream that lies in pieces, into rows: the only user of zlib's inflate.
struct Inflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private var isEnded = false

    init() throws(PNGError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .corrupted("zlib could not be started")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Unpacks into `output` until it is full or the pieces are used up; returns how many bytes came.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - pieces: where the stream's bytes lie in it; what was read is taken away.
    mutating func read(
        from bytes: UnsafeRawBufferPointer, _ pieces: inout ArraySlice<Range<Int>>,
        into output: UnsafeMutableRawBufferPointer
    ) throws(PNGError) -> Int {
        guard let target = output.baseAddress, !isEnded else { return 0 }
        stream.pointee.next_out = target.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: output.count)
        while stream.pointee.avail_out > 0, !isEnded, let piece = pieces.first {
            let part = UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(rebasing: bytes[piece]))
            stream.pointee.next_in = part.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(clamping: part.count)
            let status = inflate(stream, Z_NO_FLUSH)
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
                let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
                throw .corrupted(message)
            }
            isEnded = status == Z_STREAM_END
            let rest = piece.upperBound - Int(stream.pointee.avail_in)
            pieces = pieces.dropFirst()
            if rest < piece.upperBound { pieces = [rest..<piece.upperBound] + pieces }
        }
        return output.count - Int(stream.pointee.avail_out)
    }

    /// Reads on to the end of the stream, so that its checksum is looked at.
    ///
    /// - Throws: `PNGError.corrupted` when the checksum is wrong or the stream has no end.
    mutating func finish(from bytes: UnsafeRawBufferPointer, _ pieces: inout ArraySlice<Range<Int>>) throws(PNGError) {
        var spare: (UInt64, UInt64) = (0, 0)
        while !isEnded {
            var count = 0
            do {
                count = try withUnsafeMutableBytes(of: &spare) { try read(from: bytes, &pieces, into: $0) }
            } catch let error as PNGError {
                throw error
            } catch {
                throw .corrupted("zlib failed")
            }
            if count == 0 && !isEnded { throw .truncated("before the end of its compressed data") }
        }
    }
}
