import Foundation
import Graphs

// Unsafe pointers: read(2) fills an array's own memory.

/// The bytes of a file or of standard input, inflated when they are gzipped.
struct FileBytes: ByteSource {
    private let descriptor: FileDescriptor
    private let name: String
    private var inflation: Inflation?
    private var first: [UInt8]

    /// Opens `path`; `-` is standard input.
    init(_ path: String) throws {
        name = path == "-" ? "standard input" : path
        descriptor = try FileDescriptor(path, name: name)
        first = [0, 0]
        // Two bytes tell gzip from all text.
        var count = 0
        while count < 2 {
            let start = count
            let more = try first.withUnsafeMutableBytes { bytes in
                try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            }
            if more == 0 { break }
            count += more
        }
        first.removeLast(2 - count)
        if first == [0x1F, 0x8B] { inflation = Inflation(name: name) }
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let inflation else { return try readRaw(into: buffer) }
        return try inflation.read(into: buffer) { raw in try readRaw(into: raw) }
    }

    private mutating func readRaw(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
        guard !first.isEmpty else { return try descriptor.read(into: buffer) }
        let part = first.prefix(buffer.count)
        buffer.copyBytes(from: part)
        first.removeFirst(part.count)
        return part.count
    }
}

/// An open file, closed with its last reference.
private final class FileDescriptor {
    private let number: Int32
    private let name: String

    init(_ path: String, name: String) throws(ReadError) {
        self.name = name
        number = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw ReadError(file: name, .unreadable(String(cString: strerror(errno)))) }
        var status = stat()
        if fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw ReadError(file: name, .unreadable("it is a folder"))
        }
    }

    deinit {
        if number > 0 { close(number) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
        while true {
            let count = Foundation.read(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw ReadError(file: name, .unreadable(String(cString: strerror(errno)))) }
        }
    }
}
