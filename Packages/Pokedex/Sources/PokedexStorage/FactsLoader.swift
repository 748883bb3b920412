import PokedexFacts
import PostgreSQLEngine
import SQLDatabase

/// Fills a database with facts.
public struct FactsLoader: Sendable {
    /// Why a database cannot be filled or used.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// Its tables are those of another program.
        case foreign(tables: [String])
        /// Its facts are not those that it was filled with, and filling it anew would lose what was changed.
        case edited
        /// A table holds something that is neither a number nor text.
        case strange(table: String)
        /// The database that should be copied lacks these tables.
        case incomplete(missing: [String])

        /// What is wrong and what to do.
        public var description: String {
            switch self {
            case .foreign(let tables):
                "The database already holds tables that are no Pokédex's (\(tables.prefix(3).joined(separator: ", "))): "
                    + "give another file or database."
            case .edited:
                "The database holds facts of another edition that somebody has changed since, so it is left alone: "
                    + "'pokedex migrate --replace' fills it anew and loses the changes, and 'pokedex migrate --from' "
                    + "moves it elsewhere first."
            case .strange(let table):
                "The table \(table) holds a value that is neither a whole number nor text, so it cannot be copied."
            case .incomplete(let missing):
                "The database to copy from is no Pokédex of this program: it has no table "
                    + "\(missing.prefix(3).joined(separator: ", ")). 'pokedex migrate' brings an older one up to date."
            }
        }
    }

    /// The facts that a database should hold.
    struct Content: Sendable {
        /// Tells one edition of the facts from another.
        var fingerprint: String
        /// The digest of the edition; made from the facts themselves if nothing is given.
        var digest: String?
        /// Whether the facts are known to refer to nothing that is not there.
        var isTrusted = false
        /// How many rows each file of a checkout gave, when the facts are those of a database that read some.
        var imported: [String: Int]?
        /// Makes the facts; called only when they are needed.
        var facts: @Sendable () throws -> FactsFile
    }

    /// How many rows one INSERT carries: beyond a hundred the time for each row no longer falls.
    private static let rowsPerStatement = 100

    let database: Database

    /// Makes a loader for a database.
    public init(database: Database) {
        self.database = database
    }

    /// Brings the schema up to date and fills it, unless it holds this edition of the facts already.
    ///
    /// All of the filling happens in one transaction: a program that dies on the way leaves what was there before. A
    /// database with the facts of another edition is emptied and filled anew in the same way, unless somebody has
    /// changed them.
    ///
    /// - Parameters:
    ///   - fingerprint: Tells one edition of the facts from another.
    ///   - replacingEdits: Whether to fill it in any case, even if somebody has changed what it holds.
    ///   - facts: Makes the facts; called only when they are needed.
    /// - Returns: Whether the database was filled now.
    /// - Throws: ``Failure``, or the database's error.
    @discardableResult
    public func prepare(
        fingerprint: String = BuiltInFacts.fingerprint, replacingEdits: Bool = false,
        _ facts: @Sendable @escaping () throws -> FactsFile = BuiltInFacts.load
    ) async throws -> Bool {
        if !replacingEdits, try await holds(fingerprint) { return false }
        let isTrusted = fingerprint == BuiltInFacts.fingerprint
        let content = Content(fingerprint: fingerprint, isTrusted: isTrusted, facts: facts)
        return try await load(content, replacingEdits: replacingEdits, isForced: replacingEdits)
    }

    /// Fills the database anew, unless it holds a content of the same fingerprint or one that somebody has changed.
    ///
    /// - Parameters:
    ///   - content: The facts.
    ///   - replacingEdits: Whether anything that the database holds may be replaced.
    ///   - isForced: Whether to fill it even if the fingerprint is the same.
    func load(_ content: Content, replacingEdits: Bool, isForced: Bool = false) async throws -> Bool {
        let names = try await database.read { try Catalogue.tableNames(in: $0) }
        if !names.isEmpty, !names.contains("schema_migrations") { throw Failure.foreign(tables: names) }
        if !replacingEdits { try await refuseToLoseEdits(for: content, isForced: isForced) }
        let isNew = names.isEmpty
        return try await filling(isTrusted: content.isTrusted) {
            // A new database gets its indexes after its rows, which takes half the time.
            var facts: FactsFile?
            if isNew {
                let new = try content.facts()
                try await database.migrate(Array(Schema.migrations.prefix(1)))
                try await fillTables(of: new)
                facts = new
            }
            try await database.migrate(Schema.migrations)
            let digest = try await fill(content, facts, isForced: isForced)
            if let digest { try await database.execute("UPDATE facts_source SET digest = \(digest)") }
            try await database.execute("ANALYZE")
            return digest != nil
        }
    }

    /// Sets SQLite's connection up for many rows while `body` runs.
    func filling<Value>(isTrusted: Bool, cache: Int = 40_000, _ body: () async throws -> Value) async throws -> Value {
        guard database.dialect == .sqlite else { return try await body() }
        // The whole database fits into this cache, so no page is written and read again on the way. References are
        // looked up four times a row of the longest table; the built-in facts have theirs checked by the tests.
        try await database.withConnection { connection in
            try connection.execute(SQLStatement(trusted: "PRAGMA cache_size = -\(cache)"))
            if isTrusted { try connection.execute("PRAGMA foreign_keys = OFF") }
        }
        func restore() async throws {
            try await database.withConnection { connection in
                try connection.execute("PRAGMA cache_size = -2000")
                try connection.execute("PRAGMA shrink_memory")
                try connection.execute("PRAGMA foreign_keys = ON")
            }
        }
        do {
            let value = try await body()
            try await restore()
            return value
        } catch {
            try? await restore()
            throw error
        }
    }

    /// Replaces all rows; the digest of the new ones, or nothing if they were there already.
    ///
    /// - Parameter filled: The facts that our own tables hold already, in a new database.
    private func fill(_ content: Content, _ filled: FactsFile?, isForced: Bool) async throws -> String? {
        try await database.write { connection in
            // Another program may have filled it while this one waited for the lock.
            let found = try connection.first("SELECT fingerprint FROM facts_source")
            guard try isForced || found?.get(at: 0, as: String.self) != content.fingerprint else { return nil }
            let facts = try filled ?? content.facts()
            try connection.execute("DELETE FROM facts_source")
            if filled == nil || found != nil {
                for table in Schema.factTables.reversed() {
                    try connection.execute("DELETE FROM \(identifier: table)")
                }
                for table in Schema.ordered(facts.tables) where Self.isOurs(table) {
                    try Self.fill(table, in: connection)
                }
            }
            if let imported = content.imported {
                try connection.execute("DELETE FROM pokeapi_imports")
                for (file, count) in imported.sorted(by: { $0.key < $1.key }) {
                    try connection.execute("INSERT INTO pokeapi_imports (file, row_count) VALUES (\(file), \(count))")
                }
            }
            // What was read from a checkout of the PokéAPI stays, whatever this program brings.
            let imported =
                content.imported == nil
                ? Set(try connection.values("SELECT file FROM pokeapi_imports", as: String.self)) : []
            for table in PokeAPITables.all where !imported.contains(table.file) {
                try connection.execute("DELETE FROM \(identifier: table.name)")
            }
            for table in facts.tables where !Self.isOurs(table) {
                guard !imported.contains(String(table.name.dropFirst(PokeAPITables.prefix.count))) else { continue }
                try Self.fill(table, in: connection)
            }
            try connection.execute("INSERT INTO facts_source (id, fingerprint) VALUES (1, \(content.fingerprint))")
            return content.digest ?? facts.digest
        }
    }

    /// Fills the tables of a new database, which has no indexes yet.
    private func fillTables(of facts: FactsFile) async throws {
        try await database.write { connection in
            // Another program may have filled it while this one waited for the lock.
            guard try connection.value("SELECT count(*) FROM generations", as: Int.self) == 0 else { return }
            for table in Schema.ordered(facts.tables) where Self.isOurs(table) { try Self.fill(table, in: connection) }
        }
    }

    /// Whether a table is of our schema, and not one in the PokéAPI's form.
    private static func isOurs(_ table: FactTable) -> Bool { !table.name.hasPrefix(PokeAPITables.prefix) }

    /// Whether the database is up to date, found out by two short reads, so that a start costs nothing.
    private func holds(_ fingerprint: String) async throws -> Bool {
        try await database.read { connection in
            let names = Set(try Catalogue.tableNames(in: connection))
            guard names.contains("schema_migrations"), names.contains("facts_source") else { return false }
            let newest = try connection.value("SELECT max(number) FROM schema_migrations", as: Int?.self)
            guard newest == Schema.migrations.last?.number else { return false }
            let found = try connection.first("SELECT fingerprint FROM facts_source")
            return try found?.get(at: 0, as: String.self) == fingerprint
        }
    }

    /// Throws if the database is filled and its facts would be replaced, but are not those that it was filled with.
    private func refuseToLoseEdits(for content: Content, isForced: Bool) async throws {
        try await database.read { connection in
            let tables = try Catalogue.tables(in: connection)
            guard let source = tables.first(where: { $0.name == "facts_source" }),
                let row = try connection.first("SELECT fingerprint FROM facts_source"),
                try isForced || row.get(at: 0, as: String.self) != content.fingerprint
            else { return }
            // The first edition of the schema kept no digest: nobody can tell whether such facts were changed.
            guard source.columns.contains(where: { $0.name == "digest" }),
                let digest = try connection.value("SELECT digest FROM facts_source", as: String?.self),
                try FactsFile(reading: connection).digest == digest
            else { throw Failure.edited }
        }
    }

    static func fill(_ table: FactTable, in connection: SQLConnection) throws {
        let columns = table.columns.map(\.name)
        guard connection.dialect == .sqlite else {
            try connection.copy(
                into: table.name, columns: columns, rows: table.rows.lazy.map { row in row.map(\.sqlValue) })
            return
        }
        let names = columns.map { SQLStatement("\(identifier: $0)") }.joined(separator: ", ")
        let head: SQLStatement = "INSERT INTO \(identifier: table.name) (\(names)) VALUES "
        var rest = table.rows[...]
        while !rest.isEmpty {
            // One statement is built in place: joining a hundred small ones takes as long as SQLite itself.
            var insert = SQLStatement.StringInterpolation(
                literalCapacity: 0, interpolationCount: rowsPerStatement * columns.count)
            insert.appendInterpolation(head)
            for (index, row) in rest.prefix(rowsPerStatement).enumerated() {
                insert.appendLiteral(index == 0 ? "(" : "), (")
                insert.appendInterpolation(list: row.lazy.map(\.sqlValue))
            }
            insert.appendLiteral(")")
            try connection.execute(SQLStatement(stringInterpolation: insert))
            rest = rest.dropFirst(rowsPerStatement)
        }
    }
}
