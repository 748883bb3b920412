// Unsafe pointers: a phrase's tokens are read in the chunk that holds them, between indices that the scanner found.

/// Counts phrases: runs of so many words in a row, as they follow each other in a sentence (n-grams).
///
/// A token that holds no word, such as a dash, is passed over. Phrases end with the sentence (UAX #29), but not behind a
/// title or an initial (*Mr. Darcy*, *J. Smith*), and at `finishText()`.
public final class PhraseCounter {
    /// The longest phrase.
    public static let longest = 16

    private let length: Int
    private var form: WordForm
    private var tokens = TokenTable()
    private var facts: [TokenFact] = []
    private var table = TokenTable()
    private var rules = SentenceRules()
    private var isFirstToken = true
    /// The words of all tokens, end to end, and where each begins; a word's number is its index in `wordStarts`.
    private var wordBytes: [UInt8] = []
    private var wordStarts: [Int] = [0]
    /// The last words of the sentence, by number.
    private var window: [Int] = []
    /// Words behind a position of which it is not known yet whether a sentence ends there.
    private var undecided: [Int] = []
    private var isUndecided = false
    /// Whether the last token ends no sentence, whatever the rules say.
    private var isBehindTitle = false
    private var phrase: [UInt8] = []
    private var total = 0

    /// What is true of a distinct token, worked out once.
    private struct TokenFact {
        let words: Range<Int>
        let pattern: SentenceCounter.Pattern
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
            if facts[id].pattern.isPlainWord && rules.addPlainWord() {
                add(word: facts[id].words.lowerBound)
                isBehindTitle = false
            } else {
                add(facts[id])
            }
        }
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
        return TokenFact(
            words: first..<first + reader.words.count,
            pattern: SentenceCounter.Pattern(reader.text, words: reader.words), isTitle: Titles.ends(reader.text))
    }

    private func add(_ token: TokenFact) {
        if isFirstToken { isFirstToken = false } else { add(.space) }
        var next = token.words.lowerBound
        for event in token.pattern.events {
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
        if !isBehindTitle { window.removeAll(keepingCapacity: true) }
        isBehindTitle = false
    }

    private func add(word: Int) {
        if window.count == length { window.removeFirst() }
        window.append(word)
        guard window.count == length else { return }
        phrase.removeAll(keepingCapacity: true)
        for word in window {
            if !phrase.isEmpty { phrase.append(0x20) }
            phrase += wordBytes[wordStarts[word]..<wordStarts[word + 1]]
        }
        _ = phrase.withUnsafeBytes { table.add($0, times: 1) }
        total += 1
    }

    /// Begins a new text: no phrase reaches over the border.
    public func finishText() {
        if rules.finish() { endSentence() }
        for word in undecided { add(word: word) }
        undecided.removeAll(keepingCapacity: true)
        window.removeAll(keepingCapacity: true)
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
