import ArgumentParser
import BookFormats
import TextAnalysis

/// `bookbot FILE…`: the report.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report on books: counts, letters, words, readability, lexical richness (the default).",
        discussion: """
            Examples:
              bookbot book.txt                      the report
              bookbot books/                        each text file in a folder, and all together
              bible -f Gen1:1-Rev22:21 | bookbot -  standard input
              bookbot --json book.txt | jq .total   figures for a program
              bookbot --stop-words en book.txt      top words without the, and, of…

            \(Definitions.text)
            """)

    @OptionGroup var input: InputArguments
    @OptionGroup var wordArguments: WordArguments

    @Option(help: "How to write the report: text, json, csv, or classic (the course's report).")
    var format: ReportFormat = .text

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(help: "Words to leave out of the top words: en, none, or a file with one word a line.")
    var stopWords = "none"

    @Option(help: "How many top words to list.")
    var top = 20

    @Option(help: "Whether to use colour: auto, always or never.")
    var color: ColorChoice = .auto

    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard top >= 0 else { throw ValidationError("--top counts words, so it cannot be negative.") }
    }

    func run() async throws {
        let format = json ? .json : format
        try await withOutput(output) { output in
            if format == .classic { return try await classic(output) }
            let (reports, isComplete) = try await analyze()
            switch format {
            case .json: try output.write(JSONReport.write(reports))
            case .csv: try output.write(CSVReport.write(reports))
            default:
                try output.write(TextRendering(isColored: color.isColored(output.isTerminal)).render(reports))
            }
            return isComplete
        }
    }

    private func analyze() async throws -> (ReportSet, isComplete: Bool) {
        let options = ReportOptions(
            form: wordArguments.form, stopWords: try StopWordsArgument.read(stopWords), topWords: top)
        let all = TextAnalyzer(options, log: SpillingTokenLog())
        var files: [TextReport] = []
        let isSingle = try isSingleFile()
        let loop = InputLoop(input: input, output: output)
        let isComplete = try await loop.forEachReader(input.options(options.form)) { reader in
            let analyzer = TextAnalyzer(options, log: SpillingTokenLog())
            try analyzer.read(reader)
            var report = try analyzer.report()
            report.path = reader.path
            report.bytes = reader.bytesRead
            report.boilerplateLines = reader.removedLines
            if let warning = reader.warning {
                report.warnings.insert(warning, at: 0)
                output.messages.warn("\(reader.path): \(warning)")
            }
            files.append(report)
            if !isSingle { try all.append(analyzer) }
        }
        return (ReportSet(files: files, total: try total(files, isSingle ? nil : all)), isComplete)
    }

    /// Whether there is nothing to add up, so that the file's report is the total's as well.
    private func isSingleFile() throws -> Bool {
        guard input.paths.count == 1, let path = input.paths.first else { return false }
        return (try? InputFinder.files(at: path))?.count == 1
    }

    private func total(_ files: [TextReport], _ all: TextAnalyzer?) throws -> TextReport {
        var total: TextReport
        if let all {
            total = try all.report()
        } else if let only = files.first {
            total = only
        } else {
            total = try TextAnalyzer().report()
        }
        total.path = nil
        total.bytes = files.reduce(0) { $0 + $1.bytes }
        total.boilerplateLines = files.reduce(0) { $0 + $1.boilerplateLines }
        return total
    }

    /// The course's report of each file: tokens and letters of the whole text, boilerplate included.
    private func classic(_ output: OutputFile) async throws -> Bool {
        let options = input.options(WordForm(), keepsBoilerplate: true)
        return try await InputLoop(input: input, output: self.output).forEachReader(options) { reader in
            let counter = WordCounter()
            try await counter.count(reader, tasks: 1)
            try output.write(
                ClassicReport.write(path: reader.path, words: counter.tokens, letters: counter.letterCounts()))
        }
    }
}

/// `--stop-words en|none|FILE`.
enum StopWordsArgument {
    static func read(_ argument: String) throws -> StopWords {
        switch argument {
        case "en": return .english
        case "none": return .none
        default:
            do {
                let reader = BookReader(try InputFile(argument), ReadingOptions(keepsBoilerplate: true))
                var chunk = TextChunk()
                var text = ""
                while try reader.fill(&chunk) { text += String(decoding: chunk.bytes, as: UTF8.self) }
                return StopWords(text: text)
            } catch let error as BookError {
                throw ValidationError("--stop-words takes en, none or a file. \(error)")
            }
        }
    }
}

extension BookReader {
    /// The one warning about bytes that are no text.
    var warning: String? {
        firstInvalidByte.map {
            "The text is not valid in its encoding, first at byte offset \($0): such bytes count as U+FFFD."
        }
    }
}

/// `--color auto|always|never`; NO_COLOR decides for auto.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never

    func isColored(_ isTerminal: Bool) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: isTerminal && !Environment.isSet("NO_COLOR") && Environment.value("TERM") != "dumb"
        }
    }
}
