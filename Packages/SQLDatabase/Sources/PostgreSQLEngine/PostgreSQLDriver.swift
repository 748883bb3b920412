import CPostgreSQL
import SQLDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A connection to a PostgreSQL server.
final class PostgreSQLDriver: SQLDriver {
    let handle: OpaquePointer
    let stop: PostgreSQLInterrupter
    private var statements: PreparedStatements
    /// The rows that are still on their way: libpq runs one command at a time.
    weak var streaming: PostgreSQLStream?

    init(handle: OpaquePointer, options: SQLOptions) throws(SQLError) {
        self.handle = handle
        stop = PostgreSQLInterrupter(handle: handle)
        statements = PreparedStatements(capacity: options.statementCacheSize)
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
        do throws(SQLError) {
            return try start(statement, parameters, streaming: streaming)
        } catch {
            guard let failure = error.failure, Self.isOutdated(failure) else { throw error }
            // The table changed under the prepared statement, or somebody deallocated it: prepare anew.
            let canRepeat = PQtransactionStatus(handle) == PQTRANS_IDLE
            statements.removeAll()
            guard canRepeat else { throw .conflict(failure) }
            try run("DEALLOCATE ALL")
            return try start(statement, parameters, streaming: streaming)
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
        case PGRES_COPY_IN:
            PQputCopyEnd(handle, "a script cannot carry data for COPY")
            drain()
            throw .malformedStatement(reason: "copies, which a script cannot: use copy(…)", statement: script.text)
        case PGRES_COPY_OUT, PGRES_COPY_BOTH:
            drain()
            throw .malformedStatement(reason: "copies, which a script cannot: use copy(…)", statement: script.text)
        default: throw error(result, statement: script.text)
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

    private func start(
        _ statement: SQLStatement, _ parameters: PostgreSQLParameters, streaming: Bool
    ) throws(SQLError) -> any SQLCursor {
        let prepared = try prepared(statement, parameters.types)
        let format: Int32 = prepared.isBinary ? 1 : 0
        guard streaming, prepared.columns.count > 0 else {
            let result = parameters.withArrays { count, values, lengths, formats in
                PQexecPrepared(handle, prepared.name, count, values, lengths, formats, format)
            }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                return PostgreSQLResult(result, prepared)
            default:
                defer { PQclear(result) }
                throw error(result, statement: prepared.sql)
            }
        }
        let wasInTransaction = isInTransaction
        let sent = parameters.withArrays { count, values, lengths, formats in
            PQsendQueryPrepared(handle, prepared.name, count, values, lengths, formats, format)
        }
        guard sent == 1 else { throw error(nil, statement: prepared.sql) }
        PQsetSingleRowMode(handle)
        let stream = PostgreSQLStream(driver: self, prepared: prepared, isInTransaction: wasInTransaction)
        self.streaming = stream
        return stream
    }

    private func prepared(_ statement: SQLStatement, _ types: [Oid]) throws(SQLError) -> PreparedStatement {
        let key = PreparedStatements.Key(shape: statement.shape, types: types)
        if let known = statements.find(key) { return known }
        let sql = statement.sql(.dollar)
        guard !sql.utf8.contains(0) else {
            throw .malformedStatement(reason: "holds a NUL character", statement: sql)
        }
        let name = statements.nextName()
        let preparation = PQprepare(handle, name, sql, Int32(clamping: types.count), types)
        defer { PQclear(preparation) }
        guard PQresultStatus(preparation) == PGRES_COMMAND_OK else { throw error(preparation, statement: sql) }
        let description = PQdescribePrepared(handle, name)
        defer { PQclear(description) }
        guard PQresultStatus(description) == PGRES_COMMAND_OK else { throw error(description, statement: sql) }
        guard Int(PQnparams(description)) == types.count else {
            throw .malformedStatement(
                reason: "has \(PQnparams(description)) holes, but \(types.count) values", statement: sql)
        }
        let prepared = PreparedStatement(name: name, sql: sql, description: description)
        if let dropped = statements.insert(prepared, for: key) {
            PQclear(PQexec(handle, "DEALLOCATE \(dropped.name)"))
        }
        return prepared
    }

    private static func isOutdated(_ failure: SQLFailure) -> Bool {
        switch failure.code {
        case .sqlState("26000"): true
        case .sqlState("0A000"): failure.message.contains("cached plan")
        default: false
        }
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
