import ArgumentParser
import BookFormats
import CommandKit
import TextAnalysis

/// `bookbot concordance WORDS FILE…`: a word or a phrase in its contexts.
struct ConcordanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concordance",
        abstract: "Show a word or a phrase in its contexts, aligned, with line numbers.",
        discussion: """
            Upper and lower case and the characters around a word make no difference, unless --raw is given. In a word *
            stands for any characters and ? for any one. Line numbers are those of the file. Where nothing is found the
            exit status is 1.

            Examples:
              bookbot concordance whale moby-dick.txt             every whale
              bookbot concordance "white whale" moby-dick.txt     both words in a row
              bookbot concordance 'whal*' moby-dick.txt           whale, whales, whaling
              bookbot concordance --width 20 love books/          shorter contexts, from a folder
              bookbot concordance --words unicode king book.txt   also in king's-men and king-like
            """)

    @Argument(help: "The word to look for, or several in quotation marks.")
    var word: String

    @OptionGroup var input: InputArguments
    @OptionGroup var wordArguments: WordArguments

    @Option(help: "How many columns of context to show on each side.")
    var width = 34

    @Flag(help: "Write JSON.")
    var json = false

    @Option(help: "Whether to use colour: auto, always or never.")
    var color: ColorChoice = .auto

    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard (1...10_000).contains(width) else {
            throw ValidationError("--width takes a count of columns from 1 to 10000, not \(width).")
        }
        guard Concordance(word, width: 1, form: wordArguments.form, found: { _ in }).isSearchable else {
            throw ValidationError(
                "'\(word)' has neither a letter nor a digit to look for; --raw looks for it as it is.")
        }
    }

    func run() async throws {
        try await withOutput(output) { output in
            let isColored = color.isColored(output)
            var separator = "\n"
            var path = ""
            var hits = 0
            let showsPath = input.paths.count > 1 || (try? InputFinder.files(at: input.paths[0]))?.files.count ?? 0 > 1
            if json { try output.write("[") }
            let concordance = Concordance(word, width: width, form: wordArguments.form) { hit in
                hits += 1
                if json {
                    try output.write(separator + Self.json(hit, path))
                    separator = ",\n"
                } else {
                    try output.write(text(hit, showsPath ? path : nil, isColored))
                }
            }
            let options = input.options(wordArguments.form)
            let isComplete = try await InputLoop(input: input, output: self.output).forEachReader(options) { reader in
                path = reader.path
                var chunk = TextChunk()
                defer { try? concordance.finishText() }
                while try reader.fill(&chunk) {
                    try concordance.read(chunk, skippedLines: reader.skippedLinesBeforeChunk)
                }
                try concordance.finishText()
            }
            if json { try output.write("\n]\n") }
            if hits == 0 { self.output.messages.warn("'\(word)' does not occur.") }
            return isComplete && hits > 0
        }
    }

    private func text(_ hit: Concordance.Hit, _ path: String?, _ isColored: Bool) -> String {
        let found = TerminalText.visible(hit.keyword)
        let keyword = TextStyle(isOn: isColored).paint(found, "1;33")
        let position =
            path.map { "\(TerminalText.visible($0)):\(hit.line)  " } ?? aligned(String(hit.line), 7) + "  "
        let line =
            position + aligned(TerminalText.visible(hit.left), width) + " " + keyword + " "
            + TerminalText.visible(hit.right)
        return line + "\n"
    }

    /// A hit is a line, written as it is found: a common word has as many hits as a book has lines.
    private static func json(_ hit: Concordance.Hit, _ path: String) throws -> String {
        struct Figures: Encodable {
            let path: String
            let line: Int
            let left, keyword, right: String
        }
        let figures = Figures(path: path, line: hit.line, left: hit.left, keyword: hit.keyword, right: hit.right)
        return try "  " + JSONText.of(figures, isOnOneLine: true)
    }
}
