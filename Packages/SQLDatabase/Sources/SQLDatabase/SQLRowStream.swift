/// The rows of a result as they are asked for: a result of any size passes through a bounded amount of memory.
///
/// ```swift
/// for try await row in database.stream("SELECT * FROM log") { … }
/// ```
/// The connection is taken from the pool by the first row and given back after the last, or when the loop ends early.
public struct SQLRowStream: AsyncSequence, Sendable {
    /// A row.
    public typealias Element = SQLRow

    let database: Database
    let statement: SQLStatement
    let role: SQLRole

    /// Starts from the first row: each loop runs the statement anew.
    public func makeAsyncIterator() -> Iterator {
        Iterator(source: Source(database: database, statement: statement, role: role))
    }

    /// Fetches rows in batches; the next batch is only asked for when the last one is used up.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let source: Source
        private var batch: ArraySlice<SQLRow> = []

        fileprivate init(source: Source) {
            self.source = source
        }

        /// The next row; `nil` after the last.
        ///
        /// - Throws: ``SQLError``, or `CancellationError` if the task was cancelled.
        public mutating func next() async throws -> SQLRow? {
            if let row = batch.popFirst() { return row }
            batch = try await source.nextBatch()[...]
            return batch.popFirst()
        }
    }
}

extension Database {
    /// The rows of a result as they are asked for.
    ///
    /// - Parameters:
    ///   - statement: The statement to run.
    ///   - role: ``SQLRole/writer`` for a statement that writes and returns rows.
    public func stream(_ statement: SQLStatement, role: SQLRole = .reader) -> SQLRowStream {
        SQLRowStream(database: self, statement: statement, role: role)
    }
}

/// One run of a streamed statement: holds the connection while there are rows.
private final class Source: Sendable {
    let database: Database
    let statement: SQLStatement
    let role: SQLRole
    private let phase = Guarded(Phase.fresh)

    private enum Phase {
        case fresh
        case open(PooledConnection)
        /// The rows before a failure were handed out; it is thrown next.
        case failed(SQLError)
        case done
    }

    init(database: Database, statement: SQLStatement, role: SQLRole) {
        self.database = database
        self.statement = statement
        self.role = role
    }

    deinit {
        giveBack()
    }

    /// The next rows; none at the end.
    func nextBatch() async throws -> [SQLRow] {
        do {
            guard let connection = try await connection() else { return [] }
            let batch = try await connection.fetch(rows: 256)
            if batch.rows.isEmpty || batch.failure != nil { giveBack(then: batch.failure.map { .failed($0) } ?? .done) }
            return batch.rows
        } catch {
            giveBack()
            throw error
        }
    }

    private func connection() async throws -> PooledConnection? {
        switch phase.withLock({ $0 }) {
        case .open(let connection): return connection
        case .failed(let error): throw error
        case .done: return nil
        case .fresh: break
        }
        let connection = try await database.pool(for: role).acquire(limit: database.options.acquireTimeout)
        phase.withLock { $0 = .open(connection) }
        try await connection.open(statement)
        return connection
    }

    private func giveBack(then next: Phase = .done) {
        let phase = phase.withLock { phase in
            defer { phase = next }
            return phase
        }
        guard case .open(let connection) = phase else { return }
        let pool = database.pool(for: role)
        connection.abandon { pool.release(connection) }
    }
}
