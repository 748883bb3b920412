#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// Unsafe pointers: write(2) takes an address and a count.

/// A terminal in raw mode on its alternate screen; whatever ends the session, the terminal is as before.
///
/// Signals that ask for an end are blocked during the session and looked at between frames, so that the ordinary way
/// out restores the terminal.
public final class TerminalSession {
    /// A key.
    public enum Key: Sendable, Equatable {
        /// A character.
        case character(Character)
        /// The arrow to the right.
        case right
        /// The arrow to the left.
        case left
        /// Escape alone, Ctrl-C or Ctrl-D.
        case cancel
        /// The input was closed.
        case end
    }

    private var before = termios()
    private var signalsBefore = sigset_t()
    private static let ending: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// Takes the terminal; nil when standard input and output are not one.
    public init?() {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &before) == 0 else {
            return nil
        }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in Self.ending { sigaddset(&signals, signal) }
        sigprocmask(SIG_BLOCK, &signals, &signalsBefore)
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw)
        send("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    }

    deinit {
        send("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l")
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        // A signal that ended the session was obeyed: it must not end the program a second time, less politely.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in Self.ending { sigaddset(&signals, signal) }
        while mustEnd {
            var taken: Int32 = 0
            sigwait(&signals, &taken)
        }
        sigprocmask(SIG_SETMASK, &signalsBefore, nil)
    }

    /// Whether a signal asked the program to end.
    public var mustEnd: Bool {
        var pending = sigset_t()
        sigemptyset(&pending)
        sigpending(&pending)
        return Self.ending.contains { sigismember(&pending, $0) == 1 }
    }

    /// The columns and lines of the terminal.
    public var size: (columns: Int, lines: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Sends a text.
    public func send(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty {
                let piece = UnsafeRawBufferPointer(rebasing: rest)
                let count = write(STDOUT_FILENO, piece.baseAddress, piece.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Waits for a key, at most so long.
    public func key(milliseconds: Int) -> Key? {
        guard let byte = byte(milliseconds: milliseconds) else { return nil }
        switch byte {
        case 0: return .end
        case 3, 4: return .cancel
        case 0x1B:
            // An arrow is ESC [ C or ESC O C; Escape alone has nothing after it.
            guard let next = self.byte(milliseconds: 20) else { return .cancel }
            guard next == UInt8(ascii: "[") || next == UInt8(ascii: "O") else { return nil }
            switch self.byte(milliseconds: 20) {
            case UInt8(ascii: "C"): return .right
            case UInt8(ascii: "D"): return .left
            default: return nil
            }
        default: return .character(Character(Unicode.Scalar(byte)))
        }
    }

    /// The next byte of input; 0 when the input was closed.
    private func byte(milliseconds: Int) -> UInt8? {
        var poller = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&poller, 1, Int32(clamping: milliseconds)) > 0 else { return nil }
        var byte: UInt8 = 0
        return read(STDIN_FILENO, &byte, 1) == 1 ? byte : 0
    }
}
