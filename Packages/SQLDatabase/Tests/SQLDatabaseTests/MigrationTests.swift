import SQLDatabase
import TestKit
import Testing

@Suite("Migrations, on both engines", .watchesClock)
struct MigrationTests {
    private static let steps = [
        SQLMigration(
            1, "create people",
            "CREATE TABLE person (id BIGINT PRIMARY KEY); CREATE TABLE pet (owner BIGINT REFERENCES person (id));"),
        SQLMigration(
            5, "name them", sqlite: "ALTER TABLE person ADD COLUMN name TEXT",
            postgreSQL: "ALTER TABLE person ADD COLUMN name VARCHAR(100)"),
    ]

    @Test("each step runs once, in order", arguments: Engine.allCases)
    func once(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            let first = try await database.migrate(Array(Self.steps.prefix(1)))
            #expect(first == [1])
            #expect(try await database.migrate(Self.steps) == [5])
            #expect(try await database.migrate(Self.steps) == [])
            try await database.execute("INSERT INTO person VALUES (\(1), \("Ada"))")
        }
    }

    @Test("programs that start together migrate once", arguments: Engine.allCases)
    func together(engine: Engine) async throws {
        try await engine.withURL { url in
            // In memory each handle has a database of its own.
            let handles = engine == .sqliteMemory ? 1 : 4
            var options = SQLOptions()
            options.journalMode = .writeAheadLog
            // The disk may be busy with other tests.
            options.busyTimeout = .seconds(60)
            let chosen = options
            let runs = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<handles {
                    group.addTask { try await withOpened(url, chosen) { try await $0.migrate(Self.steps) } }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(runs.sorted() == [1, 5])
        }
    }

    @Test("a step that fails leaves no trace, and those before it stay", arguments: Engine.allCases)
    func failure(engine: Engine) async throws {
        let broken = SQLMigration(7, "break", "CREATE TABLE half (i BIGINT); INSERT INTO nowhere VALUES (1)")
        try await engine.withDatabase { database async throws in
            let error = await #expect(throws: SQLError.self) { try await database.migrate(Self.steps + [broken]) }
            #expect(error?.description.contains("nowhere") == true)
            await #expect(throws: SQLError.self) { try await database.query("SELECT * FROM half") }
            #expect(try await database.migrate(Self.steps) == [])
        }
    }

    @Test("a released step that was changed is refused", arguments: Engine.allCases)
    func changed(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.migrate(Self.steps)
            let other = [SQLMigration(1, "create people", "CREATE TABLE person (id TEXT)"), Self.steps[1]]
            let error = await #expect(throws: SQLError.self) { try await database.migrate(other) }
            #expect(error?.description.contains("step 1 (create people) is not the SQL that ran") == true)
        }
    }

    @Test("a database of a newer program is refused", arguments: Engine.allCases)
    func newer(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.migrate(Self.steps)
            let error = await #expect(throws: SQLError.self) {
                try await database.migrate(Array(Self.steps.prefix(1)))
            }
            #expect(error?.description.contains("newer") == true)
        }
    }

    @Test("a step that is numbered below one that ran is refused", arguments: Engine.allCases)
    func late(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.migrate(Self.steps)
            let late = [Self.steps[0], SQLMigration(3, "late", "CREATE TABLE late (i BIGINT)"), Self.steps[1]]
            await #expect(throws: SQLError.self) { try await database.migrate(late) }
            await #expect(throws: SQLError.self) { try await database.migrate(Self.steps.reversed()) }
            await #expect(throws: SQLError.self) { try await database.migrate([Self.steps[0], Self.steps[0]]) }
        }
    }
}
