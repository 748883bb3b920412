import SQLDatabase

/// What a database says of its own tables.
public enum Catalogue {
    /// A table or a view.
    public struct Table: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Whether it is a view.
        public let isView: Bool
        /// Its columns in order.
        public var columns: [Column]
        /// The columns that refer to other tables.
        public var references: [Reference]
    }

    /// A column.
    public struct Column: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Its type, as the database calls it.
        public let type: String
        /// Whether it belongs to the primary key.
        public let isKey: Bool
        /// Whether it may be NULL.
        public let isNullable: Bool
    }

    /// A foreign key of one column.
    public struct Reference: Sendable, Equatable {
        /// The column that refers.
        public let column: String
        /// The table that it refers to.
        public let table: String
    }

    /// The tables and views, by name.
    public static func tables(in connection: SQLConnection) throws -> [Table] {
        switch connection.dialect {
        case .sqlite: try sqlite(connection)
        case .postgreSQL: try postgreSQL(connection)
        }
    }

    /// The tables' names alone.
    public static func tableNames(in connection: SQLConnection) throws -> [String] {
        switch connection.dialect {
        case .sqlite:
            try connection.values(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
        case .postgreSQL:
            try connection.values(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        }
    }

    private static func sqlite(_ connection: SQLConnection) throws -> [Table] {
        let names = try connection.query(
            """
            SELECT name, type = 'view' AS is_view FROM sqlite_schema
            WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY name
            """)
        return try names.map { row in
            let name = try row.get("name", as: String.self)
            let columns = try connection.query(
                "SELECT name, type, pk, \"notnull\" FROM pragma_table_info(\(name)) ORDER BY cid")
            let references = try connection.query(
                "SELECT \"from\" AS name, \"table\" AS target FROM pragma_foreign_key_list(\(name)) ORDER BY id DESC")
            return Table(
                name: name, isView: try row.get("is_view", as: Bool.self),
                columns: try columns.map { column in
                    let isKey = try column.get("pk", as: Int.self) > 0
                    return Column(
                        name: try column.get("name"), type: try column.get("type", as: String.self).lowercased(),
                        isKey: isKey, isNullable: try !isKey && column.get("notnull", as: Int.self) == 0)
                },
                references: try references.map { Reference(column: try $0.get("name"), table: try $0.get("target")) })
        }
    }

    private static func postgreSQL(_ connection: SQLConnection) throws -> [Table] {
        let columns = try connection.query(
            """
            SELECT c.relname::text AS table_name, c.relkind IN ('v', 'm') AS is_view, a.attname::text AS name,
                format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS is_nullable,
                EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey))
                    AS is_key,
                (SELECT target.relname::text FROM pg_constraint k JOIN pg_class target ON target.oid = k.confrelid
                 WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum] LIMIT 1) AS target
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
            ORDER BY c.relname, a.attnum
            """)
        var tables: [Table] = []
        for row in columns {
            let table = try row.get("table_name", as: String.self)
            if tables.last?.name != table {
                tables.append(
                    Table(name: table, isView: try row.get("is_view", as: Bool.self), columns: [], references: []))
            }
            let name = try row.get("name", as: String.self)
            tables[tables.count - 1].columns.append(
                Column(
                    name: name, type: try row.get("type"), isKey: try row.get("is_key"),
                    isNullable: try row.get("is_nullable")))
            if let target = try row.get("target", as: String?.self) {
                tables[tables.count - 1].references.append(Reference(column: name, table: target))
            }
        }
        return tables
    }
}
