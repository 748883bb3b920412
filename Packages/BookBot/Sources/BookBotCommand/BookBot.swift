import ArgumentParser

/// The command line of `bookbot`: configuration and wiring, no logic.
public struct BookBot: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "bookbot",
        abstract: "Analyze books and any text: counts, words, readability, richness, words in context.",
        discussion: """
            Examples:
              bookbot book.txt                         the report of a book
              bookbot --format classic book.txt        the report of the course
              bookbot words --top 20 book.txt          its most frequent words
              bookbot words --ngram 2 --top 20 books/  the most frequent pairs of words in a folder
              bookbot concordance whale moby-dick.txt  a word in its contexts
              bookbot count books/                     lines, words and characters, quickly

            Without a command's name, report is meant: bookbot report --help tells its options and definitions.
            Exit status: 0 done, 1 an input could not be read, 64 usage.
            """,
        version: "1.0.0",
        subcommands: [ReportCommand.self, WordsCommand.self, ConcordanceCommand.self, CountCommand.self],
        defaultSubcommand: ReportCommand.self)

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Runs the whole program: what the executable's main calls, where `main` would mean the synchronous one.
    public static func start() async {
        await main()
    }
}
