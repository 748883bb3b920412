import Foundation
import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine
import Testing

/// The engines that the conformance suite runs on.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case sqliteFile = "SQLite file"
    case sqliteMemory = "SQLite in memory"

    var testDescription: String { rawValue }

    /// Gives `body` an empty database of its own and removes it afterwards.
    func withDatabase<Value>(
        _ options: SQLOptions = SQLOptions(), _ body: (Database) async throws -> Value
    ) async throws -> Value {
        try await withURL { url in
            let database = try await Database.open(url, engines: [SQLite()], options: options)
            do {
                let value = try await body(database)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// Gives `body` the address of an empty database and removes it afterwards.
    func withURL<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        switch self {
        case .sqliteMemory: return try await body("sqlite::memory:")
        case .sqliteFile:
            return try await withScratchFolder { try await body("sqlite:\($0.appending(path: "test.db").path)") }
        }
    }
}

/// Gives `body` an empty folder and removes it afterwards.
func withScratchFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sql-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
