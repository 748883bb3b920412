import BackgroundWork
import Synchronization

/// Pages that another thread makes for one thread's responder. The request that needs one is asked again when the page
/// is there; all requests of that turn share it.
final class BackgroundResults: Sendable {
    private struct Ready {
        let page: Result<[UInt8], SiteFolder.Failure>
        /// The turn in which it was first taken; it is forgotten behind that turn.
        var taken: UInt64?
    }

    private struct State {
        var running: Set<[UInt8]> = []
        var ready: [[UInt8]: Ready] = [:]
    }

    private let state = Mutex(State())
    private let queue: BackgroundQueue
    private let wake: @Sendable () -> Void

    /// Makes the results of one responder.
    ///
    /// - Parameter wake: has the responder's thread ask again.
    init(queue: BackgroundQueue, wake: @escaping @Sendable () -> Void) { (self.queue, self.wake) = (queue, wake) }

    /// The page for a key, when it is there.
    func take(_ key: [UInt8], turn: UInt64) -> Result<[UInt8], SiteFolder.Failure>? {
        state.withLock { state in
            for (other, ready) in state.ready where ready.taken.map({ $0 != turn }) == true {
                state.ready[other] = nil
            }
            guard let ready = state.ready[key] else { return nil }
            state.ready[key]?.taken = turn
            return ready.page
        }
    }

    /// Has the page for a key made, unless that goes on already; false when too much work waits.
    func request(_ key: [UInt8], _ make: @escaping @Sendable () -> Result<[UInt8], SiteFolder.Failure>) -> Bool {
        guard state.withLock({ $0.running.insert(key).inserted }) else { return true }
        let isAccepted = queue.submit { [self] in
            let page = make()
            state.withLock { state in
                state.running.remove(key)
                state.ready[key] = Ready(page: page)
            }
            wake()
        }
        if !isAccepted { _ = state.withLock { $0.running.remove(key) } }
        return isAccepted
    }

    /// Runs work whose result is kept elsewhere; false when too much work waits.
    func run(_ work: @escaping @Sendable () -> Void) -> Bool {
        queue.submit { [self] in
            work()
            wake()
        }
    }

    /// Forgets pages whose clients have gone.
    func forgetAbandoned() {
        state.withLock { state in
            if state.ready.count > 64 { state.ready.removeAll() }
        }
    }
}
