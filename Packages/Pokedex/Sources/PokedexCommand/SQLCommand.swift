import ArgumentParser
import Foundation
import PokedexModel
import PokedexQueries
import PokedexStorage
import SQLDatabase

/// `pokedex sql`: a question in SQL.
struct SQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Ask the database in SQL; it is only read.",
        discussion: """
            Examples:
              pokedex sql "SELECT name, total FROM pokemon ORDER BY total DESC LIMIT 5"
              pokedex sql --csv "SELECT * FROM pokemon" --output pokemon.csv
              pokedex sql "EXPLAIN QUERY PLAN SELECT * FROM forms WHERE species_id = 25"
            """)

    @Argument(help: "One statement that begins with SELECT, WITH, VALUES or EXPLAIN.")
    var sql: String
    @Flag(help: "Write CSV (RFC 4180).")
    var csv = false
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

    func run() async throws {
        let database = try await database.open()
        var limits = ReaderSQL.Limits()
        limits.rows = limit
        limits.bytes = 256 << 20
        limits.time = .seconds(timeout)
        let answer = try await ReaderSQL(database: database, limits: limits).run(sql)
        try output.write(csv ? answer.csv : output.json ? answer.json.text : text(answer))
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
        let remark =
            answer.isCut && !output.quiet ? ["… and more: only the first \(answer.rows.count) rows are shown"] : []
        return (table.lines + remark).joined(separator: "\n")
    }
}

/// `pokedex schema`: the tables and how they refer to each other.
struct SchemaCommand: AsyncParsableCommand {
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

    func run() async throws {
        let database = try await database.open()
        let tables = try await database.read { try Catalogue.tables(in: $0) }
        try output.write(Catalogue.json(tables), or: SchemaDiagram(tables).svg)
    }
}

/// `pokedex migrate`: brings a database up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a database's schema up to date and move the facts into it.",
        discussion: """
            Every other command does so by itself on first use. On a server, run this once before the servers start.

            Examples:
              pokedex migrate --database postgres://user@localhost/pokedex
            """)

    @OptionGroup var database: DatabaseOptions
    @Flag(name: .shortAndLong, help: "Do not say what was done.")
    var quiet = false

    func run() async throws {
        let url = try database.url()
        var time: Duration?
        try await OpenPokedex.open(url) { time = $0 }.close()
        guard !quiet else { return }
        let place = withoutPassword(url)
        print(
            time.map { "filled \(place) in \($0.formatted(.units(allowed: [.seconds, .milliseconds])))" }
                ?? "\(place) is up to date")
    }
}
