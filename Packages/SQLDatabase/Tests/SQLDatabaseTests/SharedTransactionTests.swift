import Foundation
import SQLDatabase
import TestKit
import Testing

@Suite("Accesses that share transactions, on SQLite", .watchesClock)
struct SharedTransactionTests {
    private func options(timeout: Duration? = nil) -> SQLOptions {
        var options = SQLOptions()
        options.sharesTransactions = true
        options.poolSize = 2
        options.accessTimeout = timeout
        return options
    }

    /// A database with a table of numbers.
    private func withNumbers(timeout: Duration? = nil, _ body: (Database) async throws -> Void) async throws {
        try await Engine.sqliteFile.withDatabase(options(timeout: timeout)) { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT PRIMARY KEY)")
            try await body(database)
        }
    }

    /// Holds the writer until the gate is opened.
    private func holdWriter(of database: Database, _ gate: Gate) async -> Task<Void, any Error> {
        let holder = Task {
            defer { gate.enter() }
            try await database.withConnection { _ in
                gate.enter()
                gate.waitUntilOpen()
            }
        }
        await gate.entered()
        return holder
    }

    /// Holds the writer until `body` has put accesses into the queue, so that they are in one group.
    private func behindOneAnother(_ database: Database, _ body: @Sendable (Gate) async throws -> Void) async throws {
        let gate = Gate()
        let holder = await holdWriter(of: database, gate)
        do {
            try await body(gate)
        } catch {
            gate.open()
            throw error
        }
        gate.open()
        try await holder.value
    }

    private func numbers(_ database: Database) async throws -> [Int] {
        try await database.query("SELECT i FROM n ORDER BY i").map { try $0.get(at: 0) }
    }

    @Test("many writes and reads, each sees all that was committed before it asked")
    func readsOwnWrites() async throws {
        try await withNumbers { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<40 {
                    group.addTask {
                        for i in 0..<10 {
                            let number = task * 10 + i
                            try await database.write { try $0.execute("INSERT INTO n VALUES (\(number))") }
                            let found: Int = try await database.read {
                                try $0.value("SELECT count(*) FROM n WHERE i = \(number)")
                            }
                            #expect(found == 1)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await numbers(database) == Array(0..<400))
        }
    }

    @Test("writes that wait together are committed together")
    func commitsTogether() async throws {
        try await withNumbers { database in
            // How many had been answered when each of them ran.
            let answered = Guarded<[Int]>([])
            try await behindOneAnother(database) { gate in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for i in 0..<20 {
                        group.addTask {
                            try await database.write { connection in
                                try connection.execute("INSERT INTO n VALUES (\(i))")
                                answered.withLock { $0.append(gate.answers.value) }
                            }
                            gate.answers.count()
                        }
                    }
                    try await Task.sleep(for: .milliseconds(300))
                    gate.open()
                    try await group.waitForAll()
                }
            }
            // Nobody hears of a write before its whole group is committed: most ran while none had an answer.
            let early = answered.withLock { $0.filter { $0 == 0 }.count }
            #expect(early > 1, "each write was committed by itself")
            #expect(try await numbers(database) == Array(0..<20))
        }
    }

    @Test("one that fails leaves nothing behind, and the others' writes stay", arguments: [false, true])
    func failure(afterWriting: Bool) async throws {
        try await withNumbers { database in
            struct Refused: Error {}
            try await behindOneAnother(database) { gate in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for i in 0..<12 {
                        group.addTask {
                            let isRefused = i % 4 == 3
                            do {
                                try await database.write { connection in
                                    if isRefused, !afterWriting { throw Refused() }
                                    try connection.execute("INSERT INTO n VALUES (\(i))")
                                    if isRefused { throw Refused() }
                                }
                                #expect(!isRefused)
                            } catch is Refused {
                                #expect(isRefused)
                            }
                        }
                    }
                    try await Task.sleep(for: .milliseconds(200))
                    gate.open()
                    try await group.waitForAll()
                }
            }
            #expect(try await numbers(database) == [0, 1, 2, 4, 5, 6, 8, 9, 10])
        }
    }

    @Test("of two that want the same key one wins, and the other hears of the constraint")
    func sameKey() async throws {
        try await withNumbers { database in
            let losers = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        do {
                            try await database.write { try $0.execute("INSERT INTO n VALUES (7)") }
                        } catch SQLError.constraint {
                            losers.count()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(losers.value == 29)
            #expect(try await numbers(database) == [7])
        }
    }

    @Test("one that is stopped in the middle takes nothing of the others with it", arguments: [false, true])
    func stopped(byTimeLimit: Bool) async throws {
        try await withNumbers(timeout: byTimeLimit ? .seconds(2) : nil) { database in
            let (started, starting) = AsyncStream<Void>.makeStream()
            let others = Task {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for i in 0..<6 {
                        group.addTask {
                            _ = try await database.write { try $0.execute("INSERT INTO n VALUES (\(i))") }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let endless = Task {
                defer { starting.finish() }
                try await database.write { connection in
                    try connection.execute("INSERT INTO n VALUES (100)")
                    starting.finish()
                    _ = try connection.query(CancellationTests.endless)
                }
            }
            for await _ in started {}
            if byTimeLimit {
                await #expect(throws: SQLError.self) { try await endless.value }
            } else {
                endless.cancel()
                await #expect(throws: CancellationError.self) { try await endless.value }
            }
            try await others.value
            #expect(try await numbers(database) == Array(0..<6))
        }
    }

    @Test("one that waits and is cancelled leaves at once and never runs")
    func cancelledInLine() async throws {
        try await withNumbers { database in
            try await behindOneAnother(database) { _ in
                let task = Task { try await database.write { try $0.execute("INSERT INTO n VALUES (1)") } }
                try await Task.sleep(for: .milliseconds(50))
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            #expect(try await numbers(database) == [])
        }
    }

    @Test("short reads do not wait for a long one")
    func longRead() async throws {
        try await withNumbers { database in
            let gate = Gate()
            let long = Task {
                defer { gate.enter() }
                return try await database.read { connection in
                    gate.enter()
                    gate.waitUntilOpen()
                    return try connection.value("SELECT 1", as: Int.self)
                }
            }
            await gate.entered()
            for i in 0..<10 {
                let found: Int = try await database.read { try $0.value("SELECT \(i)") }
                #expect(found == i)
            }
            gate.open()
            #expect(try await long.value == 1)
        }
    }

    @Test("an access that ends the transaction by itself is refused, and the next one works")
    func endsTransaction() async throws {
        try await withNumbers { database in
            await #expect(throws: SQLError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO n VALUES (1)")
                    try connection.execute("ROLLBACK")
                }
            }
            try await database.write { try $0.execute("INSERT INTO n VALUES (2)") }
            #expect(try await numbers(database) == [2])
        }
    }

    @Test("whoever waits for too long hears that all connections are in use")
    func exhausted() async throws {
        var options = options()
        options.acquireTimeout = .seconds(1)
        try await Engine.sqliteFile.withDatabase(options) { database async throws in
            try await behindOneAnother(database) { _ in
                await #expect {
                    try await database.write { _ in }
                } throws: { error in
                    if case SQLError.poolExhausted = error { true } else { false }
                }
            }
        }
    }

    @Test("a closed database answers those who wait")
    func closed() async throws {
        try await withNumbers { database in
            let gate = Gate()
            let holder = await holdWriter(of: database, gate)
            let waiter = Task { try await database.write { _ in } }
            try await Task.sleep(for: .milliseconds(50))
            let closing = Task { await database.close() }
            // Its other connection is free: it answers until the database is being closed.
            while (try? await database.read { _ in }) != nil { try await Task.sleep(for: .milliseconds(1)) }
            gate.open()
            try await holder.value
            await closing.value
            await #expect(throws: SQLError.self) { try await waiter.value }
        }
    }
}

/// Lets a test decide how long an access holds its connection.
private final class Gate: Sendable {
    let answers = Counter()
    private let isOpen = Guarded(false)
    private let (entries, entering) = AsyncStream<Void>.makeStream()

    /// On the connection's thread: the access has begun.
    func enter() { entering.finish() }

    /// On the connection's thread: waits for ``open()``, for a minute at most.
    func waitUntilOpen() {
        for _ in 0..<60_000 where !isOpen.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.001) }
    }

    func entered() async { for await _ in entries {} }

    func open() { isOpen.withLock { $0 = true } }
}
