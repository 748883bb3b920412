/// A language that BookBot can tell by its letters and commonest words. The raw value is its ISO 639-1 code.
public enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"
    case french = "fr"
    case spanish = "es"
    case italian = "it"
    case russian = "ru"
    case afrikaans = "af"
    case arabic = "ar"
    case armenian = "hy"
    case amharic = "am"
    case bengali = "bn"
    case bulgarian = "bg"
    case burmese = "my"
    case catalan = "ca"
    case chinese = "zh"
    case croatian = "hr"
    case czech = "cs"
    case danish = "da"
    case dutch = "nl"
    case estonian = "et"
    case finnish = "fi"
    case georgian = "ka"
    case greek = "el"
    case gujarati = "gu"
    case hebrew = "he"
    case hindi = "hi"
    case hungarian = "hu"
    case indonesian = "id"
    case japanese = "ja"
    case kannada = "kn"
    case khmer = "km"
    case korean = "ko"
    case lao = "lo"
    case latin = "la"
    case latvian = "lv"
    case lithuanian = "lt"
    case macedonian = "mk"
    case malayalam = "ml"
    case marathi = "mr"
    case nepali = "ne"
    case norwegian = "no"
    case persian = "fa"
    case polish = "pl"
    case portuguese = "pt"
    case punjabi = "pa"
    case romanian = "ro"
    case serbian = "sr"
    case sinhala = "si"
    case slovak = "sk"
    case slovenian = "sl"
    case swahili = "sw"
    case swedish = "sv"
    case tagalog = "tl"
    case tamil = "ta"
    case telugu = "te"
    case thai = "th"
    case turkish = "tr"
    case ukrainian = "uk"
    case urdu = "ur"
    case vietnamese = "vi"
    case welsh = "cy"

    /// The English name.
    public var name: String { "\(self)".prefix(1).uppercased() + "\(self)".dropFirst() }

    /// Whether a readability formula was made for it, and its syllables can be counted.
    public var hasFormula: Bool {
        switch self {
        case .english, .german, .french, .spanish, .italian, .russian: true
        default: false
        }
    }

    /// Whether each character is counted as a word.
    public var countsCharactersAsWords: Bool { self == .chinese || self == .japanese }

    /// Whether its words stand without spaces between them, and only a dictionary finds them.
    public var needsDictionary: Bool {
        switch self {
        case .thai, .lao, .khmer, .burmese: true
        default: false
        }
    }
}

/// How the language of a text is settled.
public enum LanguageChoice: Sendable, Equatable {
    /// By the text's own letters and words.
    case automatic
    /// By the user.
    case given(Language)
    /// The texts are in several languages, so the figures that need one cannot be computed.
    case mixed
}

/// The language of a text, and how it is known.
public struct LanguageFinding: Sendable, Equatable {
    /// How a language is known.
    public enum Basis: String, Sendable {
        /// The user named it.
        case given
        /// The letters and the commonest words tell it.
        case detected
        /// The text is Latin, and too short or too plain to tell: English is assumed.
        case assumed
        /// It is none that is known here, or several.
        case unknown
    }

    /// The language; nil when it is not known.
    public let language: Language?
    /// How it is known.
    public let basis: Basis

    /// Makes a finding.
    public init(_ language: Language?, _ basis: Basis) {
        self.language = language
        self.basis = basis
    }

    /// A whole phrase for a report.
    public var description: String {
        switch (language, basis) {
        case (let language?, .given): "\(language.name), as given"
        case (let language?, .assumed): "\(language.name), assumed: there is too little text to tell"
        case (let language?, _): "\(language.name), by its letters and commonest words"
        case (nil, _): "not known"
        }
    }
}
