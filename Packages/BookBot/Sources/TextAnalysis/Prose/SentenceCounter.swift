/// Counts sentences over a stream of tokens, as PyPI's `textstat` does: a sentence goes from the start of a word to the
/// next `.`, `!` or `?`, and counts when it has more than two words.
///
/// Leaving out the short ones corrects for "Mr." and "e.g.", which end no sentence. The full stops, exclamation and
/// question marks of Chinese, Japanese, Arabic and Hindi end sentences as well.
struct SentenceCounter {
    /// Sentences of more than two words.
    private(set) var count = 0
    private var words = 0
    private var isOpen = false

    /// What one token does to the count. A sentence inside a token has one word and never counts, so three bits are all.
    struct Pattern: OptionSet {
        let rawValue: UInt8
        /// There is a word character before the first mark.
        static let wordBefore = Pattern(rawValue: 1)
        /// There is a mark that ends a sentence.
        static let ends = Pattern(rawValue: 2)
        /// There is a word character behind the last mark.
        static let wordAfter = Pattern(rawValue: 4)

        init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        init(_ token: [UInt32]) {
            var pattern = Pattern()
            for codePoint in token {
                if SentenceCounter.isMark(codePoint) {
                    pattern.insert(.ends)
                    pattern.remove(.wordAfter)
                } else if codePoint == 0x5F || CodePointTraits(codePoint).isAlphanumeric {
                    pattern.insert(pattern.contains(.ends) ? .wordAfter : .wordBefore)
                }
            }
            self = pattern
        }
    }

    mutating func add(_ pattern: Pattern) {
        if pattern.contains(.wordBefore) {
            isOpen = true
            words += 1
        }
        guard pattern.contains(.ends) else { return }
        finish()
        if pattern.contains(.wordAfter) {
            isOpen = true
            words = 1
        }
    }

    /// Ends the open sentence: at a mark, or at the end of the text.
    mutating func finish() {
        if isOpen && words > 2 { count += 1 }
        isOpen = false
        words = 0
    }

    private static func isMark(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x2E, 0x21, 0x3F,  // . ! ?
            0x3002, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61,  // 。！．？｡
            0x061F, 0x06D4, 0x0964, 0x0965, 0x1362, 0x104B:  // ؟ ۔ । ॥ ። ။
            true
        default: false
        }
    }
}
