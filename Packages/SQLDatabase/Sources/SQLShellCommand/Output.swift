import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where results go: standard output or a file, through a buffer.
final class Output: @unchecked Sendable {
    // Only the connection's thread writes.
    private let descriptor: Int32
    private let path: String?
    private var buffer: [UInt8] = []

    /// Opens the file, or takes standard output.
    init(path: String?) throws {
        self.path = path
        signal(SIGPIPE, SIG_IGN)
        guard let path else {
            descriptor = 1
            return
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw OutputFailure(path: path, code: errno) }
    }

    deinit {
        if path != nil { close(descriptor) }
    }

    func write(_ text: String) throws {
        buffer += text.utf8
        if buffer.count >= 1 << 16 { try flush() }
    }

    func flush() throws {
        var start = 0
        while start < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                #if canImport(Darwin)
                    Darwin.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
                #elseif canImport(Musl)
                    Musl.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
                #else
                    Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                buffer.removeAll()
                if errno == EPIPE { throw BrokenPipe() }
                throw OutputFailure(path: path ?? "standard output", code: errno)
            }
            start += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// The reader of standard output has gone.
struct BrokenPipe: Error {}

/// A result could not be written.
struct OutputFailure: Error, CustomStringConvertible {
    let path: String
    let code: Int32

    var description: String { "cannot write to \(path): \(String(cString: strerror(code)))" }
}

/// One of the program's standard streams.
struct Terminal: Sendable {
    let descriptor: Int32

    var isTerminal: Bool { isatty(descriptor) == 1 }

    func write(_ text: String) {
        try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(text.utf8))
    }
}
