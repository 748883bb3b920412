import ArgumentParser
import CommandKit
import Foundation
import PokedexModel
import PokedexQueries
import PokedexStorage
import SQLDatabase

/// `pokedex sql`: a query in SQL.
struct SQLCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Ask the database in SQL; it is only read.",
        discussion: """
            Examples:
              pokedex sql "SELECT name, total FROM pokemon ORDER BY total DESC LIMIT 5"
              pokedex sql --csv "SELECT * FROM pokemon" --output pokemon.csv
              pokedex sql "SELECT name FROM pokemon WHERE type_1 = :type LIMIT 3" --parameter type=Fire
              pokedex sql "EXPLAIN QUERY PLAN SELECT * FROM forms WHERE species_id = 25"
            """)

    @Argument(help: "One statement that begins with SELECT, WITH, VALUES, TABLE or EXPLAIN.")
    var sql: String
    @Flag(help: "Write CSV (RFC 4180).")
    var csv = false
    @Option(help: ArgumentHelp("The value of a parameter :name in the statement.", valueName: "name=value"))
    var parameter: [String] = []
    @Option(help: "How many rows at most.")
    var limit = 10_000
    @Option(help: "How many seconds the statement may take at most.")
    var timeout = 10
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...10_000_000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 10000000.") }
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout is a number from 1 to 3600.") }
    }

    func work() async throws {
        let database = try await database.open()
        var limits = ReaderSQL.Limits()
        limits.rows = limit
        limits.bytes = 256 << 20
        limits.time = .seconds(timeout)
        try await OpenPokedex.limitMemory(to: 64 << 20, in: database)
        let visitor = try await OpenPokedex.openForVisitors(self.database.url())
        let values = try parameter.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ValidationError("'\(text)' is not a parameter: write --parameter name=value.")
            }
            return (name: String(parts[0]), value: String(parts[1]))
        }
        let answer = try await DamagedDatabase.recognised(at: self.database.url()) {
            try await ReaderSQL(database: visitor, limits: limits).run(sql, values: values)
        }
        try output.write(csv ? answer.csv : output.json ? answer.json.text : text(answer))
        if answer.isCut, !output.quiet {
            complain("only the first \(answer.rows.count) rows are written; --limit sets another number")
        }
    }

    private func text(_ answer: ReaderSQL.Answer) -> String {
        let numbers = answer.columns.indices.filter { column in
            answer.rows.allSatisfy { row in
                switch row[column] {
                case .integer, .real, .null: true
                default: false
                }
            }
        }
        var table = TextTable(output.quiet ? [] : answer.columns, rightAligned: Set(numbers))
        for row in answer.rows { table.append(row.map(\.plainText)) }
        return table.lines.joined(separator: "\n")
    }
}

/// `pokedex schema`: the tables and how they refer to each other.
struct SchemaCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Draw the tables and their foreign keys as SVG, from what the database says of itself.",
        discussion: """
            Examples:
              pokedex schema --output schema.svg
              pokedex schema --json
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func work() async throws {
        let database = try await database.open()
        let tables = try await database.read { try Catalogue.tables(in: $0) }
        try output.write(Catalogue.json(tables), or: SchemaDiagram(tables).svg)
    }
}
