import Foundation
import Synchronization

/// A line on the terminal that says how far a long task is: only on a terminal, and only after the first second.
final class Progress: Sendable {
    private let total: Int
    private let isShown: Bool
    private let state: Mutex<State>

    private struct State {
        var done = 0
        var nextLine: ContinuousClock.Instant
        var hasLine = false
    }

    init(total: Int, isShown: Bool) {
        self.total = total
        self.isShown = isShown && isatty(2) == 1
        state = Mutex(State(nextLine: .now + .seconds(1)))
    }

    /// Counts what was done since the last call.
    func advance(by count: Int) {
        guard isShown else { return }
        state.withLock { state in
            state.done += count
            guard ContinuousClock.now >= state.nextLine else { return }
            state.nextLine = .now + .milliseconds(200)
            state.hasLine = true
            FileHandle.standardError.write(Data("\r\(state.done) of \(total)".utf8))
        }
    }

    /// Takes the line away.
    func finish() {
        state.withLock { state in
            if state.hasLine { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        }
    }
}
