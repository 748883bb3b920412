/// Tells the language of a text by its letters and, where several languages share an alphabet, by its commonest words.
///
/// In running text of any language the forty commonest words are a third of all, and another language's hardly occur. So
/// the language whose list covers most of the words is the one; a text in Latin letters that none covers is English if it
/// is short and has no foreign letters, and otherwise of unknown language.
struct LanguageDetector {
    /// How many words the text has, and how often those occur that are common in some language.
    let wordCount: Int
    let occurrences: [String: Int]
    /// How often each letter occurs, lower-cased.
    let letters: [TextReport.LetterCount]

    /// What the text is written in.
    func find() -> LanguageFinding {
        var scripts = [Int](repeating: 0, count: Script.allCases.count)
        for letter in letters { scripts[Int(Script(letter.letter.value).rawValue)] += letter.count }
        let total = scripts.reduce(0, +)
        guard total > 0 else { return LanguageFinding(.english, .assumed) }
        func share(_ script: Script) -> Double { Double(scripts[Int(script.rawValue)]) / Double(total) }
        // A Chinese character says as much as several letters, so fewer of them make a text Chinese.
        if share(.han) + share(.kana) > 0.3 {
            return LanguageFinding(share(.kana) > 0.1 * share(.han) ? .japanese : .chinese, .detected)
        }
        guard let script = Script.allCases.max(by: { share($0) < share($1) }), share(script) > 0.5 else {
            return LanguageFinding(nil, .unknown)
        }
        switch script {
        case .latin: return latin()
        case .cyrillic: return LanguageFinding(cyrillic(), .detected)
        case .arabic: return LanguageFinding(arabic(), .detected)
        case .devanagari:
            return LanguageFinding(byWords([.hindi, .marathi, .nepali]).first?.language ?? .hindi, .detected)
        default:
            return LanguageFinding(Self.onlyLanguages[script], Self.onlyLanguages[script] == nil ? .unknown : .detected)
        }
    }

    private static let onlyLanguages: [Script: Language] = [
        .greek: .greek, .armenian: .armenian, .hebrew: .hebrew, .bengali: .bengali, .gurmukhi: .punjabi,
        .gujarati: .gujarati, .tamil: .tamil, .telugu: .telugu, .kannada: .kannada, .malayalam: .malayalam,
        .sinhala: .sinhala, .thai: .thai, .lao: .lao, .myanmar: .burmese, .georgian: .georgian, .ethiopic: .amharic,
        .khmer: .khmer, .hangul: .korean,
    ]

    private static let latinLanguages: [Language] = [
        .english, .german, .french, .spanish, .italian, .portuguese, .catalan, .romanian, .latin, .dutch, .afrikaans,
        .swedish, .danish, .norwegian, .finnish, .estonian, .polish, .czech, .slovak, .slovenian, .croatian, .hungarian,
        .turkish, .latvian, .lithuanian, .vietnamese, .indonesian, .tagalog, .swahili, .welsh,
    ]

    /// The words whose count decides: those of `CommonWords`, and the stop words that help with short texts.
    static let words = shortTextLanguages.reduce(into: CommonWords.all) { words, language in
        words.formUnion(StopWords.of(language)?.words ?? [])
    }

    private static let shortTextLanguages: [Language] = [.english, .german, .french, .spanish, .italian]

    private func latin() -> LanguageFinding {
        let foreign = foreignLetters()
        let best = byWords(Self.latinLanguages).first { $0.hits * 8 >= wordCount }
        // One hit may be chance, and so may two in a line of English.
        let english = hits(StopWords.english.words)
        if let best, best.language == .english || (best.hits >= 2 && best.hits > english) {
            return LanguageFinding(best.language, .detected)
        }
        if wordCount < 50, let language = byStopWords() { return LanguageFinding(language, .detected) }
        // Letters that English lacks make one hit enough.
        if let best, english == 0 && foreign > 0 { return LanguageFinding(best.language, .detected) }
        let isForeign = foreign > 0.02 && wordCount >= 8
        let isKnownForeign = wordCount >= 50 && foreign > 0.005
        return isForeign || isKnownForeign ? LanguageFinding(nil, .unknown) : LanguageFinding(.english, .assumed)
    }

    /// A short text has too few of the commonest words; the longer lists of stop words tell the languages that have one.
    private func byStopWords() -> Language? {
        let counts = Self.shortTextLanguages.map { ($0, hits(StopWords.of($0)?.words ?? [])) }
            .sorted { $0.1 > $1.1 }
        guard let best = counts.first, best.1 >= 2, best.1 > counts[1].1 else { return nil }
        return best.0
    }

    private func hits(_ words: some Sequence<String>) -> Int {
        words.reduce(0) { $0 + occurrences[$1, default: 0] }
    }

    /// The share of letters beyond a to z.
    private func foreignLetters() -> Double {
        let total = letters.reduce(0) { $0 + $1.count }
        return Double(letters.reduce(0) { $0 + ($1.letter.value >= 0x80 ? $1.count : 0) }) / Double(max(total, 1))
    }

    /// Languages by how many of the words are in their lists, the best first, without those that have none.
    private func byWords(_ languages: [Language]) -> [(language: Language, hits: Int)] {
        languages.map { language in
            (language, hits(CommonWords.of(language)))
        }
        .filter { $0.1 > 0 }
        // Equal counts stay in the order of the list.
        .enumerated().sorted { ($0.element.1, -$0.offset) > ($1.element.1, -$1.offset) }.map(\.element)
    }

    private func cyrillic() -> Language {
        func has(_ characters: String) -> Bool {
            let wanted = Set(characters.unicodeScalars)
            let count = letters.reduce(0) { $0 + (wanted.contains($1.letter) ? $1.count : 0) }
            return count * 500 > letters.reduce(0) { $0 + $1.count }
        }
        if has("ѓќѕ") { return .macedonian }
        if has("ђћџјљњ") { return has("ќѓ") ? .macedonian : .serbian }
        if has("іїєґ") && !has("ыэё") { return .ukrainian }
        if has("ыэё") { return .russian }
        return byWords([.russian, .bulgarian, .ukrainian, .macedonian, .serbian]).first?.language ?? .russian
    }

    private func arabic() -> Language {
        byWords([.arabic, .persian, .urdu]).first?.language ?? .arabic
    }
}
