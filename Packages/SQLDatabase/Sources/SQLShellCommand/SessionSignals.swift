import CommandKit
import Foundation
import SQLDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What signals do to a session: Ctrl-C ends the running statement, or the line that is being typed; a request to
/// terminate ends the program. A program that nobody sits before ends on both.
///
/// What holds: while `isRunning`, the statement hears of a signal by its interrupter; otherwise the reader does, by its
/// waker. A signal that comes between the two is not lost: `mustEnd` is looked at before each statement.
final class SessionSignals: Sendable {
    private struct State {
        var isRunning = false
        var mustEnd = false
    }

    private let state = Guarded(State())
    private let watch = Guarded<SignalWatch?>(nil)
    private let interrupter: any SQLInterrupter

    init(interrupter: any SQLInterrupter, isInteractive: Bool, waker: Waker) {
        self.interrupter = interrupter
        var terminal = termios()
        let hasTerminal = tcgetattr(0, &terminal) == 0
        let original = terminal
        let state = state
        let listening = SignalWatch(SignalWatch.ending) { number in
            if number == SIGINT, isInteractive {
                // A running COPY waits for lines as well; who does not wait forgets the waking.
                if state.withLock({ $0.isRunning }) { interrupter.interrupt() }
                waker.wake()
                return
            }
            let isRunning = state.withLock { state in
                state.mustEnd = true
                return state.isRunning
            }
            if isRunning { return interrupter.interrupt() }
            // Waiting for input: nothing is under way, and an open transaction rolls back with the connection.
            var original = original
            if hasTerminal { tcsetattr(0, TCSANOW, &original) }
            exit(0)
        }
        watch.withLock { $0 = listening }
    }

    /// Whether the program was asked to end.
    var mustEnd: Bool { state.withLock { $0.mustEnd } }

    /// A statement is about to start; `false` if it must not, because the program was asked to end.
    func start() -> Bool {
        state.withLock { state in
            state.isRunning = !state.mustEnd
            return state.isRunning
        }
    }

    /// The statement is over.
    func stop() {
        state.withLock { $0.isRunning = false }
        interrupter.rest()
    }
}
