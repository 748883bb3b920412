import BackgroundWork
import CSocketCalls
import HTTPMessages
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: write(2) takes the address of one byte.

/// Runs the workers until a signal ends them: SIGTERM, SIGINT and SIGQUIT let what is under way come to its end; SIGHUP
/// and SIGUSR1 open the log again; SIGUSR2 starts the program again and hands the sockets over to it.
public struct Server {
    /// How it ended.
    public enum Ending: Sendable, Equatable {
        /// Every request that was under way was answered.
        case drained
        /// A second signal came: what was under way was cut off. What was answered is in the log all the same.
        case cut
    }

    /// What the server is made of.
    public struct Parts: Sendable {
        /// Where it listens.
        public var listeners: Listeners
        /// The number of threads.
        public var workers: Int
        /// How much clients may hold, and for how long.
        public var limits: LoopLimits
        /// Whose word about the client is believed.
        public var forwarding: Forwarding
        /// How requests are written down.
        public var logFormat: AccessLog.Format
        /// Where they are written down; nil when they are not.
        public var logSink: LogSink?
        /// Who has started the process, and wants to be told of it.
        public var manager: ServiceManager
        /// The rights that were given up; nil when none were.
        public var keeper: Keeper?
        /// The program and its arguments, for SIGUSR2.
        public var program: (path: String, arguments: [String])

        /// Puts the parts together.
        public init(
            listeners: Listeners, workers: Int, limits: LoopLimits, forwarding: Forwarding,
            logFormat: AccessLog.Format, logSink: LogSink?, manager: ServiceManager, keeper: Keeper?,
            program: (path: String, arguments: [String])
        ) {
            (self.listeners, self.workers, self.limits) = (listeners, workers, limits)
            (self.forwarding, self.logFormat, self.logSink) = (forwarding, logFormat, logSink)
            (self.manager, self.keeper, self.program) = (manager, keeper, program)
        }
    }

    private let parts: Parts

    /// Makes a server.
    public init(_ parts: Parts) { self.parts = parts }

    /// Serves until a signal ends it. The first one drains; a second one returns at once.
    ///
    /// - Parameters:
    ///   - makeResponder: makes one responder for each worker; it gets what has the worker ask again for answers that
    ///     were pending.
    ///   - isReady: is called when the workers run.
    /// - Throws: ``StartError``.
    public func run(
        makeResponder: (@escaping @Sendable () -> Void) -> any Responder, isReady: () -> Void
    ) throws(StartError) -> Ending {
        guard let control = Pipe(), let wake = Pipe() else { throw StartError(number: errno) }
        socket_calls_send_signals_to(control.writing)
        let counts = ConnectionCount(limits: parts.limits, forwarding: parts.forwarding)
        let handover = Handover()
        var bells: [Bell] = []
        var workers: [Worker] = []
        for index in 0..<parts.workers {
            guard let bell = Bell() else { throw StartError(number: errno) }
            bells.append(bell)
            let log = parts.logSink.flatMap {
                AccessLog(parts.logFormat, sink: $0, forwarding: parts.forwarding)
            }
            guard
                let worker = Worker(
                    listeners: parts.listeners.descriptors(ofWorker: index, of: parts.workers), wake: wake.reading,
                    bell: bell.reading, responder: makeResponder { bell.ring() }, limits: parts.limits, counts: counts,
                    handover: handover, log: log)
            else { throw StartError(number: errno) }
            workers.append(worker)
        }
        for worker in workers {
            guard
                SystemThread.start({
                    worker.run()
                    control.send(Message.workerEnded)
                })
            else { throw StartError(number: errno) }
        }
        isReady()
        parts.manager.tellReady()
        let (ending, remaining) = watch(control, wake, handover)
        if ending == .cut {
            handover.cutOff()
            for bell in bells { bell.ring() }
            waitForEnds(of: remaining, control)
        }
        // No worker hands over a line after this: each one's last line came before its word that it has ended.
        parts.logSink?.finish(milliseconds: 5_000)
        if !handover.isOn { parts.listeners.removeFiles(keeper: parts.keeper) }
        return ending
    }

    /// Waits until workers that were told to stop at once have written down what they answered in their last turn, but not
    /// long: whoever sends a second signal wants an end.
    private func waitForEnds(of workers: Int, _ control: Pipe) {
        var remaining = workers
        let deadline = SystemCalls.monotonicMilliseconds() + 1_000
        while remaining > 0 {
            let time = deadline - SystemCalls.monotonicMilliseconds()
            guard time > 0 else { return }
            var entry = pollfd(fd: control.reading, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, Int32(time)) == 1, control.receive() == Message.workerEnded { remaining -= 1 }
        }
    }

    /// The main thread's loop: signals, and workers that have ended.
    ///
    /// - Returns: how the server ends, and how many workers have not ended.
    private func watch(_ control: Pipe, _ wake: Pipe, _ handover: Handover) -> (Ending, remaining: Int) {
        var remaining = parts.workers
        var isDraining = false
        var successor: Successor?
        let isOnTerminal = isatty(STDIN_FILENO) != 0
        func drain() {
            isDraining = true
            parts.manager.notify("STOPPING=1")
            wake.send(Message.workerEnded)
        }
        while remaining > 0 {
            var entries = [pollfd(fd: control.reading, events: Int16(POLLIN), revents: 0)]
            if let successor { entries.append(pollfd(fd: successor.ready, events: Int16(POLLIN), revents: 0)) }
            let count = poll(&entries, nfds_t(entries.count), parts.manager.watchdogMilliseconds.map(Int32.init) ?? -1)
            if parts.manager.watchdogMilliseconds != nil { parts.manager.notify("WATCHDOG=1") }
            if count <= 0 { continue }
            if entries.count > 1, entries[1].revents != 0, let new = successor {
                successor = nil
                if new.isReady() {
                    StandardError.say(
                        "process \(new.process) serves now; this one (\(getpid())) ends what it has begun")
                    parts.manager.notify("MAINPID=\(new.process)")
                    handover.turnOn()
                    isDraining = true
                    wake.send(Message.workerEnded)
                } else {
                    StandardError.say("the new program ended before it could serve; process \(getpid()) goes on")
                }
            }
            if entries[0].revents == 0 { continue }
            switch Int32(control.receive()) {
            case Int32(Message.workerEnded): remaining -= 1
            case SIGHUP where isOnTerminal && isatty(STDIN_FILENO) == 0:
                // The terminal is gone, and with it whoever could end the server.
                if isDraining { return (.cut, remaining) }
                drain()
            case SIGHUP, SIGUSR1:
                parts.manager.notify("RELOADING=1\nMONOTONIC_USEC=\(SystemCalls.monotonicMicroseconds())")
                parts.logSink?.reopen()
                parts.manager.notify("READY=1")
            case SIGUSR2:
                if !isDraining, successor == nil { successor = start() }
            default:
                if isDraining { return (.cut, remaining) }
                drain()
            }
        }
        return (.drained, 0)
    }

    /// Starts the program again with the sockets; nil, with a sentence to whoever runs the server, when it does not start.
    private func start() -> Successor? {
        guard let ready = Pipe() else { return nil }
        let descriptors = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] + parts.listeners.descriptors + [ready.writing]
        let process: Int32
        if let keeper = parts.keeper {
            process = keeper.spawn(descriptors)
        } else {
            #if os(Linux)
                let words = CStrings(parts.program.arguments)
                process = socket_calls_spawn(
                    parts.program.path, words.pointers, descriptors, Int32(descriptors.count))
            #else
                process = -ENOSYS
            #endif
        }
        close(ready.writing)
        if process < 0 {
            close(ready.reading)
            StandardError.say(
                "\(parts.program.path) cannot be started: \(String(cString: strerror(-process))); "
                    + "process \(getpid()) goes on")
            return nil
        }
        return Successor(process: process, ready: ready.reading)
    }

    private enum Message {
        /// No signal has this number.
        static let workerEnded = UInt8(ascii: "W")
    }
}

/// A new process of the program that is to take the sockets over.
private struct Successor {
    let process: Int32
    /// Where it says that it serves; its end without a word says that it has died.
    let ready: Int32

    /// Reads what it says.
    func isReady() -> Bool {
        var octet: UInt8 = 0
        let count = read(ready, &octet, 1)
        close(ready)
        if count != 1 { waitpid(process, nil, WNOHANG) }
        return count == 1
    }
}

/// What workers are told about the end. Shared by all threads.
final class Handover: Sendable {
    private let state = Atomic<Bool>(false)
    private let cut = Atomic<Bool>(false)

    /// Whether the workers drain because another process has taken the sockets over.
    var isOn: Bool { state.load(ordering: .acquiring) }
    func turnOn() { state.store(true, ordering: .releasing) }

    /// Whether the workers are to stop where they are.
    var isCutOff: Bool { cut.load(ordering: .acquiring) }
    func cutOff() { cut.store(true, ordering: .releasing) }
}

/// The system refused what the server needs to start.
public struct StartError: Error, Sendable, CustomStringConvertible {
    let number: Int32

    /// One sentence.
    public var description: String { "the server cannot start: \(String(cString: strerror(number)))" }
}

/// A pipe that carries single octets between threads and signal handlers.
private struct Pipe: Sendable {
    let reading: Int32
    let writing: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
        _ = fcntl(reading, F_SETFD, FD_CLOEXEC)
        _ = fcntl(writing, F_SETFD, FD_CLOEXEC)
    }

    func send(_ octet: UInt8) {
        withUnsafePointer(to: octet) { _ = write(writing, $0, 1) }
    }

    func receive() -> UInt8 {
        var octet: UInt8 = 0
        while read(reading, &octet, 1) < 0, errno == EINTR {}
        return octet
    }
}

/// Wakes one worker from any thread: an eventfd on Linux, else a pipe that never blocks.
private struct Bell: Sendable {
    let reading: Int32
    private let writing: Int32

    init?() {
        #if os(Linux)
            reading = socket_calls_eventfd()
            writing = reading
            if reading < 0 { return nil }
        #else
            guard let pipe = Pipe() else { return nil }
            (reading, writing) = (pipe.reading, pipe.writing)
            _ = fcntl(reading, F_SETFL, O_NONBLOCK)
            _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        #endif
    }

    func ring() {
        var one: UInt64 = 1
        _ = write(writing, &one, 8)
    }
}
