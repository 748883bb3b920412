import Foundation
import PostgreSQLEngine
import SQLDatabase
import TestKit
import Testing

@Suite("PostgreSQL behind PgBouncer in transaction mode", .watchesClock)
struct PoolerTests {
    @Test("program after program runs the same statements, each on whichever server connection is free")
    func oneAfterTheOther() async throws {
        try await PrivatePgBouncer.with { pooled, _ async throws in
            for number in 0..<6 {
                try await withOpened(pooled) { database async throws in
                    #expect(try await database.value("SELECT 1", as: Int.self) == 1)
                    #expect(try await database.value("SELECT \(number)", as: Int.self) == number)
                }
            }
        }
    }

    @Test("many connections share few server connections, and each gets the answer to its own statement")
    func manyAtOnce() async throws {
        try await PrivatePgBouncer.with(serverConnections: 3) { pooled, _ async throws in
            try await withOpened(pooled) { first async throws in
                try await first.execute(script: "CREATE TABLE n (i BIGINT, t TEXT)")
                // Two handles are two programs: the same names must not mean the same statement.
                try await withOpened(pooled) { second async throws in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for number in 0..<200 {
                            let database = number % 2 == 0 ? first : second
                            group.addTask {
                                if number % 2 == 0 {
                                    #expect(
                                        try await database.value("SELECT \(number) + 1", as: Int.self) == number + 1)
                                } else {
                                    #expect(
                                        try await database.value("SELECT \(number) - 1", as: Int.self) == number - 1)
                                }
                                try await database.write { connection in
                                    try connection.execute("INSERT INTO n VALUES (\(number), \("text \(number)"))")
                                    let text = try connection.value(
                                        "SELECT t FROM n WHERE i = \(number)", as: String.self)
                                    #expect(text == "text \(number)")
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
                #expect(try await first.value("SELECT count(DISTINCT i) FROM n", as: Int.self) == 200)
            }
        }
    }

    @Test("all kinds of values come through as they do without a pooler")
    func values() async throws {
        let statement: SQLStatement = """
            SELECT true AS a, 7::smallint AS b, 8 AS c, 9::bigint AS d, 0.1::real AS e, 0.1::double precision AS f,
                1.50::numeric AS g, '\\x00ff5c'::bytea AS h, 'tëxt'::text AS i, '{"a": 1}'::jsonb AS j,
                '2026-01-02 03:04:05.000006+02'::timestamptz AS k, NULL::integer AS l, 'NaN'::real AS m,
                '-Infinity'::double precision AS n, ARRAY[1.5, 2]::real[] AS o, \(Double.pi) AS p, \([1, 0, 255] as [UInt8]) AS q,
                \("text") AS r, \(true) AS s
            """
        func row(_ url: String, cacheSize: Int) async throws -> SQLRow {
            var options = SQLOptions()
            options.statementCacheSize = cacheSize
            return try await withOpened(url, options) { try #require(try await $0.first(statement)) }
        }
        try await PrivatePgBouncer.with { pooled, direct async throws in
            let expected = try await row(direct, cacheSize: 128)
            #expect("\(expected.values[4])" == "\(SQLValue.real(0.1))")
            for (url, size) in [(pooled, 128), (pooled, 0), (direct, 0)] {
                let found = try await row(url, cacheSize: size)
                #expect(found.columns.names == expected.columns.names)
                #expect("\(found.values)" == "\(expected.values)")
            }
        }
    }

    @Test("a pooler is seen from the start: no statement fails the first time, in a transaction either")
    func seenFromTheStart() async throws {
        try await PrivatePgBouncer.with(serverConnections: 4) { pooled, direct async throws in
            var options = SQLOptions()
            options.conflictRetries = 0
            options.poolSize = 4
            try await withOpened(pooled, options) { database async throws in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<80 {
                        group.addTask {
                            let found = try await database.withConnection { connection in
                                try connection.transaction(.snapshot) { connection in
                                    try connection.value("SELECT \(number)", as: Int.self)
                                }
                            }
                            #expect(found == number)
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try await database.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self) == 0)
            }
            // Without a pooler statements are kept.
            options.poolSize = 1
            try await withOpened(direct, options) { database async throws in
                _ = try await database.query("SELECT 1")
                #expect(try await database.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self) == 2)
            }
        }
    }

    @Test("a statement that a transaction finds gone is a conflict, and runs again by itself")
    func transactions() async throws {
        try await PrivatePgBouncer.with { pooled, _ async throws in
            try await withOpened(pooled) { database async throws in
                try await database.execute(script: "CREATE TABLE n (i BIGINT)")
                for number in 0..<20 {
                    try await database.write { connection in
                        try connection.execute("INSERT INTO n VALUES (\(number))")
                        try connection.transaction { try $0.execute("INSERT INTO n VALUES (\(-number))") }
                    }
                    _ = try await database.query("SELECT count(*) FROM n")
                }
                #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 40)
            }
        }
    }

    @Test(
        "statements that somebody has deallocated are run all the same, also in a transaction",
        arguments: [false, true])
    func deallocated(inTransaction: Bool) async throws {
        var options = SQLOptions()
        options.poolSize = 1
        try await withOpened(try await PrivatePostgreSQL.shared.url, options) { database async throws in
            let statement: SQLStatement = "SELECT 40 + \(2)"
            #expect(try await database.value(statement, as: Int.self) == 42)
            try await database.withConnection { try $0.execute(script: "DEALLOCATE ALL") }
            let found =
                inTransaction
                ? try await database.write { try $0.value(statement, as: Int.self) }
                : try await database.value(statement, as: Int.self)
            #expect(found == 42)
        }
    }

    @Test("streams, COPY, migrations and cancellation work through a pooler", arguments: [0, 128])
    func everythingElse(cacheSize: Int) async throws {
        try await PrivatePgBouncer.with { pooled, _ async throws in
            var options = SQLOptions()
            options.statementCacheSize = cacheSize
            try await withOpened(pooled, options) { database async throws in
                try await database.migrate([SQLMigration(1, "make it", "CREATE TABLE n (i BIGINT, t TEXT)")])
                try await database.migrate([SQLMigration(1, "make it", "CREATE TABLE n (i BIGINT, t TEXT)")])
                let rows = (1...3000).map { [SQLValue.integer($0), .text("row \($0)")] }
                try await database.write { _ = try $0.copy(into: "n", columns: ["i", "t"], rows: rows) }
                var sum = 0
                for try await row in database.stream("SELECT i, t FROM n WHERE i > \(0) ORDER BY i") {
                    sum += try row.get("i", as: Int.self)
                }
                #expect(sum == 3000 * 3001 / 2)
                for try await _ in database.stream("SELECT i FROM n") { break }
                for try await _ in database.stream("SELECT i FROM n WHERE i < 0") {
                    Issue.record("there is no such row")
                }
                let error = await #expect(throws: SQLError.self) {
                    try await database.withConnection(timeout: .milliseconds(200)) { connection in
                        _ = try connection.query("SELECT pg_sleep(60)")
                    }
                }
                guard case .timedOut = error else {
                    Issue.record("\(String(describing: error)) does not say that it took too long")
                    return
                }
                // An error in the middle of a stream, an empty statement, a wrong number of values, and life after them.
                await #expect(throws: SQLError.self) {
                    for try await _ in database.stream("SELECT 10 / (i - 2000) FROM n ORDER BY i") {}
                }
                for bad in [
                    SQLStatement(trusted: ""), SQLStatement(trusted: "SELECT $1::int"), "COPY n TO STDOUT",
                    "COPY n FROM STDIN",
                ] {
                    let error = await #expect(throws: SQLError.self, "\(bad)") { _ = try await database.query(bad) }
                    guard case .malformedStatement = error else {
                        Issue.record("\(bad): \(String(describing: error)) does not say that it is malformed")
                        continue
                    }
                }
                #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 3000)
            }
        }
    }
}

@Suite("What a PostgreSQL server says beside its results", .watchesClock)
struct ServerMessageTests {
    @Test("notices and warnings reach the program with all their parts", arguments: [0, 128])
    func messages(cacheSize: Int) async throws {
        let heard = Guarded<[SQLMessage]>([])
        var options = SQLOptions()
        options.poolSize = 1
        options.statementCacheSize = cacheSize
        options.onMessage = { message in heard.withLock { $0.append(message) } }
        try await withOpened(try await PrivatePostgreSQL.shared.url, options) { database async throws in
            try await database.execute("DROP TABLE IF EXISTS no_such_table_at_all")
            try await database.execute(
                """
                DO $$ BEGIN
                    RAISE NOTICE 'row % done', 7 USING DETAIL = 'the detail', HINT = 'the hint';
                    RAISE WARNING 'look here';
                END $$
                """)
        }
        let messages = heard.withLock { $0 }
        #expect(messages.map(\.severity) == ["NOTICE", "NOTICE", "WARNING"])
        #expect(
            messages.map(\.text) == [
                "table \"no_such_table_at_all\" does not exist, skipping", "row 7 done", "look here",
            ])
        #expect(messages.count > 1 && messages[1].detail == "the detail" && messages[1].hint == "the hint")
    }

    @Test("a failure keeps all that the server said, and shows no value by itself")
    func failures() async throws {
        try await Engine.postgreSQL.withDatabase { database async throws in
            try await database.execute(
                script: "CREATE TABLE person (email TEXT PRIMARY KEY); INSERT INTO person VALUES ('ada@example.org')")
            let email = "ada@example.org"
            let twice = await #expect(throws: SQLError.self) {
                try await database.execute("INSERT INTO person VALUES (\(email))")
            }
            #expect(twice?.failure?.original?.detail == "Key (email)=(ada@example.org) already exists.")
            #expect(twice?.description.contains("ada@") == false)
            let number = await #expect(throws: SQLError.self) {
                try await database.query("SELECT CAST(\("abc") AS integer)")
            }
            #expect(number?.failure?.original?.text == "invalid input syntax for type integer: \"abc\"")
            #expect(number?.description.contains("abc") == false)
            let unknown = await #expect(throws: SQLError.self) { try await database.query("SELECT lenght('x')") }
            #expect(unknown?.failure?.original?.hint?.hasPrefix("No function matches") == true)
            let deep = await #expect(throws: SQLError.self) {
                try await database.execute("DO $$ BEGIN PERFORM 1 / 0; END $$")
            }
            #expect(deep?.failure?.original?.context?.contains("line 1 at PERFORM") == true)
        }
    }

    @Test("a real is the number that its shortest text names")
    func reals() async throws {
        let texts = ["0.1", "16777217", "3.4028235e+38", "1e-45", "-0.3", "1234567.9", "100", "1.17549435e-38"]
        for cacheSize in [0, 128] {
            var options = SQLOptions()
            options.statementCacheSize = cacheSize
            try await withOpened(try await PrivatePostgreSQL.shared.url, options) { database async throws in
                for text in texts {
                    let row = try #require(
                        try await database.first(
                            "SELECT CAST(\(text) AS real) AS a, CAST(CAST(\(text) AS real) AS text) AS b"))
                    let shown = try #require(Double(try row.get("b", as: String.self)))
                    #expect(try row.get("a", as: Double.self) == shown, "\(text)")
                }
            }
        }
    }
}
