import SQLDatabase
import TestKit
import Testing

@Suite("Streams, on both engines", .watchesClock)
struct StreamTests {
    private func withNumbers(_ engine: Engine, _ body: (Database) async throws -> Void) async throws {
        var options = SQLOptions()
        options.poolSize = 1
        options.acquireTimeout = .seconds(5)
        try await engine.withDatabase(options) { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT)")
            try await database.execute(
                """
                INSERT INTO n WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < 100000)
                SELECT i FROM up
                """)
            try await body(database)
        }
    }

    @Test("every row comes once and in order", arguments: Engine.allCases)
    func all(engine: Engine) async throws {
        try await withNumbers(engine) { database async throws in
            var expected = 0
            for try await row in database.stream("SELECT i FROM n WHERE i > \(0) ORDER BY i") {
                expected += 1
                guard try row.get(at: 0, as: Int.self) == expected else {
                    Issue.record("row \(expected) is \(row)")
                    return
                }
            }
            #expect(expected == 100_000)
        }
    }

    @Test("a stream that is left early gives its only connection back", arguments: Engine.allCases)
    func early(engine: Engine) async throws {
        try await withNumbers(engine) { database async throws in
            for round in 1...3 {
                for try await row in database.stream("SELECT i FROM n ORDER BY i") {
                    #expect(try row.get(at: 0, as: Int.self) == 1)
                    break
                }
                #expect(try await database.value("SELECT \(round)", as: Int.self) == round)
            }
        }
    }

    @Test("an empty stream ends at once, and a wrong one throws", arguments: Engine.allCases)
    func edges(engine: Engine) async throws {
        try await withNumbers(engine) { database async throws in
            for try await row in database.stream("SELECT i FROM n WHERE i < \(0)") { Issue.record("\(row)") }
            await #expect(throws: SQLError.self) {
                for try await row in database.stream("SELECT nothing FROM n") { Issue.record("\(row)") }
            }
            // An error in the middle: the rows before it arrive.
            var count = 0
            await #expect(throws: SQLError.self) {
                let abs: SQLStatement =
                    database.dialect == .sqlite
                    ? "SELECT CASE WHEN i < 1000 THEN i ELSE abs(-9223372036854775807 - 1) END FROM n"
                    : "SELECT 1 / (1000 - i) FROM n"
                for try await _ in database.stream(abs) { count += 1 }
            }
            #expect(count == 999)
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("a cancelled stream stops", arguments: Engine.allCases)
    func cancelled(engine: Engine) async throws {
        try await withNumbers(engine) { database async throws in
            let reader = Task {
                var count = 0
                for try await _ in database.stream("SELECT a.i FROM n AS a, n AS b") { count += 1 }
                return count
            }
            try await Task.sleep(for: .milliseconds(100))
            reader.cancel()
            await #expect(throws: CancellationError.self) { try await reader.value }
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("rows are only fetched when they are asked for", arguments: Engine.allCases)
    func backPressure(engine: Engine) async throws {
        // A result of ten thousand million rows: only back-pressure makes its first rows arrive.
        try await withNumbers(engine) { database async throws in
            var count = 0
            for try await _ in database.stream("SELECT a.i FROM n AS a, n AS b") {
                count += 1
                if count == 5000 { break }
            }
            #expect(count == 5000)
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("a statement inside a loop over rows does not disturb it", arguments: Engine.allCases)
    func inTransaction(engine: Engine) async throws {
        try await withNumbers(engine) { database async throws in
            let seen = try await database.write { connection in
                var seen = 0
                try connection.forEach("SELECT i FROM n WHERE i <= \(1000) ORDER BY i") { row in
                    seen += 1
                    if seen % 100 == 0 {
                        try connection.execute("UPDATE n SET i = -i WHERE i = \(try row.get(at: 0, as: Int.self))")
                    }
                }
                return seen
            }
            #expect(seen == 1000)
            #expect(try await database.value("SELECT count(*) FROM n WHERE i < 0", as: Int.self) == 10)
        }
    }

    @Test("a loop that is left early keeps its transaction", arguments: Engine.allCases)
    func earlyInTransaction(engine: Engine) async throws {
        struct Enough: Error {}
        try await withNumbers(engine) { database async throws in
            try await database.write { connection in
                try connection.execute("DELETE FROM n WHERE i = \(5)")
                #expect(throws: Enough.self) {
                    try connection.forEach("SELECT i FROM n ORDER BY i") { _ in throw Enough() }
                }
                try connection.execute("DELETE FROM n WHERE i = \(6)")
            }
            #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 99_998)
        }
    }
}
