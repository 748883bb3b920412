import Foundation
import SQLDatabase
import TestKit
import Testing

@Suite("Transactions, on both engines", .watchesClock)
struct TransactionTests {
    private struct Refusal: Error {}

    private func withCounter(_ engine: Engine, _ body: (Database) async throws -> Void) async throws {
        try await engine.withDatabase { database async throws in
            try await database.execute(
                script: "CREATE TABLE counter (id BIGINT PRIMARY KEY, n BIGINT); INSERT INTO counter VALUES (1, 0)")
            try await body(database)
        }
    }

    private func count(_ database: Database) async throws -> Int {
        try await database.value("SELECT n FROM counter WHERE id = 1")
    }

    @Test("what a transaction wrote is gone when it throws", arguments: Engine.allCases)
    func rollback(engine: Engine) async throws {
        try await withCounter(engine) { database async throws in
            await #expect(throws: Refusal.self) {
                try await database.write { connection in
                    try connection.execute("UPDATE counter SET n = 5")
                    throw Refusal()
                }
            }
            #expect(try await count(database) == 0)
            #expect(try await database.write { try $0.execute("UPDATE counter SET n = 6") } == 1)
            #expect(try await count(database) == 6)
        }
    }

    @Test("an inner transaction rolls back alone", arguments: Engine.allCases)
    func savepoints(engine: Engine) async throws {
        try await withCounter(engine) { database async throws in
            try await database.write { connection in
                try connection.execute("UPDATE counter SET n = n + 1")
                do {
                    try connection.transaction { inner in
                        try inner.execute("UPDATE counter SET n = n + 10")
                        try inner.transaction { try $0.execute("UPDATE counter SET n = n + 100") }
                        try inner.execute("INSERT INTO counter VALUES (1, 0)")
                    }
                } catch SQLError.constraint {}
                try connection.transaction { try $0.execute("UPDATE counter SET n = n + 1000") }
            }
            #expect(try await count(database) == 1001)
        }
    }

    @Test("a read sees one state while others write", arguments: [Engine.sqliteFile, .postgreSQL])
    func snapshot(engine: Engine) async throws {
        try await withCounter(engine) { database async throws in
            let (started, starting) = AsyncStream<Void>.makeStream()
            let written = Guarded(false)
            let reading = Task {
                try await database.read { connection in
                    let before: Int = try connection.value("SELECT n FROM counter")
                    starting.finish()
                    while !written.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.001) }
                    return (before, try connection.value("SELECT n FROM counter", as: Int.self))
                }
            }
            for await _ in started {}
            try await database.execute("UPDATE counter SET n = 1")
            written.withLock { $0 = true }
            #expect(try await reading.value == (0, 0))
            #expect(try await count(database) == 1)
        }
    }

    @Test("a read refuses to write", arguments: Engine.allCases)
    func readOnly(engine: Engine) async throws {
        try await withCounter(engine) { database async throws in
            for _ in 0..<2 {
                let error = await #expect(throws: SQLError.self) {
                    try await database.read { try $0.execute("UPDATE counter SET n = 5") }
                }
                guard case .readOnly = error else {
                    Issue.record("\(String(describing: error)) does not say that the access only reads")
                    return
                }
            }
            #expect(try await database.execute("UPDATE counter SET n = 6") == 1)
        }
    }

    @Test("no increment is lost among concurrent transactions: conflicts are run again", arguments: Engine.allCases)
    func conflicts(engine: Engine) async throws {
        var options = SQLOptions()
        options.conflictRetries = 100
        options.acquireTimeout = .seconds(300)
        try await engine.withDatabase(options) { database async throws in
            try await database.execute(script: "CREATE TABLE counter (n BIGINT); INSERT INTO counter VALUES (0)")
            let runs = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await database.write { connection in
                            runs.count()
                            let n: Int = try connection.value("SELECT n FROM counter")
                            try connection.execute("UPDATE counter SET n = \(n + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.value("SELECT n FROM counter", as: Int.self) == 40)
            #expect(runs.value >= 40)
        }
    }

    @Test("a transaction that goes on after a failed statement does not pretend to have committed")
    func abortedCommit() async throws {
        try await withCounter(.postgreSQL) { database async throws in
            await #expect(throws: SQLError.self) {
                try await database.write { connection in
                    try connection.execute("UPDATE counter SET n = 5")
                    _ = try? connection.execute("INSERT INTO counter VALUES (1, 0)")
                }
            }
            #expect(try await count(database) == 0)
        }
    }

    @Test("a transaction left open by hand does not leak into the next access", arguments: Engine.allCases)
    func leftOpen(engine: Engine) async throws {
        var options = SQLOptions()
        options.poolSize = 1
        try await engine.withDatabase(options) { database async throws in
            try await database.execute(script: "CREATE TABLE counter (n BIGINT)")
            try await database.withConnection { connection in
                try connection.execute(script: "BEGIN")
                try connection.execute("INSERT INTO counter VALUES (1)")
            }
            #expect(try await database.value("SELECT count(*) FROM counter", as: Int.self) == 0)
        }
    }
}
