import CPostgreSQL
import SQLDatabase

/// The rows of a result that has arrived as a whole.
final class PostgreSQLResult: SQLCursor {
    private var result: OpaquePointer?
    private let shape: ResultShape
    private let count: Int32
    private var position: Int32 = 0
    let changes: Int

    init(_ result: OpaquePointer?, _ shape: ResultShape) {
        self.result = result
        self.shape = shape
        count = PQntuples(result)
        changes = affectedRows(result)
    }

    deinit {
        close()
    }

    var columns: SQLColumns { shape.columns }

    func next() throws(SQLError) -> SQLRow? {
        guard result != nil, position < count else { return nil }
        defer { position += 1 }
        return shape.row(position, of: result)
    }

    func close() {
        PQclear(result)
        result = nil
    }
}

/// The rows of a result as they arrive: libpq holds one at a time, and the server waits while nobody reads.
final class PostgreSQLStream: SQLCursor {
    private let driver: PostgreSQLDriver
    private let shape: ResultShape
    /// Rows that were fetched ahead, in reverse: the one that told the columns, and all if another statement was started.
    private var fetched: [SQLRow] = []
    private var error: SQLError?
    private var isAtEnd = false
    private(set) var changes = 0
    private let isInTransaction: Bool
    /// Becomes false when the connection is closed under the rows.
    var isConnected = true

    init(driver: PostgreSQLDriver, shape: ResultShape, first: SQLRow? = nil, isInTransaction: Bool) {
        if let first { fetched = [first] }
        self.driver = driver
        self.shape = shape
        self.isInTransaction = isInTransaction
    }

    deinit {
        close()
    }

    var columns: SQLColumns { shape.columns }

    func next() throws(SQLError) -> SQLRow? {
        if let row = fetched.popLast() { return row }
        if let error {
            self.error = nil
            throw error
        }
        return try receive()
    }

    func close() {
        fetched = []
        error = nil
        guard !isAtEnd, isConnected else { return }
        isAtEnd = true
        // A cancellation would abort a transaction that is meant to go on: there the rows are read and dropped.
        if !isInTransaction { driver.stop.interrupt() }
        driver.drain()
        if !isInTransaction { driver.stop.rest() }
    }

    /// Fetches all rows that are left, so that another statement can run.
    func fetchRest() {
        guard !isAtEnd, isConnected else { return }
        var rows: [SQLRow] = []
        do throws(SQLError) {
            while let row = try receive() { rows.append(row) }
        } catch {
            self.error = error
        }
        fetched = rows.reversed() + fetched
    }

    private func receive() throws(SQLError) -> SQLRow? {
        guard !isAtEnd, isConnected else { return nil }
        guard let result = PQgetResult(driver.handle) else {
            isAtEnd = true
            return nil
        }
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_SINGLE_TUPLE: return shape.row(0, of: result)
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
            changes = affectedRows(result)
            isAtEnd = true
            driver.drain()
            return nil
        default:
            let error = driver.error(result, statement: shape.sql)
            isAtEnd = true
            driver.drain()
            throw error
        }
    }
}

/// How many rows a command inserted, updated or deleted; a query changes none.
private func affectedRows(_ result: OpaquePointer?) -> Int {
    let command = PQcmdStatus(result).map { String(cString: $0) } ?? ""
    guard ["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"].contains(where: { command.hasPrefix($0) }) else { return 0 }
    return PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
}
