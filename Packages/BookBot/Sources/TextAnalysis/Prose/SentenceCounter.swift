/// Counts sentences over a stream of tokens by the rules of UAX #29, where any whitespace between tokens is a space: the
/// lines of most books are wrapped, so a line's end says nothing.
///
/// A very short sentence may be none: the rules see a boundary behind *Mr.* and *e.g.*, too. So a sentence counts when it has
/// as many words as its end asks for (`leastWords`): three behind a full stop, as in PyPI's `textstat`, and in English
/// behind `!` and `?`, where textstat is the measure; two behind the full stop of a script without capitals, such as Hangul;
/// one behind the marks of other scripts (`。`, `।`, `؟`), which end no abbreviation.
struct SentenceCounter {
    /// Sentences that count.
    private(set) var count = 0
    private var rules = SentenceRules()
    private var words = 0
    /// Words behind a position of which the rules do not know yet whether a boundary lies there.
    private var undecidedWords = 0
    private var isUndecided = false
    private var isFirstToken = true
    private var ending = Ending.fullStop
    private let isEnglish: Bool
    private let countsAll: Bool

    /// What ends a sentence; the end of a text is like a full stop.
    private enum Ending {
        case fullStop
        case uncasedFullStop
        case exclamation
        case otherScript
    }

    /// Words without which a sentence does not count.
    private func leastWords(_ ending: Ending) -> Int {
        if countsAll { return 1 }
        switch ending {
        case .fullStop: return 3
        case .uncasedFullStop: return 2
        case .exclamation: return isEnglish ? 3 : 1
        case .otherScript: return 1
        }
    }

    /// What a token does to the count: the classes of its characters, without those that repeat the one before, and a
    /// `word` behind the first character of each word.
    struct Pattern: Hashable {
        static let word: UInt8 = 0x20
        /// A terminator of another script than Latin.
        static let otherScript: UInt8 = 0x21
        /// A full stop behind a letter that has no case.
        static let uncasedFullStop: UInt8 = 0x22
        fileprivate(set) var events: [UInt8] = []
        /// Whether it is one word of small letters and nothing else, as most are.
        let isPlainWord: Bool

        /// The pattern of text whose words are these ranges.
        init(_ text: [UInt32], words: [Range<Int>]) {
            var nextWord = words.startIndex
            var last: UInt8?
            for (position, codePoint) in text.enumerated() {
                // Khmer's full stops became terminators after the version of Unicode that the tables are of.
                let isKhmerStop = codePoint == 0x17D4 || codePoint == 0x17D5
                let kind = isKhmerStop ? .sTerm : SentenceTraits(codePoint).sentenceBreak
                var event = kind.rawValue
                if kind == .sTerm && codePoint >= 0x80 { event = Self.otherScript }
                if kind == .aTerm && last == SentenceBreak.otherLetter.rawValue { event = Self.uncasedFullStop }
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
    init(isEnglish: Bool, countsAll: Bool = false) {
        self.isEnglish = isEnglish
        self.countsAll = countsAll
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
            case Pattern.otherScript: add(.sTerm, ending: .otherScript)
            case Pattern.uncasedFullStop: add(.aTerm, ending: .uncasedFullStop)
            default:
                let kind = SentenceBreak(rawValue: event) ?? .other
                if kind.isTerminator {
                    add(kind, ending: kind == .aTerm ? .fullStop : .exclamation)
                } else {
                    add(kind)
                }
            }
        }
    }

    private mutating func add(_ kind: SentenceBreak, ending: Ending) {
        // It may be this terminator that decides about the sentence before, which has an end of its own.
        add(kind)
        self.ending = ending
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
        if words >= leastWords(ending) { count += 1 }
        words = nextWords
        ending = .fullStop
    }
}
