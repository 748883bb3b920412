// Unsafe pointers: a phrase's tokens are read in the chunk that holds them, between indices that the scanner found.

/// Counts phrases: runs of so many words in a row, as they follow each other in a sentence (n-grams).
///
/// A token that holds no word, such as a dash, is passed over. Phrases end with the sentence (UAX #29), but not behind a
/// title or an initial (*Mr. Darcy*, *J. Smith*), and at `finishText()`.
public final class PhraseCounter {
    /// The longest phrase.
    public static let longest = 16

    private let length: Int
    private static let space: [UInt8] = [0x20]
    private var form: WordForm
    private var tokens = TokenTable()
    private var facts: [TokenFact] = []
    /// What the facts' numbers of patterns mean: most tokens share one of a few.
    private var patterns: [SentenceCounter.Pattern] = []
    private var numberOfPattern: [SentenceCounter.Pattern: UInt32] = [:]
    private var table = TokenTable()
    private var rules = SentenceRules()
    private var isFirstToken = true
    /// The words of all tokens, end to end, and where each begins; a word's number is its index in `wordStarts`.
    private var wordBytes: [UInt8] = []
    private var wordStarts: [Int] = [0]
    /// The words of the sentence so far, with a space between, and where each begins: a phrase is a part of it, so that
    /// each word is copied once, whatever the phrases' length.
    private var sentence = TextChunk(capacity: 16 << 10)
    private var starts: [Int] = []
    /// Words behind a position of which it is not known yet whether a sentence ends there.
    private var undecided: [Int] = []
    private var isUndecided = false
    /// Whether the last token ends no sentence, whatever the rules say.
    private var isBehindTitle = false
    private var total = 0

    /// What is true of a distinct token, worked out once.
    private struct TokenFact {
        let firstWord: UInt32
        let pattern: UInt32
        let isPlainWord: Bool
        let isTitle: Bool
    }

    /// Counts phrases of `length` words, which is taken into 1...`longest`.
    public init(length: Int, form: WordForm = WordForm()) {
        self.length = min(max(length, 1), Self.longest)
        self.form = form
    }

    /// Counts the phrases of the next chunk.
    public func count(_ chunk: borrowing TextChunk) {
        guard let base = chunk.bytes.baseAddress else { return }
        if form.segmentation == .automatic { decide(by: chunk) }
        var reader = TokenReader(form)
        form.scanner.forEachToken(in: chunk) { start, end in
            // The chunk's padding makes sixteen bytes behind every token readable.
            let id = Int(tokens.addPadded(base + start, length: end &- start))
            if id == facts.count {
                reader.read(UnsafeRawBufferPointer(start: base + start, count: end &- start))
                facts.append(fact(reader))
            }
            let token = facts[id]
            if token.isPlainWord && rules.addPlainWord() {
                add(word: Int(token.firstWord))
                isBehindTitle = false
            } else {
                add(token)
            }
        }
        table.finishBatch()
    }

    /// The first chunk tells whether characters are words.
    private func decide(by chunk: borrowing TextChunk) {
        guard let base = chunk.bytes.baseAddress else { return }
        var sample = TokenTable()
        form.scanner.forEachToken(in: chunk) { start, end in
            _ = sample.addPadded(base + start, length: end &- start)
        }
        form = form.decided(for: sample)
    }

    private func fact(_ reader: TokenReader) -> TokenFact {
        let first = wordStarts.count - 1
        for range in reader.words {
            for codePoint in reader.lowered(range) { appendUTF8(codePoint, to: &wordBytes) }
            wordStarts.append(wordBytes.count)
        }
        let pattern = SentenceCounter.Pattern(reader.text, words: reader.words)
        let number = numberOfPattern[pattern] ?? UInt32(patterns.count)
        if number == patterns.count {
            numberOfPattern[pattern] = number
            patterns.append(pattern)
        }
        return TokenFact(
            firstWord: UInt32(first), pattern: number, isPlainWord: pattern.isPlainWord,
            isTitle: Titles.ends(reader.text))
    }

    private func add(_ token: TokenFact) {
        if isFirstToken { isFirstToken = false } else { add(.space) }
        var next = Int(token.firstWord)
        for event in patterns[Int(token.pattern)].events {
            switch event {
            case SentenceCounter.Pattern.word:
                if isUndecided { undecided.append(next) } else { add(word: next) }
                next += 1
            case SentenceCounter.Pattern.otherScript: add(.sTerm)
            case SentenceCounter.Pattern.uncasedFullStop: add(.aTerm)
            default: add(SentenceBreak(rawValue: event) ?? .other)
            }
        }
        isBehindTitle = token.isTitle
    }

    private func add(_ kind: SentenceBreak) {
        switch rules.add(kind) {
        case .joined: break
        case .boundary: endSentence()
        case .undecided: isUndecided = true
        case .decided(let isBoundary):
            if isBoundary { endSentence() }
            isUndecided = false
            for word in undecided { add(word: word) }
            undecided.removeAll(keepingCapacity: true)
        }
    }

    private func endSentence() {
        if !isBehindTitle { clearSentence() }
        isBehindTitle = false
    }

    private func clearSentence() {
        if starts.isEmpty { return }
        sentence.removeAll()
        starts.removeAll(keepingCapacity: true)
    }

    private func add(word: Int) {
        // A text without an end of a sentence goes on for ever: what no phrase needs any more is dropped.
        if starts.count == 1024 { shortenSentence() }
        if !starts.isEmpty { Self.space.withUnsafeBytes { sentence.append(contentsOf: $0) } }
        starts.append(sentence.count)
        wordBytes.withUnsafeBytes {
            sentence.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[wordStarts[word]..<wordStarts[word + 1]]))
        }
        guard starts.count >= length, let base = sentence.bytes.baseAddress else { return }
        let start = starts[starts.count - length]
        // As behind tokens, sixteen bytes behind a phrase are readable.
        table.addLater(base + start, length: sentence.count - start)
        total += 1
    }

    private func shortenSentence() {
        let kept = starts.count - (length - 1)
        guard length > 1 else { return clearSentence() }
        let first = starts[kept]
        sentence.keepOnly([first..<sentence.count])
        starts = starts[kept...].map { $0 - first }
    }

    /// Begins a new text: no phrase reaches over the border.
    public func finishText() {
        if rules.finish() { endSentence() }
        for word in undecided { add(word: word) }
        undecided.removeAll(keepingCapacity: true)
        clearSentence()
        table.finishBatch()
        (isUndecided, isFirstToken, isBehindTitle) = (false, true, false)
    }

    /// The phrases counted so far; the counter is empty afterwards.
    public func takeList() -> WordList {
        finishText()
        var counted = TokenTable()
        swap(&counted, &table)
        defer { total = 0 }
        return WordList(counted, tokens: total)
    }
}

/// Abbreviations that stand before a name, so that the full stop behind them ends no sentence.
enum Titles {
    private static let all: Set<String> = [
        "capt", "col", "dr", "fr", "gen", "herr", "hon", "lieut", "lt", "maj", "messrs", "mlle", "mlles", "mm", "mme",
        "mmes",
        "mr", "mrs", "ms", "mt", "prof", "rev", "sergt", "sgt", "sr", "sra", "srta", "sta", "st", "ste",
    ]

    /// Whether a token ends with a title or with the initial of a name, and a full stop.
    static func ends(_ token: [UInt32]) -> Bool {
        guard token.last == 0x2E else { return false }
        let word = token.dropLast().reversed().prefix { CodePointTraits($0).isAlphanumeric }.reversed()
        // "So did I." ends a sentence; any other capital alone is an initial.
        if word.count == 1, let letter = word.first {
            return letter != 0x49 && SentenceTraits(letter).sentenceBreak == .upper
        }
        guard word.count <= 6 else { return false }
        var lowered: [UInt32] = []
        LowerCase.append(Array(word)[...], to: &lowered)
        return all.contains(String(String.UnicodeScalarView(lowered.compactMap(Unicode.Scalar.init))))
    }
}
