import CPostgreSQL
import SQLDatabase

/// Where columns come from: the server tells tables and columns by their numbers, and their names on request.
extension PostgreSQLDriver {
    func origins(of statement: SQLStatement) throws(SQLError) -> [SQLColumnOrigin?] {
        let numbers = try columnNumbers(of: statement)
        var names: [Number: SQLColumnOrigin] = [:]
        let tables = Set(numbers.compactMap { $0?.table })
        guard !tables.isEmpty else { return numbers.map { _ in nil } }
        let cursor = try start(
            """
            SELECT CAST(attrelid AS bigint), CAST(attnum AS bigint), CAST(relname AS text), CAST(attname AS text)
            FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class ON pg_class.oid = attrelid
            WHERE attnum > 0 AND CAST(attrelid AS bigint) IN (\(list: tables))
            """, streaming: false)
        defer { cursor.close() }
        while let row = try cursor.next() {
            names[Number(table: try row.get(at: 0), column: try row.get(at: 1))] = SQLColumnOrigin(
                table: try row.get(at: 2), column: try row.get(at: 3))
        }
        return numbers.map { $0.flatMap { names[$0] } }
    }

    private struct Number: Hashable {
        let table: Int64
        let column: Int64
    }

    /// The server prepares the statement under no name, which costs nobody anything, and describes it.
    private func columnNumbers(of statement: SQLStatement) throws(SQLError) -> [Number?] {
        let parameters = try PostgreSQLParameters(statement)
        settleStream()
        let sql = try checked(statement)
        let preparation = PQprepare(handle, "", sql, Int32(clamping: parameters.types.count), parameters.types)
        defer { PQclear(preparation) }
        guard PQresultStatus(preparation) == PGRES_COMMAND_OK else { throw error(preparation, statement: sql) }
        let description = PQdescribePrepared(handle, "")
        defer { PQclear(description) }
        guard PQresultStatus(description) == PGRES_COMMAND_OK else { throw error(description, statement: sql) }
        return (0..<PQnfields(description)).map { index in
            let (table, column) = (PQftable(description, index), PQftablecol(description, index))
            return table == 0 || column <= 0 ? nil : Number(table: Int64(table), column: Int64(column))
        }
    }
}
