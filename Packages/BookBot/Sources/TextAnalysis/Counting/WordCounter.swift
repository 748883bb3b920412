import Synchronization

/// Counts the words of a text, on one core or several, and makes the complete frequency list.
///
/// The idea that makes it fast: count the *tokens* first, as the bytes they are, and think about Unicode once for each
/// distinct token at the end. A book of 800,000 words has 59,958 distinct tokens, so lower-casing, stripping and word
/// segmentation cost next to nothing, and the loop over the text is nothing but whitespace and a table.
public final class WordCounter: @unchecked Sendable {
    // Handed from task to task, never shared.
    private var table = TokenTable()
    private let form: WordForm
    /// How many tokens were counted.
    public private(set) var tokens = 0
    /// How the last list was split: what `automatic` became.
    public private(set) var lastSegmentation: WordForm.Segmentation?

    /// Makes a counter of words in this form.
    public init(_ form: WordForm = WordForm()) {
        self.form = form
    }

    /// Counts the tokens of a chunk.
    public func count(_ chunk: borrowing TextChunk) {
        tokens += Self.count(chunk, with: form.scanner, in: &table)
    }

    /// Counts everything that a source gives, with as many tasks as asked for.
    ///
    /// Each task takes the next chunk under a lock and counts it in a table of its own; the tables are put together at
    /// the end. Reading is the only thing done in turn.
    public func count(_ source: any TextSource, tasks: Int) async throws {
        if tasks <= 1 {
            var chunk = TextChunk()
            while try source.fill(&chunk) { count(chunk) }
            return
        }
        let shared = SharedSource(source)
        let form = form
        let counters = try await withThrowingTaskGroup(of: WordCounter.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    let counter = WordCounter(form)
                    var chunk = TextChunk()
                    while try shared.fill(&chunk) { counter.count(chunk) }
                    return counter
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for counter in counters { merge(counter) }
    }

    /// Takes another counter's tokens, which must be counted in the same form; it is empty afterwards.
    public func merge(_ other: WordCounter) {
        // The larger table stays, and the smaller is counted into it.
        if other.table.count > table.count { swap(&table, &other.table) }
        table.merge(other.table)
        other.table = TokenTable()
        tokens += other.tokens
        other.tokens = 0
    }

    /// The words counted so far. The counter is empty afterwards, so that tokens and sorted words never need memory at
    /// the same time.
    public func takeList() -> WordList {
        let form = form.decided(for: table)
        lastSegmentation = form.segmentation
        var former = WordFormer(form)
        var total = 0
        // Most tokens of a large vocabulary are words as they stand: they keep their entries. The words of all others are
        // counted apart and added at the end.
        var formed = TokenTable()
        for id in 0..<UInt32(table.count) {
            let count = table.occurrences(of: id)
            if table.isPlainWord(id) {
                total += count
                continue
            }
            table.withToken(id) { token in
                former.forEachWord(of: token) {
                    formed.add($0, times: UInt64(count))
                    total += count
                }
            }
            table.removeCount(of: id)
        }
        table.merge(formed)
        var words = TokenTable()
        swap(&words, &table)
        if form.countsTokens { total = tokens }
        tokens = 0
        return WordList(words, tokens: total)
    }

    /// Letters by frequency, after lower-casing.
    public func letterCounts() -> [TextReport.LetterCount] {
        var tally = LetterTally()
        for id in 0..<UInt32(table.count) {
            var lowered: [UInt32] = []
            table.withToken(id) { LowerCase.append(Array(UTF8Decoder($0))[...], to: &lowered) }
            tally.add(lowered, table.occurrences(of: id))
        }
        return tally.sorted()
    }

    @inline(never)
    private static func count(
        _ chunk: borrowing TextChunk, with scanner: TokenScanner, in table: inout TokenTable
    ) -> Int {
        guard let base = chunk.bytes.baseAddress else { return 0 }
        var tokens = 0
        scanner.forEachToken(in: chunk) { start, end in
            table.addLater(base + start, length: end &- start)
            tokens &+= 1
        }
        table.finishBatch()
        return tokens
    }
}

/// A source that several tasks take chunks from in turn.
private final class SharedSource: @unchecked Sendable {
    // The lock guards every use of the source.
    private let source: any TextSource
    private let hasEnded = Mutex(false)

    init(_ source: any TextSource) {
        self.source = source
    }

    /// As the source's own; after an error every task finds the end.
    func fill(_ chunk: inout TextChunk) throws -> Bool {
        try hasEnded.withLock { hasEnded in
            if hasEnded { return false }
            hasEnded = true
            hasEnded = try !source.fill(&chunk)
            return !hasEnded
        }
    }
}
