import SQLDatabase

/// What Tab offers at the prompt: commands, key words, tables and columns.
final class Completion {
    private let connection: SQLConnection
    private var tables: [String] = []
    private var columns: [String] = []
    /// Whether something may have changed the schema since the names were read.
    var isOutdated = true

    init(connection: SQLConnection) {
        self.connection = connection
    }

    /// What may stand for `word`, the last one of `line`; at most a few thousand.
    func candidates(line: String, word: String) -> [String] {
        if line.hasPrefix("."), !line.contains(" ") {
            return ShellCommands.names.filter { $0.hasPrefix(line) }
        }
        refresh()
        let before = line.dropLast(word.count).split { $0.isWhitespace || "(;,".contains($0) }.last?.lowercased() ?? ""
        if ["from", "join", "into", "update", "table", ".schema", ".import", ".dump"].contains(before) {
            return tables.filter { $0.lowercased().hasPrefix(word.lowercased()) }
        }
        let isLower = word == word.lowercased()
        let keywords = line.hasPrefix(".") ? [] : Self.keywords.map { isLower ? $0.lowercased() : $0 }
        let lower = word.lowercased()
        var seen: Set<String> = []
        return (tables + columns + keywords).filter { name in
            name.lowercased().hasPrefix(lower) && seen.insert(name).inserted
        }
    }

    /// Reads the names, unless a transaction is open, which a failure would end.
    private func refresh() {
        guard isOutdated, !connection.isInTransaction else { return }
        isOutdated = false
        tables = (try? connection.query(Catalog(connection: connection).tables).map { try $0.get("name") }) ?? []
        let statement: SQLStatement =
            switch connection.dialect {
            case .sqlite:
                """
                SELECT DISTINCT c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                WHERE t.type IN ('table', 'view') LIMIT 5000
                """
            case .postgreSQL:
                """
                SELECT DISTINCT CAST(a.attname AS text) FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') LIMIT 5000
                """
            }
        columns = (try? connection.values(statement, as: String.self)) ?? []
    }

    private static let keywords = """
        ALTER ANALYZE AND AS ASC BEGIN BETWEEN BY CASE CHECK COMMIT CONSTRAINT CREATE CROSS DEFAULT DELETE DESC DISTINCT DROP
        ELSE END EXCEPT EXISTS EXPLAIN FOREIGN FROM FULL GROUP HAVING IN INDEX INNER INSERT INTERSECT INTO IS JOIN KEY LEFT
        LIKE LIMIT NOT NULL OFFSET ON OR ORDER OUTER OVER PARTITION PRIMARY RECURSIVE REFERENCES RETURNING RIGHT ROLLBACK
        SAVEPOINT SELECT SET TABLE THEN TRANSACTION TRIGGER UNION UNIQUE UPDATE USING VACUUM VALUES VIEW WHEN WHERE WITH
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}
