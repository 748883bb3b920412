import CPostgreSQL
import SQLDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Unsafe pointers: libpq hands out memory that it wants freed; it is copied first.

/// A connection to a PostgreSQL server.
///
/// What holds between two calls: no command is under way but the one of ``streaming``, whose rows are still to come; and
/// every name in ``statements`` is prepared on the server, unless a pooler stands between.
///
/// A pooler like PgBouncer in transaction mode gives each transaction whichever server connection is free. What is
/// prepared in one is not there in the next. Where the connector has seen a pooler (it announces another process than the
/// one that answers), nothing is prepared: SQL and values go in one message under no name, which every pooler passes on
/// whole. Where it hides, statements have names that nobody else takes, and the first time that the server does not know
/// one (26000) or has it already (42P05), this connection and all that are made later stop preparing. Example: `SELECT 1`
/// is prepared on server connection A, is to be run on B, fails there without any effect, and is sent once more in one
/// piece. Inside a transaction the failure has aborted it: that is a conflict, and it runs again.
final class PostgreSQLDriver: SQLDriver {
    let handle: OpaquePointer
    let stop: PostgreSQLInterrupter
    private var statements: PreparedStatements
    /// Statements that are not used any more; the server forgets them when no transaction is open that could fail by it.
    private var dropped: [String] = []
    private var prepares: Bool
    private let isPooled: Guarded<Bool>
    private let listener: MessageListener?
    /// The rows that are still on their way: libpq runs one command at a time.
    weak var streaming: PostgreSQLStream?

    init(handle: OpaquePointer, options: SQLOptions, isPooled: Guarded<Bool>) throws(SQLError) {
        self.handle = handle
        self.isPooled = isPooled
        stop = PostgreSQLInterrupter(handle: handle)
        statements = PreparedStatements(capacity: options.statementCacheSize)
        prepares = options.statementCacheSize > 0 && !isPooled.withLock { $0 }
        listener = options.onMessage.map { MessageListener(action: $0) }
        guard let listener else { return }
        PQsetNoticeReceiver(
            handle,
            { context, result in
                guard let context else { return }
                // The driver keeps the listener until it has closed the connection.
                Unmanaged<MessageListener>.fromOpaque(context).takeUnretainedValue().action(SQLMessage(result: result))
            }, Unmanaged.passUnretained(listener).toOpaque())
    }

    /// Carries a closure through libpq.
    private final class MessageListener: Sendable {
        let action: @Sendable (SQLMessage) -> Void

        init(action: @escaping @Sendable (SQLMessage) -> Void) {
            self.action = action
        }
    }

    // MARK: SQLDriver

    var dialect: SQLDialect { .postgreSQL }
    var interrupter: any SQLInterrupter { stop }

    var isUsable: Bool {
        guard PQstatus(handle) == CONNECTION_OK else { return false }
        // A server that closed the connection meanwhile has left its farewell, and the end, in the socket.
        for _ in 0..<8 {
            var wait = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, 0) > 0 else { return true }
            guard PQconsumeInput(handle) == 1 else { return false }
            while let notification = PQnotifies(handle) { PQfreemem(notification) }
        }
        return true
    }

    var isInTransaction: Bool {
        switch PQtransactionStatus(handle) {
        case PQTRANS_INTRANS, PQTRANS_INERROR, PQTRANS_ACTIVE: true
        default: false
        }
    }

    func start(_ statement: SQLStatement, streaming: Bool) throws(SQLError) -> any SQLCursor {
        let parameters = try PostgreSQLParameters(statement)
        settleStream()
        guard prepares else { return try startUnnamed(statement, parameters, streaming: streaming) }
        do throws(SQLError) {
            return try startPrepared(statement, parameters, streaming: streaming)
        } catch {
            guard let failure = error.failure, let reason = Outdated(failure) else { throw error }
            let canRepeat = PQtransactionStatus(handle) == PQTRANS_IDLE
            dropped += statements.removeAll()
            if reason == .pooled {
                prepares = false
                dropped = []
                isPooled.withLock { $0 = true }
            }
            guard canRepeat else { throw .conflict(failure) }
            return prepares
                ? try startPrepared(statement, parameters, streaming: streaming)
                : try startUnnamed(statement, parameters, streaming: streaming)
        }
    }

    /// Why a prepared statement cannot be used any more.
    private enum Outdated {
        /// The table has changed under it.
        case table
        /// Another connection to the server has it, or somebody deallocated it.
        case pooled

        init?(_ failure: SQLFailure) {
            switch failure.code {
            case .sqlState("26000"), .sqlState("42P05"): self = .pooled
            case .sqlState("0A000") where failure.message.contains("cached plan"): self = .table
            default: return nil
            }
        }
    }

    func run(_ script: SQLScript) throws(SQLError) {
        settleStream()
        guard !script.text.utf8.contains(0) else {
            throw .malformedStatement(reason: "holds a NUL character", statement: script.text)
        }
        let result = PQexec(handle, script.text)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
        default: throw refusal(result, script.text)
        }
    }

    func begin(_ transaction: SQLTransaction) throws(SQLError) {
        let access = transaction.isReadOnly ? "READ ONLY" : "READ WRITE"
        try run(SQLScript(trusted: "BEGIN ISOLATION LEVEL \(transaction.isolation.rawValue) \(access)"))
    }

    func commit() throws(SQLError) {
        settleStream()
        let result = PQexec(handle, "COMMIT")
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw error(result, statement: "COMMIT") }
        // After a failed statement the server answers a commit with a rollback, and calls that success.
        guard text(PQcmdStatus(result)) == "COMMIT" else {
            throw .statement(
                SQLFailure(
                    dialect: .postgreSQL, code: .sqlState("25P02"),
                    message: "the transaction was rolled back because a statement in it had failed before",
                    statement: "COMMIT"))
        }
    }

    func rollback() throws(SQLError) {
        settleStream()
        if isInTransaction { try run("ROLLBACK") }
    }

    func lockForMigration() throws(SQLError) {
        // Any number will do that nobody else takes: these are the bytes of "migrate".
        try run("SELECT pg_advisory_xact_lock(30796665482998885)")
    }

    func close() {
        streaming?.isConnected = false
        streaming = nil
        stop.detach()
        PQfinish(handle)
    }

    // MARK: Statements

    /// Runs a statement that the server keeps, preparing it first if need be.
    private func startPrepared(
        _ statement: SQLStatement, _ parameters: PostgreSQLParameters, streaming: Bool
    ) throws(SQLError) -> any SQLCursor {
        let prepared = try prepared(statement, parameters.types)
        let shape = prepared.shape
        let format: Int32 = shape.isBinary ? 1 : 0
        guard streaming, shape.columns.count > 0 else {
            let result = parameters.withArrays { count, values, lengths, formats in
                PQexecPrepared(handle, prepared.name, count, values, lengths, formats, format)
            }
            return try whole(result, shape.sql) { _ in shape }
        }
        let wasInTransaction = isInTransaction
        let sent = parameters.withArrays { count, values, lengths, formats in
            PQsendQueryPrepared(handle, prepared.name, count, values, lengths, formats, format)
        }
        guard sent == 1 else { throw error(nil, statement: shape.sql) }
        PQsetSingleRowMode(handle)
        let stream = PostgreSQLStream(driver: self, shape: shape, isInTransaction: wasInTransaction)
        self.streaming = stream
        return stream
    }

    /// Runs a statement that the server does not keep. Its columns are known when the first row, or the end, has come.
    private func startUnnamed(
        _ statement: SQLStatement, _ parameters: PostgreSQLParameters, streaming: Bool
    ) throws(SQLError) -> any SQLCursor {
        let sql = try checked(statement)
        let wasInTransaction = isInTransaction
        let sent = parameters.withArrays { count, values, lengths, formats in
            PQsendQueryParams(handle, sql, count, parameters.types, values, lengths, formats, 0)
        }
        guard sent == 1 else { throw error(nil, statement: sql) }
        if streaming { PQsetSingleRowMode(handle) }
        let result = PQgetResult(handle)
        guard PQresultStatus(result) == PGRES_SINGLE_TUPLE else {
            defer { drain() }
            do throws(SQLError) {
                return try whole(result, sql) { ResultShape($0, sql: sql, isBinary: false) }
            } catch {
                if case .sqlState("08P01")? = error.failure?.code {
                    throw .malformedStatement(
                        reason: "has a number of placeholders that differs from its \(parameters.types.count) values",
                        statement: sql)
                }
                throw error
            }
        }
        defer { PQclear(result) }
        let shape = ResultShape(result, sql: sql, isBinary: false)
        let stream = PostgreSQLStream(
            driver: self, shape: shape, first: shape.row(0, of: result), isInTransaction: wasInTransaction)
        self.streaming = stream
        return stream
    }

    /// The cursor over a result that has arrived whole, which it takes over.
    private func whole(
        _ result: OpaquePointer?, _ sql: String, _ shape: (OpaquePointer?) -> ResultShape
    ) throws(SQLError) -> any SQLCursor {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: return PostgreSQLResult(result, shape(result))
        default:
            defer { PQclear(result) }
            throw refusal(result, sql)
        }
    }

    /// The error for a result that is none; ends a `COPY` that the statement has begun.
    private func refusal(_ result: OpaquePointer?, _ sql: String) -> SQLError {
        switch PQresultStatus(result) {
        case PGRES_COPY_IN:
            PQputCopyEnd(handle, "there is no data for this COPY")
            drain()
            return .malformedStatement(
                reason: "copies data in, which needs copyIn(_:_:) or copy(into:columns:rows:)", statement: sql)
        case PGRES_COPY_OUT, PGRES_COPY_BOTH:
            drain()
            return .malformedStatement(reason: "copies data out, which needs copyOut(_:_:)", statement: sql)
        case PGRES_EMPTY_QUERY: return .malformedStatement(reason: "is empty", statement: sql)
        default: return error(result, statement: sql)
        }
    }

    func checked(_ statement: SQLStatement) throws(SQLError) -> String {
        let sql = statement.sql(.dollar)
        guard !sql.utf8.contains(0) else {
            throw .malformedStatement(reason: "holds a NUL character", statement: sql)
        }
        return sql
    }

    private func prepared(_ statement: SQLStatement, _ types: [Oid]) throws(SQLError) -> PreparedStatement {
        let key = PreparedStatements.Key(shape: statement.shape, types: types)
        if let known = statements.find(key) { return known }
        let sql = try checked(statement)
        deallocate()
        let name = statements.nextName()
        let preparation = PQprepare(handle, name, sql, Int32(clamping: types.count), types)
        defer { PQclear(preparation) }
        guard PQresultStatus(preparation) == PGRES_COMMAND_OK else { throw error(preparation, statement: sql) }
        let description = PQdescribePrepared(handle, name)
        defer { PQclear(description) }
        guard PQresultStatus(description) == PGRES_COMMAND_OK else { throw error(description, statement: sql) }
        guard Int(PQnparams(description)) == types.count else {
            throw .malformedStatement(
                reason: "has \(PQnparams(description)) placeholders, but \(types.count) values", statement: sql)
        }
        let prepared = PreparedStatement(name: name, shape: ResultShape(description, sql: sql))
        if let oldest = statements.insert(prepared, for: key) { dropped.append(oldest.name) }
        return prepared
    }

    /// Makes the server forget what is not used any more.
    private func deallocate() {
        guard !dropped.isEmpty, PQtransactionStatus(handle) == PQTRANS_IDLE else { return }
        for name in dropped { PQclear(PQexec(handle, "DEALLOCATE \(name)")) }
        dropped = []
    }

    // MARK: Replies

    /// Makes room for the next command: rows that are still on their way are fetched into memory.
    func settleStream() {
        streaming?.fetchRest()
        streaming = nil
    }

    /// Reads what is left of a command's replies.
    func drain() {
        while let result = PQgetResult(handle) {
            let status = PQresultStatus(result)
            PQclear(result)
            if status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH {
                // libpq allocates each piece.
                var buffer: UnsafeMutablePointer<CChar>?
                while PQgetCopyData(handle, &buffer, 0) > 0 {
                    PQfreemem(buffer)
                    buffer = nil
                }
            }
            if PQstatus(handle) != CONNECTION_OK { return }
        }
    }

    /// The error for a failed command.
    func error(_ result: OpaquePointer?, statement: String?) -> SQLError {
        PostgreSQLFailure(result: result, handle: handle, statement: statement)
            .error(isInterrupted: stop.isRequested.load(ordering: .acquiring))
    }
}
