import ArgumentParser
import BookFormats
import TextAnalysis

/// What is read, and how: the same for every command.
struct InputArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Files and folders to read; - is standard input.",
            discussion: "In a folder every text file is read, also in its subfolders."),
        completion: .file())
    var paths: [String] = []

    @Option(help: "How bytes become text: auto (UTF-8, or UTF-16 by its byte order mark), utf-8 or latin-1.")
    var encoding: TextEncoding = .automatic

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
            encoding: encoding, keepsBoilerplate: keepsBoilerplate || self.keepBoilerplate, isMarkdown: markdown,
            scanner: form.scanner)
    }
}

/// What a word is: the same for every command that counts words.
struct WordArguments: ParsableArguments {
    @Option(help: "What a word is: whitespace (as Python's str.split()) or unicode (UAX #29).")
    var words: WordForm.Segmentation = .whitespace

    @Flag(help: "Keep words as they stand: do not lower-case and strip them.")
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

extension TextEncoding: ExpressibleByArgument {}
extension WordForm.Segmentation: ExpressibleByArgument {}

/// Reads the inputs of a command one after the other; a bad one is named on standard error and left out.
struct InputLoop {
    let input: InputArguments
    let output: OutputArguments

    /// Calls `body` with a reader for each file. False when an input could not be read.
    func forEachReader(_ options: ReadingOptions, _ body: (BookReader) async throws -> Void) async throws -> Bool {
        var isComplete = true
        for path in input.paths {
            let files: [String]
            do {
                files = try InputFinder.files(at: path)
            } catch {
                output.messages.fail(error)
                isComplete = false
                continue
            }
            for file in files {
                do {
                    let source = try InputFile(file)
                    let reader = BookReader(source, options)
                    let line = ProgressLine.watch(reader, expectedSize: source.expectedSize, isQuiet: output.quiet)
                    defer { line?.finish() }
                    try await body(reader)
                } catch let error as BookError {
                    output.messages.fail(error)
                    isComplete = false
                }
            }
        }
        return isComplete
    }
}

/// Runs what writes a result, and turns what can happen there into an exit status.
func withOutput(_ arguments: OutputArguments, _ body: (OutputFile) async throws -> Bool) async throws {
    do {
        let output = OutputFile(arguments.output)
        let isComplete = try await body(output)
        try output.flush()
        if !isComplete { throw ExitCode(1) }
    } catch is OutputFile.Closed {
        return
    } catch let failure as OutputFile.Failure {
        arguments.messages.fail(failure)
        throw ExitCode(1)
    }
}
