import SQLDatabase

/// Asks a database what is in it: the few questions that each engine answers in its own way.
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

    /// The SQL that makes the tables (all, or the one with a name), one statement a line group.
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
        case .postgreSQL: return try schemaOfPostgreSQL(table)
        }
    }

    /// PostgreSQL keeps no SQL of its tables: it is put together from the catalog.
    private func schemaOfPostgreSQL(_ table: String?) throws -> [String] {
        let condition: SQLStatement = table.map { " AND c.oid = to_regclass(\($0))" } ?? ""
        var statements: [String] = []
        let relations = try connection.query(
            """
            SELECT CAST(c.oid AS bigint) AS id, CAST(CAST(c.oid AS regclass) AS text) AS name,
                c.relkind IN ('v', 'm') AS is_view,
                CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND n.nspname NOT LIKE 'pg\\_toast%'\(condition)
            ORDER BY 2
            """)
        for relation in relations {
            let (id, name) = (try relation.get("id", as: Int.self), try relation.get("name", as: String.self))
            if try relation.get("is_view", as: Bool.self) {
                statements.append("CREATE VIEW \(name) AS\n\(try relation.get("definition", as: String.self))")
                continue
            }
            let parts = try connection.values(
                """
                SELECT format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                    CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
                    coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''))
                FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attrelid = CAST(\(id) AS oid) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
                """, as: String.self)
            let constraints = try connection.values(
                """
                SELECT format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
                WHERE conrelid = CAST(\(id) AS oid) AND contype <> 't' ORDER BY contype DESC, conname
                """, as: String.self)
            statements.append("CREATE TABLE \(name) (\n    \((parts + constraints).joined(separator: ",\n    "))\n);")
            statements += try connection.values(
                """
                SELECT pg_get_indexdef(i.indexrelid) || ';' FROM pg_index AS i
                WHERE i.indrelid = CAST(\(id) AS oid)
                    AND NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = i.indexrelid)
                ORDER BY i.indexrelid
                """, as: String.self)
        }
        return statements
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
