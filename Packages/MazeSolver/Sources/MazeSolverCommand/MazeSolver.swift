import ArgumentParser

/// The command line of `mazesolver`: configuration and wiring, no logic.
public struct MazeSolver: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "mazesolver",
        abstract: "Make, solve and watch mazes of any size.",
        version: "1.0.0")

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}
}
