/// Words that carry a sentence and not its subject; lists of frequent words leave them out on request.
public struct StopWords: Sendable, Equatable {
    /// The words, lower-cased.
    let words: Set<String>

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

    /// The list of a language; nil where there is none.
    public static func of(_ language: Language) -> StopWords? {
        if language == .english { return english }
        guard let more = moreWords[language] else { return nil }
        return StopWords(CommonWords.of(language) + more.split { $0.isWhitespace }.map(String.init))
    }

    /// What lists hold beside the commonest words of their language.
    private static let moreWords: [Language: String] = [
        .german: """
        aus bin bis bist da damit dann deine dem denn derer des deshalb dessen diese diesem diesen dieser dieses doch dort
        du durch eine einem einer eines er euch euer gegen haben habe hat hatten hier hin hinter ihm ihn ihnen ihr ihre
        ihrem ihren ihrer ihres in ja jede jeden jeder jetzt kann kein keine konnte mehr mein meine mich mir muss müssen
        nun ob oder ohne sehr sein seine seinem seinen seiner seit selbst sind soll sondern über um uns unser unter vom vor
        während waren warum was weil welche wenn werden wer wieder will wird wo wollen worden wurde wurden zum zur zwischen
        """,
        .french: """
        ai ainsi alors après as au aussi autre aux avaient avez avoir avons bien c ces ceux chaque chez ci d deux dit donc
        dont elles encore entre es étaient été être eu fait faire fut ici ils j jamais je jusque l là leur leurs m ma mes
        même mes moi moins mon n ni non nos notre on ont où ou par parce peu peut quand quel quelle qu quoi s sans si sont
        sous suis t te tes toi ton très tu vers voir vos votre y
        """,
        .spanish: """
        a algo algún ante antes aquel aquella así aún bien cada casi como cual cuál donde dos durante e él ella ellas ellos
        en eran eres es esa ese eso esos estaba estaban estado están estar estas estos estoy fue fueron ha haber habían han
        hasta he hizo mi mis mismo mucho nada ni nos nosotros nuestra nuestro o os otra otro otros pues qué quien quién se
        ser si sido siempre sino sobre son soy tal también tan tanto te tenía ti tiene todo todos tu tus un unos yo
        """,
        .italian: """
        abbia ad agli ai al alcuni all allo altre altri altro ancora aver avere avevano c chi ci ciò col coi come cosa cosi
        così cui da dagli dai dall dallo degli dell dello dopo dove e ed ella erano essere fa fatto fra fu già gli ha hai
        hanno ho in io l la le lei li loro lui mai me mia mie miei mio molto ne né negli nei nell nella nelle nello noi
        nostro o ogni ora per perché poco poi prima proprio qua quale qual quanto quasi quel quella quelle quelli quello qui
        sarà se sé sempre senza sia si siamo solo sopra sotto stata stato su sua sue sugli sui sul sulla sulle tra tu tua
        tutti tutto un uno v vi voi
        """,
        .russian: """
        без более бы был была были быть вам вас ведь во вот всего всех всю где даже да два другой его ей ему если есть ещё
        ещё ж же за здесь и из или им иногда их к каждый какой когда конечно кто куда ли лучше между меня много может можно
        мой моя мы на над надо наконец нас него нее ней нельзя нет ни нибудь никогда ним них ничего но ну об один он опять
        от перед по под после потом потому почти при про раз разве сам свое свою себе себя сейчас со совсем так такой там
        тебя тем теперь то тогда того тоже том тот три тут ты уж хоть хорошо хотя чего чей чем через что чуть эти этого этой
        этом этот эту
        """,
    ]

    /// A list of words, lower-cased.
    public init(_ words: some Sequence<String>) {
        // A Swift string equals its canonical equivalents, so composed and decomposed words are one.
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
