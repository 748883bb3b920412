import Synchronization

/// A bounded number of connections, handed out in the order in which tasks asked.
final class ConnectionPool: Sendable {
    let size: Int
    private let connector: any SQLConnector
    private let role: SQLRole
    private let state = Mutex(State())

    private struct State {
        var idle: [PooledConnection] = []
        var made = 0
        var isClosed = false
        // Numbers grow, so the smallest one waits longest.
        var waiters: [UInt64: CheckedContinuation<PooledConnection, any Error>] = [:]
        var next: UInt64 = 0
        var oldest: UInt64 = 0

        mutating func takeOldestWaiter() -> CheckedContinuation<PooledConnection, any Error>? {
            while oldest < next, !waiters.isEmpty {
                oldest += 1
                if let waiter = waiters.removeValue(forKey: oldest) { return waiter }
            }
            return nil
        }
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
            state.next += 1
            return state.next
        }
        let clock = Task {
            try await Task.sleep(for: limit)
            giveUp(ticket, SQLError.poolExhausted(size: size, waited: limit))
        }
        defer { clock.cancel() }
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
                    state.waiters[ticket] = continuation
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            giveUp(ticket, CancellationError())
        }
    }

    /// Takes a connection back and hands it to the task that has waited longest.
    func release(_ connection: PooledConnection) {
        let waiter = state.withLock { state -> CheckedContinuation<PooledConnection, any Error>? in
            guard !state.isClosed else { return nil }
            if let waiter = state.takeOldestWaiter() { return waiter }
            state.idle.append(connection)
            return nil
        }
        waiter?.resume(returning: connection)
    }

    /// Refuses all further use; connections that are in use close when they are released.
    ///
    /// - Returns: The connections that were not in use, which close when nobody refers to them any more.
    func shutDown() -> [PooledConnection] {
        let (waiters, idle) = state.withLock { state in
            state.isClosed = true
            defer {
                state.waiters = [:]
                state.idle = []
            }
            return (Array(state.waiters.values), state.idle)
        }
        for waiter in waiters { waiter.resume(throwing: SQLError.closed) }
        return idle
    }

    private func take(_ state: inout State) throws(SQLError) -> PooledConnection? {
        if state.isClosed { throw .closed }
        // The one used last: its caches are warm, and the others may rest.
        if let connection = state.idle.popLast() { return connection }
        guard state.made < size else { return nil }
        let connection = try PooledConnection(connector: connector, role: role)
        state.made += 1
        return connection
    }

    private func giveUp(_ ticket: UInt64, _ error: any Error) {
        state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume(throwing: error)
    }
}
