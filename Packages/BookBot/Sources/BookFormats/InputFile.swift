#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Unsafe pointers: read(2) fills memory of the caller's; the count it returns says how much is valid.

/// Where bytes come from.
public protocol ByteSource: AnyObject {
    /// What messages and reports call it; `-` for standard input.
    var path: String { get }
    /// Its size, where that is known before it is read.
    var expectedSize: Int? { get }
    /// Reads up to `buffer.count` bytes. 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A file, pipe or device, read with `read(2)` in pieces: a mapped file would count as memory, and one that is
/// shortened while it is read would end the process.
public final class InputFile: ByteSource {
    /// The path as given.
    public let path: String
    /// The file's size; nil for pipes and devices.
    public let expectedSize: Int?
    private let descriptor: Int32
    private let isOwned: Bool

    /// Opens a file, or standard input when the path is `-`.
    public init(_ path: String) throws {
        self.path = path
        if path == "-" {
            (descriptor, isOwned) = (STDIN_FILENO, false)
        } else {
            let opened = open(path, O_RDONLY | O_CLOEXEC)
            guard opened >= 0 else {
                throw errno == ENOENT ? BookError.missing(path: path) : Self.failure(path)
            }
            (descriptor, isOwned) = (opened, true)
        }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        expectedSize = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// Reads once; a signal that interrupts the call is no failure.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = systemRead(descriptor, buffer)
            if count >= 0 { return count }
            if errno != EINTR { throw Self.failure(path) }
        }
    }

    private static func failure(_ path: String) -> BookError {
        .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
}

/// Bytes in memory, for tests and for text that is there already.
public final class MemoryBytes: ByteSource {
    /// The name given.
    public let path: String
    /// The count of bytes.
    public var expectedSize: Int? { bytes.count }
    private let bytes: [UInt8]
    private let step: Int
    private var position = 0

    /// A source that gives `bytes`, at most `step` of them at a time.
    public init(_ bytes: [UInt8], path: String = "-", step: Int = .max) {
        self.bytes = bytes
        self.path = path
        self.step = max(step, 1)
    }

    /// Copies the next bytes.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(buffer.count, step, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }
}

/// `read(2)`, under a name that no method hides.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
