/// Counts sentences over a stream of tokens by the rules of UAX #29, where any whitespace between tokens is a space: the
/// lines of most books are wrapped, so a line's end says nothing.
///
/// A sentence that ends with `.`, `!` or `?` counts when it has more than two words, as in PyPI's `textstat`: that corrects
/// for *Mr.* and *e.g.*, behind which the rules see a boundary. The marks of other scripts (`。`, `।`, `؟`) end no
/// abbreviation, and what they end always counts.
struct SentenceCounter {
    /// Sentences that count.
    private(set) var count = 0
    private var rules = SentenceRules()
    private var words = 0
    /// Words behind a position of which the rules do not know yet whether a boundary lies there.
    private var undecidedWords = 0
    private var isUndecided = false
    private var isFirstToken = true
    private var endsUnmistakably = false
    /// Words without which a sentence that ends with `.`, `!` or `?` does not count.
    private let leastWords: Int

    /// What a token does to the count: the classes of its characters, without those that repeat the one before, and a
    /// `word` behind the first character of each word.
    struct Pattern: Hashable {
        static let word: UInt8 = 0x20
        /// A terminator of another script.
        static let unmistakable: UInt8 = 0x21
        fileprivate(set) var events: [UInt8] = []
        /// Whether it is one word of small letters and nothing else, as most are.
        let isPlainWord: Bool

        /// The pattern of text whose words are these ranges.
        init(_ text: [UInt32], words: [Range<Int>]) {
            var nextWord = words.startIndex
            var last: UInt8?
            for (position, codePoint) in text.enumerated() {
                let kind = SentenceTraits(codePoint).sentenceBreak
                let event = kind == .sTerm && codePoint >= 0x80 ? Self.unmistakable : kind.rawValue
                // The rules skip marks, and repeating a class changes nothing but for terminators and separators.
                if !kind.isSkipped {
                    if event != last || kind.isTerminator || kind.isParagraphSeparator { events.append(event) }
                    last = event
                }
                if nextWord < words.endIndex && words[nextWord].lowerBound == position {
                    events.append(Self.word)
                    nextWord += 1
                }
            }
            isPlainWord = events == [SentenceBreak.lower.rawValue, Self.word]
        }
    }

    /// `countsAll` is for texts whose words are characters, which have no abbreviations.
    init(countsAll: Bool = false) {
        leastWords = countsAll ? 1 : 3
    }

    /// Adds a token of small letters where no rule can apply. False, and nothing done, where one can.
    @inline(__always)
    mutating func addPlainWord() -> Bool {
        guard rules.addPlainWord() else { return false }
        words &+= 1
        return true
    }

    /// Adds a token, which whitespace separates from the one before.
    mutating func add(_ pattern: Pattern) {
        if isFirstToken { isFirstToken = false } else { add(.space) }
        for event in pattern.events {
            switch event {
            case Pattern.word: if isUndecided { undecidedWords += 1 } else { words += 1 }
            case Pattern.unmistakable:
                add(.sTerm)
                endsUnmistakably = true
            default:
                let kind = SentenceBreak(rawValue: event) ?? .other
                add(kind)
                if kind.isTerminator { endsUnmistakably = false }
            }
        }
    }

    /// Ends the text.
    mutating func finish() {
        if rules.finish() { close(nextWords: undecidedWords) }
        close(nextWords: 0)
        (undecidedWords, isUndecided, isFirstToken) = (0, false, true)
    }

    private mutating func add(_ kind: SentenceBreak) {
        switch rules.add(kind) {
        case .joined: break
        case .boundary: close(nextWords: 0)
        case .undecided: isUndecided = true
        case .decided(let isBoundary):
            if isBoundary { close(nextWords: undecidedWords) } else { words += undecidedWords }
            (undecidedWords, isUndecided) = (0, false)
        }
    }

    private mutating func close(nextWords: Int) {
        if words >= (endsUnmistakably ? 1 : leastWords) { count += 1 }
        words = nextWords
        endsUnmistakably = false
    }
}
