/// Readability scores by the formulas that were made for a text's language. A score is nil when the text has no word or no
/// sentence, and when its formula was made for another language.
public struct Readability: Sendable, Equatable {
    /// Higher is easier, about 0 to 100; 60 to 70 is plain language. Flesch (1948) for English: 206.835 − 1.015 words/sentence
    /// − 84.6 syllables/word, and what was made of it for other languages (see `fleschCoefficients`).
    public private(set) var fleschReadingEase: Double?
    /// English. Kincaid and others (1975): 0.39 words/sentence + 11.8 syllables/word − 15.59, a US school grade.
    public private(set) var fleschKincaidGrade: Double?
    /// English. Gunning (1952): 0.4 (words/sentence + 100 words of three or more syllables/word), years of schooling.
    public private(set) var gunningFog: Double?
    /// English. McLaughlin (1969): 1.043 √(30 polysyllables/sentence) + 3.1291, a grade.
    public private(set) var smog: Double?
    /// English. Smith and Senter (1967): 4.71 letters and digits/word + 0.5 words/sentence − 21.43, a grade.
    public private(set) var automatedReadabilityIndex: Double?
    /// English. Coleman and Liau (1975): 0.0588 letters/100 words − 0.296 sentences/100 words − 15.8, a grade.
    public private(set) var colemanLiau: Double?
    /// German. Bamberger and Vanecek (1984), the first Wiener Sachtextformel, a grade from 4 to 15: 0.1935 per cent of words
    /// of three or more syllables + 0.1672 words/sentence + 0.1297 per cent of words of more than six letters − 0.0327 per
    /// cent of words of one syllable − 0.875.
    public private(set) var wienerSachtextformel: Double?
    /// Spanish. Szigriszt Pazos (1993): 206.835 − 62.3 syllables/word − words/sentence, higher is easier.
    public private(set) var szigrisztPazos: Double?
    /// Italian. Lucisano and Piemontese (1988): 89 + (300 sentences − 10 letters)/words, 0 to 100, higher is easier.
    public private(set) var gulpease: Double?

    /// No score at all.
    public static let none = Readability()

    private init() {}

    /// Computes what the language has formulas for; nothing when a divisor is zero or the language has none.
    public init(_ counts: ReadabilityCounts, language: Language = .english) {
        guard counts.words > 0 && counts.sentences > 0 else { return }
        let (words, sentences) = (Double(counts.words), Double(counts.sentences))
        let sentenceLength = words / sentences
        let syllablesPerWord = Double(counts.syllables) / words
        if let flesch = Self.fleschCoefficients(language) {
            fleschReadingEase = flesch.base - flesch.sentence * sentenceLength - flesch.word * syllablesPerWord
        }
        func percent(_ count: Int) -> Double { 100 * Double(count) / words }
        switch language {
        case .english:
            fleschKincaidGrade = 0.39 * sentenceLength + 11.8 * syllablesPerWord - 15.59
            gunningFog = 0.4 * (sentenceLength + percent(counts.polysyllables))
            smog = 1.043 * (30 * Double(counts.polysyllables) / sentences).squareRoot() + 3.1291
            automatedReadabilityIndex = 4.71 * Double(counts.alphanumerics) / words + 0.5 * sentenceLength - 21.43
            colemanLiau = 0.0588 * percent(counts.letters) - 0.296 * percent(counts.sentences) - 15.8
        case .german:
            wienerSachtextformel =
                0.1935 * percent(counts.polysyllables) + 0.1672 * sentenceLength + 0.1297 * percent(counts.longWords)
                - 0.0327 * percent(counts.monosyllables) - 0.875
        case .spanish: szigrisztPazos = 206.835 - 62.3 * syllablesPerWord - sentenceLength
        case .italian: gulpease = 89 + (300 * sentences - 10 * Double(counts.letters)) / words
        default: break
        }
    }

    /// What the reading ease subtracts from which base, and whose work it is.
    static func fleschCoefficients(
        _ language: Language
    ) -> (base: Double, sentence: Double, word: Double, source: String)? {
        switch language {
        case .english: (206.835, 1.015, 84.6, "Flesch 1948")
        case .german: (180, 1, 58.5, "Amstad 1978")
        case .french: (207, 1.015, 73.6, "Kandel and Moles 1958")
        case .spanish: (206.84, 1.02, 60, "Fernández Huerta 1959")
        case .italian: (217, 1.3, 60, "Franchina and Vacca 1972")
        case .russian: (206.835, 1.3, 60.1, "Oborneva 2006")
        default: nil
        }
    }

    /// Whose formula the reading ease of a language is; nil where there is none.
    public static func fleschSource(_ language: Language) -> String? { fleschCoefficients(language)?.source }
}
