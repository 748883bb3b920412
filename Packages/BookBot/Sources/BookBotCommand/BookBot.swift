import ArgumentParser
import BookBotCore

/// The command line of `bookbot`: configuration and wiring, no logic.
public struct BookBot: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "bookbot",
        abstract: "Greet somebody.",
        discussion: """
            Examples:
              bookbot Ada
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
