import ArgumentParser
import Foundation
import PokedexFacts

/// `pokedex import`: writes the facts file from another project's data.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turn Pokémon Showdown's data into the compact facts file that is built into this program.",
        discussion: """
            PATH is the folder into which pip installed poke-env 0.16.1 and mcpkmn-showdown 1.1.1: site-packages, or
            the virtual environment itself. The same data gives the same bytes.

            Examples:
              pokedex import --from showdown .build-venv --output facts.tsv.gz
              pokedex import --from showdown .build-venv --tsv --output facts.tsv
            """)

    /// Where facts may come from.
    enum Source: String, ExpressibleByArgument, CaseIterable {
        case showdown
    }

    @Option(name: .customLong("from"), help: "The project whose data is read: showdown.")
    var source: Source

    @Argument(help: ArgumentHelp("The folder that holds the data.", valueName: "path"))
    var folder: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
    var output = "facts.tsv.gz"

    @Flag(help: "Write plain tab-separated text instead of its gzip form.")
    var tsv = false

    @Flag(name: .shortAndLong, help: "Do not say how many rows each table has.")
    var quiet = false

    @Option(help: ArgumentHelp("A folder with the PokéAPI's CSV files, for its numbers.", valueName: "folder"))
    var numbers: String?

    @Option(help: ArgumentHelp("Pokémon Showdown's data/mods/gen2/learnsets.js.", valueName: "file"))
    var oldLearnsets: String?

    func run() async throws {
        var showdown = try ShowdownImport(
            folder: URL(filePath: folder), numbers: numbers.map { URL(filePath: $0) },
            oldLearnsets: oldLearnsets.map { URL(filePath: $0) })
        let facts = try showdown.facts()
        let text = Array(facts.encoded().utf8)
        try Data(tsv ? text : BuiltInFacts.compress(text)).write(to: URL(filePath: output))
        guard !quiet else { return }
        for table in facts.tables {
            print("\(table.rows.count)\t\(table.name)")
        }
    }
}
