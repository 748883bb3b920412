#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// Unsafe pointers: read(2) and write(2) take addresses and counts.

/// A file that could not be read or written.
public struct FileFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's path, or what stands for it.
    public let path: String
    /// What was tried.
    public let action: String
    /// The system's error number.
    public let number: Int32

    init(_ action: String, _ path: String) {
        self.path = path
        self.action = action
        number = errno
    }

    /// Whether the reader of a pipe went away: no error to speak of.
    public var isClosedPipe: Bool { number == EPIPE }

    /// What was tried, on what, and the system's reason.
    public var description: String {
        "cannot \(action) \(path): \(String(cString: strerror(number)))"
    }
}

/// Reads whole files.
public enum InputFile {
    /// The bytes of a file, or of the standard input for `-`.
    public static func read(_ path: String) throws(FileFault) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault("open", path) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_size > 0 { bytes.reserveCapacity(Int(status.st_size) + 1) }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = piece.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFault("read", path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    private static func systemRead(_ descriptor: Int32, _ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, target, count)
        #elseif canImport(Musl)
            Musl.read(descriptor, target, count)
        #else
            Darwin.read(descriptor, target, count)
        #endif
    }
}

/// Writes a file through a buffer. A regular file appears under its name only when it is complete.
public final class FileSink: ByteSink {
    private let path: String
    /// Where the bytes lie until the file is complete; nil for what is no regular file.
    public let partPath: String?
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferBytes = 1 << 16

    /// Opens a file for writing; `-` is the standard output.
    ///
    /// - Parameter willMakePart: called with ``partPath`` before there is such a file, so that whoever removes it on a
    ///   signal is ready in time.
    public init(_ path: String, willMakePart: (String) -> Void = { _ in }) throws {
        self.path = path
        buffer.reserveCapacity(Self.bufferBytes)
        var status = stat()
        let isSpecial = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        if path == "-" {
            partPath = nil
            descriptor = STDOUT_FILENO
        } else if isSpecial {
            partPath = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        } else {
            let part = "\(path).\(getpid()).part"
            partPath = part
            willMakePart(part)
            descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        }
        guard descriptor >= 0 else { throw FileFault("write", path) }
    }

    deinit {
        // Not closed means not complete.
        guard descriptor >= 0, descriptor != STDOUT_FILENO else { return }
        systemClose(descriptor)
        if let partPath { unlink(partPath) }
    }

    /// Takes bytes.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        if buffer.count + bytes.count > Self.bufferBytes { try flush() }
        if bytes.count >= Self.bufferBytes { return try send(bytes) }
        buffer.append(contentsOf: bytes)
    }

    /// Writes what is left and gives the file its name.
    public func close() throws {
        try flush()
        guard descriptor != STDOUT_FILENO else { return }
        systemClose(descriptor)
        descriptor = -1
        if let partPath, rename(partPath, path) != 0 { throw FileFault("write", path) }
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { try send($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func send(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFault("write", path) }
            rest = rest.dropFirst(count)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

@discardableResult
private func systemClose(_ descriptor: Int32) -> Int32 {
    close(descriptor)
}
