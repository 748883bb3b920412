import SQLDatabase
import TestKit
import Testing

@Suite("Cancellation and time-outs, on both engines", .watchesClock)
struct CancellationTests {
    /// Runs until it is stopped.
    static let endless: SQLStatement =
        "WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT 1 FROM up) SELECT count(*) FROM up"

    private func onePlace(timeout: Duration? = nil) -> SQLOptions {
        var options = SQLOptions()
        options.poolSize = 1
        options.accessTimeout = timeout
        return options
    }

    /// Runs `body` and checks that it takes less time than a statement that was not cancelled would.
    private func promptly(_ body: () async throws -> Void) async throws {
        let start = ContinuousClock.now
        try await body()
        #expect(.now - start < .seconds(60))
    }

    @Test("a cancelled task's query stops in the middle, and the connection goes on", arguments: Engine.allCases)
    func cancel(engine: Engine) async throws {
        try await engine.withDatabase(onePlace()) { database async throws in
            try await promptly {
                let task = Task { try await database.query(Self.endless) }
                try await Task.sleep(for: .milliseconds(100))
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("a task that is cancelled before it asks runs nothing", arguments: Engine.allCases)
    func cancelledBefore(engine: Engine) async throws {
        try await engine.withDatabase(onePlace()) { database async throws in
            let runs = Counter()
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                try await database.withConnection { _ in runs.count() }
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(runs.value == 0)
        }
    }

    @Test("a cancelled transaction is rolled back", arguments: Engine.allCases)
    func rollsBack(engine: Engine) async throws {
        try await engine.withDatabase(onePlace()) { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT)")
            let (started, starting) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await database.write { connection in
                    try connection.execute("INSERT INTO n VALUES (1)")
                    starting.finish()
                    _ = try connection.query(Self.endless)
                }
            }
            for await _ in started {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 0)
            #expect(try await database.execute("INSERT INTO n VALUES (2)") == 1)
        }
    }

    @Test("a cancelled transaction of quick statements stops between two of them", arguments: Engine.allCases)
    func betweenStatements(engine: Engine) async throws {
        try await engine.withDatabase(onePlace()) { database async throws in
            let (started, starting) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await database.read { connection in
                    starting.finish()
                    while true { _ = try connection.query("SELECT 1") }
                }
            }
            for await _ in started {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("an access that takes too long is ended and says so", arguments: Engine.allCases)
    func timeout(engine: Engine) async throws {
        try await engine.withDatabase(onePlace()) { database async throws in
            try await promptly {
                let error = await #expect(throws: SQLError.self) {
                    try await database.read(timeout: .milliseconds(100)) { try $0.query(Self.endless) }
                }
                guard case .timedOut(after: .milliseconds(100)) = error else {
                    Issue.record("\(String(describing: error)) does not say that the time was over")
                    return
                }
            }
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("the time-out of the options holds for every access", arguments: Engine.allCases)
    func defaultTimeout(engine: Engine) async throws {
        try await engine.withDatabase(onePlace(timeout: .seconds(2))) { database async throws in
            try await promptly {
                await #expect(throws: SQLError.self) { try await database.query(Self.endless) }
            }
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("a cancellation that comes too late does not hit the next statement", arguments: Engine.allCases)
    func lateCancellation(engine: Engine) async throws {
        try await engine.withDatabase(onePlace()) { database async throws in
            for round in 0..<60 {
                let task = Task { try await database.query("SELECT \(round)") }
                if round % 3 == 0 { await Task.yield() }
                task.cancel()
                _ = try? await task.value
                #expect(try await database.value("SELECT \(round)", as: Int.self) == round)
            }
        }
    }
}
