import PokedexQueries
import SQLDatabase
import ServerShell
import Synchronization

/// Requests that wait for the database: one access answers all that have come meanwhile.
///
/// Waking a connection's thread, beginning a transaction and ending it cost more than a small request. Under load
/// several requests share them; a request that comes alone is answered at once.
final class RequestQueue: Sendable {
    private typealias Waiter = (request: ReadRequest, reply: CheckedContinuation<Answer, any Error>)

    private struct State {
        var waiting: [Waiter] = []
        var workers = 0
    }

    /// After so many answers an access ends, so that no transaction stays open for as long as there is load.
    private static let requestsPerAccess = 32

    private let database: Database
    private let workers: Int
    private let state = Mutex(State())

    /// Asks a database, in at most `workers` accesses side by side.
    init(database: Database, workers: Int) {
        self.database = database
        self.workers = max(1, workers)
    }

    /// The answer to a request.
    func answer(_ request: ReadRequest) async throws -> Answer {
        try await withCheckedThrowingContinuation { reply in
            let isOneMore = state.withLock { state in
                state.waiting.append((request, reply))
                guard state.workers < workers else { return false }
                state.workers += 1
                return true
            }
            if isOneMore { Task { await work() } }
        }
    }

    /// Answers until nobody waits.
    private func work() async {
        while true {
            do {
                try await database.read { connection in try self.answerSome(Dex(connection)) }
            } catch {
                // Those who still wait would meet the same: the database cannot be reached, or all are busy.
                let waiting = state.withLock { state in
                    defer { state.waiting = [] }
                    return state.waiting
                }
                for waiter in waiting { waiter.reply.resume(throwing: error) }
            }
            let isDone = state.withLock { state in
                if state.waiting.isEmpty { state.workers -= 1 }
                return state.waiting.isEmpty
            }
            if isDone { return }
        }
    }

    /// Answers on the connection's thread. Ends with the first failure of the database, since a transaction that
    /// failed once answers nothing any more; the others go on with a new one.
    private func answerSome(_ dex: Dex) throws {
        for _ in 0..<Self.requestsPerAccess {
            guard let waiter = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) else { return }
            do {
                waiter.reply.resume(returning: try waiter.request.answer(dex))
            } catch {
                waiter.reply.resume(throwing: error)
                if error is SQLError { return }
            }
        }
    }
}
