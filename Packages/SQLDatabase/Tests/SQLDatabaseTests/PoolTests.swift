import Foundation
import SQLDatabase
import TestKit
import Testing

@Suite("The pool, on both engines", .watchesClock)
struct PoolTests {
    private func options(size: Int, acquire: Duration = .seconds(300)) -> SQLOptions {
        var options = SQLOptions()
        options.poolSize = size
        options.acquireTimeout = acquire
        return options
    }

    @Test("a thousand tasks share eight connections", arguments: Engine.allCases)
    func thousandTasks(engine: Engine) async throws {
        try await engine.withDatabase(options(size: 8)) { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT)")
            try await database.write { connection in
                for i in 0..<100 { try connection.execute("INSERT INTO n VALUES (\(i))") }
            }
            let users = Counter()
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<1000 {
                    group.addTask {
                        try await database.withConnection(.reader) { connection in
                            users.enter()
                            defer { users.leave() }
                            // Statements as short as these may never meet by chance: the first waits for company.
                            if task == 0, engine != .sqliteMemory {
                                for _ in 0..<10_000 where users.most < 2 { Thread.sleep(forTimeInterval: 0.001) }
                            }
                            return try connection.value("SELECT i FROM n WHERE i = \(task % 100)")
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 1000 * 99 / 2)
            #expect(users.most <= (engine == .sqliteMemory ? 1 : 8))
            if engine != .sqliteMemory { #expect(users.most >= 2) }
        }
    }

    @Test("writers of many tasks take turns", arguments: Engine.allCases)
    func manyWriters(engine: Engine) async throws {
        try await engine.withDatabase(options(size: 8)) { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT PRIMARY KEY)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for i in 0..<200 {
                    group.addTask { try await database.execute("INSERT INTO n VALUES (\(i))") }
                }
                try await group.waitForAll()
            }
            #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 200)
        }
    }

    /// Holds every connection of a pool of one, and tells when it does.
    private func withHeldConnection(
        _ database: Database, _ body: () async throws -> Void
    ) async throws {
        let (held, holding) = AsyncStream<Void>.makeStream()
        let holder = Task {
            try await database.withConnection(.reader) { connection in
                holding.finish()
                try holdUntilStopped(connection)
            }
        }
        for await _ in held {}
        do {
            try await body()
        } catch {
            holder.cancel()
            throw error
        }
        holder.cancel()
        await #expect(throws: CancellationError.self) { try await holder.value }
    }

    @Test("who waits too long for a connection is told so", arguments: Engine.allCases)
    func exhausted(engine: Engine) async throws {
        try await engine.withDatabase(options(size: 1, acquire: .milliseconds(100))) { database async throws in
            try await withHeldConnection(database) {
                let error = await #expect(throws: SQLError.self) { try await database.query("SELECT 1") }
                guard case .poolExhausted(size: 1, _) = error else {
                    Issue.record("\(String(describing: error)) does not say that the pool is exhausted")
                    return
                }
            }
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("who is cancelled while waiting for a connection waits no more", arguments: Engine.allCases)
    func cancelledWait(engine: Engine) async throws {
        try await engine.withDatabase(options(size: 1)) { database async throws in
            try await withHeldConnection(database) {
                let waiter = Task { try await database.query("SELECT 1") }
                try await Task.sleep(for: .milliseconds(20))
                waiter.cancel()
                await #expect(throws: CancellationError.self) { try await waiter.value }
            }
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }

    @Test("a closed database refuses all, those who wait too", arguments: Engine.allCases)
    func closed(engine: Engine) async throws {
        try await engine.withDatabase(options(size: 1)) { database async throws in
            try await withHeldConnection(database) {
                let waiter = Task { try await database.query("SELECT 1") }
                try await Task.sleep(for: .milliseconds(20))
                await database.close()
                let error = await #expect(throws: SQLError.self) { try await waiter.value }
                guard case .closed = error else {
                    Issue.record("\(String(describing: error)) does not say that the database is closed")
                    return
                }
            }
            await #expect(throws: SQLError.self) { try await database.query("SELECT 1") }
        }
    }

    @Test("a connection that was kept beyond its access is refused")
    func escaped() async throws {
        final class Thief: @unchecked Sendable { var loot: SQLConnection? }
        try await Engine.sqliteMemory.withDatabase { database async throws in
            let thief = Thief()
            try await database.withConnection { thief.loot = $0 }
            #expect(throws: SQLError.self) { try thief.loot?.query("SELECT 1") }
        }
    }
}
