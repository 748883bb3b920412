import ArgumentParser
import PokedexFacts

/// The command line of `pokedex`: configuration and wiring, no logic.
public struct Pokedex: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "pokedex",
        abstract: "A Pokémon database: look up, search, compare, query with SQL, and serve.",
        discussion: """
            \(BuiltInFacts.lacks)

            Examples:
              pokedex show pikachu
              pokedex search --type fire --generation 1 --min speed=100
              pokedex sql "SELECT name FROM species WHERE generation_id = 1 LIMIT 5"
              pokedex serve --port 8080
            """,
        version: "1.0.0",
        subcommands: [
            ShowCommand.self, SearchCommand.self, CompareCommand.self, TeamCommand.self, MovesCommand.self,
            LearnCommand.self, EvolutionsCommand.self, TypeChartCommand.self, SQLCommand.self, ExplainCommand.self,
            SchemaCommand.self,
            ServeCommand.self, HealthCommand.self, MigrateCommand.self, ImportCommand.self,
        ])

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Parses the program's arguments and runs the command.
    ///
    /// Not called `main`, because top-level code would choose ArgumentParser's synchronous function of that name.
    public static func start() async {
        await main(nil)
    }
}
