import CPostgreSQL
import SQLDatabase
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ends what runs on a PostgreSQL connection.
///
/// A cancellation is a message on a connection of its own: it takes as long as the network does and may come before
/// the query that it is meant for. So a thread sends it again and again until the query has ended; when that does not
/// help for some seconds, the server is taken for lost and the connection is cut.
final class PostgreSQLInterrupter: SQLInterrupter {
    /// Whether the failure of a statement is this object's doing.
    let isRequested = Atomic<Bool>(false)
    private let state: Guarded<State>

    private struct State: @unchecked Sendable {
        var cancel: OpaquePointer?
        let socket: Int32
        var isActive = false
        /// Tells the pursuit of one job from that of the next.
        var job: UInt64 = 0
    }

    init(handle: OpaquePointer) {
        state = Guarded(State(cancel: PQgetCancel(handle), socket: PQsocket(handle)))
    }

    func interrupt() {
        // The lock is held while a cancellation is on its way, and whoever calls this must not wait for that.
        guard !isRequested.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let job = state.withLock { state in
            state.isActive = state.cancel != nil
            state.job += 1
            return state.job
        }
        _ = startThread { [self] in pursue(job) }
    }

    func rest() {
        guard isRequested.load(ordering: .acquiring) else { return }
        state.withLock { $0.isActive = false }
        isRequested.store(false, ordering: .releasing)
    }

    /// The connection is about to be closed.
    func detach() {
        state.withLock { state in
            state.isActive = false
            PQfreeCancel(state.cancel)
            state.cancel = nil
        }
    }

    private func pursue(_ job: UInt64) {
        let start = ContinuousClock.now
        var pause: UInt32 = 5000
        while true {
            let isOver = state.withLock { state in
                guard state.isActive, state.job == job, let cancel = state.cancel else { return true }
                var message = [CChar](repeating: 0, count: 256)
                _ = PQcancel(cancel, &message, Int32(message.count))
                if .now - start > .seconds(5) {
                    shutdown(state.socket, Int32(SHUT_RDWR))
                    return true
                }
                return false
            }
            if isOver { return }
            usleep(pause)
            pause = min(pause * 2, 250_000)
        }
    }
}
