/// Accesses that wait at the same time and share a transaction: readers one snapshot, writers one commit.
///
/// Waking a thread, beginning a transaction and ending it cost more than a short access, and a commit waits for the disk.
/// Under load several accesses share them ("group commit": DeWitt et al., Implementation Techniques for Main Memory
/// Database Systems, 1984, section 5.2); an access that comes alone gets a transaction of its own at once.
///
/// What holds: `count` is the number of those in `waiting`; `workers` connections are at work or have been asked for, and
/// there is at least one while somebody waits; each access is answered exactly once, and one that has written only after
/// its commit. Worked example: ten writes arrive while one is being committed. The connection takes them one after the
/// other into the next transaction; the seventh violates a constraint after it has written, so that all is rolled back
/// and the seven run again, each in a transaction of its own, where the seventh alone fails; the other three follow in
/// the transaction after that.
final class TransactionQueue: Sendable {
    /// One access: what it does, and who waits for it.
    struct Access: Sendable {
        let control: StopControl
        let limit: Duration?
        let since = ContinuousClock.now
        /// Runs the access and returns how to hand over its result.
        let run: @Sendable (SQLConnection) throws -> @Sendable () -> Void
        /// Hands over why there is no result.
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting = WaitingQueue<Access>()
        var count = 0
        var nextTicket: UInt64 = 0
        var workers = 0
        var isWatched = false
    }

    /// After so many accesses a transaction ends, so that none stays open for as long as there is load.
    private static let accessesPerTransaction = 32
    /// So many may wait for each connection at work before the next one is woken: waking it costs more than they do.
    private static let waitingPerWorker = 8
    /// Whoever has waited for so long gets a connection of its own: the ones at work are busy with something long.
    private static let patience = Duration.milliseconds(10)

    private let pool: ConnectionPool
    private let transaction: SQLTransaction
    private let acquireTimeout: Duration
    private let deadlines = Deadlines()
    /// Apart from the limits of accesses, which are far off: an alarm that is due before all others costs a task.
    private let watchdog = Deadlines()
    private let state = Guarded(State())

    /// Makes a queue before a pool.
    ///
    /// - Parameters:
    ///   - pool: Where the connections come from.
    ///   - transaction: What the transactions are like.
    ///   - acquireTimeout: How long an access waits at most until it begins.
    init(pool: ConnectionPool, transaction: SQLTransaction, acquireTimeout: Duration) {
        self.pool = pool
        self.transaction = transaction
        self.acquireTimeout = acquireTimeout
    }

    /// Runs `body` in a transaction that others may share, and suspends meanwhile.
    ///
    /// - Throws: `CancellationError` if the task was cancelled, ``SQLError/timedOut(after:)`` after `limit`, and what
    ///   `body` throws; then nothing of what it did remains.
    func run<Value: Sendable>(
        limit: Duration?, _ body: @escaping @Sendable (SQLConnection) throws -> Value
    ) async throws -> Value {
        let control = StopControl()
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { (reply: CheckedContinuation<Value, any Error>) in
                    enqueue(
                        Access(
                            control: control, limit: limit,
                            run: { connection in
                                let value = try body(connection)
                                try connection.checkStop()
                                return { reply.resume(returning: value) }
                            }, fail: { reply.resume(throwing: $0) }))
                }
            } onCancel: {
                control.stop(.cancelled)
                withdraw { $0.control === control }
            }
        } catch {
            throw control.cause(of: error, limit: limit)
        }
    }

    // MARK: Waiting

    private func enqueue(_ access: Access) {
        let (isStopped, isOneMore, isUnwatched) = state.withLock { state in
            // A task that is cancelled before it waits here is not found in the queue.
            guard access.control.reason == .none else { return (true, false, false) }
            state.nextTicket += 1
            state.waiting.append(access, ticket: state.nextTicket)
            state.count += 1
            let isUnwatched = !state.isWatched
            state.isWatched = true
            return (false, startsOneMore(&state, atMost: Self.waitingPerWorker), isUnwatched)
        }
        if isStopped { return access.fail(SQLError.cancelled) }
        if isUnwatched { watch() }
        if isOneMore { work() }
    }

    private func startsOneMore(_ state: inout State, atMost waiting: Int) -> Bool {
        guard state.workers < pool.size, state.count > waiting * state.workers else { return false }
        state.workers += 1
        return true
    }

    private func take(upTo last: UInt64 = .max) -> Access? {
        state.withLock { state in
            guard let access = state.waiting.popFirst(upTo: last) else { return nil }
            state.count -= 1
            return access
        }
    }

    /// Ends the wait of those that have not begun.
    private func withdraw(with error: any Error = SQLError.cancelled, _ isMeant: (Access) -> Bool) {
        let left = state.withLock { state in
            let left = state.waiting.removeAll(where: isMeant)
            state.count -= left.count
            return left
        }
        for access in left { access.fail(error) }
    }

    /// Looks now and then after those who wait, for as long as somebody does.
    private func watch() {
        _ = watchdog.set(after: Self.patience) { [weak self] in self?.lookAfterWaiting() }
    }

    private func lookAfterWaiting() {
        let now = ContinuousClock.now
        let (isOneMore, isWatched) = state.withLock { state in
            let isLate = state.waiting.first.map { now - $0.waiter.since >= Self.patience } ?? false
            state.isWatched = state.count > 0
            return (isLate && startsOneMore(&state, atMost: 0), state.isWatched)
        }
        if isOneMore { work() }
        guard isWatched else { return }
        withdraw(with: SQLError.poolExhausted(size: pool.size, waited: acquireTimeout)) {
            now - $0.since >= acquireTimeout
        }
        watch()
    }

    // MARK: Working

    /// Takes a connection, when one is free, for one transaction, and then for the next, until nobody waits.
    private func work() {
        pool.whenFree { [self] free in
            switch free {
            case .failure(let error):
                state.withLock { $0.workers -= 1 }
                withdraw(with: error) { _ in true }
            case .success(let connection):
                connection.submit { [self] driver in
                    switch driver {
                    case .failure(let error): take()?.fail(error)
                    case .success(let driver): transaction.isReadOnly ? read(on: driver) : write(on: driver)
                    }
                    pool.release(connection)
                    let goesOn = state.withLock { state in
                        if state.count == 0 { state.workers -= 1 }
                        return state.count > 0
                    }
                    if goesOn { work() }
                }
            }
        }
    }

    /// Reads for those who wait now. Whoever comes later may have seen a commit that this snapshot has not.
    private func read(on driver: any SQLDriver) {
        let last = state.withLock { $0.nextTicket }
        guard let first = take(upTo: last) else { return }
        do throws(SQLError) {
            try driver.begin(transaction)
        } catch {
            return first.fail(error)
        }
        var (next, count): (Access?, Int) = (first, 1)
        while let access = next {
            do {
                try run(access, on: driver)()
            } catch {
                access.fail(error)
            }
            guard driver.isInTransaction else { return }
            next = count < Self.accessesPerTransaction ? take(upTo: last) : nil
            count += 1
        }
        try? driver.commit()
    }

    /// Writes for those who wait, and lets them know when it is committed; those as well that fail, since what they saw
    /// of the others might not come to be.
    private func write(on driver: any SQLDriver) {
        var group: [(access: Access, reply: @Sendable () -> Void)] = []
        while group.count < Self.accessesPerTransaction, let access = take() {
            var writes: Int?
            do {
                if !driver.isInTransaction { try driver.begin(transaction) }
                writes = driver.startedWrites
                group.append((access, try run(access, on: driver)))
            } catch {
                // Most that fail do so before they write, and leave nothing behind.
                guard driver.isInTransaction, let writes, driver.startedWrites == writes else {
                    try? driver.rollback()
                    if group.isEmpty { return access.fail(error) }
                    return writeOneByOne(group.map(\.access) + [access], on: driver)
                }
                group.append((access, { access.fail(error) }))
            }
            guard driver.isInTransaction else {
                // It committed or rolled back by itself: nobody can tell what has become of the others.
                let error = SQLError.system("an access ended the transaction that it shares with others")
                for (access, _) in group { access.fail(error) }
                return
            }
        }
        guard !group.isEmpty else { return }
        do throws(SQLError) {
            try driver.commit()
            for (_, reply) in group { reply() }
        } catch {
            try? driver.rollback()
            if let only = group.first, group.count == 1 { return only.access.fail(error) }
            writeOneByOne(group.map(\.access), on: driver)
        }
    }

    /// Writes again, each in a transaction of its own, what was rolled back by the fault of one.
    private func writeOneByOne(_ accesses: [Access], on driver: any SQLDriver) {
        for access in accesses {
            do {
                try driver.begin(transaction)
                let reply = try run(access, on: driver)
                try driver.commit()
                reply()
            } catch {
                try? driver.rollback()
                access.fail(error)
            }
        }
    }

    private func run(_ access: Access, on driver: any SQLDriver) throws -> @Sendable () -> Void {
        let control = access.control
        guard control.reason == .none else { throw SQLError.cancelled }
        let alarm = access.limit.map { limit in deadlines.set(after: limit) { control.stop(.timedOut) } }
        defer { if let alarm { deadlines.cancel(alarm) } }
        return try SQLConnection.withConnection(of: driver, control, access.run)
    }
}
