import Foundation
import PokedexFacts
import PokedexStorage
import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine
import TestKit
import Testing

/// An edition of facts that is filled in no time.
private func small(name: String = "Kanto") -> FactsFile {
    FactsFile(tables: [
        FactTable(
            name: "regions", columns: "id slug:t name:t generation_id",
            rows: [
                [.integer(1), .text("kanto"), .text(name), .integer(1)],
                [.integer(2), .text("johto"), .text("Johto"), .integer(2)],
            ]),
        FactTable(
            name: "generations", columns: "id slug:t name:t",
            rows: [
                [.integer(1), .text("generation-i"), .text("I")], [.integer(2), .text("generation-ii"), .text("II")],
            ]),
    ])
}

private let engines: [any SQLEngine] = [SQLite(), PostgreSQL()]

/// An empty database of its own on an engine, and its address.
private func withEmpty<Value>(_ engine: Engine, _ body: (String) async throws -> Value) async throws -> Value {
    let name = "pokedex_\(UUID().uuidString.prefix(8).lowercased())"
    switch engine {
    case .sqlite:
        let file = FileManager.default.temporaryDirectory.appending(path: "\(name).db").path
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + end) } }
        return try await body("sqlite:\(file)")
    case .postgreSQL:
        let url = try await PrivatePostgreSQL.shared.url
        let server = try await Database.open(url, engines: engines)
        try await server.execute("CREATE DATABASE \(identifier: name)")
        return try await body(url.replacing("/postgres", with: "/\(name)"))
    }
}

private func names(_ database: Database) async throws -> [String] {
    try await database.read { try $0.values("SELECT name FROM regions ORDER BY id") }
}

@Suite("filling a database")
struct LoadingTests {
    @Test("a database of another program is refused, not written to")
    func aForeignDatabaseIsRefused() async throws {
        let database = try await Database.open("sqlite::memory:", engines: engines)
        try await database.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY)")
        await #expect(throws: FactsLoader.Failure.foreign(tables: ["customers"])) {
            try await FactsLoader(database: database).prepare()
        }
        #expect(try await database.value("SELECT count(*) FROM sqlite_schema", as: Int.self) == 1)
    }

    @Test("an older edition of the facts is replaced, and the same one is left alone", arguments: Engine.allCases)
    func anOlderEditionIsReplaced(engine: Engine) async throws {
        try await withEmpty(engine) { url in
            let database = try await Database.open(url, engines: engines)
            let loader = FactsLoader(database: database)
            #expect(try await loader.prepare(fingerprint: "1") { small(name: "Old") })
            #expect(try await !loader.prepare(fingerprint: "1") { small() })
            #expect(try await names(database) == ["Old", "Johto"])
            #expect(try await loader.prepare(fingerprint: "2") { small() })
            #expect(try await names(database) == ["Kanto", "Johto"])
            await database.close()
        }
    }

    @Test("an older edition that somebody has changed is kept, unless that is asked for", arguments: Engine.allCases)
    func editsAreKept(engine: Engine) async throws {
        try await withEmpty(engine) { url in
            let database = try await Database.open(url, engines: engines)
            let loader = FactsLoader(database: database)
            try await loader.prepare(fingerprint: "1") { small() }
            try await database.execute("UPDATE regions SET name = 'Mine' WHERE id = 1")
            await #expect(throws: FactsLoader.Failure.edited) {
                try await loader.prepare(fingerprint: "2") { small() }
            }
            #expect(try await names(database) == ["Mine", "Johto"])
            #expect(try await loader.prepare(fingerprint: "2", replacingEdits: true) { small() })
            #expect(try await names(database) == ["Kanto", "Johto"])
            await database.close()
        }
    }

    @Test("a database of the first schema is brought up to date with all that it holds", arguments: Engine.allCases)
    func theFirstSchemaIsMigrated(engine: Engine) async throws {
        try await withEmpty(engine) { url in
            let database = try await Database.open(url, engines: engines)
            try await database.migrate(Array(Schema.migrations.prefix(3)))
            try await database.execute("INSERT INTO generations (id, slug, name) VALUES (1, 'generation-i', 'Mine')")
            try await database.execute("INSERT INTO facts_source (id, fingerprint) VALUES (1, 'same')")
            // The same edition: only the schema is behind.
            #expect(try await !FactsLoader(database: database).prepare(fingerprint: "same") { small() })
            #expect(try await database.value("SELECT name FROM generations", as: String.self) == "Mine")
            #expect(try await database.value("SELECT count(*) FROM schema_migrations", as: Int.self) == 6)
            // Another edition: that schema kept no digest, so nobody knows whether the facts were changed.
            await #expect(throws: FactsLoader.Failure.edited) {
                try await FactsLoader(database: database).prepare(fingerprint: "other") { small() }
            }
            #expect(try await database.value("SELECT name FROM generations", as: String.self) == "Mine")
            await database.close()
        }
    }

    @Test("a database of a newer program is refused")
    func aNewerDatabaseIsRefused() async throws {
        let database = try await Database.open("sqlite::memory:", engines: engines)
        try await FactsLoader(database: database).prepare(fingerprint: "1") { small() }
        try await database.execute(
            "INSERT INTO schema_migrations (number, name, script, applied_at) VALUES (99, 'x', 'x', 'x')")
        let error = await #expect(throws: SQLError.self) {
            try await FactsLoader(database: database).prepare(fingerprint: "1") { small() }
        }
        #expect("\(try #require(error))".contains("migrated by a newer one"))
        #expect(try await names(database) == ["Kanto", "Johto"])
    }

    @Test("a program that dies while filling leaves what was there before", arguments: Engine.allCases)
    func aFailureLeavesWhatWasThere(engine: Engine) async throws {
        try await withEmpty(engine) { url in
            let database = try await Database.open(url, engines: engines)
            let loader = FactsLoader(database: database)
            try await loader.prepare(fingerprint: "1") { small() }
            var broken = small(name: "New")
            broken.tables.append(FactTable(name: "types", columns: "id slug:t name:t", rows: [[.null, .null, .null]]))
            let wrong = broken
            await #expect(throws: SQLError.self) { try await loader.prepare(fingerprint: "2") { wrong } }
            #expect(try await names(database) == ["Kanto", "Johto"])
            await database.close()
        }
    }

    @Test(
        "a copy carries what the source holds now, edits and all, from either engine to either",
        arguments: Engine.allCases, Engine.allCases)
    func aCopyCarriesEdits(from: Engine, to: Engine) async throws {
        try await withEmpty(from) { source in
            try await withEmpty(to) { target in
                let before = try await Database.open(source, engines: engines)
                try await FactsLoader(database: before).prepare(fingerprint: "1") { small() }
                try await before.execute("UPDATE regions SET name = 'Übersee' WHERE id = 1")
                try await before.execute("DELETE FROM regions WHERE id = 2")
                try await before.execute("CREATE TABLE my_team (id INTEGER PRIMARY KEY)")
                await before.close()
                #expect(try await OpenPokedex.isEmpty(target))
                let copied = try await OpenPokedex.copy(from: source, to: target)
                #expect(copied.rows == 3 && copied.tables == 36 && copied.leftBehind == ["my_team"])
                let after = try await Database.open(target, engines: engines)
                #expect(try await names(after) == ["Übersee"])
                // Where it came from goes along, so the copy is known to be edited, too.
                await #expect(throws: FactsLoader.Failure.edited) {
                    try await FactsLoader(database: after).prepare(fingerprint: "2") { small() }
                }
                await #expect(throws: FactsLoader.Failure.edited) {
                    _ = try await OpenPokedex.copy(from: source, to: target)
                }
                _ = try await OpenPokedex.copy(from: source, to: target, replacingEdits: true)
                #expect(try await names(after) == ["Übersee"])
                await after.close()
            }
        }
    }

    @Test("what is no Pokédex is not copied from")
    func aForeignSourceIsRefused() async throws {
        try await withEmpty(.sqlite) { source in
            try await withEmpty(.sqlite) { target in
                let database = try await Database.open(source, engines: engines)
                try await database.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY)")
                await database.close()
                await #expect(throws: FactsLoader.Failure.self) {
                    _ = try await OpenPokedex.copy(from: source, to: target)
                }
                #expect(try await OpenPokedex.isEmpty(target))
            }
        }
    }

    @Test("the built-in facts refer to nothing that is not there, which the filling takes for granted")
    func theBuiltInFactsAreSound() async throws {
        let database = try await Engine.sqlite.database
        #expect(try await database.query("PRAGMA foreign_key_check").isEmpty)
        #expect(try await database.value("PRAGMA foreign_keys", as: Int.self) == 1)
        let stored = try await database.value("SELECT digest FROM facts_source", as: String.self)
        #expect(try BuiltInFacts.load().digest == stored)
    }
}
