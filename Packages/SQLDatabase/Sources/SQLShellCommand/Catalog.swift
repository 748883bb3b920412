import SQLDatabase

/// Asks a database what is in it: what each engine tells in its own way.
struct Catalog {
    let connection: SQLConnection

    /// Tables and views with their kind, by name.
    var tables: SQLStatement {
        switch connection.dialect {
        case .sqlite:
            """
            SELECT name, type FROM sqlite_schema
            WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
            """
        case .postgreSQL:
            """
            SELECT CASE WHEN n.nspname = 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name,
                CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END AS type
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'
            ORDER BY 1
            """
        }
    }

    /// The SQL that makes the tables (all, or the one with a name), one statement an element.
    func schema(of table: String?) throws -> [String] {
        switch connection.dialect {
        case .sqlite:
            let condition: SQLStatement = table.map { "tbl_name = \($0)" } ?? "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            return try connection.values(
                """
                SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND \(condition)
                ORDER BY tbl_name, type = 'table' DESC, type = 'view' DESC, name
                """, as: String.self
            ).map { $0 + ";" }
        case .postgreSQL: return try PostgreSQLSchema(connection: connection).statements(of: table)
        }
    }

    /// How the engine would run a statement, one step a line.
    func plan(of sql: String) throws -> [String] {
        switch connection.dialect {
        case .sqlite:
            var depths: [Int: Int] = [0: -1]
            return try connection.query("EXPLAIN QUERY PLAN \(SQLStatement(trusted: sql))").map { row in
                let depth = depths[try row.get("parent"), default: -1] + 1
                depths[try row.get("id")] = depth
                return String(repeating: "  ", count: depth) + (try row.get("detail", as: String.self))
            }
        case .postgreSQL:
            return try connection.values("EXPLAIN \(SQLStatement(trusted: sql))", as: String.self)
        }
    }
}
