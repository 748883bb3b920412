/// The counts that readability formulas take.
public struct ReadabilityCounts: Sendable, Equatable {
    /// Words.
    public var words: Int
    /// Sentences.
    public var sentences: Int
    /// Syllables of all words.
    public var syllables: Int
    /// Words of three or more syllables.
    public var polysyllables: Int
    /// Letters.
    public var letters: Int
    /// Letters and digits.
    public var alphanumerics: Int

    /// Makes counts.
    public init(
        words: Int, sentences: Int, syllables: Int, polysyllables: Int, letters: Int, alphanumerics: Int
    ) {
        self.words = words
        self.sentences = sentences
        self.syllables = syllables
        self.polysyllables = polysyllables
        self.letters = letters
        self.alphanumerics = alphanumerics
    }
}

/// Six readability scores. They were made for English prose; each is nil when the text has no word or no sentence.
public struct Readability: Sendable, Equatable {
    /// Flesch (1948): 206.835 − 1.015 words/sentence − 84.6 syllables/word. Higher is easier; 60 to 70 is plain English.
    public let fleschReadingEase: Double?
    /// Kincaid and others (1975): 0.39 words/sentence + 11.8 syllables/word − 15.59, a US school grade.
    public let fleschKincaidGrade: Double?
    /// Gunning (1952): 0.4 (words/sentence + 100 words of three or more syllables/word), years of schooling.
    public let gunningFog: Double?
    /// McLaughlin (1969): 1.043 √(30 polysyllables/sentence) + 3.1291, a grade.
    public let smog: Double?
    /// Smith and Senter (1967): 4.71 letters and digits/word + 0.5 words/sentence − 21.43, a grade.
    public let automatedReadabilityIndex: Double?
    /// Coleman and Liau (1975): 0.0588 letters/100 words − 0.296 sentences/100 words − 15.8, a grade.
    public let colemanLiau: Double?

    /// Computes all six, or none when a divisor is zero.
    public init(_ counts: ReadabilityCounts) {
        guard counts.words > 0 && counts.sentences > 0 else {
            fleschReadingEase = nil
            fleschKincaidGrade = nil
            gunningFog = nil
            smog = nil
            automatedReadabilityIndex = nil
            colemanLiau = nil
            return
        }
        let (words, sentences) = (Double(counts.words), Double(counts.sentences))
        let sentenceLength = words / sentences
        let syllablesPerWord = Double(counts.syllables) / words
        fleschReadingEase = 206.835 - 1.015 * sentenceLength - 84.6 * syllablesPerWord
        fleschKincaidGrade = 0.39 * sentenceLength + 11.8 * syllablesPerWord - 15.59
        gunningFog = 0.4 * (sentenceLength + 100 * Double(counts.polysyllables) / words)
        smog = 1.043 * (30 * Double(counts.polysyllables) / sentences).squareRoot() + 3.1291
        automatedReadabilityIndex = 4.71 * Double(counts.alphanumerics) / words + 0.5 * sentenceLength - 21.43
        colemanLiau = 0.0588 * 100 * Double(counts.letters) / words - 0.296 * 100 * sentences / words - 15.8
    }
}
