/// A connection within one access to the database: every statement runs at once, on the connection's own thread.
///
/// A connection is only valid inside the closure that got it.
public final class SQLConnection {
    /// The engine's side, for what only one engine has.
    public let driver: any SQLDriver
    let control: StopControl
    private var isValid = true
    private var savepoints = 0

    init(driver: any SQLDriver, control: StopControl) {
        self.driver = driver
        self.control = control
    }

    /// Which SQL this connection speaks.
    public var dialect: SQLDialect { driver.dialect }

    /// Whether a transaction is open.
    public var isInTransaction: Bool { driver.isInTransaction }

    /// Gives `body` a connection that is valid, and that `control` can stop, for as long as it runs.
    static func withConnection<Value>(
        of driver: any SQLDriver, _ control: StopControl, _ body: (SQLConnection) throws -> Value
    ) rethrows -> Value {
        let connection = SQLConnection(driver: driver, control: control)
        control.begin(driver.interrupter)
        defer {
            control.end()
            connection.isValid = false
        }
        return try body(connection)
    }

    /// Throws if the access was cancelled or has taken too long; a long computation between statements may call it.
    public func checkStop() throws(SQLError) {
        guard isValid else { throw .closed }
        guard control.reason == .none else { throw .cancelled }
    }
}

// MARK: - Statements

extension SQLConnection {
    /// Starts a statement and returns its rows one at a time, without holding more than a few in memory.
    ///
    /// Close the cursor, or read it to its end, before the closure ends.
    public func cursor(_ statement: SQLStatement) throws(SQLError) -> any SQLCursor {
        try checkStop()
        return try driver.start(statement, streaming: true)
    }

    /// Where each column of a statement's result comes from, without running it; `nil` for a column that is computed.
    /// The list is empty where the engine cannot tell.
    public func origins(of statement: SQLStatement) throws(SQLError) -> [SQLColumnOrigin?] {
        try checkStop()
        return try driver.origins(of: statement)
    }

    /// Runs a statement and returns how many rows it inserted, updated or deleted.
    @discardableResult
    public func execute(_ statement: SQLStatement) throws(SQLError) -> Int {
        try checkStop()
        let cursor = try driver.start(statement, streaming: false)
        defer { cursor.close() }
        while try cursor.next() != nil {}
        return cursor.changes
    }

    /// Runs several statements that have no placeholders.
    public func execute(script: SQLScript) throws(SQLError) {
        try checkStop()
        try driver.run(script)
    }

    /// All rows of a result.
    public func query(_ statement: SQLStatement) throws(SQLError) -> [SQLRow] {
        try checkStop()
        let cursor = try driver.start(statement, streaming: false)
        defer { cursor.close() }
        var rows: [SQLRow] = []
        while let row = try cursor.next() { rows.append(row) }
        return rows
    }

    /// All rows of a result, each decoded with ``SQLRow/decode(_:)``.
    public func query<Value: Decodable>(_ statement: SQLStatement, as type: Value.Type) throws -> [Value] {
        try query(statement).map { try $0.decode(type) }
    }

    /// Calls `body` for each row; only a few are held in memory.
    public func forEach(_ statement: SQLStatement, _ body: (SQLRow) throws -> Void) throws {
        let cursor = try cursor(statement)
        defer { cursor.close() }
        while let row = try cursor.next() {
            try checkStop()
            try body(row)
        }
    }

    /// The first row of a result; `nil` if it is empty.
    public func first(_ statement: SQLStatement) throws(SQLError) -> SQLRow? {
        try checkStop()
        let cursor = try driver.start(statement, streaming: false)
        let row = try cursor.next()
        cursor.close()
        return row
    }

    /// The first row of a result, decoded; `nil` if the result is empty.
    public func first<Value: Decodable>(_ statement: SQLStatement, as type: Value.Type) throws -> Value? {
        try first(statement)?.decode(type)
    }

    /// The first column of the first row.
    ///
    /// - Throws: ``SQLError/noRow(statement:)`` if the result is empty.
    public func value<Value: SQLValueConvertible>(
        _ statement: SQLStatement, as type: Value.Type = Value.self
    ) throws(SQLError) -> Value {
        guard let row = try first(statement) else { throw .noRow(statement: statement.description) }
        return try row.get(at: 0)
    }

    /// The first column of all rows.
    public func values<Value: SQLValueConvertible>(
        _ statement: SQLStatement, as type: Value.Type = Value.self
    ) throws(SQLError) -> [Value] {
        var values: [Value] = []
        for row in try query(statement) { values.append(try row.get(at: 0)) }
        return values
    }
}

// MARK: - Transactions

extension SQLConnection {
    /// Runs `body` in a transaction, or, inside one, in a savepoint: if it throws, nothing that it did remains.
    ///
    /// After a statement failed, PostgreSQL refuses all others of the transaction until its savepoint is rolled back,
    /// so wrap in this what may fail and be caught.
    @discardableResult
    public func transaction<Value>(
        _ transaction: SQLTransaction = .serializable, _ body: (SQLConnection) throws -> Value
    ) throws -> Value {
        try checkStop()
        guard driver.isInTransaction else {
            try driver.begin(transaction)
            do {
                let value = try body(self)
                try checkStop()
                try driver.commit()
                return value
            } catch {
                // A stopped access must not be kept from cleaning up.
                if control.reason != .none { control.end() }
                try? driver.rollback()
                throw error
            }
        }
        savepoints += 1
        defer { savepoints -= 1 }
        let name: SQLStatement = "\(identifier: "savepoint \(savepoints)")"
        try execute("SAVEPOINT \(name)")
        do {
            let value = try body(self)
            try execute("RELEASE SAVEPOINT \(name)")
            return value
        } catch {
            // If this fails too, the whole transaction is rolled back when its closure ends.
            _ = try? execute("ROLLBACK TO SAVEPOINT \(name)")
            _ = try? execute("RELEASE SAVEPOINT \(name)")
            throw error
        }
    }
}
