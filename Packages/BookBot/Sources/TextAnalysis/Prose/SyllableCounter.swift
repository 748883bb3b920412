/// Estimates the syllables of an English word by its spelling: groups of vowels, corrected by `SyllableRules`.
///
/// No rule knows English spelling, so words that are frequent in books and break the rules stand in a list. Other
/// alphabets with vowel letters (Greek, Cyrillic, Latin with accents) are counted by groups of vowels.
public struct SyllableCounter {
    private var letters: [UInt8] = []
    /// Vowels with a diaeresis behind another vowel: *naïve* and *Zoë* say that the two are spoken apart.
    private var spokenApart = 0

    /// Makes a counter.
    public init() {}

    /// The syllables of a lower-cased word in composed form: the sum over its parts between hyphens and dashes, at least one if it holds
    /// a letter or digit.
    public mutating func count(_ word: String) -> Int {
        count(word.unicodeScalars.map(\.value))
    }

    /// As above, for code points.
    mutating func count(_ lowered: [UInt32]) -> Int {
        var total = 0
        var isSpoken = false
        letters.removeAll(keepingCapacity: true)
        for codePoint in lowered {
            if let letter = Self.plain(codePoint) {
                if Self.hasDiaeresis(codePoint), letters.last.map(SyllableRules.isVowel) == true { spokenApart += 1 }
                letters.append(letter)
            } else if CodePointTraits(codePoint).isLetter {
                letters.append(UInt8(ascii: "z"))  // a consonant of another alphabet
            } else {
                isSpoken = isSpoken || CodePointTraits(codePoint).isAlphanumeric
                total += take()
            }
        }
        total += take()
        return max(total, isSpoken ? 1 : 0)
    }

    private mutating func take() -> Int {
        defer {
            letters.removeAll(keepingCapacity: true)
            spokenApart = 0
        }
        let isApostrophe = { $0 == UInt8(ascii: "'") }
        while letters.last.map(isApostrophe) == true { letters.removeLast() }
        let word = letters.drop(while: isApostrophe)
        return word.isEmpty ? 0 : Self.syllables(Array(word)) + spokenApart
    }

    private static func hasDiaeresis(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0xE4, 0xEB, 0xEF, 0xF6, 0xFC, 0xFF: true  // ä ë ï ö ü ÿ
        default: false
        }
    }

    /// The letter or apostrophe that a code point counts as, or nil if it is none. Vowels of other alphabets count as
    /// `a` or `i`, which are never silent.
    private static func plain(_ codePoint: UInt32) -> UInt8? {
        switch codePoint {
        case 0x61...0x7A: UInt8(codePoint)
        case 0x27, 0x2019: UInt8(ascii: "'")
        case 0xE0...0xE6, 0x101, 0x103, 0x105,  // à to æ, ā, ă, ą
            0x3AC...0x3AF, 0x3B1, 0x3B5, 0x3B7, 0x3B9, 0x3BF, 0x3C5, 0x3C9...0x3CE,  // Greek
            0x430, 0x435, 0x438, 0x43E, 0x443, 0x44B, 0x44D...0x44F, 0x451, 0x454, 0x456, 0x457:  // Cyrillic
            UInt8(ascii: "a")
        case 0xE8...0xEB, 0x113...0x11B, 0x153, 0xEC...0xEF, 0x129...0x131: UInt8(ascii: "i")  // è to ï, ē to ı, œ
        case 0xF2...0xF6, 0xF8, 0x14D...0x151: UInt8(ascii: "o")
        case 0xF9...0xFC, 0x169...0x173: UInt8(ascii: "u")
        case 0xFD, 0xFF: UInt8(ascii: "y")
        default: nil
        }
    }

    /// The syllables of a word of `a` to `z` and inner apostrophes.
    private static func syllables(_ word: [UInt8]) -> Int {
        if let known = SyllableRules.exceptions[word] { return known }
        guard let apostrophe = word.lastIndex(of: UInt8(ascii: "'")) else { return plainSyllables(word) }
        let (stem, ending) = (Array(word[..<apostrophe]), word[(apostrophe + 1)...])
        if ending.elementsEqual("s".utf8) {
            return syllables(stem) + (SyllableRules.endsInHiss(stem) ? 1 : 0)
        }
        if ending.elementsEqual("t".utf8) && stem.last == UInt8(ascii: "n") {
            return syllables(stem.dropLast()) + (stem.dropLast().last.map(SyllableRules.isVowel) == true ? 0 : 1)
        }
        if ending.count <= 2 {
            // we'll and they've are one syllable; would've and it'll have one more than their stem.
            let isHeard = ending.count == 2 && stem.last.map(SyllableRules.isVowel) != true
            return syllables(stem) + (isHeard ? 1 : 0)
        }
        return plainSyllables(word.filter { $0 != UInt8(ascii: "'") })
    }

    private static func syllables(_ word: ArraySlice<UInt8>) -> Int { word.isEmpty ? 0 : syllables(Array(word)) }

    private static func plainSyllables(_ word: [UInt8]) -> Int {
        if let known = SyllableRules.exceptions[word] { return known }
        return max(groups(word) + SyllableRules.correction(word), 1)
    }

    /// Groups of vowels; `y` is none at the start of a word, and `u` is none behind `q`.
    private static func groups(_ word: [UInt8]) -> Int {
        var count = 0
        var wasVowel = false
        for (position, letter) in word.enumerated() {
            let isSilent =
                (letter == UInt8(ascii: "y") && position == 0)
                || (letter == UInt8(ascii: "u") && position > 0 && word[position - 1] == UInt8(ascii: "q"))
            let isVowel = SyllableRules.isVowel(letter) && !isSilent
            if isVowel && !wasVowel { count += 1 }
            wasVowel = isVowel
        }
        return count
    }
}
