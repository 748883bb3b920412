import ArgumentParser
import BookFormats
import TextAnalysis

/// The command line of `bookbot`: configuration and wiring, no logic.
public struct BookBot: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "bookbot",
        abstract: "Analyze books and any text.",
        version: "1.0.0")

    @Argument(help: "A file.")
    var path: String

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Runs the whole program: what the executable's main calls, where `main` would mean the synchronous one.
    public static func start() async {
        await main()
    }

    /// Runs the command.
    public func run() async throws {
        let counter = WordCounter()
        let reader = BookReader(try InputFile(path))
        try await counter.count(reader, tasks: 1)
        let list = counter.list()
        print(list.tokens, list.count, list.first(5), reader.removedLines, reader.bytesRead)
    }
}
