import ArgumentParser
import BookFormats
import CommandKit
import TextAnalysis

/// `bookbot count FILE…`: lines, words and characters, as fast as they can be read.
struct CountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count lines, words and characters, and nothing else.",
        discussion: """
            Examples:
              bookbot count book.txt    lines, words, characters, path
              bookbot count books/      each file, and all together
              bookbot count --json -    for a program

            Words are tokens between whitespace, in any language. Lines are line feeds, and a last line without one.
            """)

    @OptionGroup var input: InputArguments

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var output: OutputArguments

    private struct Row {
        let path: String?
        let bytes: Int
        let tally: TextTally
        let skippedLines: Int
    }

    func run() async throws {
        try await withOutput(output) { output in
            var rows: [Row] = []
            var total = TextTally()
            let options = input.options(WordForm())
            let isComplete = try await InputLoop(input: input, output: self.output).forEachReader(options) { reader in
                var tally = TextTally()
                var chunk = TextChunk()
                while try reader.fill(&chunk) { tally.count(chunk) }
                rows.append(
                    Row(path: reader.path, bytes: reader.bytesRead, tally: tally, skippedLines: reader.skippedLines))
                total.add(tally)
            }
            let all = Row(
                path: nil, bytes: rows.reduce(0) { $0 + $1.bytes }, tally: total,
                skippedLines: rows.reduce(0) { $0 + $1.skippedLines })
            try output.write(json ? Self.json(rows, all) : Self.table(rows.count > 1 ? rows + [all] : rows))
            return isComplete
        }
    }

    private static func table(_ rows: [Row]) -> String {
        let cells = rows.map { [$0.tally.lines, $0.tally.words, $0.tally.characters].map { String($0) } }
        let width = cells.joined().map(\.count).max() ?? 0
        return zip(rows, cells).map { row, cells in
            cells.map { aligned($0, width) }.joined(separator: " ") + " " + TerminalText.visible(row.path ?? "total")
                + "\n"
        }.joined()
    }

    private static func json(_ rows: [Row], _ total: Row) throws -> String {
        struct Figures: Encodable {
            let path: OrNull<String>
            let bytes, lines, words, characters: Int
            let boilerplate: Boilerplate.Figures

            init(_ row: Row) {
                path = OrNull(row.path)
                (bytes, lines, words) = (row.bytes, row.tally.lines, row.tally.words)
                characters = row.tally.characters
                boilerplate = Boilerplate.Figures(row.skippedLines)
            }
        }
        struct Counts: Encodable {
            let files: [Figures]
            let total: Figures
        }
        return try JSONText.of(Counts(files: rows.map(Figures.init), total: Figures(total))) + "\n"
    }
}
