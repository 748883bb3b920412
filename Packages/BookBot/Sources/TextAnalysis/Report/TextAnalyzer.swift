// Unsafe pointers: parts of the chunk are handed on without copies; none is kept after the call.

/// Reads a text once and makes its report.
///
/// The stream does only what depends on neighbours: it numbers each token, logs the number, and looks at the whitespace
/// between. Everything else is a property of a distinct token times its count, and is worked out at the end.
public final class TextAnalyzer {
    private let options: ReportOptions
    private let log: any TokenLog
    private var tokens = TokenTable()
    private var gaps = Gaps()
    private var tokenCount = 0
    private var bytesOfLastChunk: UInt8?

    /// A number in the log that stands for the border between two texts.
    static let border = UInt32.max

    /// Makes an analyzer that keeps the order of tokens in `log`.
    public init(_ options: ReportOptions = ReportOptions(), log: any TokenLog = MemoryTokenLog()) {
        self.options = options
        self.log = log
    }

    /// Reads the next chunk.
    public func read(_ chunk: borrowing TextChunk) throws {
        guard let base = chunk.bytes.baseAddress, chunk.count > 0 else { return }
        var numbers: [UInt32] = []
        numbers.reserveCapacity(chunk.count / 5)
        var end = 0
        let bytes = chunk.bytes
        options.form.scanner.forEachToken(in: chunk) { start, stop in
            gaps.whitespace(UnsafeRawBufferPointer(rebasing: bytes[end..<start]))
            gaps.token(UnsafeRawBufferPointer(rebasing: bytes[start..<stop]))
            numbers.append(tokens.addPadded(base + start, length: stop &- start))
            end = stop
        }
        gaps.whitespace(UnsafeRawBufferPointer(rebasing: bytes[end...]))
        tokenCount += numbers.count
        try log.append(numbers)
    }

    /// Reads everything that a source gives.
    public func read(_ source: any TextSource) throws {
        var chunk = TextChunk()
        while try source.fill(&chunk) { try read(chunk) }
    }

    /// Adds another text, which was read with the same options, behind this one.
    public func append(_ other: TextAnalyzer) throws {
        var numbers: [UInt32] = []
        numbers.reserveCapacity(other.tokens.count)
        for id in 0..<UInt32(other.tokens.count) {
            let times = UInt64(other.tokens.occurrences(of: id))
            numbers.append(other.tokens.withToken(id) { tokens.add($0, times: times) })
        }
        try log.append([Self.border])
        try other.log.forEachBlock(reversed: false) { block in
            try log.append(block.map { $0 == Self.border ? $0 : numbers[Int($0)] })
        }
        gaps.add(other.gaps)
        tokenCount += other.tokenCount
    }

    /// The report of what was read. `path`, `bytes` and the boilerplate are the caller's to fill in.
    ///
    /// - Parameter language: overrides the options', for a total of texts in several languages.
    public func report(language: LanguageChoice? = nil) throws -> TextReport {
        let choice = language ?? options.language
        let form = decidedForm(choice)
        var facts = TokenFacts(tokens, form: form)
        var report = TextReport()
        report.segmentation = form.segmentation
        report.characters = facts.characters + gaps.characters
        report.graphemes = facts.graphemes + gaps.graphemes
        report.lines = gaps.lines
        report.paragraphs = gaps.paragraphs
        report.words = form.countsTokens ? tokenCount : facts.wordCount
        report.alphanumerics = facts.alphanumerics
        report.letters = facts.letterCounts()
        switch choice {
        case .automatic: report.language = facts.language()
        case .given(let language): report.language = LanguageFinding(language, .given)
        case .mixed: report.language = LanguageFinding(nil, .unknown)
        }
        let syllables = report.language.language.flatMap { facts.syllables(in: $0) }
        report.syllables = syllables?.all
        report.polysyllables = syllables?.polysyllables
        let list = facts.takeWords(tokens: report.words)
        report.uniqueWords = list.count
        report.hapaxLegomena = list.hapaxLegomena
        let stopWords = chosenStopWords(&report)
        report.topWords = list.first(options.topWords) { !stopWords.top.contains($0) }
        let subjects = list.firstNumbers(options.dispersionWords) {
            !stopWords.subjects.contains($0) && $0.contains(where: \.isLetter)
        }
        try readInOrder(&report, facts, subjects)
        report.score(syllables)
        if choice == .mixed { report.warnings.append(TextReport.mixedWarning) }
        return report
    }

    /// A language whose characters are words decides for a segmentation that is left open.
    private func decidedForm(_ choice: LanguageChoice) -> WordForm {
        if case .given(let language) = choice, options.form.segmentation == .automatic {
            return WordForm(
                segmentation: language.countsCharactersAsWords ? .characters : .whitespace, isRaw: options.form.isRaw)
        }
        return options.form.decided(for: tokens)
    }

    /// The words that the top words leave out, and those that the dispersion does: the language's own, where no other
    /// list was chosen.
    private func chosenStopWords(_ report: inout TextReport) -> (top: StopWords, subjects: StopWords) {
        let own = report.language.language.flatMap { StopWords.of($0) }
        report.stopWordLanguage = own == nil ? nil : report.language.language
        switch options.stopWords {
        case .none: return (.none, own ?? .none)
        case .ownLanguage: return (own ?? .none, own ?? .none)
        case .list(let words): return (words, words)
        }
    }

    /// Sentences, MTLD and dispersion: the measures that depend on the order.
    private func readInOrder(
        _ report: inout TextReport, _ facts: borrowing TokenFacts, _ subjects: [(word: String, number: UInt32)]
    ) throws {
        let language = report.language.language ?? .english
        var sentences = SentenceCounter(
            isEnglish: language == .english, countsAll: report.segmentation == .characters)
        var forward = LexicalDiversity(types: report.uniqueWords)
        var rowOf = [UInt8](repeating: .max, count: report.uniqueWords)
        for (row, subject) in subjects.enumerated() { rowOf[Int(subject.number)] = UInt8(row) }
        var parts = [[Int]](
            repeating: Array(repeating: 0, count: options.dispersionParts), count: subjects.count)
        var position = 0
        try log.forEachBlock(reversed: false) { block in
            for token in block {
                guard token != Self.border else {
                    sentences.finish()
                    continue
                }
                facts.add(token, to: &sentences)
                for word in facts.words(token) {
                    forward.add(word)
                    guard rowOf[Int(word)] != .max else { continue }
                    let part = position * options.dispersionParts / max(tokenCount, 1)
                    parts[Int(rowOf[Int(word)])][min(part, options.dispersionParts - 1)] += 1
                }
                position += 1
            }
        }
        sentences.finish()
        report.sentences = facts.wordCount == 0 ? 0 : max(sentences.count, 1)
        report.dispersion = zip(subjects, parts).map { Dispersion(word: $0.word, parts: $1) }

        var backward = LexicalDiversity(types: report.uniqueWords)
        try log.forEachBlock(reversed: true) { block in
            for token in block.reversed() where token != Self.border {
                for word in facts.words(token).reversed() { backward.add(word) }
            }
        }
        if let forward = forward.value, let backward = backward.value { report.mtld = (forward + backward) / 2 }
    }
}
