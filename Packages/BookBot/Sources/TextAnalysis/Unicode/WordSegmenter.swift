/// Word boundaries by UAX #29.
public enum WordSegmenter {
    /// The segments of `codePoints`, in order and without gaps: words, and what lies between words.
    ///
    /// Time and memory grow with the length; there is no look-ahead of more than one significant character.
    public static func segments(of codePoints: [UInt32]) -> [Range<Int>] {
        var segments: [Range<Int>] = []
        var start = 0
        var state = State(codePoints)
        for position in codePoints.indices.dropFirst() where state.isBoundary(before: position) {
            segments.append(start..<position)
            start = position
        }
        if !codePoints.isEmpty { segments.append(start..<codePoints.count) }
        return segments
    }
}

/// The rules, with what they remember: the last two characters that WB4 does not skip.
private struct State {
    private let codePoints: [UInt32]
    private let classes: [WordBreak]
    private var last: WordBreak
    private var beforeLast: WordBreak?
    private var regionalIndicators: Int

    init(_ codePoints: [UInt32]) {
        self.codePoints = codePoints
        classes = codePoints.map { CodePointTraits($0).wordBreak }
        last = classes.first ?? .other
        regionalIndicators = last == .regionalIndicator ? 1 : 0
    }

    /// Must be asked for every position in turn, from 1 up.
    mutating func isBoundary(before position: Int) -> Bool {
        let (previous, next) = (classes[position - 1], classes[position])
        if previous == .carriageReturn && next == .lineFeed {  // WB3
            remember(next)
            return false
        }
        if previous.isLineEnd || next.isLineEnd {  // WB3a, WB3b
            remember(next)
            return true
        }
        if previous == .zeroWidthJoiner && CodePointTraits(codePoints[position]).isPictographic {  // WB3c
            remember(next)
            return false
        }
        if previous == .wSegSpace && next == .wSegSpace {  // WB3d
            remember(next)
            return false
        }
        if next.isSkipped { return false }  // WB4
        defer { remember(next) }
        return !joins(next, at: position)
    }

    private mutating func remember(_ next: WordBreak) {
        regionalIndicators = next == .regionalIndicator ? regionalIndicators + 1 : 0
        beforeLast = last
        last = next
    }

    private func joins(_ next: WordBreak, at position: Int) -> Bool {
        if last.isLetter && next.isLetter { return true }  // WB5
        if last.isLetter && (next == .midLetter || next.isMidNumLetQ) {  // WB6
            if significant(after: position)?.isLetter == true { return true }
        }
        if (last == .midLetter || last.isMidNumLetQ) && next.isLetter && beforeLast?.isLetter == true {  // WB7
            return true
        }
        if last == .hebrewLetter && next == .singleQuote { return true }  // WB7a
        if last == .hebrewLetter && next == .doubleQuote {  // WB7b
            if significant(after: position) == .hebrewLetter { return true }
        }
        if last == .doubleQuote && next == .hebrewLetter && beforeLast == .hebrewLetter { return true }  // WB7c
        if last == .numeric && next == .numeric { return true }  // WB8
        if last.isLetter && next == .numeric { return true }  // WB9
        if last == .numeric && next.isLetter { return true }  // WB10
        if (last == .midNum || last.isMidNumLetQ) && next == .numeric && beforeLast == .numeric { return true }  // WB11
        if last == .numeric && (next == .midNum || next.isMidNumLetQ) {  // WB12
            if significant(after: position) == .numeric { return true }
        }
        if last == .katakana && next == .katakana { return true }  // WB13
        let joinsLetters = last.isLetter || last == .numeric || last == .katakana || last == .extendNumLet
        if joinsLetters && next == .extendNumLet { return true }  // WB13a
        if last == .extendNumLet && (next.isLetter || next == .numeric || next == .katakana) { return true }  // WB13b
        // WB15, WB16; the count includes `last`.
        return last == .regionalIndicator && next == .regionalIndicator && !regionalIndicators.isMultiple(of: 2)
    }

    /// The class of the next character that WB4 does not skip.
    private func significant(after position: Int) -> WordBreak? {
        classes[(position + 1)...].first { !$0.isSkipped }
    }
}
