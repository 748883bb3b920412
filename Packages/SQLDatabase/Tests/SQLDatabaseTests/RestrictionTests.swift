import Foundation
import SQLDatabase
import SQLiteEngine
import TestKit
import Testing

@Suite("SQL from people who are not trusted", .serialized, .watchesClock)
struct RestrictionTests {
    /// The processor time that this thread has used: other tests run meanwhile.
    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Runs a statement as a public server would, and returns how it ended and what processor time it took.
    private func run(
        _ sql: String, limit: Duration = .milliseconds(300), on database: Database
    ) async throws -> (result: Result<[SQLRow], any Error>, time: Duration) {
        let time = Guarded(Duration.zero)
        do {
            let rows = try await database.withConnection(.reader, timeout: limit) { connection in
                let start = Self.processorTime
                defer { time.withLock { $0 = Self.processorTime - start } }
                return try connection.transaction(.snapshot) { connection in
                    try connection.restricted(to: .untrusted) { connection in
                        var rows: [SQLRow] = []
                        let cursor = try connection.cursor(SQLStatement(trusted: sql))
                        defer { cursor.close() }
                        while rows.count < 1000, let row = try cursor.next() { rows.append(row) }
                        return rows
                    }
                }
            }
            return (.success(rows), time.withLock { $0 })
        } catch {
            return (.failure(error), time.withLock { $0 })
        }
    }

    private func withTables(_ body: (Database) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "public.db").path
            try await withOpened("sqlite:\(path)") { database async throws in
                try await database.execute(
                    script: """
                        CREATE TABLE n (i INTEGER PRIMARY KEY, t TEXT);
                        WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < 2000)
                            INSERT INTO n SELECT i, 'row ' || i FROM up;
                        CREATE VIRTUAL TABLE found USING fts5 (t)
                        """)
                try await body(database)
            }
        }
    }

    /// Statements that took from seconds to hours under the same limit of time, each inside one step or in the parser.
    static let attacks: [String] = [
        "SELECT printf('%.*c', 900000000, 'x')",
        "SELECT length(printf('%.900000000c', 'x'))",
        "SELECT printf('%d %s %-*.*c', 1, 2, 900000000, 3, 'x')",
        "SELECT format('%900000000d', 1)",
        "SELECT instr(hex(zeroblob(300000)), hex(zeroblob(150000)) || '1')",
        "SELECT instr(zeroblob(900000), zeroblob(400000) || x'01')",
        "SELECT hex(zeroblob(200000)) LIKE '%' || hex(zeroblob(20000)) || '1'",
        "SELECT hex(zeroblob(400000)) LIKE '%' || hex(zeroblob(490)) || '1'",
        "SELECT hex(zeroblob(400000)) LIKE '%' || hex(zeroblob(490)) || '1' ESCAPE '!'",
        "SELECT hex(zeroblob(400000)) GLOB '*' || hex(zeroblob(490)) || '1'",
        "SELECT hex(zeroblob(400000)) GLOB '*' || replace(hex(zeroblob(50)), '0', '[abcdef0]') || '1'",
        "SELECT replace(hex(zeroblob(450000)), hex(zeroblob(200000)) || '1', '')",
        "SELECT trim(hex(zeroblob(49000)), replace(hex(zeroblob(24000)), '0', '1') || '0')",
        "SELECT ltrim(hex(zeroblob(49000)), replace(hex(zeroblob(24000)), '0', '1') || '0')",
        "SELECT zeroblob(2000000000)",
        "SELECT randomblob(2000000000)",
        "SELECT quote(zeroblob(900000))",
        "SELECT group_concat(hex(zeroblob(5000)), '') FROM n",
        "SELECT json_group_array(hex(zeroblob(5000))) FROM n",
        "WITH o AS MATERIALIZED (SELECT json_group_object(a.i * 20 + b.i, 1) AS j FROM n AS a, n AS b WHERE b.i < 21) "
            + "SELECT length(json_patch(j, replace(j, ':1', ':2'))) FROM o",
        "WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up) SELECT count(*) FROM up",
        "WITH RECURSIVE up (i) AS (SELECT hex(zeroblob(100)) UNION ALL SELECT i || i FROM up) SELECT max(i) FROM up",
        "SELECT count(*) FROM n AS a, n AS b, n AS c, n AS d",
        "SELECT count(DISTINCT a.t || b.t || c.t) FROM n AS a, n AS b, n AS c",
        "SELECT a.t FROM n AS a, n AS b, n AS c ORDER BY random()",
        "SELECT max(instr(a.t || hex(zeroblob(20000)), hex(zeroblob(10000)) || '1')) FROM n AS a, n AS b",
        "SELECT max(hex(zeroblob(20000)) LIKE '%' || hex(zeroblob(200)) || a.i) FROM n AS a, n AS b",
        "SELECT max(sum(length(hex(randomblob(400000))))) OVER () FROM n AS a, n AS b GROUP BY a.i",
        // Calls side by side in one row, where no interrupt is looked at.
        "WITH t AS MATERIALIZED (SELECT hex(zeroblob(90000)) AS x) SELECT "
            + many(180, ", ") { _ in "x LIKE '%' || substr(x, 1, 500) || '1'" } + " FROM t",
        "WITH t AS MATERIALIZED (SELECT json_group_array(a.i) AS j FROM n AS a, n AS b WHERE b.i < 50) SELECT "
            + many(190, ", ") { _ in "json(j) = 1" } + " FROM t",
        // Tables that double each time, in the parser and the planner.
        doubling(24, "SELECT 1 AS x FROM LAST, LAST"),
        doubling(24, "SELECT (SELECT x FROM LAST) + (SELECT x FROM LAST) AS x"),
        doubling(24, "SELECT x FROM LAST UNION ALL SELECT x FROM \"LAST\""),
        doubling(24, "SELECT NEXT.x FROM LAST AS NEXT, LAST"),
        doubling(24, "SELECT 1 AS x, NEXT FROM LAST, [LAST]"),
        "SELECT " + many(9000, "") { _ in "(" } + "1" + many(9000, "") { _ in ")" },
        "SELECT " + many(9000, "+") { _ in "1" },
        "SELECT " + many(4000, " ") { _ in "NOT" } + " 1",
        "SELECT * FROM " + many(64, ", ") { "n AS n\($0)" },
        "SELECT 1 FROM n WHERE " + many(1500, " OR ") { "i = \($0)" },
        "SELECT 1 FROM n AS a, n AS b, n AS c, n AS d WHERE "
            + many(90, " OR ") { "(a.i = \($0) AND b.i = c.i OR d.i = \($0))" },
        many(2000, " UNION ") { _ in "SELECT 1" },
        "SELECT count(*) FROM n WHERE t || hex(zeroblob(50000)) GLOB '\(many(100, "") { _ in "*[a-z0-9]" })z'",
        "WITH RECURSIVE t (x, b) AS (SELECT 1, randomblob(900000) UNION ALL SELECT x + y, randomblob(900000) "
            + "FROM t, (SELECT 1 AS y UNION ALL SELECT 2)) SELECT count(*) FROM t",
        "SELECT count(*) FROM found WHERE found MATCH '\(many(9000, "") { _ in "(" })a'",
        "SELECT 1 FROM \(many(20, ", ") { "n AS n\($0)" }) WHERE "
            + many(60, " AND ") { "(n\($0 % 20).i = n\(($0 + 1) % 20).i OR n\($0 % 20).t = n\(($0 + 7) % 20).t)" },
        "WITH t AS MATERIALIZED (SELECT json_group_array(a.i) AS j FROM n AS a, n AS b WHERE b.i < 50) SELECT "
            + many(50, ", ") { _ in "json_set(j, '$[#-1]', 1) = 1" } + " FROM t",
        "SELECT DISTINCT \(many(190, ", ") { "a.t || \($0)" }) FROM n AS a, n AS b",
    ]

    private static func many(_ count: Int, _ separator: String, _ part: (Int) -> String) -> String {
        (0..<count).map(part).joined(separator: separator)
    }

    /// A chain of tables in `WITH`, each made of the one before.
    private static func doubling(_ count: Int, _ body: String) -> String {
        let tables = (1...count).map { number in
            let query = body.replacing("LAST", with: "t\(number - 1)").replacing("NEXT", with: "t\(number + 1)")
            return "t\(number) AS (\(query))"
        }
        return "WITH t0 AS (SELECT 1 AS x), \(tables.joined(separator: ", ")) SELECT count(*) FROM t\(count)"
    }

    @Test("no statement outlives its limit of time by much, whatever it does inside one step", arguments: attacks)
    func limitHolds(sql: String) async throws {
        try await withTables { database async throws in
            let (_, time) = try await run(sql, on: database)
            // Unbounded, each of these takes from 4 s to hours.
            #expect(time < .seconds(2.5), "\(sql.prefix(100)) took \(time)")
            // The connection is of use afterwards, with all limits as they were.
            #expect(
                try await database.value("SELECT length(printf('%1200000d', 1))", as: Int.self) == 1_200_000)
        }
    }

    @Test(
        "what does more than read the tables is refused",
        arguments: [
            "INSERT INTO n VALUES (0, '')", "UPDATE n SET t = ''", "DELETE FROM n", "DROP TABLE n",
            "CREATE TABLE m (a)", "CREATE TEMP TABLE m (a)", "CREATE VIEW v AS SELECT 1", "ALTER TABLE n RENAME TO m",
            "ATTACH ':memory:' AS m", "ATTACH '/etc/passwd' AS m", "DETACH main", "VACUUM", "VACUUM INTO '/tmp/x.db'",
            "PRAGMA journal_mode = DELETE", "PRAGMA writable_schema = ON", "PRAGMA database_list",
            "PRAGMA hard_heap_limit = 0", "PRAGMA user_version = 7", "SELECT file FROM pragma_database_list",
            "SELECT * FROM pragma_journal_mode", "SELECT load_extension('x')", "SELECT fts3_tokenizer('simple')",
            "SELECT * FROM dbstat", "SELECT * FROM sqlite_dbpage", "SELECT rtreecheck('n')", "COMMIT", "ROLLBACK",
            "BEGIN", "REINDEX", "ANALYZE", "EXPLAIN DELETE FROM n", "INSERT INTO found (t) VALUES ('x')",
            "WITH a AS (SELECT 1) DELETE FROM n", "SELECT \"load_extension\"('x')",
            "CREATE VIRTUAL TABLE m USING fts5 (a)",
        ])
    func refused(sql: String) async throws {
        try await withTables { database async throws in
            let (result, _) = try await run(sql, on: database)
            switch result {
            case .success: Issue.record("\(sql) was run")
            case .failure(let error as SQLError):
                switch error {
                case .forbidden, .readOnly: break
                // Where SQLite has no such table or function, there is nothing to refuse.
                case .statement(let failure): #expect(failure.message.hasPrefix("no such"), "\(sql): \(error)")
                default: Issue.record("\(sql): \(error)")
                }
            case .failure(let error): Issue.record("\(sql): \(error)")
            }
            #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 2000)
        }
    }

    @Test(
        "what people ask of tables is answered",
        arguments: [
            ("SELECT upper(t) FROM n WHERE t LIKE 'ROW 1%' ESCAPE '!' AND i < 2", "ROW 1"),
            ("SELECT count(*) FROM n WHERE t GLOB 'row [12]*'", "1223"),
            ("SELECT printf('%5.2f|%-4d|%s|%%|%*d', 1.5, 7, 'x', 3, 9)", " 1.50|7   |x|%|  9"),
            ("SELECT replace(trim('  a b  '), ' ', '-') || instr('parrot', 'r')", "a-b3"),
            ("SELECT ltrim('xxa', 'x') || rtrim('axx', 'x') || trim('xax', 'x')", "aaa"),
            ("SELECT instr(x'010203', x'03') || typeof(replace(NULL, 'a', 'b')) || ('ä' LIKE 'Ä')", "3null0"),
            ("SELECT json_patch('{\"a\": 1}', '{\"b\": 2}')", "{\"a\":1,\"b\":2}"),
            (
                "WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < 9) SELECT sum(i) FROM up",
                "45"
            ),
            ("WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a), c AS (SELECT b.x FROM b, a) SELECT x FROM c", "1"),
            ("SELECT value FROM json_each('[5]')", "5"),
            ("SELECT name FROM pragma_table_info('n') LIMIT 1", "i"),
            ("SELECT group_concat(name) FROM sqlite_schema WHERE name IN ('n')", "n"),
            ("SELECT count(*) OVER () FROM n WHERE i IN (1, 2) LIMIT 1", "2"),
            ("SELECT count(*) FROM found WHERE found MATCH 'x'", "0"),
            ("PRAGMA user_version", "0"),
        ])
    func answered(sql: String, expected: String) async throws {
        try await withTables { database async throws in
            let rows = try await run(sql, on: database).result.get()
            let value = try #require(rows.first?.values.first)
            let shown =
                switch value {
                case .integer(let number): String(number)
                case .text(let text): text
                default: "\(value)"
                }
            #expect(shown == expected)
        }
    }

    @Test("a whole handle can be restricted, and the library's own transactions go on")
    func wholeHandle() async throws {
        var restrictions = SQLiteRestrictions.untrusted
        restrictions.limits.length = 1000
        let database = try await Database.open("sqlite::memory:", engines: [SQLite(restrictions: restrictions)])
        #expect(try await database.read { try $0.value("SELECT 1", as: Int.self) } == 1)
        #expect(try await database.write { try $0.transaction { try $0.value("SELECT 2", as: Int.self) } } == 2)
        for statement in ["CREATE TABLE n (i)", "SELECT zeroblob(2000)", "PRAGMA cache_size = 1"] as [SQLStatement] {
            let error = await #expect(throws: SQLError.self) {
                try await database.withConnection { _ = try $0.query(statement) }
            }
            switch error {
            case .forbidden, .readOnly: break
            default: Issue.record("\(statement): \(String(describing: error)) does not say that it is not allowed")
            }
        }
        await database.close()
    }

    @Test("an authorizer hides a column, refuses a table by name and sees which view asks")
    func authorizer() async throws {
        let seen = Guarded<[SQLiteAction]>([])
        var restrictions = SQLiteRestrictions()
        restrictions.authorizer = { action in
            seen.withLock { $0.append(action) }
            return switch action.kind {
            case .read(table: "person", column: "secret"): .ignore
            case .read(table: "log", _): .deny
            default: .allow
            }
        }
        let rules = restrictions
        try await Engine.sqliteMemory.withDatabase { database async throws in
            try await database.execute(
                script: """
                    CREATE TABLE person (name TEXT, secret TEXT); CREATE TABLE log (line TEXT);
                    INSERT INTO person VALUES ('Ada', 'x'); CREATE VIEW people AS SELECT name FROM person
                    """)
            try await database.withConnection { connection in
                // Prepared before, and asked about all the same.
                let statement: SQLStatement = "SELECT name, secret FROM person"
                #expect(try connection.first(statement)?.values == [.text("Ada"), .text("x")])
                try connection.restricted(to: rules) { connection in
                    #expect(try connection.first(statement)?.values == [.text("Ada"), .null])
                    let error = #expect(throws: SQLError.self) { try connection.query("SELECT * FROM log") }
                    #expect("\(String(describing: error))".contains("reading log.line is not allowed"))
                    _ = try connection.query("SELECT * FROM people")
                    // A second restriction cannot loosen the first.
                    try connection.restricted(to: SQLiteRestrictions()) { connection in
                        #expect(throws: SQLError.self) { try connection.query("SELECT * FROM log") }
                    }
                }
                #expect(try connection.first(statement)?.values == [.text("Ada"), .text("x")])
                #expect(try connection.query("SELECT * FROM log").isEmpty)
            }
            let action = SQLiteAction(.read(table: "person", column: "name"), database: "main", source: "people")
            #expect(seen.withLock { $0.contains(action) })
        }
    }

    @Test("restrictions of SQLite are refused on another engine")
    func otherEngine() async throws {
        try await Engine.postgreSQL.withDatabase { database async throws in
            let error = await #expect(throws: SQLError.self) {
                try await database.withConnection { try $0.restricted(to: .untrusted) { try $0.query("SELECT 1") } }
            }
            #expect("\(String(describing: error))".contains("needs SQLite"))
        }
    }
}
