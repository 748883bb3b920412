import ArgumentParser

/// The command line of `shortestpath`: configuration and wiring, no logic.
public struct ShortestPath: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "shortestpath",
        abstract: "Find shortest paths in graphs.",
        version: "1.0.0")

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}
}
