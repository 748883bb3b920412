import Foundation
import PokedexStorage
import SQLDatabase
import SQLiteEngine
import Testing

/// The engines that the suite runs on.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    var testDescription: String { rawValue }

    /// The filled database that all tests share.
    var database: Database {
        get async throws {
            switch self {
            case .sqlite: try await Self.onSQLite.value
            case .postgreSQL: try await Self.onPostgreSQL.value
            }
        }
    }

    private static let onSQLite = Task {
        try await OpenPokedex.open("sqlite:\(SharedFile.path)")
    }

    private static let onPostgreSQL = Task {
        try await OpenPokedex.open(PrivatePostgreSQL.shared.url)
    }
}

/// SQLite alone, for databases that are not the Pokédex's.
enum SQLiteOnly {
    static let engines: [any SQLEngine] = [SQLite()]
}

/// The file of the database that all tests on SQLite share; it goes with the process.
enum SharedFile {
    private static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pokedex-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: SharedFile.folder) }
        return folder
    }()

    /// Where the file is, or will be.
    static let path = folder.appending(path: "pokedex.db").path
}
