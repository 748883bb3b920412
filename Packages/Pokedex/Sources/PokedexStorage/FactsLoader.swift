import PokedexFacts
import SQLDatabase

/// Fills a database with the facts.
public struct FactsLoader: Sendable {
    /// Why a database cannot be filled or used.
    public enum Failure: Error, CustomStringConvertible {
        /// Its tables are those of another program.
        case foreign(tables: [String])
        /// It was filled from other facts than this program's.
        case incomplete(table: String, rows: Int, expected: Int)

        /// What is wrong and what to do.
        public var description: String {
            switch self {
            case .foreign(let tables):
                "The database already holds tables that are no Pokédex's (\(tables.prefix(3).joined(separator: ", "))): "
                    + "give another file or database."
            case .incomplete(let table, let rows, let expected):
                "The database's table \(table) has \(rows) rows where \(expected) should be: it was filled from other "
                    + "facts. Remove it, or give another file or database."
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

    /// Brings the schema up to date and fills it, unless it is filled already.
    ///
    /// All of it happens in one transaction: a program that dies on the way leaves an empty schema, not half of the
    /// facts. The next start fills it.
    ///
    /// - Parameter facts: Makes the facts; called only when they are needed.
    /// - Returns: Whether the database was filled now.
    /// - Throws: ``Failure``, or the database's error.
    @discardableResult
    public func prepare(_ facts: @Sendable @escaping () throws -> FactsFile) async throws -> Bool {
        try await refuseForeignTables()
        try await database.migrate(Schema.migrations)
        guard try await database.value("SELECT count(*) FROM generations", as: Int.self) == 0 else { return false }
        return try await database.write { connection in
            // Another program may have filled it while this one waited for the lock.
            guard try connection.value("SELECT count(*) FROM generations", as: Int.self) == 0 else { return false }
            for table in try Self.ordered(facts()) { try Self.fill(table, in: connection) }
            try connection.execute("ANALYZE")
            return true
        }
    }

    private func refuseForeignTables() async throws {
        let names = try await database.read { connection in try Catalogue.tables(in: connection) }.map(\.name)
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
