/// Everything that the report says about one text, or about all of them together.
public struct TextReport: Sendable, Equatable {
    /// Where the text came from; `-` is standard input, nil stands for the total.
    public var path: String?
    /// Bytes read, boilerplate and byte order mark included.
    public var bytes = 0
    /// Code points; each ill-formed sequence counts as one, U+FFFD.
    public var characters = 0
    /// Extended grapheme clusters (UAX #29): what a reader calls a character.
    public var graphemes = 0
    /// Line feeds, and a last line without one.
    public var lines = 0
    /// Words, as the chosen segmentation finds them.
    public var words = 0
    /// Distinct words.
    public var uniqueWords = 0
    /// Words that occur once.
    public var hapaxLegomena = 0
    /// Sentences by UAX #29, without the very short ones that may be abbreviations; at least one where there is a word.
    public var sentences = 0
    /// Blocks of text between blank lines.
    public var paragraphs = 0
    /// Syllables of all words, by the spelling of the language; nil for a language whose syllables are not known here.
    public var syllables: Int?
    /// Words of three or more syllables; nil as above.
    public var polysyllables: Int?
    /// Letters and digits.
    public var alphanumerics = 0
    /// Every letter, lower-cased, most frequent first, equal counts by code point.
    public var letters: [LetterCount] = []
    /// The most frequent words without stop words.
    public var topWords: [WordList.Item] = []
    /// Where the most frequent content words stand.
    public var dispersion: [Dispersion] = []
    /// Readability scores.
    public var readability = Readability.none
    /// What the text is written in.
    public var language = LanguageFinding(nil, .unknown)
    /// The language whose stop words the dispersion leaves out; nil when there is no list for the text's.
    public var stopWordLanguage: Language?
    /// How the text was split into words; never `automatic`.
    public var segmentation = WordForm.Segmentation.whitespace
    /// Distinct words for each word; nil without a word.
    public var typeTokenRatio: Double?
    /// MTLD (McCarthy and Jarvis 2010), the mean of both directions; nil without a word.
    public var mtld: Double?
    /// Lines left out as boilerplate.
    public var boilerplateLines = 0
    /// What the reader of the report should know, in whole sentences.
    public var warnings: [String] = []

    /// Makes a report of an empty text.
    public init(path: String? = nil) {
        self.path = path
    }

    /// One letter and how often it occurs.
    public struct LetterCount: Sendable, Equatable {
        /// The letter, lower-cased: one code point.
        public let letter: Unicode.Scalar
        /// How often it occurs.
        public let count: Int

        /// Makes a count.
        public init(letter: Unicode.Scalar, count: Int) {
            self.letter = letter
            self.count = count
        }
    }

    /// All letters together.
    public var letterCount: Int { letters.reduce(0) { $0 + $1.count } }

    /// The mean count of letters and digits in a word; nil without a word.
    public var averageWordLength: Double? { words > 0 ? Double(alphanumerics) / Double(words) : nil }

    /// The mean count of words in a sentence; nil without a sentence.
    public var averageSentenceLength: Double? { sentences > 0 ? Double(words) / Double(sentences) : nil }

    /// The mean count of sentences in a paragraph; nil without a paragraph.
    public var averageParagraphLength: Double? { paragraphs > 0 ? Double(sentences) / Double(paragraphs) : nil }

    /// Minutes of silent reading at 238 words a minute, the mean of adults reading English (Brysbaert 2019).
    public var readingMinutes: Double { Double(words) / 238 }

    static let mixedWarning =
        "Readability, syllables and stop words are null: the texts are in several languages, and only each file's own report has them."

    /// Scores from the counts, with a warning for every figure that cannot be computed or does not mean what it seems to.
    mutating func score(_ syllableCounts: TokenFacts.SyllableCounts?) {
        if let syllableCounts, let language = language.language {
            readability = Readability(
                ReadabilityCounts(
                    words: words, sentences: sentences, syllables: syllableCounts.all,
                    polysyllables: syllableCounts.polysyllables, letters: letterCount, alphanumerics: alphanumerics,
                    longWords: syllableCounts.longWords, monosyllables: syllableCounts.monosyllables),
                language: language)
        }
        typeTokenRatio = words > 0 ? Double(uniqueWords) / Double(words) : nil
        if words == 0 || sentences == 0 {
            let what = words == 0 ? "word" : "sentence"
            warnings.append("Readability cannot be computed: the text has no \(what).")
        } else {
            warnAboutLanguage()
        }
        if words == 0 { warnings.append("The type-token ratio cannot be computed: the text has no word.") }
        if mtld == nil { warnings.append("MTLD cannot be computed: the text has no word with a letter.") }
    }

    private mutating func warnAboutLanguage() {
        if segmentation == .characters {
            warnings.append(
                "The text is Chinese or Japanese: each character is counted as a word, as word processors do; sentences end at their own marks."
            )
        }
        guard let language = language.language else {
            if self.language.basis == .unknown {
                warnings.append(
                    "Readability, syllables and stop words are null: the language could not be told. --language names it."
                )
            }
            return
        }
        if language.needsDictionary {
            warnings.append(
                "\(language.name) is written without spaces between words, and BookBot has no dictionary to find them: what is counted as a word is what stands between spaces."
            )
        }
        if !language.hasFormula {
            warnings.append(
                "Readability, syllables and stop words are null: there is no formula here for \(language.name). Formulas are there for English, German, French, Spanish, Italian and Russian."
            )
        } else if language != .english, let source = Readability.fleschSource(language) {
            warnings.append(
                "The text is \(language.name): the reading ease is that of \(source), and scores that were made for English are null."
            )
        }
    }
}

/// What a report should hold.
public struct ReportOptions: Sendable {
    /// How text becomes words.
    public var form: WordForm
    /// Words that `topWords` leaves out.
    public var stopWords: StopWordChoice
    /// What the text is written in.
    public var language: LanguageChoice
    /// How many words `topWords` holds.
    public var topWords: Int
    /// How many words have a dispersion.
    public var dispersionWords: Int
    /// Into how many parts the text is divided for the dispersion.
    public var dispersionParts: Int

    /// Makes options; the defaults are the report's.
    public init(
        form: WordForm = WordForm(), stopWords: StopWordChoice = .none, language: LanguageChoice = .automatic,
        topWords: Int = 20,
        dispersionWords: Int = 8, dispersionParts: Int = 50
    ) {
        self.form = form
        self.stopWords = stopWords
        self.language = language
        self.topWords = topWords
        self.dispersionWords = dispersionWords
        self.dispersionParts = max(dispersionParts, 1)
    }
}

/// Which words the lists of a report leave out.
public enum StopWordChoice: Sendable, Equatable {
    /// None; the dispersion alone leaves out those of the text's language.
    case none
    /// Those of the text's language.
    case ownLanguage
    /// These.
    case list(StopWords)
}
