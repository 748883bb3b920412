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
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                unlink(partPath)
                // As a shell tells it of a program that a signal ended.
                _exit(128 + number)
            }
            source.activate()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }
}
