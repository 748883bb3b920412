import ArgumentParser
import BookFormats
import CommandKit
import TextAnalysis

// Unsafe pointers: a word is looked at where the table keeps it, for the call alone.

/// `bookbot words FILE…`: the complete frequency list.
struct WordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "words",
        abstract: "List all words, or phrases of several words, by frequency.",
        discussion: """
            The list is of all inputs together: count, tab, word; most frequent first, equal counts by code point.

            Examples:
              bookbot words book.txt                          the complete list
              bookbot words --top 20 --min-length 5 book.txt  the twenty most frequent of five letters or more
              bookbot words --ngram 2 --top 20 books/         the most frequent pairs of words in a sentence
              bookbot words --words unicode --raw book.txt    words of UAX #29, as they are written
              bookbot words --format csv book.txt >words.csv  for a spreadsheet

            \(Definitions.text)
            """)

    @OptionGroup var input: InputArguments
    @OptionGroup var wordArguments: WordArguments

    @Option(help: "List only so many.")
    var top: Int?

    @Option(help: "List only words, or phrases, of at least so many characters.")
    var minLength = 1

    @Option(help: ArgumentHelp("Count phrases of so many words (1 to \(PhraseCounter.longest)).", valueName: "words"))
    var ngram = 1

    @Option(
        help: ArgumentHelp(
            "Words to leave out of the list: en, de, fr, es, it, ru, none, or a file with one word a line.",
            discussion: "With --ngram, phrases that begin or end with one of them."))
    var stopWords = "none"

    @Option(help: "How to write the list: text, json or csv.")
    var format: ListFormat = .text

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(help: "How many threads count. The default is one for each processor.")
    var threads: Int?

    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard (1...PhraseCounter.longest).contains(ngram) else {
            throw ValidationError("--ngram takes a count of words from 1 to \(PhraseCounter.longest), not \(ngram).")
        }
        guard top ?? 0 >= 0 else { throw ValidationError("--top counts words, so it cannot be negative.") }
        guard (threads ?? 1) > 0 else { throw ValidationError("--threads takes a count from 1 up.") }
    }

    func run() async throws {
        guard case .list(let stopWords) = try StopWordsArgument.read(stopWords, allowsOwnLanguage: false) else {
            return try await write(.none)
        }
        try await write(stopWords)
    }

    private func write(_ stopWords: StopWords) async throws {
        try await withOutput(output) { output in
            let counted = ngram == 1 ? try await words() : try await phrases()
            let writer = WordListWriter(
                top: top ?? .max, minLength: minLength, stopWords: stopWords, isOfPhrases: ngram > 1,
                skippedLines: counted.skippedLines, format: json ? .json : format)
            try writer.write(counted.list, to: output)
            return counted.isComplete
        }
    }

    private struct Counted {
        let list: WordList
        let skippedLines: Int
        let isComplete: Bool
    }

    private func words() async throws -> Counted {
        let counter = WordCounter(wordArguments.form)
        let tasks = min(threads ?? Processors.available, 64)
        var skippedLines = 0
        let isComplete = try await forEachReader { reader in
            // A file that fails midway must not leave half its words behind.
            let own = WordCounter(wordArguments.form)
            try await own.count(reader, tasks: tasks)
            counter.merge(own)
            skippedLines += reader.skippedLines
        }
        let list = counter.takeList()
        if wordArguments.words == .automatic && counter.lastSegmentation == .characters {
            output.messages.warn(
                "the text is mostly Chinese or Japanese, so each character is a word; --words whitespace splits at spaces."
            )
        }
        return Counted(list: list, skippedLines: skippedLines, isComplete: isComplete)
    }

    private func phrases() async throws -> Counted {
        let counter = PhraseCounter(length: ngram, form: wordArguments.form)
        var skippedLines = 0
        let isComplete = try await forEachReader { reader in
            var chunk = TextChunk()
            defer { counter.finishText() }
            while try reader.fill(&chunk) { counter.count(chunk) }
            skippedLines += reader.skippedLines
        }
        return Counted(list: counter.takeList(), skippedLines: skippedLines, isComplete: isComplete)
    }

    private func forEachReader(_ body: (BookReader) async throws -> Void) async throws -> Bool {
        try await InputLoop(input: input, output: output).forEachReader(input.options(wordArguments.form), body)
    }
}

/// How a list is written.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case csv
}

/// Writes a frequency list, straight from its bytes.
struct WordListWriter {
    let top: Int
    let minLength: Int
    let stopWords: StopWords
    let isOfPhrases: Bool
    let skippedLines: Int
    let format: ListFormat

    func write(_ list: WordList, to output: OutputFile) throws {
        switch format {
        case .text: try writeText(list, to: output)
        case .csv:
            try output.write("word,count\n")
            try forEach(list) { word, count in
                let text = String(decoding: word, as: UTF8.self)
                // A file keeps the word as it is; a terminal must not be controlled by it.
                let shown = output.isTerminal ? TerminalText.visible(text) : text
                try output.write("\(CSVReport.quoted(shown)),\(count)\n")
            }
        case .json: try writeJSON(list, to: output)
        }
    }

    /// By hand around the words, and by Foundation for each that is not plain: a list may have millions of words.
    private func writeJSON(_ list: WordList, to output: OutputFile) throws {
        try output.write("{\n  \"words\": \(list.tokens),\n  \"uniqueWords\": \(list.count),\n")
        let removed = "\"removed\": \(skippedLines > 0), \"lines\": \(skippedLines)"
        try output.write("  \"boilerplate\": {\(removed)},\n  \"list\": [")
        var separator = "\n    "
        try forEach(list) { word, count in
            try output.write(separator + "{\"word\": ")
            if word.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
                try output.write("\"")
                try output.write(word)
                try output.write("\"")
            } else {
                try output.write(JSONText.of(String(decoding: word, as: UTF8.self), isOnOneLine: true))
            }
            try output.write(", \"count\": \(count)}")
            separator = ",\n    "
        }
        try output.write("\n  ]\n}\n")
    }

    /// Lines are put together here and written many at a time: a list may have millions.
    private func writeText(_ list: WordList, to output: OutputFile) throws {
        var lines: [UInt8] = []
        lines.reserveCapacity(33 << 10)
        try forEach(list) { word, count in
            if count < 10 {
                lines.append(0x30 + UInt8(count))
            } else {
                lines += String(count).utf8
            }
            lines.append(0x09)
            if Self.mayControl(word) {
                lines += TerminalText.visible(String(decoding: word, as: UTF8.self)).utf8
            } else {
                lines += word
            }
            lines.append(0x0A)
            if lines.count >= 32 << 10 {
                try lines.withUnsafeBytes { try output.write($0) }
                lines.removeAll(keepingCapacity: true)
            }
        }
        try lines.withUnsafeBytes { try output.write($0) }
    }

    /// Whether a word may hold control characters: bytes below a space, or the first byte of C1 and of marks of direction.
    private static func mayControl(_ word: UnsafeRawBufferPointer) -> Bool {
        word.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }
    }

    private func forEach(_ list: WordList, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        var wanted = top
        try list.forEachWord { word, count in
            guard wanted > 0 else { return false }
            if minLength > 1 && UTF8Decoder(word).reduce(0, { length, _ in length + 1 }) < minLength { return true }
            if stopWords != .none && isStopped(word) { return true }
            try body(word, count)
            wanted -= 1
            return true
        }
    }

    /// Whether a word is a stop word, or a phrase begins or ends with one.
    private func isStopped(_ word: UnsafeRawBufferPointer) -> Bool {
        guard isOfPhrases else { return stopWords.contains(String(decoding: word, as: UTF8.self)) }
        let words = word.split(separator: 0x20)
        return [words.first, words.last].contains { edge in
            edge.map { stopWords.contains(String(decoding: $0, as: UTF8.self)) } ?? false
        }
    }
}
