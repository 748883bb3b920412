#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a command's result goes: standard output, or the file of `--output`. Writes 64 KB at a time.
final class OutputFile {
    private let path: String?
    /// Opened at the first write, so that a file may be replaced by its own report.
    private var descriptor: Int32
    private var name: String { path ?? "standard output" }
    private var buffer: [UInt8] = []
    private static let bufferSize = 64 << 10

    /// Why the result cannot be written.
    struct Failure: Error, CustomStringConvertible {
        let name: String
        let reason: String
        var description: String { "\(name): it cannot be written (\(reason))." }
    }

    /// The reader of the result has gone: nothing is left to do, and nothing to say.
    struct Closed: Error {}

    /// Writes to the file, emptied; nil means standard output.
    init(_ path: String?) {
        self.path = path
        descriptor = path == nil ? STDOUT_FILENO : -1
        buffer.reserveCapacity(Self.bufferSize + 4096)
    }

    /// Whether a person looks at it.
    var isTerminal: Bool { path == nil && isatty(descriptor) == 1 }

    func write(_ text: String) throws {
        buffer += text.utf8
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func write(byte: UInt8) {
        buffer.append(byte)
    }

    /// Writes what is still held back.
    func flush() throws {
        if let path, descriptor < 0 {
            descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw Failure(name: name, reason: String(cString: strerror(errno))) }
        }
        var done = 0
        try buffer.withUnsafeBytes { bytes in
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                let count = systemWrite(descriptor, rest)
                if count >= 0 {
                    done += count
                } else if errno == EPIPE {
                    throw Closed()
                } else if errno != EINTR {
                    throw Failure(name: name, reason: String(cString: strerror(errno)))
                }
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// What a command says beside its result, on standard error.
struct Messages {
    let isQuiet: Bool

    /// One line on a failure; `--quiet` does not silence it.
    func fail(_ error: any Error) {
        Self.write("bookbot: \(error)\n")
    }

    /// One line on something that the user should know.
    func warn(_ text: String) {
        if !isQuiet { Self.write("bookbot: \(text)\n") }
    }

    static func write(_ text: String) {
        // A standard error that is closed is no reason to fail.
        var text = text
        _ = text.withUTF8 { systemWrite(STDERR_FILENO, UnsafeRawBufferPointer($0)) }
    }
}

/// `write(2)`, under a name that no method hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
