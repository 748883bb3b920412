import CZlib
import Foundation
import Graphs

// Unsafe pointers: zlib reads and writes by addresses and counts of two buffers that outlive the call.

/// Inflates gzip data of one or more members, and checks each member's length and checksum (zlib does).
final class Inflation {
    private let name: String
    private var stream = z_stream()
    private var input = [UInt8](repeating: 0, count: 1 << 16)
    private var pending = 0..<0
    private var isReady = false
    /// Between members: data may end here, and only here.
    private var isBetweenMembers = true

    init(name: String) {
        self.name = name
        // 15 bits of window, plus 16: gzip, and nothing else.
        isReady = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isReady { inflateEnd(&stream) }
    }

    /// Fills `buffer` with at least one byte; 0 at the end. `more` gives compressed bytes.
    func read(
        into buffer: UnsafeMutableRawBufferPointer, from more: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> Int {
        guard isReady else { throw ReadError(file: name, .unreadable("zlib has no memory")) }
        while true {
            if pending.isEmpty {
                let count = try input.withUnsafeMutableBytes { try more($0) }
                pending = 0..<count
                if count == 0 {
                    guard isBetweenMembers else { throw ReadError(file: name, .unreadable("the gzip data is cut off")) }
                    return 0
                }
            }
            let (produced, status) = step(into: buffer)
            switch status {
            case Z_OK, Z_BUF_ERROR:
                isBetweenMembers = false
            case Z_STREAM_END:
                isBetweenMembers = true
                inflateReset(&stream)
            default:
                throw ReadError(file: name, .unreadable("the gzip data is damaged"))
            }
            if produced > 0 { return produced }
        }
    }

    private func step(into buffer: UnsafeMutableRawBufferPointer) -> (produced: Int, status: Int32) {
        input.withUnsafeMutableBufferPointer { input in
            let room = min(buffer.count, Int(Int32.max))
            stream.next_in = input.baseAddress.map { $0 + pending.lowerBound }
            stream.avail_in = UInt32(pending.count)
            stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_out = UInt32(room)
            let status = inflate(&stream, Z_NO_FLUSH)
            pending = (pending.upperBound - Int(stream.avail_in))..<pending.upperBound
            return (room - Int(stream.avail_out), status)
        }
    }
}
