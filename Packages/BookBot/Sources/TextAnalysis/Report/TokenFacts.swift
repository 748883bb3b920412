/// What is true of each distinct token, worked out once: its words, its letters, its part in sentences.
struct TokenFacts: ~Copyable {
    private(set) var characters = 0
    private(set) var graphemes = 0
    private(set) var syllables = 0
    private(set) var polysyllables = 0
    private(set) var alphanumerics = 0
    /// Words in the text, as far as tokens hold one.
    private(set) var wordCount = 0
    /// Distinct words.
    private(set) var wordTypes = 0
    /// Distinct words in the sense of MTLD.
    var diversityTypes: Int { diversity.count }

    private var wordTable = TokenTable()
    private var diversity = TokenTable()
    private var patterns: [SentenceCounter.Pattern] = []
    private var wordNumbers = Lists()
    private var diversityNumbers = Lists()
    private var letters = LetterTally()

    /// Several numbers for each token, end to end.
    private struct Lists {
        private var starts: [UInt32] = [0]
        private var numbers: [UInt32] = []

        mutating func add(_ number: UInt32) { numbers.append(number) }
        mutating func close() { starts.append(UInt32(truncatingIfNeeded: numbers.count)) }
        subscript(token: UInt32) -> ArraySlice<UInt32> {
            numbers[Int(starts[Int(token)])..<Int(starts[Int(token) + 1])]
        }
    }

    init(_ tokens: borrowing TokenTable, form: WordForm) {
        var former = WordFormer(form)
        var syllableCounter = SyllableCounter()
        for id in 0..<UInt32(tokens.count) {
            let times = tokens.occurrences(of: id)
            tokens.withToken(id) { token in
                let codePoints = Array(UTF8Decoder(token))
                var lowered: [UInt32] = []
                LowerCase.append(codePoints, to: &lowered)
                addCharacters(codePoints, times)
                letters.add(lowered, times)
                patterns.append(SentenceCounter.Pattern(codePoints))
                let count = syllableCounter.count(lowered)
                syllables += count * times
                if count >= 3 { polysyllables += times }
                former.forEachWord(of: token) { word in
                    wordCount += times
                    wordNumbers.add(wordTable.add(word, times: UInt64(times)))
                }
                for word in LexicalDiversity.words(lowered) {
                    var bytes: [UInt8] = []
                    for codePoint in word { appendUTF8(codePoint, to: &bytes) }
                    diversityNumbers.add(bytes.withUnsafeBytes { diversity.add($0, times: UInt64(times)) })
                }
            }
            wordNumbers.close()
            diversityNumbers.close()
        }
        wordTypes = wordTable.count
    }

    private mutating func addCharacters(_ codePoints: [UInt32], _ times: Int) {
        var segmenter = GraphemeSegmenter()
        characters += codePoints.count * times
        var clusters = 0
        var written = 0
        for codePoint in codePoints {
            if segmenter.isBoundary(before: codePoint) { clusters += 1 }
            if CodePointTraits(codePoint).isAlphanumeric { written += 1 }
        }
        graphemes += clusters * times
        alphanumerics += written * times
    }

    /// The words of a token, by their number in the word table.
    func words(_ token: UInt32) -> ArraySlice<UInt32> { wordNumbers[token] }

    /// The words of a token in the sense of MTLD.
    func diversityWords(_ token: UInt32) -> ArraySlice<UInt32> { diversityNumbers[token] }

    /// The token's part in sentences.
    func sentencePattern(_ token: UInt32) -> SentenceCounter.Pattern { patterns[Int(token)] }

    /// Letters by frequency.
    func letterCounts() -> [TextReport.LetterCount] { letters.sorted() }

    /// Gives the word table away, sorted.
    mutating func takeWords(tokens: Int) -> WordList {
        var table = TokenTable()
        swap(&table, &wordTable)
        return WordList(table, tokens: tokens)
    }
}

/// Counts of letters: an array for ASCII, a dictionary for the rest.
struct LetterTally {
    private var ascii = [Int](repeating: 0, count: 128)
    private var others: [UInt32: Int] = [:]

    mutating func add(_ lowered: [UInt32], _ times: Int) {
        for codePoint in lowered where CodePointTraits(codePoint).isLetter {
            if codePoint < 128 { ascii[Int(codePoint)] += times } else { others[codePoint, default: 0] += times }
        }
    }

    func sorted() -> [TextReport.LetterCount] {
        var counts = others
        for (letter, count) in ascii.enumerated() where count > 0 { counts[UInt32(letter)] = count }
        return counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
            .compactMap { letter, count in
                Unicode.Scalar(letter).map { TextReport.LetterCount(letter: $0, count: count) }
            }
    }
}
