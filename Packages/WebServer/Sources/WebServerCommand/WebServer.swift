import ArgumentParser
import WebServerCore

/// The command line of `webserver`: configuration and wiring, no logic.
public struct WebServer: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "webserver",
        abstract: "Greet somebody.",
        discussion: """
            Examples:
              webserver Ada
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
