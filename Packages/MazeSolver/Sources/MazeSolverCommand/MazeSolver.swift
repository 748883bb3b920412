import ArgumentParser
import MazeSolverCore

/// The command line of `mazesolver`: configuration and wiring, no logic.
public struct MazeSolver: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "mazesolver",
        abstract: "Greet somebody.",
        discussion: """
            Examples:
              mazesolver Ada
            """)

    @Argument(help: "Who to greet.")
    var person: String

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Runs the command.
    public func run() async throws {
        print(Greeting(name: person))
    }
}
