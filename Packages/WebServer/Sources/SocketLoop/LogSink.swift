import BackgroundWork
import CSocketCalls
import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: write(2) takes an address and a count.

/// Where all threads' log lines go: a bounded buffer, and a thread that writes it out. A disk that hangs, a full one and a
/// pipe that nobody reads hold up that thread and nobody else; lines for which there is no room are dropped and counted.
public final class LogSink: Sendable {
    /// Octets that may wait to be written.
    private static let capacity = 1_048_576
    /// How long lines are collected before they are written in one call.
    private static let collecting: useconds_t = 5_000
    /// How often a log that fails is tried again, and a removed one looked for.
    private static let retryMilliseconds = 250

    private struct State {
        var waiting: [UInt8] = []
        var waitingLines = 0
        var dropped = 0
        var mustReopen = false
        var isEnding = false
        var hasEnded = false
        var isWriting = false
    }

    private let state = Monitor(State())
    private let path: String?
    private let opener: (@Sendable () -> Int32)?

    /// Makes a sink and starts its thread.
    ///
    /// - Parameters:
    ///   - descriptor: where the lines go at first.
    ///   - path: the file's path, which is opened again on request; nil for standard error.
    ///   - opener: who opens the file when this process may not any more.
    /// - Returns: nil when no thread can be had.
    public init?(descriptor: Int32, path: String?, opener: (@Sendable () -> Int32)? = nil) {
        (self.path, self.opener) = (path, opener)
        let state = state
        let reopen: @Sendable () -> Int32 = {
            guard let path else { return -EINVAL }
            let opened = Self.open(path)
            if opened == -EACCES || opened == -EPERM, let opener { return opener() }
            return opened
        }
        let name = path ?? "standard error"
        guard
            SystemThread.start({
                var writer = LogWriter(descriptor: descriptor, name: name, canReopen: path != nil, reopen: reopen)
                Self.run(state, &writer)
            })
        else { return nil }
    }

    /// Opens a log file for appending, without ever waiting for a reader; a negated error number when it cannot be.
    public static func open(_ path: String) -> Int32 {
        #if os(Linux)
            let opened = socket_calls_open_log(path)
        #else
            let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
            let opened = Darwin.open(path, flags, 0o640)
        #endif
        return opened < 0 ? -errno : opened
    }

    /// Hands lines over; they are dropped when too much waits already.
    func append(_ lines: [UInt8], count: Int) {
        state.change { state in
            guard state.waiting.count + lines.count <= Self.capacity else {
                state.dropped += count
                return
            }
            state.waiting += lines
            state.waitingLines += count
        }
    }

    /// Has the file opened again: it was renamed, and a new one shall take its name.
    func reopen() { state.change { $0.mustReopen = true } }

    /// Waits until everything is written, or the time is over.
    func finish(milliseconds: Int) {
        state.change { $0.isEnding = true }
        _ = state.wait(milliseconds: milliseconds) { $0.hasEnded ? true : nil }
    }

    /// The life of the thread: wait for something to do, collect for a moment, write without the lock.
    private static func run(_ monitor: Monitor<State>, _ writer: inout LogWriter) {
        while true {
            _ = monitor.wait { $0.mustReopen || $0.isEnding || !$0.waiting.isEmpty || $0.dropped > 0 ? true : nil }
            if !monitor.change({ $0.isEnding }) { usleep(collecting) }
            let work = monitor.change { state -> State in
                let work = state
                (state.waiting, state.waitingLines, state.dropped, state.mustReopen) = ([], 0, 0, false)
                return work
            }
            if work.mustReopen { writer.reopenNow() }
            writer.lost += work.dropped
            writer.write(work.waiting, lines: work.waitingLines) { monitor.change { $0.isEnding || $0.mustReopen } }
            if work.isEnding {
                writer.tellLost(isLast: true)
                monitor.change { $0.hasEnded = true }
                return
            }
        }
    }

    /// Writes to the file; used by the sink's thread alone.
    private struct LogWriter {
        var descriptor: Int32
        let name: String
        let canReopen: Bool
        let reopen: @Sendable () -> Int32
        /// Lines that are lost and not told yet.
        var lost = 0
        /// Whether the last octet that was written is not the end of a line.
        private var isWithinLine = false
        private var problem: Int32 = 0
        private var lookedFor = 0

        init(descriptor: Int32, name: String, canReopen: Bool, reopen: @escaping @Sendable () -> Int32) {
            (self.descriptor, self.name, self.canReopen, self.reopen) = (descriptor, name, canReopen, reopen)
        }

        mutating func reopenNow() {
            guard canReopen else { return }
            let opened = reopen()
            guard opened >= 0 else {
                StandardError.say(
                    "the log \(name) cannot be opened again (\(String(cString: strerror(-opened)))); "
                        + "lines go to the file that was open before")
                return
            }
            close(descriptor)
            (descriptor, isWithinLine) = (opened, false)
        }

        /// A log whose file was removed, and not renamed, is opened again without being told.
        private mutating func lookForRemoval() {
            lookedFor += 1
            guard canReopen, lookedFor % 16 == 0 else { return }
            var status = stat()
            if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 0 { reopenNow() }
        }

        /// Writes lines; what cannot be written is lost and counted.
        ///
        /// - Parameter isUrgent: whether something else waits, and a full pipe is to be given up.
        mutating func write(_ bytes: [UInt8], lines: Int, isUrgent: () -> Bool) {
            guard !bytes.isEmpty else { return }
            lookForRemoval()
            if isWithinLine { _ = put([Octet.lineFeed][...], isUrgent) }
            let rest = put(bytes[...], isUrgent)
            if rest.isEmpty {
                isWithinLine = false
                if problem != 0 || lost > 0 { tellLost(isLast: false) }
                problem = 0
                return
            }
            isWithinLine = rest.startIndex > 0 && bytes[rest.startIndex - 1] != Octet.lineFeed
            // A pipe that nobody reads has taken nothing, and then there is nothing to count.
            lost += rest.startIndex == 0 ? lines : rest.count { $0 == Octet.lineFeed }
        }

        /// Writes as much as goes; what is left over is returned.
        private mutating func put(_ bytes: ArraySlice<UInt8>, _ isUrgent: () -> Bool) -> ArraySlice<UInt8> {
            var rest = bytes
            while !rest.isEmpty {
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                let ready = poll(&entry, 1, Int32(LogSink.retryMilliseconds))
                // A signal came, perhaps the one that ends the server: that says nothing about the reader.
                if ready < 0, errno == EINTR { continue }
                if ready != 1 {
                    // Nobody reads. Meanwhile new lines collect in the buffer, and beyond it they are counted.
                    if isUrgent() { return rest }
                    continue
                }
                // A pipe that is ready takes this much (PIPE_BUF) without waiting; a file takes all.
                let piece = rest.prefix(entry.revents & Int16(POLLHUP | POLLERR) != 0 || isPipe ? 4_096 : rest.count)
                let count = piece.withUnsafeBytes { SystemCalls.write(descriptor, $0) }
                if count > 0 {
                    rest = rest.dropFirst(count)
                    continue
                }
                if count < 0, errno == EAGAIN {
                    if isUrgent() { return rest }
                    usleep(20_000)
                    continue
                }
                tell(count == 0 ? EIO : errno)
                return rest
            }
            return rest
        }

        private var isPipe: Bool {
            var status = stat()
            return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        }

        private mutating func tell(_ number: Int32) {
            guard number != problem else { return }
            problem = number
            StandardError.say(
                "the log \(name) cannot be written: \(String(cString: strerror(number))); lines are dropped until it can"
            )
        }

        /// Says how many lines are lost.
        mutating func tellLost(isLast: Bool) {
            guard lost > 0 else { return }
            let end = isLast ? "" : "; it is written again"
            StandardError.say("\(lost) lines of the log \(name) were dropped\(end)")
            lost = 0
        }
    }
}
