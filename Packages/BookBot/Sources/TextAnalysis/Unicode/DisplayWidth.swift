/// How many cells of a terminal text takes (UAX #11, as `wcwidth` counts): an ideograph or an emoji two, a mark that
/// stands on a letter none.
public enum DisplayWidth {
    /// The cells of a text.
    public static func of(_ text: some StringProtocol) -> Int {
        var cells = 0
        var cluster = Cluster()
        var segmenter = GraphemeSegmenter()
        for scalar in text.unicodeScalars {
            if segmenter.isBoundary(before: scalar.value) {
                cells += cluster.width
                cluster = Cluster()
            }
            cluster.add(scalar.value)
        }
        return cells + cluster.width
    }

    /// The longest beginning of a text that fits `cells`, cut between graphemes.
    public static func prefix(of text: String, cells: Int) -> Substring {
        var rest = cells
        return text.prefix { character in
            rest -= of(String(character))
            return rest >= 0
        }
    }

    /// The longest end of a text that fits `cells`, cut between graphemes.
    public static func suffix(of text: String, cells: Int) -> Substring {
        var rest = cells
        let cut = text.reversed().prefix { character in
            rest -= of(String(character))
            return rest >= 0
        }
        return text.suffix(cut.count)
    }

    /// One grapheme: marks add nothing or a little, and what is joined to an emoji nothing.
    private struct Cluster {
        private var sum = 0
        private var isWide = false

        mutating func add(_ codePoint: UInt32) {
            let width = SentenceTraits(codePoint).width
            sum += width
            // U+FE0F asks for the coloured picture, and two regional indicators are one flag.
            isWide = isWide || width == 2 || codePoint == 0xFE0F || (0x1F1E6...0x1F1FF).contains(codePoint)
        }

        var width: Int { isWide ? 2 : min(sum, 2) }
    }
}
