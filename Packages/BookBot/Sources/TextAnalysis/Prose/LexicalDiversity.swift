/// One direction of MTLD, the measure of textual lexical diversity (McCarthy and Jarvis 2010).
///
/// The text is cut into factors: stretches that end as soon as their type-token ratio falls to 0.72. MTLD is the mean
/// length of a factor; the started one at the end counts by how far its ratio has fallen.
struct LexicalDiversity {
    /// The ratio at which a factor is complete.
    static let threshold = 0.72

    private var words = 0
    private var factors = 0
    private var factorWords = 0
    private var factorTypes = 0
    /// The factor in which each word was last seen: a set that is emptied by counting on.
    private var lastFactor: [UInt32]
    private var factor: UInt32 = 1

    /// `types` is the count of distinct words, whose numbers lie below it.
    init(types: Int) {
        lastFactor = Array(repeating: 0, count: types)
    }

    mutating func add(_ word: UInt32) {
        words += 1
        factorWords += 1
        if lastFactor[Int(word)] != factor {
            lastFactor[Int(word)] = factor
            factorTypes += 1
        }
        guard Double(factorTypes) / Double(factorWords) <= Self.threshold else { return }
        factors += 1
        factorWords = 0
        factorTypes = 0
        if factor == .max {
            for word in lastFactor.indices { lastFactor[word] = 0 }
            factor = 0
        }
        factor += 1
    }

    /// Words for each factor; nil without a word.
    var value: Double? {
        guard words > 0 else { return nil }
        var total = Double(factors)
        if factorWords > 0 {
            total += (1 - Double(factorTypes) / Double(factorWords)) / (1 - Self.threshold)
        }
        // No word came twice: the whole text counts as one factor.
        return Double(words) / (total == 0 ? 1 : total)
    }
}
