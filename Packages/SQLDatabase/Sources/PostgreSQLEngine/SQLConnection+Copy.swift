import CPostgreSQL
import SQLDatabase

// Unsafe pointers: libpq hands out a row of COPY that it wants freed; it is copied first.

extension SQLConnection {
    /// Loads rows into a table with `COPY`, which is many times faster than `INSERT`.
    ///
    /// All of them or none: when a row is refused, or `rows` ends early because the access was stopped, none stays.
    ///
    /// - Parameters:
    ///   - table: The table's name.
    ///   - columns: The columns that the values of each row are for, in order.
    ///   - rows: The rows; they are taken one by one as they are sent.
    /// - Returns: How many rows were loaded.
    /// - Throws: ``SQLDatabase/SQLError``; its statement is the `COPY` without any data.
    @discardableResult
    public func copy(
        into table: String, columns: [String], rows: some Sequence<[SQLValue]>
    ) throws(SQLError) -> Int {
        let names = columns.map { "\(identifier: $0)" as SQLStatement }.joined(separator: ", ")
        let command: SQLStatement = "COPY \(identifier: table) (\(names)) FROM STDIN"
        let copy = try CopyIn(command, on: self)
        var line: [UInt8] = []
        var number = 0
        for row in rows {
            number += 1
            guard row.count == columns.count else {
                throw copy.abandoned(
                    because: .malformedStatement(
                        reason: "has \(columns.count) columns, but row \(number) has \(row.count) values",
                        statement: copy.sql))
            }
            do throws(SQLError) {
                for (index, value) in row.enumerated() {
                    if index > 0 { line.append(UInt8(ascii: "\t")) }
                    try line.append(copyText: value, placeholder: index + 1, statement: copy.sql)
                }
                line.append(UInt8(ascii: "\n"))
                if line.count >= 1 << 16 {
                    try checkStop()
                    try copy.send(line)
                    line.removeAll(keepingCapacity: true)
                }
            } catch {
                throw copy.abandoned(because: error)
            }
        }
        try copy.send(line)
        return try copy.finish()
    }

    /// Runs a `COPY … FROM STDIN` with data in the form that the command asks for.
    ///
    /// - Parameter next: The next piece, of any length; `nil` at the end. If it throws, no row stays.
    /// - Returns: How many rows were loaded.
    /// - Throws: ``SQLDatabase/SQLError``, or what `next` throws.
    @discardableResult
    public func copyIn(_ command: SQLScript, _ next: () throws -> [UInt8]?) throws -> Int {
        let copy = try CopyIn(SQLStatement(trusted: command.text), on: self)
        do {
            while let bytes = try next() {
                try checkStop()
                try copy.send(bytes)
            }
        } catch {
            copy.abandon()
            throw error
        }
        return try copy.finish()
    }

    /// Runs a `COPY … TO STDOUT` and hands over its output piece by piece, a line or a block at a time.
    ///
    /// ```swift
    /// try connection.copyOut("COPY (SELECT * FROM person) TO STDOUT WITH (FORMAT csv, HEADER)") { bytes in … }
    /// ```
    /// - Returns: How many rows were copied.
    /// - Throws: ``SQLDatabase/SQLError``, or what `body` throws.
    @discardableResult
    public func copyOut(_ command: SQLScript, _ body: ([UInt8]) throws -> Void) throws -> Int {
        try checkStop()
        let driver = try postgreSQL()
        driver.settleStream()
        let start = PQexec(driver.handle, command.text)
        defer { PQclear(start) }
        guard PQresultStatus(start) == PGRES_COPY_OUT else {
            if PQresultStatus(start) == PGRES_COPY_IN {
                PQputCopyEnd(driver.handle, "this copy is for output")
                driver.drain()
            }
            throw driver.error(start, statement: command.text)
        }
        // libpq allocates each piece, which is copied before it is freed.
        var buffer: UnsafeMutablePointer<CChar>?
        var failure: (any Error)?
        while case let count = PQgetCopyData(driver.handle, &buffer, 0), count > 0 {
            if failure == nil {
                do {
                    try checkStop()
                    try body([UInt8](UnsafeRawBufferPointer(start: buffer, count: Int(count))))
                } catch {
                    // The rest must still be read before the connection can do anything else.
                    failure = error
                }
            }
            PQfreemem(buffer)
            buffer = nil
        }
        let end = PQgetResult(driver.handle)
        defer { PQclear(end) }
        let isDone = PQresultStatus(end) == PGRES_COMMAND_OK
        let count = PQcmdTuples(end).flatMap { Int(String(cString: $0)) } ?? 0
        let refusal = isDone ? nil : driver.error(end, statement: command.text)
        driver.drain()
        if let failure { throw failure }
        if let refusal { throw refusal }
        return count
    }

    func postgreSQL() throws(SQLError) -> PostgreSQLDriver {
        guard let driver = driver as? PostgreSQLDriver else {
            throw .malformedStatement(reason: "needs PostgreSQL, which this database is not", statement: "COPY")
        }
        return driver
    }
}

/// A `COPY … FROM STDIN` under way.
private struct CopyIn {
    let driver: PostgreSQLDriver
    let sql: String

    init(_ command: SQLStatement, on connection: SQLConnection) throws(SQLError) {
        try connection.checkStop()
        driver = try connection.postgreSQL()
        sql = command.sql(.dollar)
        guard !sql.utf8.contains(0) else { throw .malformedStatement(reason: "holds a NUL character", statement: sql) }
        driver.settleStream()
        let start = PQexec(driver.handle, sql)
        defer { PQclear(start) }
        guard PQresultStatus(start) == PGRES_COPY_IN else {
            if PQresultStatus(start) == PGRES_COPY_OUT { driver.drain() }
            throw driver.error(start, statement: sql)
        }
    }

    func send(_ bytes: [UInt8]) throws(SQLError) {
        guard !bytes.isEmpty else { return }
        // libpq copies the bytes before it returns; to C they are characters.
        let sent = bytes.withUnsafeBytes { bytes in
            PQputCopyData(
                driver.handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count))
        }
        if sent != 1 { throw driver.error(nil, statement: sql) }
    }

    func finish() throws(SQLError) -> Int {
        PQputCopyEnd(driver.handle, nil)
        let end = PQgetResult(driver.handle)
        defer { PQclear(end) }
        let isDone = PQresultStatus(end) == PGRES_COMMAND_OK
        let refusal = isDone ? nil : driver.error(end, statement: sql)
        driver.drain()
        if let refusal { throw refusal }
        return PQcmdTuples(end).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// Makes the server drop what it has got, and returns the reason.
    func abandoned(because error: SQLError) -> SQLError {
        abandon()
        return error
    }

    /// Makes the server drop what it has got.
    func abandon() {
        PQputCopyEnd(driver.handle, "the program gave up")
        driver.drain()
    }
}

extension [UInt8] {
    /// Adds a value in the text format of `COPY`.
    fileprivate mutating func append(copyText value: SQLValue, placeholder: Int, statement: String) throws(SQLError) {
        switch value {
        case .null: self += "\\N".utf8
        case .boolean(let value): append(UInt8(ascii: value ? "t" : "f"))
        case .integer(let value): self += String(value).utf8
        case .real(let value):
            self += (value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)").utf8
        case .blob(let bytes):
            self += "\\\\x".utf8
            for byte in bytes {
                append(Self.hexadecimal(byte >> 4))
                append(Self.hexadecimal(byte & 15))
            }
        case .decimal(let text), .text(let text):
            for byte in text.utf8 {
                switch byte {
                case 0:
                    throw .unbindable(
                        placeholder: placeholder, reason: "PostgreSQL's text cannot hold the NUL character",
                        statement: statement)
                case UInt8(ascii: "\\"): self += "\\\\".utf8
                case UInt8(ascii: "\n"): self += "\\n".utf8
                case UInt8(ascii: "\r"): self += "\\r".utf8
                case UInt8(ascii: "\t"): self += "\\t".utf8
                default: append(byte)
                }
            }
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
