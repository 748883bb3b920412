/// Estimates the syllables of an English word by its spelling: groups of vowels, with the rules for silent letters.
///
/// No rule knows English spelling, so words that are frequent in books and break the rules stand in a list. Other
/// alphabets with vowel letters (Greek, Cyrillic, Latin with accents) are counted by groups of vowels alone.
struct SyllableCounter {
    private var letters: [UInt8] = []

    /// The syllables of a lower-cased token: the sum over its parts between hyphens and dashes, at least one if it holds
    /// a letter or digit.
    mutating func count(_ lowered: [UInt32]) -> Int {
        var total = 0
        var isSpoken = false
        letters.removeAll(keepingCapacity: true)
        for codePoint in lowered {
            if let letter = Self.plain(codePoint) {
                letters.append(letter)
            } else if codePoint == 0x27 || codePoint == 0x2019 {
                letters.append(UInt8(ascii: "'"))
            } else if codePoint < 0x80 || !CodePointTraits(codePoint).isLetter {
                isSpoken = isSpoken || CodePointTraits(codePoint).isAlphanumeric
                total += take()
            } else {
                letters.append(UInt8(ascii: "z"))  // a consonant of another alphabet
            }
        }
        total += take()
        return max(total, isSpoken ? 1 : 0)
    }

    private mutating func take() -> Int {
        defer { letters.removeAll(keepingCapacity: true) }
        while letters.last == UInt8(ascii: "'") { letters.removeLast() }
        while letters.first == UInt8(ascii: "'") { letters.removeFirst() }
        return letters.isEmpty ? 0 : Self.syllables(letters)
    }

    /// The Latin letter that a code point counts as, or nil if it is none. Vowels of other alphabets count as `a`.
    private static func plain(_ codePoint: UInt32) -> UInt8? {
        switch codePoint {
        case 0x61...0x7A: UInt8(codePoint)
        case 0xE0...0xE6, 0x101, 0x103, 0x105: UInt8(ascii: "a")
        case 0xE8...0xEB, 0x113...0x11B, 0x153: UInt8(ascii: "i")  // é is never silent, unlike e
        case 0xEC...0xEF, 0x129...0x131: UInt8(ascii: "i")
        case 0xF2...0xF6, 0xF8, 0x14D...0x151: UInt8(ascii: "o")
        case 0xF9...0xFC, 0x169...0x173: UInt8(ascii: "u")
        case 0xFD, 0xFF: UInt8(ascii: "y")
        case 0x3AC...0x3AF, 0x3B1, 0x3B5, 0x3B7, 0x3B9, 0x3BF, 0x3C5, 0x3C9...0x3CE,  // Greek
            0x430, 0x435, 0x438, 0x43E, 0x443, 0x44B, 0x44D...0x44F, 0x451, 0x454, 0x456, 0x457:  // Cyrillic
            UInt8(ascii: "a")
        default: nil
        }
    }

    /// The syllables of a word of `a` to `z` and inner apostrophes.
    static func syllables(_ word: [UInt8]) -> Int {
        if let known = exceptions[word] { return known }
        var word = word[...]
        // The possessive is heard only behind a hiss.
        var extra = 0
        if word.suffix(2).elementsEqual("'s".utf8) {
            word = word.dropLast(2)
            extra = endsInHiss(word) ? 1 : 0
        } else if word.suffix(3).elementsEqual("n't".utf8) {
            word = word.dropLast(3)
            extra = word.last.map(isVowel) == true ? 0 : 1
        } else if let apostrophe = word.lastIndex(of: UInt8(ascii: "'")), word.count - apostrophe <= 3 {
            // we'll, you've, they're; would've and it'll have a syllable more.
            let ending = word[(apostrophe + 1)...]
            word = word[..<apostrophe]
            if ending.count == 2 && word.last.map(isVowel) != true { extra = 1 }
        }
        if let known = exceptions[Array(word)] { return known + extra }
        let letters = word.filter { $0 != UInt8(ascii: "'") }
        return max(groups(letters) + corrections(letters), 1) + extra
    }

    /// Groups of vowels; `y` is a vowel but at the start of a word, and `u` after `q` is none.
    private static func groups(_ word: [UInt8]) -> Int {
        var count = 0
        var wasVowel = false
        for (place, letter) in word.enumerated() {
            var isVowel = isVowel(letter)
            if letter == UInt8(ascii: "y") && (place == 0 || wasVowel) { isVowel = false }
            if letter == UInt8(ascii: "u") && place > 0 && word[place - 1] == UInt8(ascii: "q") { isVowel = false }
            if isVowel && !wasVowel { count += 1 }
            wasVowel = isVowel
        }
        return count
    }

    private static func corrections(_ word: [UInt8]) -> Int {
        var count = 0
        let ends = { (ending: String) in word.count > ending.utf8.count && word.suffix(ending.utf8.count).elementsEqual(ending.utf8) }
        func letter(_ fromEnd: Int) -> UInt8 { fromEnd < word.count ? word[word.count - 1 - fromEnd] : 0 }
        func isConsonant(_ fromEnd: Int) -> Bool { fromEnd < word.count && !isVowel(letter(fromEnd)) }

        // Silent endings.
        if ends("e") && isConsonant(1) && !(ends("le") && isConsonant(2) && !ends("lle") && !ends("rle")) {
            count -= 1
        } else if ends("es") && isConsonant(2) && !endsInHiss(word.dropLast(2)[...]) && !endsInSoft(word)
            && !(ends("les") && isConsonant(3) && !ends("lles"))
        {
            count -= 1
        } else if ends("ed") && isConsonant(2) && letter(2) != UInt8(ascii: "t") && letter(2) != UInt8(ascii: "d")
            && !(ends("led") && isConsonant(3) && !ends("lled") && !ends("rled"))
        {
            count -= 1
        }
        // A silent e before an ending that begins with a consonant.
        for ending in ["ely", "eful", "eless", "ement", "ements", "eness", "eth"] where ends(ending) {
            if ending == "eth" { break }
            let before = word.count - ending.utf8.count - 1
            if before > 0 && !isVowel(word[before]) && groups(Array(word[...before])) > 0 { count -= 1 }
            break
        }
        // Two vowels that are spoken apart.
        for place in word.indices.dropLast() {
            let (first, second) = (word[place], word[place + 1])
            let third = place + 2 < word.count ? word[place + 2] : 0
            let before = place > 0 ? word[place - 1] : 0
            switch (first, second) {
            case (UInt8(ascii: "i"), UInt8(ascii: "a")):
                // special, social, partial, Asia: one syllable behind c, t, s; marriage and carriage, too.
                let isSoft = [UInt8(ascii: "c"), UInt8(ascii: "t"), UInt8(ascii: "s"), UInt8(ascii: "g")].contains(before)
                if !isSoft && !(third == UInt8(ascii: "g")) { count += 1 }
            case (UInt8(ascii: "i"), UInt8(ascii: "o")):
                let isSoft = [UInt8(ascii: "c"), UInt8(ascii: "t"), UInt8(ascii: "s"), UInt8(ascii: "g"), UInt8(ascii: "x")]
                    .contains(before)
                if !isSoft || (third != UInt8(ascii: "n") && third != UInt8(ascii: "u")) { count += 1 }
            case (UInt8(ascii: "i"), UInt8(ascii: "u")), (UInt8(ascii: "e"), UInt8(ascii: "o")) where third != UInt8(ascii: "u"):
                if !(first == UInt8(ascii: "e") && before == UInt8(ascii: "g")) { count += 1 }
            case (UInt8(ascii: "y"), UInt8(ascii: "i")), (UInt8(ascii: "u"), UInt8(ascii: "o")) where before != UInt8(ascii: "q"),
                (UInt8(ascii: "u"), UInt8(ascii: "a")) where before != UInt8(ascii: "q") && before != UInt8(ascii: "g"):
                count += 1
            case (UInt8(ascii: "i"), UInt8(ascii: "e")) where third == UInt8(ascii: "t") || third == UInt8(ascii: "n"):
                let isSoft = [UInt8(ascii: "c"), UInt8(ascii: "t"), UInt8(ascii: "r")].contains(before)
                if !isSoft && place + 3 >= word.count - 1 && third == UInt8(ascii: "t") { count += 1 }
            default: break
            }
        }
        if ends("ying") || ends("eing") || ends("uing") { count += ends("ying") ? 0 : 1 }
        if ends("ism") || ends("isms") || ends("thm") || ends("thms") { count += 1 }
        return count
    }

    private static func endsInHiss(_ word: ArraySlice<UInt8>) -> Bool {
        guard let last = word.last else { return false }
        if "sxz".utf8.contains(last) { return true }
        return word.suffix(2).elementsEqual("ch".utf8) || word.suffix(2).elementsEqual("sh".utf8)
            || word.suffix(2).elementsEqual("ce".utf8) || word.suffix(2).elementsEqual("ge".utf8)
            || word.suffix(2).elementsEqual("se".utf8)
    }

    /// `-ces` and `-ges`.
    private static func endsInSoft(_ word: [UInt8]) -> Bool {
        word.suffix(3).elementsEqual("ces".utf8) || word.suffix(3).elementsEqual("ges".utf8)
    }

    private static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "y"):
            true
        default: false
        }
    }

    /// Words that break the rules, by their count of syllables.
    private static let exceptions: [[UInt8]: Int] = {
        var table: [[UInt8]: Int] = [:]
        for (count, words) in SyllableExceptions.bySyllables {
            for word in words.split(whereSeparator: \.isWhitespace) { table[Array(word.utf8)] = count }
        }
        return table
    }()
}
