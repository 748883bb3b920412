import ArgumentParser
import CommandKit
import Foundation
import PokedexFacts
import PokedexStorage

/// `pokedex import`: takes facts from another project's data, into the database or into a facts file.
struct ImportCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Read a checkout of the PokéAPI into the database, or make this program's facts from Pokémon Showdown's.",
        discussion: """
            --from pokeapi reads the CSV files of a checkout of the PokéAPI (PATH, or data/v2/csv in it) into the
            database, in one transaction: texts, names in all languages, encounters, items, machines, learnsets by
            version group, and whatever else it holds. /api/v2/ answers from them; a server that runs must be started
            anew. What is not read is said.

            --from showdown makes the compact facts file that is built into this program. PATH is the folder into which
            pip installed poke-env 0.16.1 and mcpkmn-showdown 1.1.1: site-packages, or the virtual environment itself.
            The same data gives the same bytes. The PokéAPI's numbers come from --numbers, the learnsets of generations 1
            and 2 from --old-learnsets; without them, from the facts of this program.

            \(BuiltInFacts.lacks)

            Examples:
              pokedex import --from pokeapi ~/pokeapi
              pokedex import --from pokeapi ~/pokeapi --database postgres://user@localhost/pokedex
              pokedex import --from showdown .build-venv --output facts.tsv.gz
              pokedex import --from showdown .build-venv --tsv --output facts.tsv
            """)

    /// Where facts may come from.
    enum Source: String, ExpressibleByArgument, CaseIterable {
        case pokeapi, showdown
    }

    @Option(name: .customLong("from"), help: "The project whose data is read: pokeapi or showdown.")
    var source: Source

    @Argument(help: ArgumentHelp("The folder that holds the data.", valueName: "path"))
    var folder: String

    @OptionGroup var database: DatabaseOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("With showdown: the file to write, facts.tsv.gz if not given.", valueName: "file"))
    var output: String?

    @Flag(help: "With showdown: write plain tab-separated text instead of its gzip form.")
    var tsv = false

    @Flag(name: .shortAndLong, help: "Do not say how many rows each table has.")
    var quiet = false

    @Option(help: ArgumentHelp("A folder with the PokéAPI's CSV files, for its numbers.", valueName: "folder"))
    var numbers: String?

    @Option(help: ArgumentHelp("Pokémon Showdown's data/mods/gen2/learnsets.js.", valueName: "file"))
    var oldLearnsets: String?

    func validate() throws {
        guard source == .pokeapi else { return }
        for (isGiven, name) in [
            (output != nil, "--output"), (tsv, "--tsv"), (numbers != nil, "--numbers"),
            (oldLearnsets != nil, "--old-learnsets"),
        ] where isGiven {
            throw ValidationError("\(name) belongs to --from showdown; --from pokeapi fills the database.")
        }
    }

    func work() async throws {
        switch source {
        case .pokeapi: try await readCheckout()
        case .showdown: try makeFacts()
        }
    }

    /// Reads a checkout of the PokéAPI's into the database, and says what became of it.
    private func readCheckout() async throws {
        let opened = try await database.open()
        let clock = ContinuousClock()
        let start = clock.now
        let imported = try await FactsLoader(database: opened).importPokeAPI(from: URL(filePath: folder))
        await opened.close()
        guard !quiet else { return }
        for file in imported.files { print("\(file.rows)\t\(file.name)") }
        let rows = imported.files.reduce(0) { $0 + $1.rows }
        let time = (clock.now - start).formatted(.units(allowed: [.seconds, .milliseconds]))
        print("read \(rows) rows of \(imported.files.count) files in \(time)")
        for file in imported.files where !file.missing.isEmpty {
            complain("\(file.name).csv has no column \(file.missing.joined(separator: ", ")): unknown there")
        }
        for file in imported.files where !file.unused.isEmpty {
            complain("skipped of \(file.name).csv, since nothing here shows it: \(file.unused.joined(separator: ", "))")
        }
        if !imported.skipped.isEmpty {
            complain(
                "skipped \(imported.skipped.count) files that nothing here uses: \(imported.skipped.joined(separator: ", "))"
            )
        }
        if !imported.absent.isEmpty {
            complain(
                "not in the folder, so left as it was: \(imported.absent.count) tables (\(imported.absent.joined(separator: ", ")))"
            )
        }
    }

    /// Makes the facts file from Pokémon Showdown's data.
    private func makeFacts() throws {
        var showdown = try ShowdownImport(
            folder: URL(filePath: folder), numbers: numbers.map { URL(filePath: $0) },
            oldLearnsets: oldLearnsets.map { URL(filePath: $0) })
        let facts = try showdown.facts()
        let text = Array(facts.encoded().utf8)
        let file = try OutputFile(output ?? "facts.tsv.gz")
        try file.write(tsv ? text : BuiltInFacts.compress(text))
        try file.close()
        guard !quiet else { return }
        for table in facts.tables {
            print("\(table.rows.count)\t\(table.name)")
        }
    }
}
