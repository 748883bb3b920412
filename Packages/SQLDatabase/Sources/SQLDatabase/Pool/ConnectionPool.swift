/// A bounded number of connections, handed out in the order in which tasks asked.
///
/// What holds, under the lock: `made` connections exist, at most ``size``, each of them idle or with whom it was handed to;
/// nobody waits while one is idle. Those who wait are called outside the lock.
final class ConnectionPool: Sendable {
    let size: Int
    private let connector: any SQLConnector
    private let role: SQLRole
    private let deadlines = Deadlines()
    private let state = Guarded(State())

    /// Takes a connection, or hears why there is none.
    typealias Waiter = @Sendable (Result<PooledConnection, any Error>) -> Void

    private struct State {
        var idle: [PooledConnection] = []
        var made = 0
        var isClosed = false
        var waiters = WaitingQueue<Waiter>()
        var nextTicket: UInt64 = 0
    }

    init(connector: any SQLConnector, role: SQLRole, size: Int) {
        self.connector = connector
        self.role = role
        self.size = max(1, size)
    }

    /// A connection for the caller alone, until it is released.
    ///
    /// - Throws: `CancellationError`, ``SQLError/poolExhausted(size:waited:)`` after `limit`, ``SQLError/closed``.
    func acquire(limit: Duration) async throws -> PooledConnection {
        try Task.checkCancellation()
        if let free = try state.withLock({ state throws(SQLError) in try take(&state) }) { return free }
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        let alarm = deadlines.set(after: limit) { [self] in
            giveUp(ticket, SQLError.poolExhausted(size: size, waited: limit))
        }
        defer { deadlines.cancel(alarm) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<PooledConnection, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    do throws(SQLError) {
                        // One may have been released since the first look.
                        if let free = try take(&state) { return .success(free) }
                    } catch {
                        return .failure(error)
                    }
                    state.waiters.append({ continuation.resume(with: $0) }, ticket: ticket)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            giveUp(ticket, CancellationError())
        }
    }

    /// Calls `waiter` with a connection for it alone, now or as soon as one is free; it must be released as well.
    func whenFree(_ waiter: @escaping Waiter) {
        let answer: Result<PooledConnection, any Error>? = state.withLock { state in
            do throws(SQLError) {
                if let free = try take(&state) { return .success(free) }
            } catch {
                return .failure(error)
            }
            state.nextTicket += 1
            state.waiters.append(waiter, ticket: state.nextTicket)
            return nil
        }
        if let answer { waiter(answer) }
    }

    /// Takes a connection back and hands it to the one that has waited longest.
    func release(_ connection: PooledConnection) {
        let waiter = state.withLock { state -> Waiter? in
            guard !state.isClosed else { return nil }
            if let waiter = state.waiters.popFirst() { return waiter }
            state.idle.append(connection)
            return nil
        }
        waiter?(.success(connection))
    }

    /// Refuses all further use; connections that are in use close when they are released.
    ///
    /// - Returns: The connections that were not in use, which close when nobody refers to them any more.
    func shutDown() -> [PooledConnection] {
        var (waiters, idle) = state.withLock { state in
            state.isClosed = true
            defer {
                state.waiters = WaitingQueue()
                state.idle = []
            }
            return (state.waiters, state.idle)
        }
        while let waiter = waiters.popFirst() { waiter(.failure(SQLError.closed)) }
        return idle
    }

    private func take(_ state: inout State) throws(SQLError) -> PooledConnection? {
        if state.isClosed { throw .closed }
        // The one used last: its caches are warm, and the others may rest.
        if let connection = state.idle.popLast() { return connection }
        guard state.made < size else { return nil }
        let connection = try PooledConnection(connector: connector, role: role, deadlines: deadlines)
        state.made += 1
        return connection
    }

    private func giveUp(_ ticket: UInt64, _ error: any Error) {
        state.withLock { $0.waiters.remove(ticket: ticket) }?(.failure(error))
    }
}
