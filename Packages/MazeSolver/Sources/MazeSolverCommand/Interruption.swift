import Dispatch
import MazeDrawing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ends the program on SIGINT and SIGTERM so that no half-written file stays behind.
final class Interruption {
    private let sources: [any DispatchSourceSignal]

    /// Removes an unfinished file when a signal comes, as long as this object lives.
    init(removing partPath: String) {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            Self.source(number) {
                unlink(partPath)
                // As a shell tells it of a program that a signal ended.
                _exit(128 + number)
            }
        }
    }

    /// A source that listens. Until it does, the signal has its usual effect: ignored before, it would be lost.
    private static func source(_ number: Int32, _ action: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        let listens = DispatchSemaphore(value: 0)
        source.setRegistrationHandler { listens.signal() }
        source.setEventHandler(handler: action)
        source.activate()
        listens.wait()
        #if canImport(Darwin)
            signal(number, SIG_IGN)
        #endif
        return source
    }

    deinit {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }
}
