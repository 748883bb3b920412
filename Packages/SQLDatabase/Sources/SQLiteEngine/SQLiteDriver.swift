import CSQLite
import SQLDatabase

// Unsafe pointers: SQLite reads the text where the array holds it, and says how far it came.

/// A connection to a SQLite database.
final class SQLiteDriver: SQLDriver {
    let handle: OpaquePointer
    private let location: SQLiteLocation
    private let stop: SQLiteInterrupter
    private let role: SQLRole
    private var isReadOnlyTransaction = false
    private let statementCacheSize: Int
    private var statements: StatementCache
    private var writes = 0
    /// Whether a log lay beside the file before this connection came, and the file is somebody else's: then the log is
    /// left as it is.
    private var leavesLog = false
    /// The restrictions in force, if there are any.
    private var guardian: SQLiteGuard?
    /// Stand in for some of SQLite's functions, once restrictions have asked for it.
    private var functions: BoundedFunctions?

    init(location: SQLiteLocation, options: SQLOptions, role: SQLRole) throws(SQLError) {
        self.location = location
        self.role = role
        stop = SQLiteInterrupter(patience: options.busyTimeout)
        statementCacheSize = options.statementCacheSize
        statements = StatementCache(capacity: statementCacheSize)
        leavesLog = options.journalMode == .unchanged && location.hasLog
        handle = try Self.open(location)
        stop.attach(to: handle)
        do throws(SQLError) {
            try configure(options)
        } catch {
            close()
            throw error
        }
    }

    /// Configures the library once, before its first connection; where something else has opened one, it stays as it is.
    static func settle(countsMemory: Bool) {
        isSettled.withLock { isSettled in
            if !isSettled { _ = csqlite_settle_memory(countsMemory ? 1 : 0) }
            isSettled = true
        }
    }

    private static let isSettled = Guarded(false)

    private static func open(_ location: SQLiteLocation) throws(SQLError) -> OpaquePointer {
        guard !location.isImmutable || !location.hasLog else {
            throw .cannotConnect(
                SQLFailure(
                    dialect: .sqlite, code: .sqlite(SQLITE_CANTOPEN),
                    message: "its log \(location.path)-wal holds changes, which immutable=1 would leave out"),
                target: "the SQLite file '\(location.path)'")
        }
        var access =
            switch location.mode {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        if location.isImmutable {
            access = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
        } else if location.mode == .readOnly, location.keepsLog, !location.hasLog {
            // A connection that may only read makes the files of the log, and may not remove them again. This one may,
            // and this object sees to it that it writes nothing else.
            access = SQLITE_OPEN_READWRITE
        }
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(
            location.isImmutable ? location.immutableName : location.path, &handle,
            access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            let failure = SQLiteFailure(database: handle, code: code)
            throw .cannotConnect(failure.described(), target: "the SQLite file '\(location.path)'")
        }
        return handle
    }

    private func configure(_ options: SQLOptions) throws(SQLError) {
        _ = csqlite_configure(handle, SQLITE_DBCONFIG_DQS_DML, 0)
        _ = csqlite_configure(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
        // What sqlite3's `.dump` writes of a virtual table edits the schema by hand.
        _ = csqlite_configure(handle, SQLITE_DBCONFIG_DEFENSIVE, options.trustsSchema ? 0 : 1)
        _ = csqlite_configure(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, options.trustsSchema ? 1 : 0)
        // The first look at the file: whether it is a database at all.
        do throws(SQLError) {
            try run("SELECT count(*) FROM sqlite_schema")
        } catch {
            throw explained(error)
        }
        // Nothing below writes to a file that is somebody else's: the journal's mode alone is kept in the file.
        let canWrite = !location.isReadOnly && sqlite3_db_readonly(handle, "main") == 0
        if role == .writer, canWrite, !location.isInMemory, options.journalMode != .unchanged {
            try run(SQLScript(trusted: "PRAGMA journal_mode = \(options.journalMode.rawValue)"))
        }
        if canWrite { try run(options.isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL") }
        try run("PRAGMA foreign_keys = ON")
        if role == .reader || location.isReadOnly { try run("PRAGMA query_only = ON") }
    }

    /// What to do about a file whose log needs a folder that may be written.
    private func explained(_ error: SQLError) -> SQLError {
        guard let failure = error.failure, case .sqlite(let code) = failure.code, !location.isImmutable,
            [SQLITE_CANTOPEN, SQLITE_READONLY].contains(code & 0xff)
        else { return error }
        let hint =
            "\(failure.message): the file keeps a write-ahead log, for which its folder must be writable; if nobody "
            + "changes the file meanwhile, add ?immutable=1 to its address"
        return .cannotConnect(
            SQLFailure(dialect: .sqlite, code: failure.code, message: hint),
            target: "the SQLite file '\(location.path)'")
    }

    // MARK: SQLDriver

    var dialect: SQLDialect { .sqlite }
    var isUsable: Bool { true }
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
    var interrupter: any SQLInterrupter { stop }
    var startedWrites: Int? { writes }

    func start(_ statement: SQLStatement, streaming: Bool) throws(SQLError) -> any SQLCursor {
        let prepared = try prepared(statement)
        try prepared.start(with: statement)
        return prepared
    }

    func origins(of statement: SQLStatement) throws(SQLError) -> [SQLColumnOrigin?] { try prepared(statement).origins }

    func run(_ script: SQLScript) throws(SQLError) {
        let text = try Text(script.text)
        var offset = 0
        while let prepared = try prepare(text, from: &offset, persistent: false) {
            guard prepared.isReadOnly || !mustOnlyRead else { throw prepared.readOnlyError }
            guard prepared.placeholders == 0 else {
                throw .malformedStatement(
                    reason: "has placeholders, but a script has no values for them", statement: prepared.sql)
            }
            try prepared.start()
            while try prepared.next() != nil {}
        }
    }

    func begin(_ transaction: SQLTransaction) throws(SQLError) {
        // A writer takes the lock at once: one that waited until its first write could meet a changed database.
        // Taking the lock writes nothing yet.
        let before = writes
        try execute(
            transaction.isReadOnly || role == .reader || location.isReadOnly ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE")
        writes = before
        isReadOnlyTransaction = transaction.isReadOnly
    }

    func commit() throws(SQLError) {
        isReadOnlyTransaction = false
        try execute("COMMIT")
    }

    func rollback() throws(SQLError) {
        isReadOnlyTransaction = false
        if isInTransaction { try execute("ROLLBACK") }
    }

    func lockForMigration() throws(SQLError) {
        // The writer's transaction already holds the only lock there is.
    }

    func close() {
        stop.detach()
        statements.removeAll()
        guardian?.lift()
        guardian = nil
        // The last connection to close would write the log into the file. One that has only looked does not.
        if leavesLog, writes == 0 { _ = csqlite_configure(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1) }
        sqlite3_close_v2(handle)
    }

    // MARK: Restrictions

    /// Puts restrictions in force, on top of those that are, until the connection closes.
    func restrict(to restrictions: SQLiteRestrictions) throws(SQLError) {
        if restrictions.limits.boundsFunctions, functions == nil {
            functions = try BoundedFunctions(on: handle, stop: stop)
        }
        // What was prepared before was never asked about.
        statements = StatementCache(capacity: statementCacheSize)
        enforce(guardian.map { $0.restrictions.combined(with: restrictions) } ?? restrictions)
    }

    /// Puts restrictions in force while `body` runs.
    func withRestrictions<Value>(_ restrictions: SQLiteRestrictions, _ body: () throws -> Value) throws -> Value {
        let (earlier, kept) = (guardian?.restrictions, statements)
        try restrict(to: restrictions)
        defer {
            enforce(earlier)
            statements = kept
        }
        return try body()
    }

    /// Replaces the restrictions in force by these.
    private func enforce(_ restrictions: SQLiteRestrictions?) {
        guardian?.lift()
        guardian = restrictions.map { restrictions in
            SQLiteGuard(restrictions, on: handle, functions: restrictions.limits.boundsFunctions ? functions : nil)
        }
    }

    // MARK: Statements

    private var mustOnlyRead: Bool {
        role == .reader || location.isReadOnly || isReadOnlyTransaction || guardian?.restrictions.isReadOnly == true
    }

    /// Runs a statement of this library's own.
    private func execute(_ statement: SQLStatement) throws(SQLError) {
        guardian?.isOwnStatement = true
        defer { guardian?.isOwnStatement = false }
        let prepared = try prepared(statement)
        try prepared.start(with: statement)
        while try prepared.next() != nil {}
    }

    /// A statement from the cache that is not in use, or a new one.
    private func prepared(_ statement: SQLStatement) throws(SQLError) -> SQLitePrepared {
        let shape = statement.shape
        let prepared: SQLitePrepared
        if let cached = statements.find(shape), !cached.isOpen {
            prepared = cached
        } else {
            prepared = try prepareAlone(statement)
            statements.insert(prepared, for: shape)
        }
        if !prepared.isReadOnly, mustOnlyRead, guardian?.isOwnStatement != true, !prepared.asksForJournalMode {
            throw prepared.readOnlyError
        }
        return prepared
    }

    private func prepareAlone(_ statement: SQLStatement) throws(SQLError) -> SQLitePrepared {
        let sql = statement.sql(.questionMark)
        let text = try Text(sql)
        var offset = 0
        guard let prepared = try prepare(text, from: &offset, persistent: true) else {
            throw .malformedStatement(reason: "is empty", statement: sql)
        }
        guard try prepare(text, from: &offset, persistent: false) == nil else {
            throw .malformedStatement(reason: "is more than one: use a script", statement: sql)
        }
        guard prepared.placeholders == statement.bindings.count else {
            throw .malformedStatement(
                reason: "has \(prepared.placeholders) placeholders, but \(statement.bindings.count) values",
                statement: sql)
        }
        return prepared
    }

    /// SQL as SQLite reads it: bytes with a zero at the end.
    private struct Text {
        let sql: String
        let bytes: [CChar]

        init(_ sql: String) throws(SQLError) {
            guard !sql.utf8.contains(0) else {
                throw .malformedStatement(reason: "holds a NUL character", statement: sql)
            }
            self.sql = sql
            bytes = sql.utf8.map { CChar(bitPattern: $0) } + [0]
        }
    }

    /// Prepares the next statement of a text and moves `offset` behind it; `nil` if there is none.
    private func prepare(
        _ text: Text, from offset: inout Int, persistent: Bool
    ) throws(SQLError) -> SQLitePrepared? {
        stop.resetWait()
        if offset == 0 { try guardian?.willPrepare(text.sql) }
        while offset < text.bytes.count - 1 {
            let start = offset
            var pointer: OpaquePointer?
            // SQLite says by an address where the statement ends; it lies in the buffer, so their distance is an offset.
            let code = text.bytes[start...].withUnsafeBufferPointer { bytes in
                var tail: UnsafePointer<CChar>?
                let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
                let code = sqlite3_prepare_v3(
                    handle, bytes.baseAddress, Int32(clamping: bytes.count), flags, &pointer, &tail)
                if let tail, let first = bytes.baseAddress { offset = start + (tail - first) }
                return code
            }
            guard code == SQLITE_OK else {
                let fault = Int(csqlite_error_offset(handle))
                throw error(code, statement: text.sql, offset: fault < 0 ? fault : start + fault)
            }
            if let pointer { return SQLitePrepared(pointer, driver: self) }
            // A comment or a lone semicolon: the next statement may follow.
            guard offset > start else { return nil }
        }
        return nil
    }

    /// The error for a result code, with what SQLite has to say about it.
    func error(_ code: Int32, statement: String?, offset: Int = -1, isRunning: Bool = false) -> SQLError {
        if let refusal = guardian?.error(code, statement: statement) { return refusal }
        return SQLiteFailure(database: handle, code: code, statement: statement, offset: offset, isRunning: isRunning)
            .error(waited: stop.lastWait) { LockHolder.describe(databaseAt: location.path) }
    }

    /// A statement is about to take its first step.
    func willStart(_ statement: SQLitePrepared) {
        if !statement.isReadOnly { writes += 1 }
        stop.resetWait()
    }
}
