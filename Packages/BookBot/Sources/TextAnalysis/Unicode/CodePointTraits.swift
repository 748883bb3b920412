/// What Unicode says about one code point, as far as text analysis asks.
///
/// The data is that of `UnicodeTables.version`, whatever version the running system or standard library knows, so that
/// a report is the same on every machine.
public struct CodePointTraits: Sendable, Equatable {
    private let bits: UInt16

    /// Looks up a code point in constant time: two reads of read-only data. What is no code point has no traits.
    @inline(__always)
    public init(_ codePoint: UInt32) {
        guard codePoint < 0x11_0000 else {
            bits = 0
            return
        }
        // The generator writes two characters for each of the 8,704 blocks, and 128 for each distinct block, so both
        // reads stay inside their table for every code point.
        let pair = UnicodeTables.blockOf.utf8Start + Int(codePoint >> 7) &* 2
        let block = (Int(pair[0]) &- 0x30) << 6 | (Int(pair[1]) &- 0x30)
        bits = UnicodeTables.traits[Int(UnicodeTables.blocks.utf8Start[block << 7 | Int(codePoint & 0x7F)])]
    }

    /// The class for grapheme cluster boundaries (UAX #29).
    public var graphemeBreak: GraphemeBreak { GraphemeBreak(rawValue: UInt8(bits & 0xF)) ?? .other }
    /// The class for word boundaries (UAX #29).
    public var wordBreak: WordBreak { WordBreak(rawValue: UInt8(bits >> 4 & 0x1F)) ?? .other }
    /// Whether it is an emoji or may become one (`Extended_Pictographic`).
    public var isPictographic: Bool { bits & 1 << 9 != 0 }
    /// Whether its general category is one of the letters' (Lu, Ll, Lt, Lm, Lo), as in Python's `isalpha`.
    public var isLetter: Bool { bits & 1 << 10 != 0 }
    /// Whether it is a letter or has a numeric value, as in Python's `isalnum`.
    public var isAlphanumeric: Bool { bits & 1 << 11 != 0 }
    /// The property `Cased`.
    public var isCased: Bool { bits & 1 << 12 != 0 }
    /// The property `Case_Ignorable`.
    public var isCaseIgnorable: Bool { bits & 1 << 13 != 0 }
    /// Whether its general category is one of the marks' (Mn, Mc, Me): what stands on, below or around a letter.
    public var isMark: Bool { bits & 1 << 15 != 0 }
    /// Whether a word may consist of it: a letter, a digit, or a mark that stands on one.
    ///
    /// Words, sentences and the quick path for ASCII all ask this one question.
    public var isWordCharacter: Bool { bits & (1 << 11 | 1 << 15) != 0 }
    /// `White_Space`, and U+001C to U+001F: what Python's `str.split()` splits at.
    public var isWhitespace: Bool { bits & 1 << 14 != 0 }
}

/// The values of the property `Grapheme_Cluster_Break`.
public enum GraphemeBreak: UInt8, Sendable {
    case other
    case carriageReturn
    case lineFeed
    case control
    case extend
    case zeroWidthJoiner
    case regionalIndicator
    case prepend
    case spacingMark
    case hangulL
    case hangulV
    case hangulT
    case hangulLV
    case hangulLVT

    /// Whether a boundary lies on both sides whatever the neighbour is, but for CR LF.
    public var isControl: Bool { self == .carriageReturn || self == .lineFeed || self == .control }
}

/// The values of the property `Word_Break`.
public enum WordBreak: UInt8, Sendable {
    case other
    case carriageReturn
    case lineFeed
    case newline
    case extend
    case zeroWidthJoiner
    case format
    case katakana
    case hebrewLetter
    case aLetter
    case singleQuote
    case doubleQuote
    case midNumLet
    case midLetter
    case midNum
    case numeric
    case extendNumLet
    case regionalIndicator
    case wSegSpace

    /// `AHLetter` in the rules.
    public var isLetter: Bool { self == .aLetter || self == .hebrewLetter }
    /// `MidNumLetQ` in the rules.
    public var isMidNumLetQ: Bool { self == .midNumLet || self == .singleQuote }
    /// CR, LF and the other line ends, at which every rule stops.
    public var isLineEnd: Bool { self == .carriageReturn || self == .lineFeed || self == .newline }
    /// What WB4 skips after any other character.
    public var isSkipped: Bool { self == .extend || self == .format || self == .zeroWidthJoiner }
}
