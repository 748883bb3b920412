/// Time limits, nearly all of which are called off long before they come: one sleeping task watches all of them.
///
/// A sleeping task for each access wakes a thread for each, which costs more than a short statement.
final class Deadlines: Sendable {
    private let state = Guarded(State())

    private struct State {
        var alarms: [UInt64: Alarm] = [:]
        var nextTicket: UInt64 = 0
        /// When the watching task wakes; there is none if there is nothing to wait for.
        var wakes: ContinuousClock.Instant?
    }

    private struct Alarm {
        let due: ContinuousClock.Instant
        let action: @Sendable () -> Void
    }

    /// Calls `action` after a time, unless it is cancelled before.
    ///
    /// - Returns: The alarm's ticket, for ``cancel(_:)``.
    func set(after limit: Duration, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        let due = ContinuousClock.now + limit
        let (ticket, isFirst) = state.withLock { state in
            state.nextTicket += 1
            state.alarms[state.nextTicket] = Alarm(due: due, action: action)
            let isFirst = state.wakes.map { due < $0 } ?? true
            if isFirst { state.wakes = due }
            return (state.nextTicket, isFirst)
        }
        if isFirst { watch(until: due) }
        return ticket
    }

    /// Calls an alarm off; without effect if it has come.
    func cancel(_ ticket: UInt64) {
        // What the action holds is let go outside the lock.
        _ = state.withLock { $0.alarms.removeValue(forKey: ticket) }
    }

    private func watch(until due: ContinuousClock.Instant) {
        Task { [weak self] in
            var next: ContinuousClock.Instant? = due
            while let due = next {
                try? await Task.sleep(until: due, clock: .continuous)
                next = self?.wake(at: due)
            }
        }
    }

    /// Lets what is due happen.
    ///
    /// - Returns: When to wake next; nothing if there is nothing left, or if another task watches.
    private func wake(at due: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let (actions, next) = state.withLock { state -> ([@Sendable () -> Void], ContinuousClock.Instant?) in
            // An alarm that came later and is due earlier has its own task, which took the watch over.
            guard state.wakes == due else { return ([], nil) }
            let now = ContinuousClock.now
            let come = state.alarms.filter { $0.value.due <= now }
            for ticket in come.keys { state.alarms[ticket] = nil }
            state.wakes = state.alarms.values.map(\.due).min()
            return (come.values.map(\.action), state.wakes)
        }
        for action in actions { action() }
        return next
    }
}
