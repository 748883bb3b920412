import PokedexFacts
import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine

/// Opens the Pokédex's database and fills it if need be.
public enum OpenPokedex {
    private static let engines: [any SQLEngine] = [SQLite(), PostgreSQL()]

    /// Opens a database, brings its schema up to date and fills it with the facts of this program.
    ///
    /// - Parameters:
    ///   - url: `sqlite:FILE` or `postgres://…`.
    ///   - options: The limits of the handle.
    ///   - replacingEdits: Whether to fill it in any case, even if somebody has changed what it holds.
    ///   - isChecked: Whether SQLite looks through the whole file for damage, which takes a tenth of a second.
    ///   - whenFilled: Called with the time that it took, if the database had to be filled.
    /// - Throws: ``DamagedDatabase``, ``FactsLoader/Failure`` for a database that is left alone, or the database's own
    ///   error.
    public static func open(
        _ url: String, options: SQLOptions = SQLOptions(), replacingEdits: Bool = false, isChecked: Bool = false,
        whenFilled: (Duration) -> Void = { _ in }
    ) async throws -> Database {
        try await DamagedDatabase.recognised(at: url) {
            // The filling takes as long as it takes, whatever limit the caller sets for its requests.
            var patient = options
            patient.accessTimeout = nil
            let filled = try await database(url, options: patient)
            if isChecked { try await check(filled) }
            let clock = ContinuousClock()
            let start = clock.now
            if try await FactsLoader(database: filled).prepare(replacingEdits: replacingEdits) {
                whenFilled(clock.now - start)
            }
            if options.accessTimeout == nil { return filled }
            let database = try await database(url, options: options)
            await filled.close()
            return database
        }
    }

    /// Whether a database holds no tables at all; a file that does not exist is not made.
    public static func isEmpty(_ url: String) async throws -> Bool {
        if url.lowercased().hasPrefix("sqlite:"), !url.contains("?"), !url.hasSuffix(":memory:") {
            do {
                return try await isEmpty("\(url)?mode=ro")
            } catch SQLError.cannotConnect {
                return true
            }
        }
        return try await DamagedDatabase.recognised(at: url) {
            let database = try await database(url, options: SQLOptions())
            let names = try await database.read { try Catalogue.tableNames(in: $0) }
            await database.close()
            return names.isEmpty
        }
    }

    /// What a copy moved.
    public struct Copied: Sendable, Equatable {
        /// How many rows.
        public let rows: Int
        /// Of how many tables.
        public let tables: Int
        /// Tables of the source that are no Pokédex's and were not copied.
        public let leftBehind: [String]
    }

    /// Copies whatever one database holds into another, from SQLite to PostgreSQL or any other way, in one transaction.
    ///
    /// - Parameters:
    ///   - source: The address of a database of this program, which is only read.
    ///   - target: The address of the database that is filled.
    ///   - replacingEdits: Whether the target's facts are replaced even if somebody has changed them.
    /// - Throws: As ``open(_:options:replacingEdits:isChecked:whenFilled:)``.
    public static func copy(from source: String, to target: String, replacingEdits: Bool = false) async throws -> Copied
    {
        let (content, copied) = try await DamagedDatabase.recognised(at: source) {
            let database = try await database(source, options: SQLOptions())
            let read = try await database.read { connection in try Self.read(connection) }
            await database.close()
            return read
        }
        return try await DamagedDatabase.recognised(at: target) {
            let database = try await database(target, options: SQLOptions())
            _ = try await FactsLoader(database: database).load(
                content, replacingEdits: replacingEdits, isForced: true)
            await database.close()
            return copied
        }
    }

    private static func read(_ connection: SQLConnection) throws -> (FactsLoader.Content, Copied) {
        let names = try Catalogue.tableNames(in: connection)
        let missing = (Schema.factTables + ["facts_source"]).filter { !names.contains($0) }
        guard missing.isEmpty,
            try connection.value("SELECT max(number) FROM schema_migrations", as: Int?.self)
                == Schema.migrations.last?.number,
            let source = try connection.first("SELECT fingerprint, digest FROM facts_source")
        else {
            throw FactsLoader.Failure.incomplete(missing: missing.isEmpty ? ["facts_source with a digest"] : missing)
        }
        var facts = try FactsFile(reading: connection, isWhole: true)
        facts.tables.removeAll { $0.name.hasPrefix(PokeAPITables.prefix) && $0.rows.isEmpty }
        let whole = facts
        var imported: [String: Int] = [:]
        for row in try connection.query("SELECT file, row_count FROM pokeapi_imports") {
            imported[try row.get(at: 0)] = try row.get(at: 1)
        }
        let content = FactsLoader.Content(
            fingerprint: try source.get(at: 0), digest: try source.get(at: 1), imported: imported, facts: { whole })
        let known = Set(
            Schema.factTables + PokeAPITables.all.map(\.name) + [
                "facts_source", "schema_migrations", "pokeapi_imports",
            ])
        return (
            content,
            Copied(
                rows: facts.tables.reduce(0) { $0 + $1.rows.count }, tables: facts.tables.count,
                leftBehind: names.filter { !known.contains($0) })
        )
    }

    /// Opens a filled database for the SQL of visitors: on SQLite every statement keeps to ``SQLiteRestrictions/untrusted``.
    ///
    /// - Throws: The database's own error.
    public static func openForVisitors(_ url: String, options: SQLOptions = SQLOptions()) async throws -> Database {
        try await Database.open(url, engines: [SQLite(restrictions: .untrusted), PostgreSQL()], options: options)
    }

    /// Sets the most bytes of memory that SQLite may take in this process, whatever database it opens: a statement that
    /// needs more fails. Only a program that does nothing else with SQLite sets it; on PostgreSQL it does nothing.
    public static func limitMemory(to bytes: Int, in database: Database) async throws {
        guard database.dialect == .sqlite else { return }
        _ = try await database.withConnection { connection in
            try connection.execute(SQLStatement(trusted: "PRAGMA hard_heap_limit = \(bytes)"))
        }
    }

    private static func database(_ url: String, options: SQLOptions) async throws -> Database {
        // The facts can be made again, so no start waits for a disk to confirm them.
        var options = options
        options.isDurable = false
        // The file is this program's own: readers go on while one writes.
        options.journalMode = .writeAheadLog
        return try await Database.open(url, engines: engines, options: options)
    }

    private static func check(_ database: Database) async throws {
        guard database.dialect == .sqlite else { return }
        let found = try await database.value("PRAGMA quick_check(1)", as: String.self)
        if found != "ok" { throw DamagedDatabase(reason: found) }
    }
}
