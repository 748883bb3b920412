import CSocketCalls
import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Runs the workers until a signal ends them.
public struct Server {
    /// How it ended.
    public enum Ending: Sendable, Equatable {
        /// Every request that was under way was answered.
        case drained
        /// A second signal came: what was under way was cut off.
        case cut
    }

    private let listeners: Listeners
    private let limits: LoopLimits
    private let logFormat: AccessLog.Format
    private let logDescriptor: Int32
    private let trusted: [AddressBlock]

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - logDescriptor: where the access log goes.
    ///   - trusted: proxies whose Forwarded field is believed.
    public init(
        listeners: Listeners, limits: LoopLimits, logFormat: AccessLog.Format, logDescriptor: Int32,
        trusted: [AddressBlock]
    ) {
        (self.listeners, self.limits, self.logFormat) = (listeners, limits, logFormat)
        (self.logDescriptor, self.trusted) = (logDescriptor, trusted)
    }

    /// Serves until SIGTERM or SIGINT. The first one drains; a second one returns at once.
    ///
    /// - Parameters:
    ///   - makeResponder: makes one responder for each worker.
    ///   - isReady: is called when the workers run.
    /// - Throws: ``StartError``.
    public func run(
        makeResponder: () -> any Responder, isReady: () -> Void
    ) throws(StartError) -> Ending {
        guard let control = Pipe(), let wake = Pipe() else { throw StartError(number: errno) }
        socket_calls_send_signals_to(control.writing)
        let counts = ConnectionCount(limits: limits, trusted: trusted)
        var workers: [Worker] = []
        for listener in listeners.descriptors {
            let log = AccessLog(logFormat, descriptor: logDescriptor, trusted: trusted)
            guard
                let worker = Worker(
                    listener: listener, wake: wake.reading, responder: makeResponder(), limits: limits, counts: counts,
                    log: log)
            else { throw StartError(number: errno) }
            workers.append(worker)
        }
        var remaining = workers.count
        for worker in workers {
            guard
                Thread.start({
                    worker.run()
                    control.send(Message.workerEnded)
                })
            else { throw StartError(number: errno) }
        }
        isReady()
        var isDraining = false
        while remaining > 0 {
            switch control.receive() {
            case Message.workerEnded: remaining -= 1
            case Message.signal where isDraining: return .cut
            default:
                isDraining = true
                wake.send(Message.signal)
            }
        }
        return .drained
    }

    private enum Message {
        static let signal = UInt8(ascii: "S")
        static let workerEnded = UInt8(ascii: "W")
    }
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

/// A detached thread of the system.
private enum Thread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    static func start(_ body: @escaping () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = pthread_create(
            &thread, nil,
            { argument in
                #if canImport(Darwin)
                    let pointer: UnsafeMutableRawPointer? = argument
                #else
                    let pointer = argument
                #endif
                if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            work.release()
            errno = status
            return false
        }
        #if canImport(Darwin)
            if let thread { pthread_detach(thread) }
        #else
            pthread_detach(thread)
        #endif
        return true
    }
}
