/// What Unicode says about one code point, as far as sentences, columns and normalization ask.
public struct SentenceTraits: Sendable, Equatable {
    private let bits: UInt16

    /// Looks up a code point in constant time. What is no code point has no traits and takes no cell.
    @inline(__always)
    public init(_ codePoint: UInt32) {
        guard codePoint < 0x11_0000 else {
            bits = 0
            return
        }
        // Laid out as UnicodeTables: both reads stay inside their table for every code point.
        let pair = SentenceTables.blockOf.utf8Start + Int(codePoint >> 7) &* 2
        let block = (Int(pair[0]) &- 0x30) << 6 | (Int(pair[1]) &- 0x30)
        bits = SentenceTables.traits[Int(SentenceTables.blocks.utf8Start[block << 7 | Int(codePoint & 0x7F)])]
    }

    /// The class for sentence boundaries (UAX #29).
    public var sentenceBreak: SentenceBreak { SentenceBreak(rawValue: UInt8(bits & 0xF)) ?? .other }
    /// How many cells of a terminal it takes by itself: 0, 1 or 2 (UAX #11, as `wcwidth`).
    public var width: Int { Int(bits >> 4 & 3) }
    /// Whether composing (NFC) may change a text that holds it.
    public var mayCompose: Bool { bits & 1 << 6 != 0 }
}

/// The values of the property `Sentence_Break`.
public enum SentenceBreak: UInt8, Sendable {
    case other
    case carriageReturn
    case lineFeed
    case separator
    case extend
    case format
    case space
    case lower
    case upper
    case otherLetter
    case numeric
    case aTerm
    case sContinue
    case sTerm
    case close

    /// `ParaSep` in the rules.
    public var isParagraphSeparator: Bool { self == .separator || self == .carriageReturn || self == .lineFeed }
    /// `SATerm` in the rules: a full stop, or a mark that can be nothing but the end of a sentence.
    public var isTerminator: Bool { self == .aTerm || self == .sTerm }
    /// What SB5 skips.
    public var isSkipped: Bool { self == .extend || self == .format }
}
