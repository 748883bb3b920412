import PostgreSQLEngine
import SQLDatabase
import TestKit
import Testing

@Suite("PostgreSQL alone", .watchesClock)
struct PostgreSQLTests {
    private static let table: SQLScript = """
        CREATE TABLE item (id BIGINT PRIMARY KEY, words TEXT, real DOUBLE PRECISION, flag BOOLEAN, bytes BYTEA)
        """

    @Test("COPY loads what INSERT would, every odd character included")
    func copyIn() async throws {
        let rows: [[SQLValue]] = [
            [1, "plain", 1.5, true, .blob([0, 1, 255])],
            [2, "tab\there\nline\r\\N \\. \\x41 'quoted' 😀", .real(.infinity), false, .blob([])],
            [3, "", .real(.nan), .null, .null], [4, .null, .real(-0.1), true, .blob(Array(0...255))],
        ]
        try await Engine.postgreSQL.withDatabase { database async throws in
            try await database.execute(script: Self.table)
            let count = try await database.write { connection in
                try connection.copy(into: "item", columns: ["id", "words", "real", "flag", "bytes"], rows: rows)
            }
            #expect(count == 4)
            let back = try await database.query("SELECT * FROM item ORDER BY id")
            for (row, original) in zip(back, rows) {
                for (value, expected) in zip(row.values, original) {
                    if case .real(let number) = expected, number.isNaN {
                        #expect(try row.get("real", as: Double.self).isNaN)
                    } else {
                        #expect(value == expected)
                    }
                }
            }
        }
    }

    @Test("COPY loads all rows or none", arguments: [0, 1, 2])
    func copyInFails(kind: Int) async throws {
        let bad: [SQLValue] = [[.integer(5), .text("twice")], [.integer(100_001)], [.integer(100_001), "a\0b"]][kind]
        try await Engine.postgreSQL.withDatabase { database async throws in
            try await database.execute(script: Self.table)
            let rows = (0..<100_000).map { [SQLValue.integer(Int64($0)), .text("row")] }
            let error = await #expect(throws: SQLError.self) {
                try await database.withConnection { connection in
                    try connection.copy(into: "item", columns: ["id", "words"], rows: rows + [bad])
                }
            }
            if kind == 0, case .constraint(let constraint, _) = error { #expect(constraint.columns == ["id"]) }
            #expect(try await database.value("SELECT count(*) FROM item", as: Int.self) == 0)
        }
    }

    @Test("COPY hands rows out")
    func copyOut() async throws {
        try await Engine.postgreSQL.withDatabase { database async throws in
            try await database.execute(
                script: "CREATE TABLE n (i BIGINT, t TEXT); INSERT INTO n VALUES (1, 'a,b'), (2, NULL)")
            let (text, count) = try await database.read { connection in
                var bytes: [UInt8] = []
                let count = try connection.copyOut(
                    "COPY (SELECT * FROM n ORDER BY i) TO STDOUT WITH (FORMAT csv, HEADER)"
                ) {
                    bytes += $0
                }
                return (String(decoding: bytes, as: UTF8.self), count)
            }
            #expect(text == "i,t\n1,\"a,b\"\n2,\n")
            #expect(count == 2)
        }
    }

    @Test("a COPY that its reader gives up leaves the connection in order")
    func copyOutStops() async throws {
        struct Enough: Error {}
        var options = SQLOptions()
        options.poolSize = 1
        try await Engine.postgreSQL.withDatabase(options) { database async throws in
            await #expect(throws: Enough.self) {
                try await database.withConnection { connection in
                    _ = try connection.copyOut("COPY (SELECT generate_series(1, 10000)) TO STDOUT") { _ in
                        throw Enough()
                    }
                }
            }
            await #expect(throws: SQLError.self) {
                try await database.withConnection { _ = try $0.copyOut("SELECT 1") { _ in } }
            }
            await #expect(throws: SQLError.self) { try await database.execute(script: "COPY (SELECT 1) TO STDOUT") }
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("a notification arrives with channel and payload, when its transaction commits")
    func notifications() async throws {
        try await Engine.postgreSQL.withDatabase { database async throws in
            let messages = try await database.listen(to: "Odd \"channel\"", "second")
            try? await database.write { connection in
                try connection.notify("second", payload: "rolled back")
                throw CancellationError()
            }
            try await database.write { connection in
                try connection.notify("Odd \"channel\"", payload: "it's 😀")
                try connection.notify("elsewhere")
                try connection.notify("second")
            }
            var found: [String] = []
            for try await message in messages {
                found.append("\(message.channel): \(message.payload)")
                if found.count == 2 { break }
            }
            #expect(found == ["Odd \"channel\": it's 😀", "second: "])
        }
    }

    @Test("a listener whose connection dies is told so")
    func listenerDies() async throws {
        let server = try await PrivatePostgreSQL.start()
        try await withOpened(server.url) { database async throws in
            let messages = try await database.listen(to: "a")
            try await server.restart()
            let error = await #expect(throws: SQLError.self) { for try await _ in messages {} }
            guard case .connectionLost = error else {
                Issue.record("\(String(describing: error)) does not say that the connection was lost")
                return
            }
        }
    }

    @Test("jobs are claimed once each with SKIP LOCKED")
    func skipLocked() async throws {
        try await Engine.postgreSQL.withDatabase { database async throws in
            try await database.execute(script: "CREATE TABLE job (id BIGINT PRIMARY KEY, taken BOOLEAN DEFAULT false)")
            try await database.execute("INSERT INTO job SELECT generate_series(1, 50)")
            let claimed = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        var mine: [Int] = []
                        while let id = try await Self.claim(database) { mine.append(id) }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.sorted() == Array(1...50))
        }
    }

    private static func claim(_ database: Database) async throws -> Int? {
        try await database.write(isolation: .readCommitted) { connection in
            try connection.first(
                """
                UPDATE job SET taken = true WHERE id = (
                    SELECT id FROM job WHERE NOT taken ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
                ) RETURNING id
                """)?.get(at: 0)
        }
    }
}
