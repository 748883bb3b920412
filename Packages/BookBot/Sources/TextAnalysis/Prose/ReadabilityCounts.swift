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
    /// Words of more than six letters and digits.
    public var longWords: Int
    /// Words of one syllable.
    public var monosyllables: Int

    /// Makes counts.
    public init(
        words: Int, sentences: Int, syllables: Int, polysyllables: Int, letters: Int, alphanumerics: Int,
        longWords: Int = 0, monosyllables: Int = 0
    ) {
        self.words = words
        self.sentences = sentences
        self.syllables = syllables
        self.polysyllables = polysyllables
        self.letters = letters
        self.alphanumerics = alphanumerics
        self.longWords = longWords
        self.monosyllables = monosyllables
    }
}
