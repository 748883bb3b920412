import Dispatch
import Foundation
import SQLDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ends the running statement on Ctrl-C, and the program on a request to terminate. A program that nobody sits before
/// ends on both.
final class SignalWatch: Sendable {
    private struct State {
        var isRunning = false
        var mustEnd = false
    }

    private let state = Guarded(State())
    private let sources = Guarded<[any DispatchSourceSignal]>([])
    private let interrupter: any SQLInterrupter

    init(interrupter: any SQLInterrupter, isInteractive: Bool) {
        self.interrupter = interrupter
        var terminal = termios()
        let hasTerminal = tcgetattr(0, &terminal) == 0
        let original = terminal
        let end: @Sendable () -> Void = { [self] in
            let isRunning = state.withLock { state in
                state.mustEnd = true
                return state.isRunning
            }
            if isRunning {
                interrupter.interrupt()
            } else {
                // Waiting for input: nothing is under way, and an open transaction rolls back with the connection.
                var original = original
                if hasTerminal { tcsetattr(0, TCSANOW, &original) }
                exit(0)
            }
        }
        watch(SIGTERM, end)
        guard isInteractive else {
            watch(SIGINT, end)
            return
        }
        watch(SIGINT) { [self] in
            if state.withLock({ $0.isRunning }) {
                interrupter.interrupt()
            } else {
                Terminal(descriptor: 2).write("\nType .quit or press Ctrl-D to leave.\n")
            }
        }
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

    /// Until the source listens, the signal has its usual effect: ignored before, it would be lost.
    private func watch(_ number: Int32, _ action: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        let listens = DispatchSemaphore(value: 0)
        source.setRegistrationHandler { listens.signal() }
        source.setEventHandler(handler: action)
        source.activate()
        listens.wait()
        #if canImport(Darwin)
            signal(number, SIG_IGN)
        #endif
        sources.withLock { $0.append(source) }
    }
}
