/// Sentence boundaries by UAX #29.
public enum SentenceSegmenter {
    /// The sentences of `codePoints`, in order and without gaps.
    public static func segments(of codePoints: [UInt32]) -> [Range<Int>] {
        var boundaries: [Int] = []
        var undecided = 0
        var rules = SentenceRules()
        for (position, codePoint) in codePoints.enumerated() {
            switch rules.add(SentenceTraits(codePoint).sentenceBreak) {
            case .joined: break
            case .boundary: boundaries.append(position)
            case .undecided: undecided = position
            case .decided(let isBoundary): if isBoundary { boundaries.append(undecided) }
            }
        }
        if rules.finish() { boundaries.append(undecided) }
        boundaries.append(codePoints.count)
        return zip(boundaries, boundaries.dropFirst()).map { $0..<$1 }
    }
}

/// The rules SB1 to SB998 as a machine that takes one class at a time in constant memory.
///
/// One rule looks ahead without a limit: after a full stop and a space, SB8 asks whether the next *letter* is small, and
/// digits, quotation marks and symbols may stand before it. The machine answers `undecided` there, and `decided` as soon
/// as it knows; what happened in between belongs to the old sentence or to the new one as a whole.
///
/// Example: in `No. 5 is` the full stop, the space and the digit give `joined`, `joined`, `undecided`, and the `i` gives
/// `decided(isBoundary: false)`: SB8 joins what goes on with a small letter. In `No. 5 Men` the `M` gives true.
struct SentenceRules {
    /// What is known when a class has been added.
    enum Outcome: Equatable {
        /// No boundary lies before it.
        case joined
        /// A boundary lies before it.
        case boundary
        /// Whether a boundary lies before it depends on what follows.
        case undecided
        /// None lies before this one, and now it is known whether one lies at the undecided position.
        case decided(isBoundary: Bool)
    }

    /// How far behind a terminator the text is.
    private enum Stage {
        /// Not behind one, or far behind it.
        case inside
        /// Directly behind it.
        case terminator
        /// Behind `SATerm Close+`.
        case close
        /// Behind `SATerm Close* Sp+`.
        case space
        /// Behind `SATerm Close* Sp* ParaSep`, or any `ParaSep` (SB4).
        case separator
        /// Behind an undecided position.
        case ahead
    }

    private var stage = Stage.inside
    /// Nil before the first class of a text.
    private var last: SentenceBreak?
    /// Whether the terminator is a full stop, and whether a letter stands before it: only meant behind a terminator.
    private var isFullStop = false
    private var isFullStopOfLetter = false

    /// Adds the class of the next character.
    @inline(__always)
    mutating func add(_ next: SentenceBreak) -> Outcome {
        if stage == .inside && next == .lower && last != nil {
            last = next
            return .joined
        }
        return addAny(next)
    }

    /// Adds a space and a word of small letters, if that joins what stands before: inside of a sentence it does.
    @inline(__always)
    mutating func addPlainWord() -> Bool {
        guard stage == .inside, last != nil else { return false }
        last = .lower
        return true
    }

    /// Ends the text. Whether a boundary lies at the undecided position, if there is one.
    mutating func finish() -> Bool {
        defer { self = SentenceRules() }
        return stage == .ahead
    }

    private mutating func addAny(_ next: SentenceBreak) -> Outcome {
        guard let last else {  // SB1
            enter(next)
            return .boundary
        }
        if last == .carriageReturn && next == .lineFeed {  // SB3
            self.last = next
            return .joined
        }
        if stage == .separator {  // SB4
            enter(next)
            return .boundary
        }
        if next.isSkipped { return .joined }  // SB5
        switch stage {
        case .inside, .separator:
            enter(next)
            return .joined
        case .ahead: return addAhead(next)
        case .terminator, .close, .space: return addBehindTerminator(next)
        }
    }

    /// Behind an undecided position: the first letter, terminator or separator decides.
    private mutating func addAhead(_ next: SentenceBreak) -> Outcome {
        if next == .lower {  // SB8
            enter(next)
            return .decided(isBoundary: false)
        }
        guard next == .otherLetter || next == .upper || next.isParagraphSeparator || next.isTerminator else {
            last = next
            return .joined
        }
        enter(next)
        return .decided(isBoundary: true)  // SB11, at the position before
    }

    private mutating func addBehindTerminator(_ next: SentenceBreak) -> Outcome {
        if stage == .terminator && isFullStop {
            if next == .numeric || (isFullStopOfLetter && next == .upper) {  // SB6, SB7
                enter(next)
                return .joined
            }
        }
        if isFullStop && next == .lower {  // SB8
            enter(next)
            return .joined
        }
        if next == .sContinue || next.isTerminator {  // SB8a
            enter(next)
            return .joined
        }
        if next == .close && stage != .space {  // SB9
            (last, stage) = (next, .close)
            return .joined
        }
        if next == .space {  // SB9, SB10
            (last, stage) = (next, .space)
            return .joined
        }
        if next.isParagraphSeparator {  // SB9, SB10
            (last, stage) = (next, .separator)
            return .joined
        }
        let isDecisive = next == .otherLetter || next == .upper
        if isFullStop && !isDecisive && next != .lower {
            (last, stage) = (next, .ahead)
            return .undecided
        }
        enter(next)
        return .boundary  // SB11
    }

    /// Takes a class that is neither joined nor decided.
    private mutating func enter(_ next: SentenceBreak) {
        if next.isTerminator {
            isFullStop = next == .aTerm
            isFullStopOfLetter = last == .lower || last == .upper
            stage = .terminator
        } else {
            stage = next.isParagraphSeparator ? .separator : .inside
        }
        // Extend and Format at the start of a sentence are like any other character.
        last = next.isSkipped ? .other : next
    }
}
