/// A database: a pool of connections, and the accesses that programs make through them.
///
/// An access is a closure that runs on a connection's own thread, where every statement runs at once, without a
/// suspension between. The task that asked suspends until the closure is done and never blocks one of Swift's threads.
/// ```swift
/// let database = try await Database.open("sqlite:app.db", engines: [SQLite()])
/// let names = try await database.read { connection in
///     try connection.query("SELECT name FROM person WHERE age > \(17)").map { try $0.get("name", as: String.self) }
/// }
/// ```
public final class Database: Sendable {
    /// Makes connections to this database; for what only one engine has.
    public let connector: any SQLConnector
    /// The limits that this handle was opened with.
    public let options: SQLOptions
    private let writers: ConnectionPool
    private let readers: ConnectionPool
    /// Those who share transactions, if they do.
    private let readQueue: TransactionQueue?
    private let writeQueue: TransactionQueue?

    init(connector: any SQLConnector, options: SQLOptions) {
        self.connector = connector
        self.options = options
        switch connector.shape {
        case .single:
            writers = ConnectionPool(connector: connector, role: .writer, size: 1)
            readers = writers
        case .oneWriter(let count):
            writers = ConnectionPool(connector: connector, role: .writer, size: 1)
            readers = ConnectionPool(connector: connector, role: .reader, size: count)
        case .uniform(let count):
            writers = ConnectionPool(connector: connector, role: .writer, size: count)
            readers = writers
        }
        guard options.sharesTransactions, case .oneWriter = connector.shape else {
            readQueue = nil
            writeQueue = nil
            return
        }
        readQueue = TransactionQueue(pool: readers, transaction: .snapshot, acquireTimeout: options.acquireTimeout)
        writeQueue = TransactionQueue(pool: writers, transaction: .serializable, acquireTimeout: options.acquireTimeout)
    }

    deinit {
        _ = writers.shutDown()
        _ = readers.shutDown()
    }

    /// Opens a database by its address and makes a first connection.
    ///
    /// - Parameters:
    ///   - url: `sqlite:FILE`, a bare file name, `sqlite::memory:`, `postgres://…` or libpq's `host=… dbname=…`, as far
    ///     as `engines` has the engine. The first engine that knows the address takes it.
    ///   - engines: The engines that may be chosen from.
    ///   - options: The limits.
    /// - Throws: ``SQLError/badURL(_:expected:)``, ``SQLError/cannotConnect(_:target:)`` and its like.
    public static func open(
        _ url: String, engines: [any SQLEngine], options: SQLOptions = SQLOptions()
    ) async throws -> Database {
        let scheme = url.contains(":") ? url.prefix { $0 != ":" }.lowercased() : ""
        guard
            let engine = engines.first(where: { $0.schemes.contains(scheme) })
                ?? engines.first(where: { $0.understands(url) })
        else {
            let schemes = engines.flatMap(\.schemes).map { "\($0):" }.joined(separator: ", ")
            throw SQLError.badURL(withoutPassword(url), expected: "it should start with one of \(schemes)")
        }
        let database = Database(connector: try engine.connector(for: url, options: options), options: options)
        try await database.withConnection { _ in }
        return database
    }

    /// Which SQL this database speaks.
    public var dialect: SQLDialect { connector.dialect }

    /// Closes the connections that are not in use and waits for that; those in use close when their accesses end.
    ///
    /// Later accesses throw ``SQLError/closed``. A handle that is simply forgotten closes its connections as well, but
    /// a program that ends at once might not give them the time: SQLite's log is then left for the next program.
    public func close() async {
        for connection in readers.shutDown() + writers.shutDown() { await connection.close() }
    }

    func pool(for role: SQLRole) -> ConnectionPool {
        role == .writer ? writers : readers
    }
}

// MARK: - Accesses

extension Database {
    /// Reads in one transaction that sees a single, stable state of the database.
    ///
    /// - Parameters:
    ///   - timeout: How long the access may take before it is cancelled; ``SQLOptions/accessTimeout`` if not given.
    ///   - body: What to do, on the connection's thread.
    public func read<Value: Sendable>(
        timeout: Duration? = nil, _ body: @escaping @Sendable (SQLConnection) throws -> Value
    ) async throws -> Value {
        try await retrying {
            if let readQueue { return try await readQueue.run(limit: timeout ?? options.accessTimeout, body) }
            return try await self.withConnection(.reader, timeout: timeout) { connection in
                try connection.transaction(.snapshot, body)
            }
        }
    }

    /// Reads and writes in one transaction, which is rolled back if `body` throws.
    ///
    /// After a conflict with another transaction `body` runs again, from the start, up to
    /// ``SQLOptions/conflictRetries`` times: it should have no effects but on the database.
    ///
    /// - Parameters:
    ///   - isolation: What the transaction sees of others. SQLite's are always serializable.
    ///   - timeout: How long each run may take before it is cancelled; ``SQLOptions/accessTimeout`` if not given.
    ///   - body: What to do, on the connection's thread.
    @discardableResult
    public func write<Value: Sendable>(
        isolation: SQLTransaction.Isolation = .serializable, timeout: Duration? = nil,
        _ body: @escaping @Sendable (SQLConnection) throws -> Value
    ) async throws -> Value {
        let transaction = SQLTransaction(isolation: isolation, isReadOnly: false)
        return try await retrying {
            if let writeQueue { return try await writeQueue.run(limit: timeout ?? options.accessTimeout, body) }
            return try await self.withConnection(timeout: timeout) { connection in
                try connection.transaction(transaction, body)
            }
        }
    }

    /// Uses a connection without a transaction around: each statement commits by itself.
    ///
    /// - Parameters:
    ///   - role: ``SQLRole/reader`` for a connection that may only read, which SQLite has several of.
    ///   - timeout: How long the access may take before it is cancelled; ``SQLOptions/accessTimeout`` if not given.
    ///   - body: What to do, on the connection's thread.
    public func withConnection<Value: Sendable>(
        _ role: SQLRole = .writer, timeout: Duration? = nil,
        _ body: @escaping @Sendable (SQLConnection) throws -> Value
    ) async throws -> Value {
        let pool = pool(for: role)
        let connection = try await pool.acquire(limit: options.acquireTimeout)
        defer { pool.release(connection) }
        return try await connection.run(limit: timeout ?? options.accessTimeout, body)
    }

    private func retrying<Value: Sendable>(_ run: () async throws -> Value) async throws -> Value {
        var pause = Duration.milliseconds(1)
        for _ in 0..<max(0, options.conflictRetries) {
            do {
                return try await run()
            } catch let error as SQLError where error.isRetryable {
                // A random share of the pause keeps those that met from meeting again.
                try await Task.sleep(for: pause * Double.random(in: 0.5...1.5))
                pause = min(pause * 2, .milliseconds(200))
            }
        }
        return try await run()
    }
}

// MARK: - Single statements

extension Database {
    /// Runs one statement and returns how many rows it inserted, updated or deleted.
    @discardableResult
    public func execute(_ statement: SQLStatement) async throws -> Int {
        try await withConnection { try $0.execute(statement) }
    }

    /// Runs several statements that have no placeholders, in one transaction.
    public func execute(script: SQLScript) async throws {
        try await write { try $0.execute(script: script) }
    }

    /// All rows of a result.
    ///
    /// On SQLite a statement that writes and returns rows (`INSERT … RETURNING`) goes to the writer by itself.
    public func query(_ statement: SQLStatement) async throws -> [SQLRow] {
        try await reading { try $0.query(statement) }
    }

    /// All rows of a result, decoded.
    public func query<Value: Decodable & Sendable>(
        _ statement: SQLStatement, as type: Value.Type
    ) async throws -> [Value] {
        try await reading { try $0.query(statement, as: type) }
    }

    /// The first row of a result; `nil` if it is empty.
    public func first(_ statement: SQLStatement) async throws -> SQLRow? {
        try await reading { try $0.first(statement) }
    }

    /// The first row of a result, decoded; `nil` if the result is empty.
    public func first<Value: Decodable & Sendable>(
        _ statement: SQLStatement, as type: Value.Type
    ) async throws -> Value? {
        try await reading { try $0.first(statement, as: type) }
    }

    /// The first column of the first row.
    ///
    /// - Throws: ``SQLError/noRow(statement:)`` if the result is empty.
    public func value<Value: SQLValueConvertible & Sendable>(
        _ statement: SQLStatement, as type: Value.Type = Value.self
    ) async throws -> Value {
        try await reading { try $0.value(statement, as: type) }
    }

    /// Reads on a reader; a statement that turns out to write, which nothing has run of yet, on a writer.
    private func reading<Value: Sendable>(
        _ body: @escaping @Sendable (SQLConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await withConnection(.reader, body)
        } catch SQLError.readOnly where readers !== writers {
            return try await withConnection(.writer, body)
        }
    }
}

/// An address with its password replaced by dots: what stands between the user's colon and the `@`, or after
/// `password=`.
public func withoutPassword(_ url: String) -> String {
    var shown = url
    if let scheme = shown.firstRange(of: "://"), let at = shown[scheme.upperBound...].lastIndex(of: "@"),
        let colon = shown[scheme.upperBound..<at].firstIndex(of: ":")
    {
        shown.replaceSubrange(shown.index(after: colon)..<at, with: "…")
    }
    if let option = shown.firstRange(of: "password=") {
        let end = shown[option.upperBound...].firstIndex { "& ".contains($0) } ?? shown.endIndex
        shown.replaceSubrange(option.upperBound..<end, with: "…")
    }
    return shown
}
