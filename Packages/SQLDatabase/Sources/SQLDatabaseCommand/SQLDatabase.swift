import ArgumentParser
import SQLDatabaseCore

/// The command line of `sqldatabase`: configuration and wiring, no logic.
public struct SQLDatabase: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "sqldatabase",
        abstract: "Greet somebody.",
        discussion: """
            Examples:
              sqldatabase Ada
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
