import Foundation
import SQLDatabase
import SQLiteEngine
import Testing

struct Page: Codable, Equatable, Sendable {
    var id: Int
    var url: String
    var statusCode: Int?
    var fetchedAt: Date
    var body: Data
}

let steps = [
    SQLMigration(
        1, "create pages",
        """
        CREATE TABLE page (
            id BIGINT PRIMARY KEY, url TEXT NOT NULL UNIQUE, status_code INTEGER, fetched_at TEXT NOT NULL, body BYTEA
        );
        CREATE INDEX page_status ON page (status_code);
        """),
    SQLMigration(2, "create links", "CREATE TABLE link (source BIGINT REFERENCES page, target BIGINT REFERENCES page)"),
]

@Test("a schema is migrated once, and rows come back as they went in", arguments: Engine.allCases)
func quick(engine: Engine) async throws {
    try await engine.withDatabase { database in
        #expect(try await database.migrate(steps) == [1, 2])
        #expect(try await database.migrate(steps) == [])
        let page = Page(
            id: 1, url: "https://a.example/", statusCode: nil, fetchedAt: Date(timeIntervalSince1970: 1_700_000_000.25),
            body: Data([0, 1, 255]))
        let count = try await database.write { connection in
            try connection.execute(
                "INSERT INTO page VALUES (\(page.id), \(page.url), \(page.statusCode), \(page.fetchedAt), \(page.body))"
            )
        }
        #expect(count == 1)
        #expect(try await database.query("SELECT * FROM page", as: Page.self) == [page])
        await #expect(throws: SQLError.self) {
            try await database.execute("INSERT INTO page VALUES (2, \(page.url), 1, 'x', NULL)")
        }
        try await database.write { connection in
            for id in 2...3000 {
                try connection.execute("INSERT INTO page VALUES (\(id), \("u\(id)"), 200, \(Date()), \([UInt8]()))")
            }
        }
        var sum = 0
        for try await row in database.stream("SELECT id FROM page ORDER BY id") { sum += try row.get("id") }
        #expect(sum == 3000 * 3001 / 2)
        for try await _ in database.stream("SELECT id FROM page ORDER BY id") { break }
        #expect(try await database.value("SELECT count(*) FROM page", as: Int.self) == 3000)
        let task = Task {
            try await database.query(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n WHERE i < 0")
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await #expect(throws: SQLError.self) {
            try await database.read(timeout: .milliseconds(50)) {
                try $0.query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
            }
        }
    }
}
