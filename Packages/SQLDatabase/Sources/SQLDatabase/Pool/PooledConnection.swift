/// One of the pool's connections: a thread, and the engine's connection that lives on it.
///
/// What holds: ``driver`` and ``openCursor`` are touched on the thread alone; between two jobs there is no open
/// transaction, and no cursor but the one of a stream that is being read. The connection is made by the first job, and
/// made anew by the next job after it died: so the pool heals.
///
/// The order of one access: a task hands its job to the thread and suspends; the job connects if need be, lets the task's
/// cancellation and the time limit reach this connection (``StopControl``), runs, calls them off again, and rolls back what
/// was left open; only then the task goes on. Worked example: a read with a limit of 3 s whose query takes 10 s. After
/// 3 s the alarm stores the reason and interrupts the engine; the query fails; the job ends the interruption, rolls back,
/// and the task gets ``SQLError/timedOut(after:)`` and not the engine's words for it.
final class PooledConnection: @unchecked Sendable {
    private let connector: any SQLConnector
    private let role: SQLRole
    private let deadlines: Deadlines
    private let thread: ThreadQueue
    // Only touched on the thread.
    private var driver: (any SQLDriver)?
    private var openCursor: (any SQLCursor)?

    init(connector: any SQLConnector, role: SQLRole, deadlines: Deadlines) throws(SQLError) {
        self.connector = connector
        self.role = role
        self.deadlines = deadlines
        thread = try ThreadQueue()
    }

    deinit {
        // The last reference may go on any thread, but the connection belongs to its own.
        let rest = Leftover(driver: driver, cursor: openCursor)
        thread.submit { rest.close() }
        thread.finish()
    }

    /// Runs `body` on the connection's thread and suspends meanwhile.
    ///
    /// - Throws: `CancellationError` if the task was cancelled, ``SQLError/timedOut(after:)`` after `limit`, and what
    ///   `body` throws.
    func run<Value: Sendable>(
        limit: Duration?, _ body: @escaping @Sendable (SQLConnection) throws -> Value
    ) async throws -> Value {
        try await perform(limit: limit) { [self] control in
            let driver = try connected()
            defer { settle(driver) }
            return try SQLConnection.withConnection(of: driver, control, body)
        }
    }

    /// Starts a statement whose rows are fetched by ``fetch(rows:)``.
    func open(_ statement: SQLStatement) async throws {
        try await perform(limit: nil) { [self] control in
            let driver = try connected()
            control.begin(driver.interrupter)
            defer { control.end() }
            openCursor = try driver.start(statement, streaming: true)
        }
    }

    /// Rows of a stream, and what came after them.
    struct Batch: Sendable {
        var rows: [SQLRow] = []
        /// Why there are no more; the rows before are good.
        var failure: SQLError?
    }

    /// The next rows of the statement that was opened; none are the end.
    func fetch(rows limit: Int) async throws -> Batch {
        try await perform(limit: nil) { [self] control in
            guard let cursor = openCursor, let driver else { return Batch() }
            control.begin(driver.interrupter)
            defer { control.end() }
            var batch = Batch()
            batch.rows.reserveCapacity(limit)
            var bytes = 0
            do throws(SQLError) {
                while batch.rows.count < limit, bytes < Self.batchBytes {
                    guard control.reason == .none else { throw .cancelled }
                    guard let row = try cursor.next() else {
                        closeCursor()
                        break
                    }
                    bytes += row.size
                    batch.rows.append(row)
                }
            } catch {
                if batch.rows.isEmpty || control.reason != .none { throw error }
                batch.failure = error
            }
            return batch
        }
    }

    /// About how many bytes of values one batch may hold: rows with large values make small batches.
    private static let batchBytes = 1 << 20

    /// Ends the statement that was opened, then calls `completion` on the connection's thread.
    func abandon(_ completion: @escaping @Sendable () -> Void) {
        thread.submit { [self] in
            closeCursor()
            if let driver { settle(driver) }
            completion()
        }
    }

    /// Calls `work` with the connection, or why there is none, on its thread.
    func submit(_ work: @escaping @Sendable (Result<any SQLDriver, SQLError>) -> Void) {
        thread.submit { [self] in
            do throws(SQLError) {
                let driver = try connected()
                work(.success(driver))
                settle(driver)
            } catch {
                work(.failure(error))
            }
        }
    }

    /// Closes the connection and waits for that.
    func close() async {
        await withCheckedContinuation { continuation in
            thread.submit { [self] in
                closeCursor()
                driver?.close()
                driver = nil
                continuation.resume()
            }
        }
    }

    // MARK: On the thread

    private func closeCursor() {
        openCursor?.close()
        openCursor = nil
    }

    private func connected() throws(SQLError) -> any SQLDriver {
        if let driver {
            if driver.isUsable { return driver }
            driver.close()
            self.driver = nil
        }
        let driver = try connector.connect(as: role)
        self.driver = driver
        return driver
    }

    /// Leaves the connection as the next job expects it: with no transaction, or not at all.
    private func settle(_ driver: any SQLDriver) {
        if driver.isInTransaction { try? driver.rollback() }
        if !driver.isUsable || driver.isInTransaction {
            closeCursor()
            driver.close()
            self.driver = nil
        }
    }

    // MARK: From tasks

    /// Hands a job to the thread, with a control that the task's cancellation and the time limit stop it by.
    private func perform<Value: Sendable>(
        limit: Duration?, _ job: @escaping @Sendable (StopControl) throws -> Value
    ) async throws -> Value {
        let control = StopControl()
        let alarm = limit.map { limit in deadlines.set(after: limit) { control.stop(.timedOut) } }
        defer { if let alarm { deadlines.cancel(alarm) } }
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
                    thread.submit {
                        continuation.resume(
                            with: Result {
                                guard control.reason == .none else { throw SQLError.cancelled }
                                return try job(control)
                            })
                    }
                }
            } onCancel: {
                control.stop(.cancelled)
            }
        } catch {
            throw control.cause(of: error, limit: limit)
        }
    }
}

/// What a pooled connection leaves behind for its thread to close.
private struct Leftover: @unchecked Sendable {
    let driver: (any SQLDriver)?
    let cursor: (any SQLCursor)?

    func close() {
        cursor?.close()
        driver?.close()
    }
}

extension SQLRow {
    /// About how many bytes the values take.
    fileprivate var size: Int {
        values.reduce(32) { size, value in
            switch value {
            case .text(let text), .decimal(let text): size + 24 + text.utf8.count
            case .blob(let bytes): size + 32 + bytes.count
            default: size + 24
            }
        }
    }
}
