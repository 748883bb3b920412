import ArgumentParser
import BookFormats
import TextAnalysis

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
              bookbot words --ngram 2 --top 20 books/         the most frequent pairs of words
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

    @Option(help: "Words to leave out of the list: en, none, or a file with one word a line.")
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
        let stopWords = try StopWordsArgument.read(stopWords)
        try await withOutput(output) { output in
            let (list, isComplete) = ngram == 1 ? try await words() : try await phrases()
            let writer = WordListWriter(
                top: top ?? .max, minLength: minLength, stopWords: stopWords, format: json ? .json : format)
            try writer.write(list, to: output)
            return isComplete
        }
    }

    private func words() async throws -> (WordList, isComplete: Bool) {
        let counter = WordCounter(wordArguments.form)
        let tasks = min(threads ?? Processors.available, 64)
        let isComplete = try await forEachReader { reader in
            // A file that fails midway must not leave half its words behind.
            let own = WordCounter(wordArguments.form)
            try await own.count(reader, tasks: tasks)
            counter.merge(own)
        }
        return (counter.takeList(), isComplete)
    }

    private func phrases() async throws -> (WordList, isComplete: Bool) {
        let counter = PhraseCounter(length: ngram, form: wordArguments.form)
        let isComplete = try await forEachReader { reader in
            var chunk = TextChunk()
            defer { counter.finishText() }
            while try reader.fill(&chunk) { counter.count(chunk) }
        }
        return (counter.takeList(), isComplete)
    }

    private func forEachReader(_ body: (BookReader) async throws -> Void) async throws -> Bool {
        try await InputLoop(input: input, output: output).forEachReader(input.options(wordArguments.form)) { reader in
            try await body(reader)
            if let warning = reader.warning { output.messages.warn("\(reader.path): \(warning)") }
        }
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
    let format: ListFormat

    func write(_ list: WordList, to output: OutputFile) throws {
        switch format {
        case .text:
            try forEach(list) { word, count in
                try output.write("\(count)\t")
                try output.write(word)
                output.write(byte: 0x0A)
            }
        case .csv:
            try output.write("word,count\n")
            try forEach(list) { word, count in
                try output.write("\(CSVReport.quoted(String(decoding: word, as: UTF8.self))),\(count)\n")
            }
        case .json:
            try output.write("{\n  \"words\": \(list.tokens),\n  \"uniqueWords\": \(list.count),\n  \"list\": [")
            var separator = "\n    "
            try forEach(list) { word, count in
                var writer = JSONWriter(depth: 4)
                writer.object {
                    $0.field("word", String(decoding: word, as: UTF8.self))
                    $0.field("count", count)
                }
                try output.write(separator + writer.text)
                separator = ",\n    "
            }
            try output.write("\n  ]\n}\n")
        }
    }

    private func forEach(_ list: WordList, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        var left = top
        try list.visit { word, count in
            guard left > 0 else { return false }
            if minLength > 1 && UTF8Decoder(word).reduce(0, { length, _ in length + 1 }) < minLength { return true }
            if stopWords != .none && stopWords.contains(String(decoding: word, as: UTF8.self)) { return true }
            try body(word, count)
            left -= 1
            return true
        }
    }
}
