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

/// Ends the running statement on Ctrl-C, and the program on a request to terminate.
final class SignalWatch: Sendable {
    private struct State {
        var isRunning = false
        var mustEnd = false
    }

    private let state = Guarded(State())
    private let sources = Guarded<[any DispatchSourceSignal]>([])
    private let interrupter: any SQLInterrupter

    /// Whether a statement is running, which a signal should interrupt.
    var isRunning: Bool {
        get { state.withLock { $0.isRunning } }
        set { state.withLock { $0.isRunning = newValue } }
    }

    /// Whether the program was asked to terminate.
    var mustEnd: Bool { state.withLock { $0.mustEnd } }

    init(interrupter: any SQLInterrupter) {
        self.interrupter = interrupter
        var terminal = termios()
        let hasTerminal = tcgetattr(0, &terminal) == 0
        let restored = terminal
        watch(SIGINT) { [self] in
            if isRunning {
                interrupter.interrupt()
            } else {
                Terminal(descriptor: 2).write("\nType .quit or press Ctrl-D to leave.\n")
            }
        }
        watch(SIGTERM) { [self] in
            let isRunning = state.withLock { state in
                state.mustEnd = true
                return state.isRunning
            }
            if isRunning {
                interrupter.interrupt()
            } else {
                // Waiting for input: nothing is under way, and an open transaction rolls back with the connection.
                var restored = restored
                if hasTerminal { tcsetattr(0, TCSANOW, &restored) }
                exit(0)
            }
        }
    }

    private func watch(_ number: Int32, _ action: @escaping @Sendable () -> Void) {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: action)
        source.resume()
        sources.withLock { $0.append(source) }
    }
}
