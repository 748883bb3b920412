import Testing
import TextAnalysis

private func language(_ text: String) throws -> LanguageFinding {
    try report(of: text, ReportOptions(form: WordForm(segmentation: .automatic))).language
}

@Test(
    "a text that is too short to tell is taken for English, and says that it is assumed",
    arguments: ["naïve Zoë", "Hello", "42", "dog cat fish"])
func assumedEnglish(text: String) throws {
    #expect(try language(text) == LanguageFinding(.english, .assumed))
}

@Test(
    "a sentence is enough to tell a language that has a formula",
    arguments: [
        ("Call me Ishmael, my friend.", .english), ("To be or not to be", .english), ("Die hard, they say.", .english),
        ("No man is an island.", .english), ("The sun rose in Santa Maria de la Cruz.", .english),
        ("Je suis content de vous voir.", .french), ("C'est la vie qui passe.", .french),
        ("Wer ist denn das?", .german),
        ("Ich liebe dich und du mich.", .german), ("No me gusta nada esta casa.", .spanish), ("¿Qué es eso?", .spanish),
        ("Non ho capito niente di questo.", .italian), ("Dove sei stata ieri?", .italian),
        ("Где ты был вчера?", .russian),
    ] as [(String, Language)])
func shortTexts(text: String, expected: Language) throws {
    #expect(try language(text) == LanguageFinding(expected, .detected))
}

@Test("a Latin text whose words no list knows is of unknown language, and its figures are null with a reason")
func unknownLanguage() throws {
    let text = String(repeating: "mbɔtɛ zɔngisa ŋɔtɔ kɔlɛ bɔsɛ lɔbɔ mɔkɔlɔ tɛkɛ. ", count: 20)
    let report = try report(of: text)
    #expect(report.language == LanguageFinding(nil, .unknown))
    #expect(report.syllables == nil)
    #expect(report.readability == .none)
    #expect(report.warnings.contains { $0.contains("--language") })
}

@Test("Chinese and Russian get no English grades")
func noEnglishGrades() throws {
    let chinese = try report(of: "学而时习之，不亦说乎？有朋自远方来，不亦乐乎？", ReportOptions(form: WordForm(segmentation: .automatic)))
    #expect(chinese.readability == .none)
    #expect(chinese.syllables == nil)
    #expect(chinese.sentences == 2)
    #expect(chinese.warnings.contains { $0.contains("Chinese") })
    let russian = try report(of: "Все счастливые семьи похожи друг на друга. Всё смешалось в доме.")
    #expect(russian.readability.fleschReadingEase != nil)
    #expect(russian.readability.fleschKincaidGrade == nil)
    #expect(russian.readability.smog == nil)
}

@Test("what the user says about the language is believed")
func givenLanguage() throws {
    let text = "Der Hund und die Katze sind im Haus. Die Sonne scheint auf den Garten."
    #expect(try report(of: text, ReportOptions(language: .given(.english))).readability.smog != nil)
    #expect(try report(of: text, ReportOptions(language: .given(.polish))).readability == .none)
    #expect(try report(of: text).readability.wienerSachtextformel != nil)
}

@Test("each formula made for another language is exact for given counts")
func formulasOfOtherLanguages() {
    let counts = ReadabilityCounts(
        words: 120, sentences: 8, syllables: 180, polysyllables: 15, letters: 540, alphanumerics: 552, longWords: 24,
        monosyllables: 60)
    func isClose(_ value: Double?, _ expected: Double) -> Bool {
        value.map { ($0 - expected).magnitude < 1e-9 } ?? false
    }
    let german = Readability(counts, language: .german)
    #expect(isClose(german.fleschReadingEase, 180 - 15 - 58.5 * 1.5))
    #expect(isClose(german.wienerSachtextformel, 0.1935 * 12.5 + 0.1672 * 15 + 0.1297 * 20 - 0.0327 * 50 - 0.875))
    #expect(isClose(Readability(counts, language: .french).fleschReadingEase, 207 - 1.015 * 15 - 73.6 * 1.5))
    let spanish = Readability(counts, language: .spanish)
    #expect(isClose(spanish.fleschReadingEase, 206.84 - 1.02 * 15 - 60 * 1.5))
    #expect(isClose(spanish.szigrisztPazos, 206.835 - 62.3 * 1.5 - 15))
    let italian = Readability(counts, language: .italian)
    #expect(isClose(italian.fleschReadingEase, 217 - 1.3 * 15 - 60 * 1.5))
    #expect(isClose(italian.gulpease, 89 + (300.0 * 8 - 10.0 * 540) / 120))
    #expect(isClose(Readability(counts, language: .russian).fleschReadingEase, 206.835 - 1.3 * 15 - 60.1 * 1.5))
    #expect(Readability(counts, language: .german).smog == nil)
    #expect(Readability(counts, language: .polish) == .none)
}

@Test(
    "syllables of other languages follow their spelling",
    arguments: [
        (.german, "häuser", 2), (.german, "theater", 3), (.german, "nation", 3), (.german, "fußball-weltmeister", 5),
        (.german, "frauen", 2), (.german, "neue", 2), (.french, "maison", 2), (.french, "table", 1),
        (.french, "été", 2),
        (.french, "poème", 2), (.french, "noël", 2), (.spanish, "poeta", 3), (.spanish, "día", 2),
        (.spanish, "guerra", 2),
        (.spanish, "ciudad", 2), (.spanish, "pingüino", 3), (.spanish, "rey", 1), (.spanish, "y", 1),
        (.italian, "paura", 2),
        (.italian, "città", 2), (.italian, "questione", 3), (.russian, "молоко", 3), (.russian, "россия", 3),
        (.russian, "в", 1),
    ] as [(Language, String, Int)])
func syllablesOfOtherLanguages(language: Language, word: String, expected: Int) throws {
    let groups = try #require(VowelGroups(language))
    #expect(groups.count(word.unicodeScalars.map(\.value)) == expected)
}

@Test(
    "a diaeresis says that a vowel is spoken apart",
    arguments: [("naïve", 2), ("zoë", 2), ("noël", 2), ("coöperate", 4), ("brontë", 2), ("häuser", 2)])
func diaeresis(word: String, expected: Int) {
    var counter = SyllableCounter()
    #expect(counter.count(word) == expected)
}

@Test("stop words are the language's own, and a language without a list says so")
func stopWordsOfLanguages() throws {
    let german = "Der Hund und die Katze sind im Haus und der Garten ist vor dem Haus. Die Katze sieht den Hund."
    let own = try report(of: german, ReportOptions(stopWords: .ownLanguage, topWords: 3))
    #expect(own.topWords.map(\.word) == ["haus", "hund", "katze"])
    #expect(own.stopWordLanguage == .german)
    let polish = try report(of: "Nie ma tego złego, co by na dobre nie wyszło, ale to jest już inna historia i tak.")
    #expect(polish.language.language == .polish)
    #expect(polish.stopWordLanguage == nil)
}
