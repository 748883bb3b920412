import CommandKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Unsafe pointers: popen(3) hands out a stream of C's, closed by pclose.

/// Where results go: standard output, a file, or, for long ones on a terminal, a pager.
///
/// What holds between two statements: everything is written, and no pager runs.
final class ShellOutput {
    private var main: OutputFile
    /// A file that `.output` or `.once` has named.
    private var redirected: OutputFile?
    /// Whether that file is for one result.
    private(set) var isOnce = false
    /// The command that shows long results; `nil` for none.
    var pager: String?
    // C's stream to the pager: `popen(3)` gives it, and `pclose(3)` takes it back.
    private var pipe: UnsafeMutablePointer<FILE>?
    /// A result on a terminal, until it is clear whether it fits.
    private var held: [UInt8] = []
    private var heldLines = 0
    private var isHolding = false

    /// Opens the file, or takes standard output.
    init(path: String?) throws {
        main = try OutputFile(path)
    }

    /// Whether a person looks at what is written.
    var isTerminal: Bool { redirected == nil && main.isTerminal }

    /// How many columns the terminal has.
    var columns: Int { StandardStream.output.columns ?? 80 }

    func write(_ text: String) throws {
        guard isHolding else {
            if let pipe {
                try text.utf8.withContiguousStorageIfAvailable { try write(UnsafeRawBufferPointer($0), to: pipe) }
                    ?? Array(text.utf8).withUnsafeBytes { try write($0, to: pipe) }
            } else {
                try (redirected ?? main).write(text)
            }
            return
        }
        held += text.utf8
        heldLines += text.utf8.count { $0 == 0x0a }
        if heldLines >= Self.rows - 1 { try startPager() }
    }

    func write(_ bytes: [UInt8]) throws {
        if isHolding || pipe != nil { return try write(String(decoding: bytes, as: UTF8.self)) }
        try (redirected ?? main).write(bytes)
    }

    /// A result begins: if it turns out longer than the terminal, the pager shows it.
    func beginResult() {
        isHolding = isTerminal && pager != nil
    }

    /// The result is whole.
    ///
    /// - Throws: what writing throws; a reader of a pager that has seen enough is no failure.
    func endResult() throws {
        isHolding = false
        if let pipe {
            self.pipe = nil
            pclose(pipe)
        }
        let rest = held
        (held, heldLines) = ([], 0)
        if !rest.isEmpty { try main.write(rest) }
        try flush()
    }

    func flush() throws { try (redirected ?? main).flush() }

    /// Sends what follows into a file, until the next call; `nil` for where it went at the start.
    func redirect(to path: String?, once: Bool = false) throws {
        try flush()
        let file = try path.map { try OutputFile($0.withHomeFolder) }
        try redirected?.close()
        redirected = file
        isOnce = once
    }

    /// Writes everything and puts files in their place.
    func close() throws {
        try endResult()
        try redirected?.close()
        redirected = nil
        try main.close()
    }

    // MARK: The pager

    /// The reader of the pager has seen enough.
    struct PagerClosed: Error {}

    private static var rows: Int {
        var size = winsize()
        return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0 ? Int(size.ws_row) : 24
    }

    private func startPager() throws {
        isHolding = false
        try main.flush()
        let rest = held
        (held, heldLines) = ([], 0)
        // Long lines are not folded, colours stay, and the result is still there afterwards.
        setenv("LESS", "FRSX", 0)
        guard let pager, let pipe = popen(pager, "w") else {
            try main.write(rest)
            return
        }
        self.pipe = pipe
        try rest.withUnsafeBytes { try write($0, to: pipe) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to pipe: UnsafeMutablePointer<FILE>) throws {
        // `fwrite(3)` reads as many bytes as the buffer holds, during this call.
        guard fwrite(bytes.baseAddress, 1, bytes.count, pipe) == bytes.count else {
            self.pipe = nil
            pclose(pipe)
            throw PagerClosed()
        }
    }
}
