import CServerZlib

// Unsafe pointers: zlib reads and writes by addresses and counts of two arrays that outlive the call.

/// The gzip form of some bytes (RFC 1952).
public enum Gzip {
    /// Compresses; nothing if the result would not be smaller.
    public static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > 32, bytes.count < Int(UInt32.max) else { return nil }
        var stream = z_stream()
        // 31 is zlib's number for a window of 32 KiB inside the gzip wrapper; 6 is its usual effort.
        let status = deflateInit2_(
            &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        let output = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                // Room for as many bytes as came in: if that does not do, compression does not pay.
                count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
            }
        }
        return output.isEmpty ? nil : output
    }
}
