import SQLDatabase
import Testing

@Suite("Constraints and refusals, on both engines")
struct ConstraintTests {
    private static let schema: SQLScript = """
        CREATE TABLE team (id BIGINT PRIMARY KEY);
        CREATE TABLE person (
            id BIGINT PRIMARY KEY, email TEXT NOT NULL UNIQUE, age BIGINT CONSTRAINT adult CHECK (age >= 18),
            team BIGINT REFERENCES team (id), UNIQUE (team, age)
        );
        INSERT INTO team VALUES (1);
        INSERT INTO person VALUES (1, 'ada@example.org', 36, 1);
        """

    private func violation(_ statement: SQLStatement, on engine: Engine) async throws -> SQLConstraint? {
        try await engine.withDatabase { database async throws in
            try await database.execute(script: Self.schema)
            let error = await #expect(throws: SQLError.self) { try await database.execute(statement) }
            guard case .constraint(let constraint, let failure) = error else {
                Issue.record("\(String(describing: error)) is no violated constraint")
                return nil
            }
            #expect(failure.statement?.hasPrefix("INSERT") == true)
            return constraint
        }
    }

    @Test("a second row with the same key names table and column", arguments: Engine.allCases)
    func unique(engine: Engine) async throws {
        let found = try await violation(
            "INSERT INTO person VALUES (2, \("ada@example.org"), 40, NULL)", on: engine)
        #expect(found?.kind == .unique)
        #expect(found?.table == "person")
        #expect(found?.columns == ["email"])
    }

    @Test("a key of two columns names both", arguments: Engine.allCases)
    func uniquePair(engine: Engine) async throws {
        let found = try await violation("INSERT INTO person VALUES (2, 'b', \(36), \(1))", on: engine)
        #expect(found?.kind == .unique)
        #expect(found?.columns == ["team", "age"])
    }

    @Test("a second row with the same primary key is one, too", arguments: Engine.allCases)
    func primaryKey(engine: Engine) async throws {
        let found = try await violation("INSERT INTO person VALUES (\(1), 'b', 40, NULL)", on: engine)
        #expect(found?.kind == .unique)
        #expect(found?.columns == ["id"])
    }

    @Test("a missing value names its column", arguments: Engine.allCases)
    func notNull(engine: Engine) async throws {
        let found = try await violation("INSERT INTO person VALUES (2, \(nil as String?), 40, NULL)", on: engine)
        #expect(found?.kind == .notNull)
        #expect(found?.table == "person")
        #expect(found?.columns == ["email"])
    }

    @Test("a failed check is named", arguments: Engine.allCases)
    func check(engine: Engine) async throws {
        let found = try await violation("INSERT INTO person VALUES (2, 'b', \(17), NULL)", on: engine)
        #expect(found?.kind == .check)
        #expect(found?.name == "adult")
    }

    @Test("a reference to nothing is refused: foreign keys are on", arguments: Engine.allCases)
    func foreignKey(engine: Engine) async throws {
        let found = try await violation("INSERT INTO person VALUES (2, 'b', 40, \(7))", on: engine)
        #expect(found?.kind == .foreignKey)
        // SQLite does not say which of them.
        if engine == .postgreSQL { #expect(found?.columns == ["team"]) }
    }

    @Test("a missing table is told with the statement, the code and the position", arguments: Engine.allCases)
    func missingTable(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            let error = await #expect(throws: SQLError.self) { try await database.query("SELECT * FROM nothing_here") }
            let failure = try #require(error?.failure)
            #expect(failure.code == (database.dialect == .sqlite ? .sqlite(1) : .sqlState("42P01")))
            #expect(failure.message.contains("nothing_here"))
            #expect(failure.dialect == database.dialect)
            if database.dialect == .postgreSQL { #expect(failure.position == 15) }
        }
    }

    @Test("no error shows a bound value", arguments: Engine.allCases)
    func secrecy(engine: Engine) async throws {
        let secret = "hunter2 \"quoted\" s3cret"
        let statements: [SQLStatement] = [
            "SELECT CAST(\(secret) AS nothing_here)", "SELECT * FROM nothing_here WHERE a = \(secret)",
            "INSERT INTO person VALUES (2, \(secret), \(secret), NULL)",
            "INSERT INTO person VALUES (\(secret), \(secret), 40, NULL)",
            "INSERT INTO person VALUES (3, \(secret), 17, NULL)", "SELECT json_extract(\(secret), '$')",
            "SELECT json_extract('{}', \(secret))", "SELECT CAST(\(secret) AS json)",
            "SELECT to_date(\(secret), \(secret))", "SELECT CAST(\(secret) AS uuid)",
            "SELECT * FROM person WHERE id = \(secret) AND nothing_here = 1",
        ]
        try await engine.withDatabase { database async throws in
            try await database.execute(script: Self.schema)
            var failures = 0
            for statement in statements {
                do {
                    _ = try await database.withConnection { try $0.query(statement) }
                } catch {
                    failures += 1
                    let shown = "\(error) \(String(reflecting: error))"
                    #expect(!shown.contains("hunter2") && !shown.contains("s3cret"), "\(statement)")
                }
            }
            #expect(failures >= 4)
        }
    }
}
