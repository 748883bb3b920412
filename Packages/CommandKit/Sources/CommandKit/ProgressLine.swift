import Synchronization

/// Says on standard error how far a long task is: for work over a second.
///
/// On a terminal it is one line, rewritten five times a second at most and taken away at the end. Elsewhere (a log of
/// CI) nothing is written, unless lines are asked for by an interval. `--quiet` makes it silent.
///
/// ```swift
/// let progress = ProgressLine(isQuiet: quiet)
/// for (index, file) in files.enumerated() {
///     …
///     progress.show { "\(index + 1) of \(files.count) files" }
/// }
/// progress.finish()
/// ```
public final class ProgressLine: Sendable {
    private struct State {
        var next: ContinuousClock.Instant
        var isShown = false
    }

    private let isTerminal: Bool
    private let isSilent: Bool
    /// The least time between two lines.
    private let pause: Duration
    private let state: Mutex<State>

    /// Starts the first second, in which nothing is shown.
    ///
    /// - Parameters:
    ///   - isQuiet: whether nothing is ever shown.
    ///   - logInterval: how often a line is written where standard error is no terminal; nil for never.
    public init(isQuiet: Bool, logInterval: Duration? = nil) {
        isTerminal = StandardStream.error.isTerminal
        isSilent = isQuiet || (!isTerminal && logInterval == nil)
        pause = isTerminal ? .milliseconds(200) : logInterval ?? .seconds(10)
        state = Mutex(State(next: .now + (isTerminal ? .seconds(1) : pause)))
    }

    /// Shows a line, if it is time for one; the text is made only then. May be called from any thread.
    public func show(_ text: () -> String) {
        guard !isSilent else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            guard now >= state.next else { return }
            state.next = now + pause
            state.isShown = true
            StandardStream.error.write(isTerminal ? "\r\u{1B}[K\(fitted(text()))" : text() + "\n")
        }
    }

    /// Takes the line away.
    public func finish() {
        state.withLock { state in
            if isTerminal, state.isShown { StandardStream.error.write("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    /// The text within the terminal's width: a line that wraps could not be rewritten.
    private func fitted(_ text: String) -> String {
        guard let columns = StandardStream.error.columns, text.count >= columns else { return text }
        return String(text.prefix(max(columns - 2, 1))) + "…"
    }
}
