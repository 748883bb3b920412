import ArgumentParser
import BookFormats
import CommandKit
import TextAnalysis

/// What is read, and how: the same for every command.
struct InputArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Files and folders to read; - is standard input.",
            discussion: "In a folder every text file is read, also in its subfolders."),
        completion: .file())
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "How bytes become text: auto (UTF-8; UTF-16 and UTF-32 are found out), or a name.",
            discussion: "Such as utf-16le, windows-1252 (also as latin-1), shift_jis, or any that 'iconv -l' lists."))
    var encoding = EncodingArgument()

    @Flag(help: "Read the prose of Markdown: leave out markup, code, HTML and link targets.")
    var markdown = false

    @Flag(help: "Keep Project Gutenberg's header and licence, which are left out otherwise.")
    var keepBoilerplate = false

    func validate() throws {
        guard !paths.isEmpty else {
            throw ValidationError("Name a file or folder to read, or - for standard input.")
        }
    }

    func options(_ form: WordForm, keepsBoilerplate: Bool = false) -> ReadingOptions {
        ReadingOptions(
            encoding: encoding.encoding, keepsBoilerplate: keepsBoilerplate || self.keepBoilerplate,
            isMarkdown: markdown,
            scanner: form.scanner)
    }
}

/// What a word is: the same for every command that counts words.
struct WordArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What a word is: auto, whitespace (as Python's str.split()), unicode (UAX #29) or characters.",
            discussion: "auto is whitespace, and characters in a text that is mostly Chinese or Japanese."))
    var words: WordForm.Segmentation = .automatic

    @Flag(help: "Keep words as they stand: do not compose, lower-case and strip them.")
    var raw = false

    var form: WordForm { WordForm(segmentation: words, isRaw: raw) }
}

/// Where the result goes, and what is said beside it.
struct OutputArguments: ParsableArguments {
    @Option(help: "Write the result to this file.", completion: .file())
    var output: String?

    @Flag(help: "Say nothing on standard error but failures.")
    var quiet = false

    var messages: Messages { Messages(isQuiet: quiet) }
}

/// `--encoding NAME`.
struct EncodingArgument: ExpressibleByArgument {
    var encoding = TextEncoding.automatic

    init() {}

    init?(argument: String) {
        guard let encoding = TextEncoding(argument) else { return nil }
        self.encoding = encoding
    }

    var defaultValueDescription: String { "auto" }
}

extension WordForm.Segmentation: ExpressibleByArgument {}

/// Reads the inputs of a command one after the other; a bad one is named on standard error and left out.
struct InputLoop {
    let input: InputArguments
    let output: OutputArguments
    /// Whether lines that were left out are said on standard error; a report says them itself.
    var saysSkippedLines = true

    /// Calls `body` with a reader for each file. False when an input could not be read.
    func forEachReader(_ options: ReadingOptions, _ body: (BookReader) async throws -> Void) async throws -> Bool {
        var isComplete = true
        for path in input.paths {
            let found: InputFinder.Found
            do {
                found = try InputFinder.files(at: path)
            } catch {
                output.messages.fail(error)
                isComplete = false
                continue
            }
            saySkippedFiles(found, in: path)
            for file in found.files {
                do {
                    let source = try InputFile(file)
                    let reader = BookReader(source, options)
                    let line = ProgressLine(isQuiet: output.quiet)
                    reader.progress = { bytes in line.show { Self.progress(file, bytes, of: source.expectedSize) } }
                    defer { line.finish() }
                    try await body(reader)
                    sayWhatWasSkipped(reader)
                } catch let error as BookError {
                    output.messages.fail(error)
                    isComplete = false
                }
            }
        }
        return isComplete
    }

    private func saySkippedFiles(_ found: InputFinder.Found, in path: String) {
        guard let first = found.skipped.first else { return }
        let count = found.skipped.count == 1 ? "1 entry" : "\(found.skipped.count) entries"
        output.messages.warn("\(path): skipped \(count), neither text nor a folder of its own (first: \(first)).")
    }

    private func sayWhatWasSkipped(_ reader: BookReader) {
        if let warning = reader.warning { output.messages.warn("\(reader.path): \(warning)") }
        if saysSkippedLines, let note = Boilerplate.note(reader.skippedLines) {
            output.messages.warn("\(reader.path): \(note)")
        }
    }

    private static func progress(_ path: String, _ bytes: Int, of total: Int?) -> String {
        let share = total.flatMap { $0 > 0 ? " of \($0 / 1_000_000) MB, \(min(bytes * 100 / $0, 100)) %" : nil } ?? ""
        return "\(TerminalText.visible(path)): \(bytes / 1_000_000) MB\(share)"
    }
}

/// What every command says about lines that were left out.
enum Boilerplate {
    /// A sentence; nil when nothing was left out.
    static func note(_ lines: Int) -> String? {
        guard lines > 0 else { return nil }
        return
            "skipped \(grouped(lines)) \(lines == 1 ? "line" : "lines") of Project Gutenberg's header and licence; --keep-boilerplate keeps them."
    }

    /// As a member of JSON.
    struct Figures: Encodable {
        let removed: Bool
        let lines: Int

        init(_ lines: Int) {
            (removed, self.lines) = (lines > 0, lines)
        }
    }
}

/// Runs what writes a result, and turns what can happen there into an exit status.
func withOutput(_ arguments: OutputArguments, _ body: (OutputFile) async throws -> Bool) async throws {
    try await runCommand("bookbot") {
        let output = try OutputFile(arguments.output)
        let isComplete = try await body(output)
        try output.close()
        if !isComplete { throw ExitCode(1) }
    }
}
