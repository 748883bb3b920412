import Foundation
import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine
import Synchronization
import TestKit
import Testing

/// The engines that the conformance suite runs on.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case sqliteFile = "SQLite file"
    case sqliteMemory = "SQLite in memory"
    case postgreSQL = "PostgreSQL"

    var testDescription: String { rawValue }

    /// Gives `body` an empty database of its own and removes it afterwards.
    func withDatabase<Value>(
        _ options: SQLOptions = SQLOptions(), _ body: (Database) async throws -> Value
    ) async throws -> Value {
        var options = options
        // Tests run side by side, and no power fails under them.
        options.isDurable = false
        options.journalMode = .writeAheadLog
        return try await withURL { url in try await withOpened(url, options, body) }
    }

    /// Gives `body` the address of an empty database and removes it afterwards.
    func withURL<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        switch self {
        case .sqliteMemory: return try await body("sqlite::memory:")
        case .sqliteFile:
            return try await withTemporaryFolder { try await body("sqlite:\($0.appending(path: "test.db").path)") }
        case .postgreSQL: return try await withSchema(on: try await PrivatePostgreSQL.shared, body)
        }
    }
}

/// All engines that there are, as a program would list them.
let engines: [any SQLEngine] = [SQLite(), PostgreSQL()]

/// Opens a database for `body` and closes it afterwards.
func withOpened<Value>(
    _ url: String, _ options: SQLOptions = SQLOptions(), _ body: (Database) async throws -> Value
) async throws -> Value {
    let database = try await Database.open(url, engines: engines, options: options)
    do {
        let value = try await body(database)
        await database.close()
        return value
    } catch {
        await database.close()
        throw error
    }
}

/// Makes a schema of its own on a server and gives `body` an address at which it is the default.
func withSchema<Value>(on server: PrivatePostgreSQL, _ body: (String) async throws -> Value) async throws -> Value {
    let name = "test\(schemas.wrappingAdd(1, ordering: .relaxed).newValue)"
    try await withOpened(server.url) { _ = try await $0.execute("CREATE SCHEMA \(identifier: name)") }
    return try await body("\(server.url)?options=-csearch_path%3D\(name)")
}

private let schemas = Atomic<Int>(0)

/// Counts what happens on several threads.
final class Counter: Sendable {
    private let state = Guarded((value: 0, now: 0, most: 0))

    var value: Int { state.withLock { $0.value } }
    /// How many were between ``enter()`` and ``leave()`` at one time, at most.
    var most: Int { state.withLock { $0.most } }

    func count() {
        state.withLock { $0.value += 1 }
    }

    func enter() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    func leave() {
        state.withLock { $0.now -= 1 }
    }
}

/// A value that only one thread at a time can look at, under a lock that ThreadSanitizer knows.
final class Guarded<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
    }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try lock.withLock { try body(&value) }
    }
}

/// Keeps a connection busy until its access is stopped.
func holdUntilStopped(_ connection: SQLConnection) throws {
    while true {
        try connection.checkStop()
        Thread.sleep(forTimeInterval: 0.001)
    }
}
