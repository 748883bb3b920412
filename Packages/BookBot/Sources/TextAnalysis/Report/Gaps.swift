// Unsafe pointers: what stands between two words is looked at in the chunk, for the call alone.

/// What the whitespace between tokens tells: lines, paragraphs, and where graphemes join across its edge.
struct Gaps {
    /// Whitespace characters.
    private(set) var characters = 0
    /// The graphemes of whitespace; less than none where a token's first or last character joins with it.
    private(set) var graphemes = 0
    /// Blocks of text between blank lines.
    private(set) var paragraphs = 0
    private var lineFeeds = 0
    private var lineFeedsSinceToken = 0
    private var last: UInt32?
    private var unterminatedTexts = 0
    private var endsWithPrepend = false

    /// Line feeds, and the last line of a text without one.
    var lines: Int { lineFeeds + unterminatedTexts + (isUnterminated ? 1 : 0) }
    private var isUnterminated: Bool { last != nil && last != 0x0A }

    /// The whitespace between two tokens, or a part of it.
    @inline(__always)
    mutating func whitespace(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count == 1 && bytes[0] == 0x20 && !endsWithPrepend {
            characters &+= 1
            graphemes &+= 1
            last = 0x20
        } else {
            readWhitespace(bytes)
        }
    }

    @inline(never)
    private mutating func readWhitespace(_ bytes: UnsafeRawBufferPointer) {
        for codePoint in UTF8Decoder(bytes) {
            characters += 1
            graphemes += 1
            if codePoint == 0x0A {
                lineFeeds += 1
                lineFeedsSinceToken += 1
                if last == 0x0D { graphemes -= 1 }
            }
            if endsWithPrepend {
                if !CodePointTraits(codePoint).graphemeBreak.isControl { graphemes -= 1 }  // GB9b
                endsWithPrepend = false
            }
            last = codePoint
        }
    }

    /// The token behind that whitespace.
    @inline(__always)
    mutating func token(_ bytes: UnsafeRawBufferPointer) {
        if lineFeedsSinceToken >= 2 || paragraphs == 0 { paragraphs &+= 1 }
        lineFeedsSinceToken = 0
        // Nothing below U+0300 extends, and nothing below U+0600 is prepended.
        if bytes[0] >= 0xCC { joinFirst(bytes) }
        if bytes[bytes.count &- 1] >= 0x80 { joinLast(bytes) }
        last = 0xFFFF
    }

    @inline(never)
    private mutating func joinFirst(_ bytes: UnsafeRawBufferPointer) {
        var decoder = UTF8Decoder(bytes)
        guard let last, let first = decoder.next(), !CodePointTraits(last).graphemeBreak.isControl else { return }
        switch CodePointTraits(first).graphemeBreak {
        case .extend, .zeroWidthJoiner, .spacingMark: graphemes -= 1  // GB9, GB9a
        default: break
        }
    }

    @inline(never)
    private mutating func joinLast(_ bytes: UnsafeRawBufferPointer) {
        var final: UInt32 = 0
        for codePoint in UTF8Decoder(UnsafeRawBufferPointer(rebasing: bytes.suffix(4))) { final = codePoint }
        endsWithPrepend = CodePointTraits(final).graphemeBreak == .prepend
    }

    /// Adds the gaps of a text that stands apart.
    mutating func add(_ other: Gaps) {
        characters += other.characters
        graphemes += other.graphemes
        paragraphs += other.paragraphs
        lineFeeds += other.lineFeeds
        unterminatedTexts += other.unterminatedTexts + (other.isUnterminated ? 1 : 0)
    }
}
