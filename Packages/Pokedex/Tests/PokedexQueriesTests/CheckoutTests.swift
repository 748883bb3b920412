import Foundation
import PokedexFacts
import PokedexStorage
import SQLDatabase
import TestKit
import Testing

@Suite("a checkout of the PokéAPI", .serialized, .watchesClock)
struct CheckoutTests {
    private func write(_ files: [String: String], to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: "\(name).csv"))
        }
    }

    /// A database of its own, filled.
    private func withDatabase(_ engine: Engine, _ body: (Database, URL) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let server = engine == .postgreSQL ? try await PrivatePostgreSQL.start() : nil
            let url = server?.url ?? "sqlite:\(folder.appending(path: "pokedex.db").path)"
            let database = try await OpenPokedex.open(url)
            try await body(database, folder.appending(path: "checkout"))
            await database.close()
        }
    }

    @Test("replaces the tables that it has files for, and no others", arguments: Engine.allCases)
    func replacesItsTables(engine: Engine) async throws {
        try await withDatabase(engine) { database, folder in
            let files = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/checkout")
            let count = try FileManager.default.contentsOfDirectory(atPath: files.path).count
            let csv = folder.appending(path: "data/v2/csv")
            try FileManager.default.createDirectory(
                at: csv.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: files, to: csv)
            let imported = try await FactsLoader(database: database).importPokeAPI(from: folder)
            #expect(imported.files.count == count - 1 && imported.skipped == ["conquest_kingdoms"])
            #expect(imported.files.first { $0.name == "pokemon_moves" }?.rows == 4)
            #expect(imported.files.first { $0.name == "pokemon_species" }?.unused == ["conquest_order"])
            #expect(imported.files.first { $0.name == "machines" }?.missing == [])
            #expect(imported.absent.contains("move_names") && !imported.absent.contains("pokemon"))
            // Another edition of the program's facts leaves what was read.
            #expect(
                try await FactsLoader(database: database).prepare(fingerprint: "another") { try BuiltInFacts.load() })
            #expect(try await database.value("SELECT count(*) FROM pokeapi_pokemon", as: Int.self) == 2)
            #expect(try await database.value("SELECT count(*) FROM pokeapi_moves", as: Int.self) == 937)
        }
    }

    @Test("that is damaged changes nothing, and the fault is told with file and line", arguments: Engine.allCases)
    func damageChangesNothing(engine: Engine) async throws {
        try await withDatabase(engine) { database, folder in
            let loader = FactsLoader(database: database)
            await #expect(throws: FactsLoader.ImportFailure.self) { try await loader.importPokeAPI(from: folder) }
            for (file, text, words) in [
                (
                    "pokemon", "id,identifier,species_id\n1,bulbasaur,one\n",
                    "pokemon.csv, line 2 has 'one' where the whole number species_id"
                ),
                ("pokemon", "id,identifier\n1,\"bulba\n", "line 2 opens a quote that is never closed"),
                ("pokemon", "id,identifier\n1,a,b\n", "line 2 has 3 fields where 2 should be"),
                ("pokemon", "<html>\n", "should begin with a line that names its columns"),
                ("pokemon", "id,identifier\n,a\n", "line 2 has no id"),
                (
                    "abilities", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
                    "abilities.csv should begin"
                ),
                ("pokemon", "id,identifier,species_id\n1,a,99999999999999999999\n", "line 2 has '9999"),
            ] {
                try? FileManager.default.removeItem(at: folder)
                try write(["types": "id,identifier\n1,normal\n", file: text], to: folder)
                do {
                    _ = try await loader.importPokeAPI(from: folder)
                    Issue.record("\(text) was read")
                } catch {
                    #expect("\(error)".contains(words), "\(error)")
                }
                #expect(try await database.value("SELECT count(*) FROM pokeapi_types", as: Int.self) == 21)
                #expect(try await database.value("SELECT count(*) FROM pokeapi_imports", as: Int.self) == 0)
            }
        }
    }

    @Test("may have Windows' line ends, a byte order mark, blank lines and columns in another order")
    func filesMayLookOtherwise() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(
            ["abilities": "\u{FEFF}is_main_series,id,more,identifier\r\n1,2,x,\"a,\"\"b\"\"\"\r\n\r\n0,3,,c"],
            to: folder)
        let table = try #require(PokeAPITables.table("abilities"))
        let rows = try #require(try PokeAPIFile.rows(of: table, in: folder)).rows
        #expect(
            rows == [
                [.integer(2), .text("a,\"b\""), .null, .integer(1)], [.integer(3), .text("c"), .null, .integer(0)],
            ])
    }
}
