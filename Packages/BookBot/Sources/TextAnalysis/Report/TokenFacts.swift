// Unsafe pointers: the word is added from its array's own memory, for the call alone.

/// What is true of each distinct token, worked out once: its words, its letters, its part in sentences.
///
/// A token is read once, by `TokenReader`, and its words are the words of everything: the list, the syllables, the sentences,
/// the dispersion and MTLD. What depends on the language waits until the language is known, and asks the table of words.
struct TokenFacts: ~Copyable {
    private(set) var characters = 0
    private(set) var graphemes = 0
    private(set) var alphanumerics = 0
    /// Words in the text, as far as tokens hold one.
    private(set) var wordCount = 0
    /// Distinct words.
    var wordTypes: Int { wordTable.count }

    private var wordTable = TokenTable()
    private var patterns: [SentenceCounter.Pattern] = []
    /// The pattern of each token, by its index in `patterns`: most words of a book share one of a few.
    private var patternNumbers: [UInt32] = []
    private var wordNumbers = Lists()
    private var letters = LetterTally()
    private let isRaw: Bool

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

    /// `form` must be decided.
    init(_ tokens: borrowing TokenTable, form: WordForm) {
        isRaw = form.isRaw
        var reader = TokenReader(form)
        var numberOfPattern: [SentenceCounter.Pattern: UInt32] = [:]
        var bytes: [UInt8] = []
        for id in 0..<UInt32(tokens.count) {
            let times = tokens.occurrences(of: id)
            tokens.withToken(id) { reader.read($0) }
            addCharacters(reader.codePoints, times)
            addLetters(form.isRaw ? TokenReader.spelled(reader.codePoints) : reader.text, times)
            let pattern = SentenceCounter.Pattern(reader.text, words: reader.words)
            if let number = numberOfPattern[pattern] {
                patternNumbers.append(number)
            } else {
                numberOfPattern[pattern] = UInt32(patterns.count)
                patternNumbers.append(UInt32(patterns.count))
                patterns.append(pattern)
            }
            for range in reader.words {
                bytes.removeAll(keepingCapacity: true)
                for codePoint in reader.lowered(range) { appendUTF8(codePoint, to: &bytes) }
                wordCount += times
                wordNumbers.add(bytes.withUnsafeBytes { wordTable.add($0, times: UInt64(times)) })
            }
            wordNumbers.close()
        }
    }

    private mutating func addLetters(_ spelled: [UInt32], _ times: Int) {
        var lowered: [UInt32] = []
        LowerCase.append(spelled[...], to: &lowered)
        letters.add(lowered, times)
        alphanumerics += lowered.count { CodePointTraits($0).isAlphanumeric } * times
    }

    /// Syllables of all words, and words by their syllables.
    struct SyllableCounts {
        var all = 0
        /// Words of three or more.
        var polysyllables = 0
        var monosyllables = 0
        /// Words of more than six letters and digits.
        var longWords = 0
    }

    /// The syllables of all words, as the language's spelling tells them; nil where none of its rules are known.
    func syllables(in language: Language) -> SyllableCounts? {
        var english = SyllableCounter()
        let groups = VowelGroups(language)
        guard language == .english || groups != nil else { return nil }
        var counts = SyllableCounts()
        for id in 0..<UInt32(wordTable.count) {
            let times = wordTable.occurrences(of: id)
            var word = wordTable.withToken(id) { Array(UTF8Decoder($0)) }
            if isRaw {
                let spelled = TokenReader.spelled(word)
                word.removeAll()
                LowerCase.append(spelled[...], to: &word)
            }
            let count = groups?.count(word) ?? english.count(word)
            counts.all += count * times
            if count >= 3 { counts.polysyllables += times }
            if count == 1 { counts.monosyllables += times }
            if word.count(where: { CodePointTraits($0).isAlphanumeric }) > 6 { counts.longWords += times }
        }
        return counts
    }

    /// What the text is written in, by its letters and commonest words.
    func language() -> LanguageFinding {
        var occurrences: [String: Int] = [:]
        for word in LanguageDetector.words {
            let count = Array(word.utf8).withUnsafeBytes { wordTable.occurrences(ofToken: $0) }
            if count > 0 { occurrences[word] = count }
        }
        return LanguageDetector(wordCount: wordCount, occurrences: occurrences, letters: letters.sorted()).find()
    }

    private mutating func addCharacters(_ codePoints: [UInt32], _ times: Int) {
        var segmenter = GraphemeSegmenter()
        characters += codePoints.count * times
        var clusters = 0
        for codePoint in codePoints where segmenter.isBoundary(before: codePoint) { clusters += 1 }
        graphemes += clusters * times
    }

    /// The words of a token, by their number in the word table.
    func words(_ token: UInt32) -> ArraySlice<UInt32> { wordNumbers[token] }

    /// Adds a token to the sentences.
    @inline(__always)
    func add(_ token: UInt32, to sentences: inout SentenceCounter) {
        let number = Int(patternNumbers[Int(token)])
        // Two thirds of a book's tokens: they cost a comparison.
        if patterns[number].isPlainWord && sentences.addPlainWord() { return }
        sentences.add(patterns[number])
    }

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
