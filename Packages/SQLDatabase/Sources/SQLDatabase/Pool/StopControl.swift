import Synchronization

/// Lets other threads stop one job: the cancelled task, or the clock.
final class StopControl: Sendable {
    enum Reason: UInt8 {
        case none
        case cancelled
        case timedOut
    }

    private let flag = Atomic<UInt8>(Reason.none.rawValue)
    private let interrupter = Guarded<(any SQLInterrupter)?>(nil)

    /// Why the job should stop. The first reason stays.
    var reason: Reason { Reason(rawValue: flag.load(ordering: .acquiring)) ?? .none }

    /// From any thread: makes the job stop soon, now or as soon as it starts.
    func stop(_ reason: Reason) {
        _ = flag.compareExchange(
            expected: Reason.none.rawValue, desired: reason.rawValue, ordering: .acquiringAndReleasing)
        interrupter.withLock { $0?.interrupt() }
    }

    /// On the job's thread: what runs from here on can be stopped by `interrupter`.
    func begin(_ interrupter: any SQLInterrupter) {
        self.interrupter.withLock { $0 = interrupter }
    }

    /// On the job's thread: nothing of the job runs any more; returns when no interruption can arrive any more.
    func end() {
        let interrupter = interrupter.withLock { interrupter in
            defer { interrupter = nil }
            return interrupter
        }
        interrupter?.rest()
    }

    /// What the caller is told: whatever form the stopped statement's failure took, why it was stopped.
    func cause(of error: any Error, limit: Duration?) -> any Error {
        guard error is SQLError else { return error }
        switch reason {
        case .none: return error
        case .cancelled: return CancellationError()
        case .timedOut: return SQLError.timedOut(after: limit ?? .zero)
        }
    }
}
