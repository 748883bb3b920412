#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: write(2) takes an address and a count.

/// What the server says to whoever runs it. It never waits: on a pipe that nobody reads a sentence is lost.
public enum StandardError {
    /// Writes one line.
    public static func say(_ sentence: String) { write("\(sentence)\n", to: STDERR_FILENO) }

    /// Writes a short text at once and whole, unless that would wait.
    public static func write(_ text: String, to descriptor: Int32) {
        // A pipe that is ready has room for this much (PIPE_BUF), and then a write does not wait.
        let bytes = Array(text.utf8.prefix(4_096))
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLOUT) != 0 else { return }
        _ = bytes.withUnsafeBytes { SystemCalls.write(descriptor, $0) }
    }
}
