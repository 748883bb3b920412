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
    public func report() throws -> TextReport {
        var facts = TokenFacts(tokens, form: options.form)
        var report = TextReport()
        report.characters = facts.characters + gaps.characters
        report.graphemes = facts.graphemes + gaps.graphemes
        report.lines = gaps.lines
        report.paragraphs = gaps.paragraphs
        report.words = options.form.segmentation == .whitespace ? tokenCount : facts.wordCount
        report.syllables = facts.syllables
        report.polysyllables = facts.polysyllables
        report.alphanumerics = facts.alphanumerics
        report.letters = facts.letterCounts()
        let list = facts.takeWords(tokens: report.words)
        report.uniqueWords = list.count
        report.hapaxLegomena = list.hapaxLegomena
        report.topWords = list.first(options.topWords) { !self.options.stopWords.contains($0) }
        let stopWords = options.stopWords == .none ? StopWords.english : options.stopWords
        let subjects = list.firstNumbers(options.dispersionWords) {
            !stopWords.contains($0) && $0.contains(where: \.isLetter)
        }
        try readInOrder(&report, facts, subjects)
        report.score()
        return report
    }

    /// Sentences, MTLD and dispersion: the measures that depend on the order.
    private func readInOrder(
        _ report: inout TextReport, _ facts: borrowing TokenFacts, _ subjects: [(word: String, number: UInt32)]
    ) throws {
        var sentences = SentenceCounter()
        var forward = LexicalDiversity(types: facts.diversityTypes)
        var rowOf = [UInt8](repeating: .max, count: facts.wordTypes)
        for (row, subject) in subjects.enumerated() { rowOf[Int(subject.number)] = UInt8(row) }
        var parts = [[Int]](
            repeating: Array(repeating: 0, count: options.dispersionParts), count: subjects.count)
        var place = 0
        try log.forEachBlock(reversed: false) { block in
            for token in block {
                guard token != Self.border else {
                    sentences.finish()
                    continue
                }
                sentences.add(facts.sentencePattern(token))
                for word in facts.diversityWords(token) { forward.add(word) }
                for word in facts.words(token) where rowOf[Int(word)] != .max {
                    let part = place * options.dispersionParts / max(tokenCount, 1)
                    parts[Int(rowOf[Int(word)])][min(part, options.dispersionParts - 1)] += 1
                }
                place += 1
            }
        }
        sentences.finish()
        report.sentences = facts.wordCount == 0 ? 0 : max(sentences.count, 1)
        report.dispersion = zip(subjects, parts).map { Dispersion(word: $0.word, parts: $1) }

        var backward = LexicalDiversity(types: facts.diversityTypes)
        try log.forEachBlock(reversed: true) { block in
            for token in block.reversed() where token != Self.border {
                for word in facts.diversityWords(token).reversed() { backward.add(word) }
            }
        }
        if let forward = forward.value, let backward = backward.value { report.mtld = (forward + backward) / 2 }
    }
}
