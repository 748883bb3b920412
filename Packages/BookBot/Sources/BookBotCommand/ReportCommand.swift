import ArgumentParser
import BookFormats
import CommandKit
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
              bookbot --language de buch.txt        readability by the formulas made for German

            \(Definitions.text)
            """)

    @OptionGroup var input: InputArguments
    @OptionGroup var wordArguments: WordArguments

    @Option(help: "How to write the report: text, json, csv, or classic (the course's report).")
    var format: ReportFormat = .text

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "What the text is written in: auto, or a code such as en, de, fr, es, it, ru, zh, pl.",
            discussion: "There are formulas for the first six of these; for other languages readability is null."))
    var language = LanguageArgument()

    @Option(
        help: "Words to leave out of the top words: auto (the language's own), en, de, fr, es, it, ru, none, or a file."
    )
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
                try output.write(TextRendering(isColored: color.isColored(output)).render(reports))
            }
            return isComplete
        }
    }

    private func analyze() async throws -> (ReportSet, isComplete: Bool) {
        let options = ReportOptions(
            form: wordArguments.form, stopWords: try StopWordsArgument.read(stopWords, allowsOwnLanguage: true),
            language: language.choice, topWords: top)
        let all = TextAnalyzer(options, log: SpillingTokenLog())
        var files: [TextReport] = []
        let isSingle = try isSingleFile()
        let loop = InputLoop(input: input, output: output, saysSkippedLines: false)
        let isComplete = try await loop.forEachReader(input.options(options.form)) { reader in
            let analyzer = TextAnalyzer(options, log: SpillingTokenLog())
            try analyzer.read(reader)
            var report = try analyzer.report()
            report.path = reader.path
            report.bytes = reader.bytesRead
            report.boilerplateLines = reader.skippedLines
            if let warning = reader.warning { report.warnings.insert(warning, at: 0) }
            if let warning = stopWordWarning(report) { report.warnings.append(warning) }
            files.append(report)
            if !isSingle { try all.append(analyzer) }
        }
        return (ReportSet(files: files, total: try total(files, isSingle ? nil : all)), isComplete)
    }

    /// Whether there is nothing to add up, so that the file's report is the total's as well.
    private func isSingleFile() throws -> Bool {
        guard input.paths.count == 1, let path = input.paths.first else { return false }
        return (try? InputFinder.files(at: path))?.files.count == 1
    }

    private func total(_ files: [TextReport], _ all: TextAnalyzer?) throws -> TextReport {
        var total: TextReport
        if let all {
            // A sum of German and English words has no readability.
            let languages = Set(files.compactMap(\.language.language))
            total = try all.report(language: languages.count > 1 ? .mixed : nil)
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

    /// Stop words of another language leave nothing out, which looks as if there were none.
    private func stopWordWarning(_ report: TextReport) -> String? {
        guard let list = Language(rawValue: stopWords), report.language.basis != .assumed,
            let language = report.language.language, language != list
        else { return nil }
        return
            "The stop words are those of \(list.name), and the text is \(language.name): --stop-words auto takes the text's own."
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

/// `--language auto|CODE`.
struct LanguageArgument: ExpressibleByArgument {
    var choice = LanguageChoice.automatic

    init() {}

    init?(argument: String) {
        guard argument != "auto" else { return }
        guard
            let language = Language.allCases.first(where: {
                $0.rawValue == argument || "\($0)" == argument.lowercased()
            })
        else { return nil }
        choice = .given(language)
    }

    var defaultValueDescription: String { "auto" }
    static var allValueStrings: [String] { ["auto"] + Language.allCases.map(\.rawValue) }
}

/// `--stop-words auto|en|none|FILE`.
enum StopWordsArgument {
    static func read(_ argument: String, allowsOwnLanguage: Bool) throws -> StopWordChoice {
        if argument == "none" { return .none }
        if argument == "auto" {
            guard allowsOwnLanguage else {
                throw ValidationError("--stop-words auto is for the report; name the language, such as en or de.")
            }
            return .ownLanguage
        }
        if let list = Language(rawValue: argument).flatMap({ StopWords.of($0) }) { return .list(list) }
        do {
            let reader = BookReader(try InputFile(argument), ReadingOptions(keepsBoilerplate: true))
            var chunk = TextChunk()
            var text = ""
            while try reader.fill(&chunk) { text += String(decoding: chunk.bytes, as: UTF8.self) }
            return .list(StopWords(text: text))
        } catch let error as BookError {
            throw ValidationError("--stop-words takes auto, en, de, fr, es, it, ru, none or a file. \(error)")
        }
    }
}

extension BookReader {
    /// The one warning about bytes that are no text.
    var warning: String? {
        firstInvalidByte.map {
            "The text is not valid in its encoding, first at byte offset \($0): such bytes count as U+FFFD. If it is in another one than UTF-8, name it: --encoding windows-1252, or another name."
        }
    }
}
