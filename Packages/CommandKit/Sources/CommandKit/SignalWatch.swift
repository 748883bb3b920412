import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Calls an action when a signal comes, instead of the signal's usual effect.
///
/// What holds: until the watch listens, a signal has its usual effect; afterwards every one reaches the action. There is
/// no moment in between in which a signal is ignored and lost, which is what `signal(SIGTERM, SIG_IGN)` before a
/// Dispatch source leaves open. A signal that the process was started to ignore (`nohup`, a shell's background) stays
/// ignored, as every program has it. ``cancel()`` and the object's end give the usual effect back.
///
/// ```swift
/// let watch = SignalWatch([SIGINT, SIGTERM]) { number in server.stop() }
/// defer { watch.cancel() }
/// ```
public final class SignalWatch: Sendable {
    /// The signals that end a program on purpose: Ctrl-C, a request to terminate, the terminal's end.
    public static let ending: [Int32] = [SIGINT, SIGTERM, SIGHUP]

    private let numbers: [Int32]
    // Dispatch's sources may be used from any thread; the array never changes.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    /// Starts to listen, and returns when it does.
    ///
    /// - Parameters:
    ///   - numbers: such as `SIGINT`.
    ///   - action: called on a thread of Dispatch with the signal's number, once for each signal or several that came
    ///     together.
    public init(_ numbers: [Int32], _ action: @escaping @Sendable (Int32) -> Void) {
        let numbers = numbers.filter { !Self.isIgnored($0) }
        self.numbers = numbers
        sources = numbers.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            let listens = DispatchSemaphore(value: 0)
            source.setRegistrationHandler { listens.signal() }
            source.setEventHandler { action(number) }
            source.activate()
            listens.wait()
            #if canImport(Darwin)
                // On Linux Dispatch takes the signal over as it registers; elsewhere it only looks on.
                signal(number, SIG_IGN)
            #endif
            return source
        }
    }

    /// Stops listening.
    public func cancel() {
        let listening = sources.contains { !$0.isCancelled }
        for source in sources { source.cancel() }
        if listening { for number in numbers { signal(number, SIG_DFL) } }
    }

    deinit { cancel() }

    /// Whether the process ignores a signal, as it was started to.
    private static func isIgnored(_ number: Int32) -> Bool {
        var current = sigaction()
        guard sigaction(number, nil, &current) == 0 else { return false }
        #if canImport(Darwin)
            return unsafeBitCast(current.__sigaction_u.__sa_handler, to: Int.self) == 1
        #else
            // SIG_IGN is the handler with the number 1; function pointers cannot be compared.
            return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self) == 1
        #endif
    }

    /// Waits for one of some signals instead of ending by it.
    ///
    /// - Returns: the signal's number; nil if the task was cancelled first.
    public static func first(of numbers: [Int32] = SignalWatch.ending) async -> Int32? {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        let watch = SignalWatch(numbers) { continuation.yield($0) }
        defer { watch.cancel() }
        for await number in stream { return number }
        return nil
    }

    /// Ends the process on the ending signals as they usually do, after unfinished files are removed.
    static func removingPartFiles() -> SignalWatch {
        SignalWatch(ending) { number in
            PartFiles.removeAll()
            // As a shell tells it of a program that a signal ended.
            _exit(128 + number)
        }
    }
}
