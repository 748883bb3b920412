/// What English spelling adds to or takes from the count of vowel groups.
///
/// A rule is a pattern and a correction, made for every position where the pattern fits. In a pattern a small letter is
/// itself, `V` any vowel, `C` any consonant, `[st]` one of several, `^` the start and `$` the end of the word.
enum SyllableRules {
    private static let rules: [Rule] = [
        // Silent e at the end, but the l of table and the r of centre are syllables.
        Rule("Ce$", -1), Rule("[bcdfgkpstxz]le$", +1), Rule("[ct]re$", +1),
        Rule("gue$", -1), Rule("gues$", -1), Rule("que$", -1), Rule("ques$", -1),
        // -es and -ed are silent but behind a hiss, and behind t and d.
        Rule("Ces$", -1), Rule("[sxzcg]es$", +1), Rule("[sc]hes$", +1), Rule("[bcdfgkptz]les$", +1),
        Rule("Ced$", -1), Rule("[td]ed$", +1), Rule("[bcdfgkptz]led$", +1), Rule("Vyed$", -1),
        // Silent e before an ending or a second word.
        Rule("Cely$", -1), Rule("Ceful", -1), Rule("Celess", -1), Rule("theless", +1), Rule("Cesome", -1),
        Rule("Ceness", -1), Rule("[bcdfgkptz]leness", +1), Rule("[fn]ety$", -1),
        Rule("Cement", -1), Rule("[lpr]ement", +1), Rule("^cement", +1),
        Rule("Ceward", -1), Rule("^reward", +1), Rule("^steward", +1),
        Rule("^someC", -1), Rule("^fore[ghkmn]", -1), Rule("^hereC", -1), Rule("^thereC", -1), Rule("^there[ou]", -1),
        Rule("^where[bfo]", -1), Rule("moreo", -1), Rule("^house[hkw]", -1), Rule("^horse[bmw]", -1),
        Rule("^home[lsw]", -1), Rule("^life[lt]", -1), Rule("^fire[pwls]", -1), Rule("^time[pl]", -1),
        // Two vowels that are spoken apart, and where they are not.
        Rule("ia", +1), Rule("[cts]ia", -1), Rule("riage", -1), Rule("lia[mnr]", -1), Rule("lianc", +1),
        Rule("io", +1), Rule("[ctsgxhn]ion", -1), Rule("llio", -1), Rule("[ctsgx]iou", -1), Rule("viou[r]", -1),
        Rule("iu", +1), Rule("iet", +1), Rule("scien", +1), Rule("nscien", -1), Rule("dien", +1), Rule("rien", +1),
        Rule("frien", -1), Rule("iest", +1), Rule("^priest", -1), Rule("ier$", +1), Rule("dier$", -1),
        Rule("eo", +1), Rule("geo", -1), Rule("eou", -1), Rule("deou", +1), Rule("eopl", -1),
        Rule("creat", +1), Rule("creatu", -1), Rule("theat", +1), Rule("reali", +1), Rule("[eo]ah$", +1),
        Rule("rael", +1),
        Rule("uo", +1), Rule("quo", -1), Rule("ua", +1), Rule("[qg]ua", -1), Rule("sua[ds]", -1), Rule("uence", +1),
        Rule("quence", -1),
        Rule("uel", +1), Rule("ruin", +1), Rule("poe[tm]", +1), Rule("roic", +1), Rule("eing", +1), Rule("[ou]ing", +1),
        Rule("yV", +1), Rule("^yV", -1), Rule("eye", -1), Rule("yard", -1),
        // Consonants that make a syllable of their own.
        Rule("ism$", +1), Rule("isms$", +1), Rule("thm", +1),
    ]

    /// What the rules say about a word of `a` to `z`.
    static func correction(_ word: [UInt8]) -> Int {
        let bounded = [UInt8(ascii: "^")] + word + [UInt8(ascii: "$")]
        var total = 0
        for start in bounded.indices {
            for rule in rulesByFirst[Int(bounded[start] & 0x7F)] where rule.fits(bounded, at: start) {
                total += rule.correction
            }
        }
        return total
    }

    /// The rules whose pattern may begin with a character, so that few are tried at each position.
    private static let rulesByFirst: [[Rule]] = (0..<128).map { character in
        rules.filter { $0.mayBegin(with: UInt8(character)) }
    }

    /// Words that break the rules, by their count of syllables.
    static let exceptions: [[UInt8]: Int] = {
        var table: [[UInt8]: Int] = [:]
        for (count, words) in exceptionLists {
            for word in words.split(whereSeparator: \.isWhitespace) { table[Array(word.utf8)] = count }
        }
        return table
    }()

    private static let exceptionLists: [(Int, String)] = [
        (1, "don't won't can't aren't weren't shan't isle aisle"),
        (
            2,
            """
            mr mrs dr every people heaven evening several business interest interests colonel argue iceland
            likewise farewell elsewhere henceforth wicked wretched sacred naked hatred hundred hundreds kindred rugged
            ragged learned blessed aged beloved something sometimes isaac dismissed being going doing seeing obeyed journeyed
            """
        ),
        (3, "idea ideas area everyone everywhere everything interesting interested icelandic ourselves"),
        (4, "etc everybody"),
    ]

    static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            true
        default: false
        }
    }

    /// Whether the possessive of a word is heard: James's, but not Jane's.
    static func endsInHiss(_ word: [UInt8]) -> Bool {
        ["s", "x", "z", "ch", "sh", "ce", "ge", "se"].contains { word.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    /// A pattern, taken apart once.
    private struct Rule {
        let correction: Int
        private let positions: [[Bool]]

        init(_ pattern: String, _ correction: Int) {
            self.correction = correction
            var positions: [[Bool]] = []
            var isInSet = false
            for character in pattern.utf8 {
                switch character {
                case UInt8(ascii: "["):
                    isInSet = true
                    positions.append(Array(repeating: false, count: 128))
                case UInt8(ascii: "]"): isInSet = false
                default:
                    if !isInSet { positions.append(Array(repeating: false, count: 128)) }
                    for letter in Self.letters(character) { positions[positions.count - 1][Int(letter)] = true }
                }
            }
            self.positions = positions
        }

        private static func letters(_ character: UInt8) -> [UInt8] {
            let all = UInt8(ascii: "a")...UInt8(ascii: "z")
            switch character {
            case UInt8(ascii: "V"): return all.filter(isVowel)
            case UInt8(ascii: "C"): return all.filter { !isVowel($0) }
            default: return [character & 0x7F]
            }
        }

        func mayBegin(with character: UInt8) -> Bool { positions.first?[Int(character & 0x7F)] == true }

        func fits(_ word: [UInt8], at start: Int) -> Bool {
            guard start + positions.count <= word.count else { return false }
            for position in positions.indices where !positions[position][Int(word[start + position] & 0x7F)] {
                return false
            }
            return true
        }
    }
}
