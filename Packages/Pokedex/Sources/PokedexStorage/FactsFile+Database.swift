import PokedexFacts
import SQLDatabase

extension FactsFile {
    /// Reads all rows of the Pokédex's tables from a database: what it was filled with, or what became of that.
    ///
    /// - Throws: ``FactsLoader/Failure`` for a value that is neither a number nor text, or the database's error.
    ///
    /// - Parameter isWhole: Whether the tables in the PokéAPI's form are read, too.
    init(reading connection: SQLConnection, isWhole: Bool = false) throws {
        let wanted = Set(Schema.factTables + (isWhole ? PokeAPITables.all.map(\.name) : []))
        let tables = try Catalogue.tables(in: connection).filter { !$0.isView && wanted.contains($0.name) }
        self.init(
            tables: try tables.map { table in
                let columns = table.columns.map { SQLStatement("\(identifier: $0.name)") }.joined(separator: ", ")
                let head = table.columns.map { "\($0.name):\($0.type == "text" ? "t" : "i")" }.joined(separator: " ")
                let key = table.columns.filter(\.isKey).map { SQLStatement("\(identifier: $0.name)") }
                var rows: [[FactValue]] = []
                try connection.forEach(
                    """
                    SELECT \(columns) FROM \(identifier: table.name)
                    ORDER BY \(key.isEmpty ? "1" : key.joined(separator: ", "))
                    """
                ) { row in
                    rows.append(try row.values.map { try FactValue($0, in: table.name) })
                }
                return FactTable(name: table.name, columns: head, rows: rows)
            })
    }
}

extension FactValue {
    /// A value of a column of ours.
    fileprivate init(_ value: SQLValue, in table: String) throws(FactsLoader.Failure) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(Int(number))
        case .text(let text): self = .text(text)
        case .boolean, .real, .decimal, .blob: throw .strange(table: table)
        }
    }

    /// The value as the database takes it.
    var sqlValue: SQLValue {
        switch self {
        case .null: .null
        case .integer(let number): .integer(Int64(number))
        case .text(let text): .text(text)
        }
    }
}
