/// Grapheme cluster boundaries by the extended rules of UAX #29, one code point at a time in constant memory.
public struct GraphemeSegmenter {
    private var previous: GraphemeBreak?
    /// Inside `Extended_Pictographic Extend*`, and after its joiner.
    private var pictograph = false
    private var joinedPictograph = false
    private var regionalIndicators = 0

    /// Makes a segmenter that stands before the start of a text.
    public init() {}

    /// Whether a boundary lies between what was given before and `codePoint`. There is one at the start of text (GB1).
    public mutating func isBoundary(before codePoint: UInt32) -> Bool {
        let traits = CodePointTraits(codePoint)
        let next = traits.graphemeBreak
        defer {
            joinedPictograph = pictograph && next == .zeroWidthJoiner
            pictograph = traits.isPictographic || (pictograph && next == .extend)
            regionalIndicators = next == .regionalIndicator ? regionalIndicators + 1 : 0
            previous = next
        }
        guard let previous else { return true }
        if previous == .carriageReturn && next == .lineFeed { return false }  // GB3
        if previous.isControl || next.isControl { return true }  // GB4, GB5
        switch (previous, next) {
        case (.hangulL, .hangulL), (.hangulL, .hangulV), (.hangulL, .hangulLV), (.hangulL, .hangulLVT),  // GB6
            (.hangulLV, .hangulV), (.hangulLV, .hangulT), (.hangulV, .hangulV), (.hangulV, .hangulT),  // GB7
            (.hangulLVT, .hangulT), (.hangulT, .hangulT),  // GB8
            (_, .extend), (_, .zeroWidthJoiner), (_, .spacingMark), (.prepend, _):  // GB9, GB9a, GB9b
            return false
        case (.zeroWidthJoiner, _) where joinedPictograph && traits.isPictographic:  // GB11
            return false
        case (.regionalIndicator, .regionalIndicator):  // GB12, GB13
            return regionalIndicators.isMultiple(of: 2)
        default:
            return true  // GB999
        }
    }
}
