import ArgumentParser

/// The command line of `mazesolver`: configuration and wiring, no logic.
public struct MazeSolver: ParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "mazesolver",
        abstract: "Make, solve and watch mazes of any size.",
        discussion: """
            Examples:
              mazesolver generate --size 20x10 --seed 1 --output maze.png
              mazesolver solve maze.png --output solved.png
              mazesolver watch maze.png --algorithm a-star
              mazesolver race maze.png

            Exit status: 0 done; 1 no path, a mismatch, or a file that cannot be used; 64 wrong arguments.
            """,
        version: "1.0.0",
        subcommands: [
            GenerateCommand.self, SolveCommand.self, WatchCommand.self, RaceCommand.self, StatsCommand.self,
            BenchCommand.self,
        ])

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}
}
