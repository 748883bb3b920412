import ArgumentParser
import BookFormats
import TextAnalysis

/// `bookbot concordance WORD FILE…`: a word in its contexts.
struct ConcordanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concordance",
        abstract: "Show a word in its contexts, aligned, with line numbers.",
        discussion: """
            Upper and lower case and the characters around a word make no difference, unless --raw is given. Line numbers
            are those of the file.

            Examples:
              bookbot concordance whale moby-dick.txt             every whale
              bookbot concordance --width 20 love books/          shorter contexts, from a folder
              bookbot concordance --words unicode king book.txt   also in king's-men and king-like
            """)

    @Argument(help: "The word to look for.")
    var word: String

    @OptionGroup var input: InputArguments
    @OptionGroup var wordArguments: WordArguments

    @Option(help: "How many characters of context to show on each side.")
    var width = 34

    @Flag(help: "Write JSON.")
    var json = false

    @Option(help: "Whether to use colour: auto, always or never.")
    var color: ColorChoice = .auto

    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard (1...10_000).contains(width) else {
            throw ValidationError("--width takes a count of characters from 1 to 10000, not \(width).")
        }
        guard Concordance(word, width: 1, form: wordArguments.form, found: { _ in }).isSearchable else {
            throw ValidationError(
                "'\(word)' has neither a letter nor a digit to look for; --raw looks for it as it is.")
        }
    }

    func run() async throws {
        try await withOutput(output) { output in
            let isColored = color.isColored(output.isTerminal)
            var separator = "\n"
            var path = ""
            let showsPath = input.paths.count > 1 || (try? InputFinder.files(at: input.paths[0]))?.count ?? 0 > 1
            if json { try output.write("[") }
            let concordance = Concordance(word, width: width, form: wordArguments.form) { hit in
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
                while try reader.fill(&chunk) { try concordance.read(chunk, skippedLines: reader.headerLines) }
                try concordance.finishText()
                if let warning = reader.warning { self.output.messages.warn("\(reader.path): \(warning)") }
            }
            if json { try output.write("\n]\n") }
            return isComplete
        }
    }

    private func text(_ hit: Concordance.Hit, _ path: String?, _ isColored: Bool) -> String {
        let keyword = isColored ? "\u{1B}[1;33m\(hit.keyword)\u{1B}[0m" : hit.keyword
        let place = path.map { "\($0):\(hit.line)  " } ?? aligned(String(hit.line), 7) + "  "
        let line = place + aligned(hit.left, width) + " " + keyword + " " + hit.right
        return line + "\n"
    }

    private static func json(_ hit: Concordance.Hit, _ path: String) -> String {
        var writer = JSONWriter(depth: 4)
        writer.object {
            $0.field("path", path)
            $0.field("line", hit.line)
            $0.field("left", hit.left)
            $0.field("keyword", hit.keyword)
            $0.field("right", hit.right)
        }
        return "  " + writer.text
    }
}
