/// Counts syllables by groups of vowels in languages whose spelling tells them: German, French, Spanish, Italian, Russian.
///
/// Two vowels side by side are one syllable or two, and that is what each language decides in its own way. Compared with
/// the hyphenation of PyPI's `pyphen` on running text, the counts are 2 (German), 3 (Italian, French), 6 (Spanish) and 8 per
/// cent (Russian) higher, nearly all of it words like *una* and *она*: a printer never hyphenates behind a single letter.
public struct VowelGroups: Sendable {
    private let language: Language

    /// Makes a counter, or nil for a language that is not among the five.
    public init?(_ language: Language) {
        guard [.german, .french, .spanish, .italian, .russian].contains(language) else { return nil }
        self.language = language
    }

    /// The syllables of a lower-cased word in composed form: the sum over its parts between other characters, at least one
    /// where there is a letter or digit.
    public func count(_ word: [UInt32]) -> Int {
        let parts = word.split { !CodePointTraits($0).isLetter }
        let total = parts.reduce(0) { $0 + countPart(Array($1)) }
        return max(total, word.contains { CodePointTraits($0).isAlphanumeric } ? 1 : 0)
    }

    private func countPart(_ letters: [UInt32]) -> Int {
        let kinds = letters.indices.map { Self.vowel(letters, $0, language) }
        var count = 0
        var position = 0
        while position < kinds.count {
            guard kinds[position] != .none else {
                position += 1
                continue
            }
            count += 1
            position += 1
            while position < kinds.count, kinds[position] != .none, joins(letters, kinds, at: position) {
                position += 1
            }
        }
        if language == .french && count > 1 && endsInMuteE(letters, kinds) { count -= 1 }
        // A word of consonants is spoken as one syllable at least; Russian has prepositions of one that add none.
        return language == .russian ? count : max(count, 1)
    }

    private enum Vowel {
        case none
        /// a, e, o: each is a syllable of its own beside another of them.
        case strong
        /// i, u: one syllable with its neighbour.
        case weak
        /// An accented or dotted vowel that is spoken apart.
        case apart
    }

    /// Whether the vowel at `position` belongs to the syllable of the vowel before.
    private func joins(_ letters: [UInt32], _ kinds: [Vowel], at position: Int) -> Bool {
        let (before, own) = (kinds[position - 1], kinds[position])
        switch language {
        case .russian: return false
        case .german:
            return Self.germanPairs.contains(letters[position - 1] << 16 | letters[position])
                // A pair is complete: the third vowel begins a syllable.
                && !(position >= 2 && kinds[position - 2] != .none
                    && Self.germanPairs.contains(letters[position - 2] << 16 | letters[position - 1]))
        case .spanish, .italian:
            if own == .apart { return language == .italian && before == .weak }
            return !(before == .apart || (before == .strong && own == .strong))
        default:
            // French: é and a diaeresis begin a syllable behind another vowel, è and ê behind a strong one (poème, rivière).
            let isGrave = letters[position] == 0xE8 || letters[position] == 0xEA
            return own != .apart && !(isGrave && before == .strong)
        }
    }

    private func endsInMuteE(_ letters: [UInt32], _ kinds: [Vowel]) -> Bool {
        let end = letters.last == 0x73 ? letters.count - 1 : letters.count  // s
        return end >= 2 && letters[end - 1] == 0x65 && kinds[end - 2] == .none
    }

    private static let germanPairs: Set<UInt32> = Set(
        ["ai", "ei", "au", "eu", "äu", "ie", "ee", "aa", "oo", "oi", "ui", "ey", "ay", "ou", "uu"].map { pair in
            pair.unicodeScalars.reduce(0) { $0 << 16 | $1.value }
        })

    private static func vowel(_ letters: [UInt32], _ position: Int, _ language: Language) -> Vowel {
        let letter = letters[position]
        let next = position + 1 < letters.count ? letters[position + 1] : 0
        let isBehind = { (wanted: Character) in
            position > 0 && letters[position - 1] == wanted.unicodeScalars.first?.value
        }
        guard let scalar = Unicode.Scalar(letter) else { return .none }
        switch (language, Character(scalar)) {
        case (.russian, "а"), (.russian, "е"), (.russian, "ё"), (.russian, "и"), (.russian, "о"), (.russian, "у"),
            (.russian, "ы"), (.russian, "э"), (.russian, "ю"), (.russian, "я"):
            return .strong
        case (.russian, _): return .none
        case (_, "u") where isBehind("q"): return .none
        case (.spanish, "u") where isBehind("g") && ["e", "é", "i", "í"].contains { isCharacter(next, $0) }:
            return .none
        case (.french, "u") where isBehind("g") && ["e", "é", "è", "ê", "i", "y"].contains { isCharacter(next, $0) }:
            return .none
        case (.spanish, "y"):
            // A vowel at the end and before a consonant: rey, Ybarra.
            return position + 1 == letters.count || !isVowelLetter(next) ? .weak : .none
        case (.spanish, "í"), (.spanish, "ú"), (.italian, "ì"), (.italian, "í"), (.italian, "ù"), (.italian, "ú"):
            return .apart
        case (.french, "é"), (.french, "ë"), (.french, "ï"), (.french, "ü"): return .apart
        case (_, "i"), (_, "u"), (_, "ü"), (_, "y"), (_, "î"), (_, "ï"), (_, "û"): return .weak
        default: return isVowelLetter(letter) ? .strong : .none
        }
    }

    private static func isCharacter(_ codePoint: UInt32, _ character: String) -> Bool {
        character.unicodeScalars.first?.value == codePoint
    }

    private static func isVowelLetter(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79,  // a e i o u y
            0xE0...0xE6, 0xE8...0xEF, 0xF2...0xF6, 0xF8...0xFD, 0xFF, 0x153:
            true
        default: false
        }
    }
}
