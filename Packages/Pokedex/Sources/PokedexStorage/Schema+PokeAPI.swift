import PokedexFacts
import SQLDatabase

/// The PokéAPI's tables in the database: their columns and names, without keys between them, since a checkout may hold
/// any part of them.
extension Schema {
    /// The tables, each with its indexes; and which of them were read from a checkout.
    static let pokeAPI: String =
        PokeAPITables.all.map { table in
            let columns = table.columns.map { column in
                let type = column.kind == .text ? "TEXT" : "INTEGER"
                return "    \"\(column.name)\" \(type)" + (column.name == "id" ? " PRIMARY KEY" : "")
            }
            let indexes = table.indexed.map {
                "CREATE INDEX \(table.name)_\($0)_index ON \(table.name)(\"\($0)\");\n"
            }
            return "CREATE TABLE \(table.name) (\n\(columns.joined(separator: ",\n"))\n);\n" + indexes.joined()
        }.joined()
            + """
            CREATE TABLE pokeapi_imports (
                file TEXT PRIMARY KEY,
                row_count INTEGER NOT NULL
            );

            """
}
