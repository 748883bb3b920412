import SQLDatabase
import Testing

@Suite("A statement is a value with placeholders")
struct StatementTests {
    @Test("what is interpolated is bound and never becomes SQL")
    func binding() {
        let name = "x'; DROP TABLE person; --"
        let statement: SQLStatement = "SELECT * FROM person WHERE name = \(name) AND age > \(17)"
        #expect(statement.sql(.dollar) == "SELECT * FROM person WHERE name = $1 AND age > $2")
        #expect(statement.sql(.questionMark) == "SELECT * FROM person WHERE name = ?1 AND age > ?2")
        #expect(statement.bindings == [.text(name), .integer(17)])
        #expect(!statement.description.contains("DROP"))
    }

    @Test("statements nest, and their placeholders are numbered anew")
    func nesting() {
        let conditions: [SQLStatement] = ["a = \(1)", "b IN (\(list: [2, 3]))"]
        let whole: SQLStatement = "SELECT \(0) WHERE \(conditions.joined(separator: " AND "))" + " LIMIT \(4)"
        #expect(whole.sql(.dollar) == "SELECT $1 WHERE a = $2 AND b IN ($3, $4) LIMIT $5")
        #expect(whole.bindings == [0, 1, 2, 3, 4])
    }

    @Test("a name is quoted, whatever is in it", arguments: Engine.allCases)
    func identifiers(engine: Engine) async throws {
        let odd = "od\"d; DROP TABLE x -- 😀"
        #expect(("\(identifier: odd)" as SQLStatement).description == "\"od\"\"d; DROP TABLE x -- 😀\"")
        try await engine.withDatabase { database async throws in
            try await database.execute("CREATE TABLE \(identifier: odd) (\(identifier: "se lect") INTEGER)")
            try await database.execute("INSERT INTO \(identifier: odd) VALUES (\(1))")
            let row = try await database.first("SELECT * FROM \(identifier: odd)")
            #expect(try row?.get("se lect", as: Int.self) == 1)
        }
    }

    @Test("a result tells which columns of tables its own repeat, and which are computed", arguments: Engine.allCases)
    func origins(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT, t TEXT); INSERT INTO n VALUES (1, 'x')")
            let origins = try await database.read { connection in
                let statement: SQLStatement = "SELECT t, a.i AS other, i + 1, (SELECT 1) FROM n AS a WHERE i = \(1)"
                let origins = try connection.origins(of: statement)
                #expect(try connection.query(statement).count == 1)
                return origins
            }
            let wanted = [SQLColumnOrigin(table: "n", column: "t"), SQLColumnOrigin(table: "n", column: "i"), nil, nil]
            #expect(origins == wanted)
            await #expect(throws: SQLError.self) {
                try await database.read { try $0.origins(of: "SELECT nothing FROM n") }
            }
        }
    }

    @Test("IN finds what is in the list, and nothing in an empty one", arguments: Engine.allCases)
    func lists(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT); INSERT INTO n VALUES (1), (2), (3)")
            let some = try await database.query("SELECT i FROM n WHERE i IN (\(list: [1, 3])) ORDER BY i")
            #expect(some.map(\.values) == [[1], [3]])
            #expect(try await database.query("SELECT i FROM n WHERE i IN (\(list: [Int]()))").isEmpty)
        }
    }

    @Test("two statements in one are refused, and none runs", arguments: Engine.allCases)
    func oneOnly(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT)")
            await #expect(throws: SQLError.self) {
                try await database.execute("INSERT INTO n VALUES (1); DELETE FROM n")
            }
            #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 0)
        }
    }

    @Test("a statement with a NUL in it is refused", arguments: Engine.allCases)
    func nulInStatement(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            await #expect(throws: SQLError.self) { try await database.execute("SELECT 1 \(identifier: "a\0b")") }
            await #expect(throws: SQLError.self) { try await database.execute(script: "SELECT 1; \0 SELECT 2") }
        }
    }

    @Test(
        "a placeholder written by hand is refused: only an interpolation makes a placeholder",
        arguments: Engine.allCases)
    func handwrittenHole(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            await #expect(throws: SQLError.self) { try await database.query("SELECT $1") }
            await #expect(throws: SQLError.self) { try await database.execute(script: "SELECT $1") }
        }
    }

    @Test("a syntax error is placed at its character, counted in characters", arguments: Engine.allCases)
    func positions(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            let error = await #expect(throws: SQLError.self) { try await database.query("SELECT 'äöü😀' FRM person") }
            let failure = try #require(error?.failure)
            #expect(failure.statement == "SELECT 'äöü😀' FRM person")
            // FRM is taken for the column's name; the next word is one too many.
            #expect(failure.position == 19)
        }
    }

    @Test("a cached statement follows a changed table", arguments: Engine.allCases)
    func changedTable(engine: Engine) async throws {
        var options = SQLOptions()
        options.poolSize = 1
        try await engine.withDatabase(options) { database async throws in
            try await database.execute(script: "CREATE TABLE n (a BIGINT); INSERT INTO n VALUES (1)")
            #expect(try await database.first("SELECT * FROM n")?.columns.names == ["a"])
            try await database.execute(script: "ALTER TABLE n ADD COLUMN b TEXT")
            let row = try await database.first("SELECT * FROM n")
            #expect(row?.columns.names == ["a", "b"])
            #expect(row?.values == [1, .null])
            try await database.execute(script: "ALTER TABLE n RENAME COLUMN b TO c")
            let renamed = try await database.read { try $0.first("SELECT * FROM n") }
            #expect(renamed?.columns.names == ["a", "c"])
        }
    }

    @Test("more statements than the cache holds all work", arguments: Engine.allCases)
    func smallCache(engine: Engine) async throws {
        var options = SQLOptions()
        options.statementCacheSize = 3
        try await engine.withDatabase(options) { database async throws in
            let sum = try await database.withConnection { connection in
                var sum = 0
                for round in 0..<3 {
                    for column in 0..<10 {
                        sum += try connection.value(
                            "SELECT \(round) + \(1) AS \(identifier: "c\(column)")", as: Int.self)
                    }
                }
                return sum
            }
            #expect(sum == 60)
        }
    }

    @Test("a statement can run while its own rows are being read", arguments: Engine.allCases)
    func nestedUse(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT); INSERT INTO n VALUES (1), (2), (3)")
            let pairs = try await database.read { connection in
                var pairs: [String] = []
                try connection.forEach("SELECT i FROM n ORDER BY i") { outer in
                    try connection.forEach("SELECT i FROM n ORDER BY i") { inner in
                        pairs.append("\(try outer.get(at: 0, as: Int.self))\(try inner.get(at: 0, as: Int.self))")
                    }
                }
                return pairs
            }
            #expect(pairs == ["11", "12", "13", "21", "22", "23", "31", "32", "33"])
        }
    }

    @Test("how many rows changed is told", arguments: Engine.allCases)
    func changes(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            let created = try await database.execute("CREATE TABLE n (i BIGINT)")
            #expect(created == 0)
            #expect(try await database.execute("INSERT INTO n VALUES (1), (2), (3)") == 3)
            #expect(try await database.execute("UPDATE n SET i = i + \(1) WHERE i > \(1)") == 2)
            #expect(try await database.execute("DELETE FROM n WHERE i = \(99)") == 0)
            #expect(try await database.execute("SELECT * FROM n") == 0)
            #expect(try await database.query("INSERT INTO n VALUES (\(7)) RETURNING i").map(\.values) == [[7]])
            #expect(try await database.execute("DELETE FROM n") == 4)
        }
    }
}
