#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One of the process's standard streams, as a person or a pipe sees it.
public enum StandardStream: Int32, Sendable {
    case input = 0
    case output = 1
    case error = 2

    /// Whether a person looks at it.
    public var isTerminal: Bool { isatty(rawValue) == 1 }

    /// How many columns the terminal has; nil where it is none, or does not say.
    public var columns: Int? {
        var size = winsize()
        guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes text at once. A stream that nobody reads is no reason to fail.
    public func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = try? writeAll(UnsafeRawBufferPointer($0), to: rawValue) }
    }
}

/// Whether a variable is set and not empty: the rule of `NO_COLOR`.
func isSet(_ variable: String) -> Bool {
    guard let value = getenv(variable) else { return false }
    return value.pointee != 0
}

/// Writes every byte, again after a signal.
///
/// The pointer is the caller's, for the length of this call: `write(2)` takes nothing else.
///
/// - Throws: the number of the system's error.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(SystemFault) {
    var done = 0
    while done < bytes.count {
        let count = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if count > 0 {
            done += count
        } else if errno == EAGAIN || errno == EWOULDBLOCK {
            // The other end made the pipe non-blocking: wait until it takes more.
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&ready, 1, -1)
        } else if errno != EINTR {
            throw SystemFault(code: errno)
        }
    }
}

/// An error number of the system.
struct SystemFault: Error {
    let code: Int32

    /// The system's own words, such as "No space left on device".
    var words: String { String(cString: strerror(code)) }
}

/// `open(2)`, under a name that no method hides; a new file may be read and written by all whom the umask lets.
func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o666) }

/// `close(2)`, under a name that no method hides.
func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
