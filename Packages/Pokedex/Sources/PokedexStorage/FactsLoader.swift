import PokedexFacts
import SQLDatabase

/// Fills a database with the facts.
public struct FactsLoader: Sendable {
    /// Why a database cannot be filled or used.
    public enum Failure: Error, CustomStringConvertible {
        /// Its tables are those of another program.
        case foreign(tables: [String])

        /// What is wrong and what to do.
        public var description: String {
            switch self {
            case .foreign(let tables):
                "The database already holds tables that are no Pokédex's (\(tables.prefix(3).joined(separator: ", "))): "
                    + "give another file or database."
            }
        }
    }

    /// How many rows one INSERT carries: SQLite and PostgreSQL both allow thousands of parameters, and beyond a hundred
    /// rows the time for each no longer falls.
    private static let rowsPerStatement = 100

    private let database: Database

    /// Makes a loader for a database.
    public init(database: Database) {
        self.database = database
    }

    /// Brings the schema up to date and fills it, unless it holds these very facts already.
    ///
    /// All of the filling happens in one transaction: a program that dies on the way leaves what was there before. A
    /// database with the facts of another edition is emptied and filled anew in the same way.
    ///
    /// - Parameters:
    ///   - fingerprint: Tells one edition of the facts from another.
    ///   - facts: Makes the facts; called only when they are needed.
    /// - Returns: Whether the database was filled now.
    /// - Throws: ``Failure``, or the database's error.
    @discardableResult
    public func prepare(
        fingerprint: String = BuiltInFacts.fingerprint,
        _ facts: @Sendable @escaping () throws -> FactsFile = BuiltInFacts.load
    ) async throws -> Bool {
        if try await holds(fingerprint) { return false }
        try await refuseForeignTables()
        // A new database gets its indexes after its rows, which takes half the time.
        let isNew = try await database.read { try Catalogue.tableNames(in: $0).isEmpty }
        try await database.migrate(isNew ? Array(Schema.migrations.prefix(1)) : Schema.migrations)
        let isFilled = try await fill(fingerprint, facts)
        if isNew { try await database.migrate(Schema.migrations) }
        try await database.execute("ANALYZE")
        return isFilled
    }

    private func fill(
        _ fingerprint: String, _ facts: @Sendable @escaping () throws -> FactsFile
    ) async throws -> Bool {
        try await database.write { connection in
            // Another program may have filled it while this one waited for the lock.
            let found = try connection.first("SELECT fingerprint FROM facts_source")
            guard try found?.get(at: 0, as: String.self) != fingerprint else { return false }
            let tables = try Self.ordered(facts())
            try connection.execute("DELETE FROM facts_source")
            for table in tables.reversed() { try connection.execute("DELETE FROM \(identifier: table.name)") }
            for table in tables { try Self.fill(table, in: connection) }
            try connection.execute("INSERT INTO facts_source (id, fingerprint) VALUES (1, \(fingerprint))")
            return true
        }
    }

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

    private func refuseForeignTables() async throws {
        let names = try await database.read { connection in try Catalogue.tableNames(in: connection) }
        if !names.isEmpty, !names.contains("schema_migrations") { throw Failure.foreign(tables: names) }
    }

    /// The tables in the order of the schema, in which each follows those that it refers to.
    private static func ordered(_ facts: FactsFile) -> [FactTable] {
        let places = facts.tables.map { table in
            (table, Schema.tables.firstRange(of: "CREATE TABLE \(table.name) (")?.lowerBound)
        }
        return places.sorted { one, other in
            guard let one = one.1, let other = other.1 else { return one.1 != nil }
            return one < other
        }.map(\.0)
    }

    private static func fill(_ table: FactTable, in connection: SQLConnection) throws {
        let columns = table.columns.map { SQLStatement("\(identifier: $0.name)") }.joined(separator: ", ")
        var rest = table.rows[...]
        while !rest.isEmpty {
            let rows = rest.prefix(rowsPerStatement).map { row in
                SQLStatement("(\(list: row.map(\.sqlValue)))")
            }.joined(separator: ", ")
            try connection.execute("INSERT INTO \(identifier: table.name) (\(columns)) VALUES \(rows)")
            rest = rest.dropFirst(rowsPerStatement)
        }
    }
}

extension FactValue {
    /// The value as the database takes it.
    var sqlValue: SQLValue {
        switch self {
        case .null: .null
        case .integer(let number): .integer(Int64(number))
        case .text(let text): .text(text)
        }
    }
}
