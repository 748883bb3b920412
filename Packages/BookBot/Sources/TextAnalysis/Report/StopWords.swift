/// Words that carry a sentence and not its subject; lists of frequent words leave them out on request.
public struct StopWords: Sendable, Equatable {
    private let words: Set<String>

    /// Leaves nothing out.
    public static let none = StopWords([])

    /// Function words of English: articles, pronouns, prepositions, conjunctions, auxiliaries and the commonest adverbs,
    /// with the archaic forms of older books.
    public static let english = StopWords(
        """
        a about above after again against all also although am among an and another any are aren't art as at away be
        because been before being below between both but by came can can't cannot canst come could couldn't did didn't
        do does doesn't doing don't done dost doth down during each either else even ever every few first for from
        further get give go had hadn't has hasn't hast hath have haven't having he he'd he'll he's her here here's hers
        herself him himself his how however i i'd i'll i'm i've if in indeed into is isn't it it's its itself just know
        let like little made make many may me might mine more most much must my myself neither never no nor not nothing
        now o of off often oh on once one only or other others ought our ours ourselves out over own perhaps put quite
        rather said same saw say see seemed shall shalt shan't she she's should shouldn't since so some something still
        such take than that that's the thee their theirs them themselves then there there's therefore these they
        they'd they'll they're they've thine this those thou though through thus thy thyself till to together too took
        towards two under unto until up upon us very was wasn't we we'd we'll we're we've well went were weren't what
        what's when where whether which while who whom whose why will wilt with within without won't would wouldn't ye
        yes yet you you'd you'll you're you've your yours yourself yourselves
        """.split { $0.isWhitespace }.map(String.init))

    /// A list of words, lower-cased.
    public init(_ words: some Sequence<String>) {
        self.words = Set(words.map { $0.lowercased() })
    }

    /// A list from text: one word or several on a line; lines that begin with `#` are comments.
    public init(text: String) {
        self.init(
            text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
                .flatMap { $0.split(whereSeparator: \.isWhitespace) }.map(String.init))
    }

    /// Whether `word` is in the list. A typographic apostrophe counts as a plain one.
    public func contains(_ word: String) -> Bool {
        guard !words.isEmpty else { return false }
        if words.contains(word) { return true }
        let plain = String(word.map { $0 == "\u{2019}" ? "'" : $0 }).lowercased()
        return words.contains(plain)
    }
}
