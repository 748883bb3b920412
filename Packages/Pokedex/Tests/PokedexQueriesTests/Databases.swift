import Foundation
import PokedexStorage
import SQLDatabase
import SQLiteEngine
import TestKit
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

    /// The same for visitors: restricted on SQLite, by a role that may only read on PostgreSQL.
    var visitors: Database {
        get async throws {
            switch self {
            case .sqlite: try await Self.visitorsOnSQLite.value
            case .postgreSQL: try await Self.visitorsOnPostgreSQL.value
            }
        }
    }

    private static let visitorsOnSQLite = Task {
        let database = try await Engine.sqlite.database
        // The limit is the whole process's, which in the umbrella runs tests of other packages, too: one of them keeps
        // 100 MB in a column. The server's own limit of 64 MB is tested on the server.
        try await OpenPokedex.limitMemory(to: 2 << 30, in: database)
        return try await OpenPokedex.openForVisitors("sqlite:\(SharedFile.path)")
    }

    private static let visitorsOnPostgreSQL = Task {
        let database = try await Engine.postgreSQL.database
        #expect(try await ReaderRole.make("pokedex_reader", in: database) == [])
        return try await OpenPokedex.openForVisitors(try await url(of: "pokedex_reader"))
    }

    /// The private server's address, for another of its roles; it asks nobody for a password.
    static func url(of role: String) async throws -> String {
        let url = try await PrivatePostgreSQL.shared.url
        var address = try #require(URLComponents(string: url))
        address.user = role
        return try #require(address.string)
    }

    private static let onSQLite = Task {
        try await OpenPokedex.open("sqlite:\(SharedFile.path)")
    }

    private static let onPostgreSQL = Task {
        try await OpenPokedex.open(await PrivatePostgreSQL.shared.url)
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
