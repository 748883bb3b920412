import ArgumentParser

/// The command line of `shortestpath`: configuration and wiring, no logic.
public struct ShortestPath: ParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "shortestpath",
        abstract: "Find shortest paths in graphs, from three lines of CSV to the roads of a continent.",
        discussion: """
            A graph is a DIMACS .gr file, an edge list (FROM,TO or FROM,TO,WEIGHT a line, separated by commas, tabs or
            blanks), or JSON; gzipped or not; '-' is standard input. Coordinates are found beside a .gr file (.co), in
            JSON, or by --coordinates.

            Examples:
              shortestpath route city.gr --from 17 --to 4711
              shortestpath route flights.csv --undirected --from LIS --to HEL --k 3
              shortestpath route city.gr --from 17 --to 4711 --algorithm astar --output route.svg
              shortestpath tree city.gr.gz --from 17 --json
              shortestpath queries city.gr pairs.tsv
              printf 'a,b,5\\nb,c,-2\\n' | shortestpath route - --from a --to c

            Exit status: 0 done, 1 no path, a difference or unusable input, 64 wrong usage.
            """,
        version: "1.0.0",
        subcommands: [
            RouteCommand.self, TreeCommand.self, MatrixCommand.self, ComponentsCommand.self, QueriesCommand.self,
            GenerateCommand.self, BenchCommand.self,
        ])

    /// Makes the command; the parser fills it in.
    public init() {}
}
