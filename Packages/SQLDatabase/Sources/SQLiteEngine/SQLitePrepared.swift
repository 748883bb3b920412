import CSQLite
import SQLDatabase

/// A prepared statement, which is also the cursor over its rows while it runs.
final class SQLitePrepared: SQLCursor {
    private let handle: OpaquePointer
    // The connection keeps its statements, so this points back without owning.
    private unowned let driver: SQLiteDriver
    let isReadOnly: Bool
    let placeholders: Int
    private(set) var isOpen = false
    private(set) var columns: SQLColumns
    private var preparations: Int32
    private var changesBefore: Int32 = 0
    private var isFirstRow = true
    private(set) var changes = 0

    init(_ handle: OpaquePointer, driver: SQLiteDriver) {
        self.handle = handle
        self.driver = driver
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        placeholders = Int(sqlite3_bind_parameter_count(handle))
        columns = Self.columns(of: handle)
        preparations = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Where each column of the result comes from.
    var origins: [SQLColumnOrigin?] {
        (0..<sqlite3_column_count(handle)).map { index in
            guard let table = sqlite3_column_table_name(handle, index),
                let column = sqlite3_column_origin_name(handle, index)
            else { return nil }
            return SQLColumnOrigin(table: String(cString: table), column: String(cString: column))
        }
    }

    var sql: String { sqlite3_sql(handle).map { String(cString: $0) } ?? "" }

    /// Whether it is `PRAGMA journal_mode`, which SQLite takes for one that writes, as it is with a value.
    var asksForJournalMode: Bool {
        let words = sql.lowercased().split { $0.isWhitespace || $0 == ";" }
        return words == ["pragma", "journal_mode"] || words == ["pragma", "main.journal_mode"]
    }

    var readOnlyError: SQLError {
        .readOnly(
            SQLFailure(
                dialect: .sqlite, code: .sqlite(SQLITE_READONLY),
                message: "the statement writes, but the access may only read", statement: sql))
    }

    // MARK: Running

    func start(with statement: SQLStatement) throws(SQLError) {
        for index in statement.bindings.indices {
            try bind(statement.bindings[index], at: Int32(truncatingIfNeeded: index + 1))
        }
        try start()
    }

    func start() throws(SQLError) {
        driver.willStart(self)
        isOpen = true
        isFirstRow = true
        changes = 0
        if !isReadOnly { changesBefore = sqlite3_total_changes(driver.handle) }
    }

    func next() throws(SQLError) -> SQLRow? {
        guard isOpen else { return nil }
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return try row() }
        if code == SQLITE_DONE {
            if !isReadOnly, sqlite3_total_changes(driver.handle) != changesBefore {
                changes = Int(sqlite3_changes(driver.handle))
            }
            close()
            return nil
        }
        // What SQLite says of the error must be read before the reset.
        let error = driver.error(code, statement: sql, isRunning: true)
        close()
        throw error
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        sqlite3_reset(handle)
        // Large values should not stay in memory until the statement is used again.
        if placeholders > 0 { sqlite3_clear_bindings(handle) }
    }

    // MARK: Values in

    private func bind(_ value: SQLValue, at index: Int32) throws(SQLError) {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, index)
        case .boolean(let value): code = sqlite3_bind_int64(handle, index, value ? 1 : 0)
        case .integer(let value): code = sqlite3_bind_int64(handle, index, value)
        case .real(let value):
            guard !value.isNaN else {
                throw .unbindable(
                    placeholder: Int(index), reason: "SQLite has no NaN and would store NULL", statement: sql)
            }
            code = sqlite3_bind_double(handle, index, value)
        case .decimal(let text), .text(let text): code = bind(text, at: index)
        case .blob(let bytes):
            // SQLite copies the bytes before the call returns.
            code = bytes.withUnsafeBytes { bytes in
                // A null pointer would bind NULL.
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(handle, index, 0)
                    : csqlite_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
            }
        }
        guard code == SQLITE_OK else { throw driver.error(code, statement: sql) }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        // SQLite copies the bytes before the call returns; to C they are characters.
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                bytes.isEmpty
                    ? csqlite_bind_text(handle, index, "", 0)
                    : csqlite_bind_text(handle, index, bytes.baseAddress, UInt64(bytes.count))
            }
        }
    }

    // MARK: Values out

    private func row() throws(SQLError) -> SQLRow {
        if isFirstRow {
            isFirstRow = false
            // A changed schema makes SQLite prepare the statement again, at its first step, and `SELECT *` may then have
            // other columns.
            let preparations = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
            if preparations != self.preparations {
                self.preparations = preparations
                columns = Self.columns(of: handle)
            }
        }
        let count = columns.count
        let values = [SQLValue](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                buffer.initializeElement(at: index, to: value(at: Int32(truncatingIfNeeded: index)))
            }
            initialized = count
        }
        return SQLRow(columns: columns, values: values)
    }

    private func value(at column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            // SQLite keeps the bytes until the next step, and they are copied here.
            let start = sqlite3_column_text(handle, column)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
            return SQLValue(text: bytes)
        case SQLITE_BLOB:
            // The same; an empty value has no address.
            let start = sqlite3_column_blob(handle, column)
            let count = start == nil ? 0 : Int(sqlite3_column_bytes(handle, column))
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    private static func columns(of handle: OpaquePointer) -> SQLColumns {
        SQLColumns(
            (0..<sqlite3_column_count(handle)).map { index in
                sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
            })
    }
}
