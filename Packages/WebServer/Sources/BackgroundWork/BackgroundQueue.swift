/// Work that would hold up an event loop, done in order by one thread of its own: reading a folder of thousands of files,
/// checking a password against a slow hash. The thread starts with the first work.
public final class BackgroundQueue: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var hasThread = false
    }

    private let state = Monitor(State())
    private let capacity: Int

    /// Makes a queue.
    ///
    /// - Parameter capacity: how many pieces of work may wait; clients decide how many there are, so there is an end.
    public init(capacity: Int = 64) { self.capacity = capacity }

    /// Hands a piece of work in; false when too many wait, or no thread can be had.
    public func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
        let (isAccepted, needsThread) = state.change { state -> (Bool, Bool) in
            guard state.work.count < capacity else { return (false, false) }
            state.work.append(work)
            defer { state.hasThread = true }
            return (true, !state.hasThread)
        }
        guard needsThread else { return isAccepted }
        let monitor = state
        let hasStarted = SystemThread.start {
            while true {
                let next = monitor.wait { $0.work.isEmpty ? nil : $0.work.removeFirst() }
                next()
            }
        }
        if !hasStarted {
            state.change { $0 = State() }
        }
        return hasStarted
    }
}
