import Testing
import TextAnalysis

@Test("each readability formula is exact for given counts")
func readability() throws {
    let scores = Readability(
        ReadabilityCounts(
            words: 120, sentences: 8, syllables: 180, polysyllables: 15, letters: 540, alphanumerics: 552))
    func isClose(_ value: Double?, _ expected: Double) -> Bool {
        value.map { ($0 - expected).magnitude < 1e-9 } ?? false
    }
    #expect(isClose(scores.fleschReadingEase, 206.835 - 1.015 * 15 - 84.6 * 1.5))
    #expect(isClose(scores.fleschKincaidGrade, 0.39 * 15 + 11.8 * 1.5 - 15.59))
    #expect(isClose(scores.gunningFog, 0.4 * (15 + 12.5)))
    #expect(isClose(scores.smog, 1.043 * 56.25.squareRoot() + 3.1291))
    #expect(isClose(scores.automatedReadabilityIndex, 4.71 * 4.6 + 0.5 * 15 - 21.43))
    #expect(isClose(scores.colemanLiau, 0.0588 * 450 - 0.296 * (8.0 / 120 * 100) - 15.8))
}

@Test(
    "a text without words or sentences has no scores, and says why", arguments: ["", " \n\n", "-- ... --"])
func noScores(text: String) throws {
    let report = try report(of: text)
    #expect(report.sentences == 0)
    #expect(report.readability.smog == nil)
    #expect(report.mtld == nil)
    #expect(report.warnings.contains { $0.hasPrefix("Readability cannot be computed") })
    #expect(report.warnings.contains { $0.hasPrefix("MTLD cannot be computed") })
}

@Test("a single word is a sentence and has scores")
func oneWord() throws {
    let report = try report(of: "Hello")
    #expect(report.sentences == 1)
    #expect(report.readability.fleschReadingEase != nil)
    #expect(report.mtld == 1)
    #expect(report.lines == 1)
}

@Test(
    "lines are line feeds and an unterminated last line",
    arguments: [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2), ("a\r\nb\r\n", 2), ("a\rb", 1)])
func lines(text: String, expected: Int) throws {
    #expect(try report(of: text).lines == expected)
    var tally = TextTally()
    var chunk = TextChunk()
    Array(text.utf8).withUnsafeBytes { chunk.append(contentsOf: $0) }
    tally.count(chunk)
    #expect(tally.lines == expected)
    #expect(tally.characters == text.unicodeScalars.count)
}

@Test("paragraphs are separated by lines with nothing but whitespace")
func paragraphs() throws {
    #expect(try report(of: "\n\na\nb\n\nc\r\n \t\r\nd\n\n").paragraphs == 3)
}

@Test("letters are counted after lower-casing, by count and then by code point")
func letters() throws {
    let letters = try report(of: "Bab äÄ 1é! ß").letters
    #expect(letters.map { "\($0.letter)\($0.count)" } == ["b2", "ä2", "a1", "ß1", "é1"])
}

@Test(
    "syllables of frequent words",
    arguments: [
        ("the", 1), ("table", 2), ("people", 2), ("wanted", 2), ("walked", 1), ("houses", 2), ("idea", 3),
        ("society", 4),
        ("opinion", 3), ("don't", 1), ("didn't", 2), ("james's", 2), ("something", 2), ("nevertheless", 4), ("café", 2),
        ("mother-in-law", 4), ("42", 1), ("--", 0), ("queue", 1), ("rhythm", 2), ("created", 3), ("science", 2),
    ])
func syllables(word: String, expected: Int) {
    var counter = SyllableCounter()
    #expect(counter.count(word) == expected)
}

@Test("the dispersion shows where a word stands")
func dispersion() throws {
    let text = String(repeating: "x ", count: 45) + "whale whale sea sea sea sea whale whale whale whale"
    let report = try report(of: text, ReportOptions(dispersionWords: 1, dispersionParts: 11))
    #expect(report.dispersion.first?.word == "x")
    let whales = Dispersion(word: "whale", parts: [0, 1, 4, 8])
    #expect(whales.sparkline == "·▁▄█")
    #expect(Dispersion(word: "none", parts: [0, 0]).sparkline == "··")
}

@Test("two texts together count as both, with the distinct words of the union")
func appended() throws {
    let texts = ["The whale swims fast. It swims!", "The sea is wide. A whale dives"]
    let all = TextAnalyzer()
    for text in texts {
        let one = TextAnalyzer()
        try one.read(TextInMemory(Array(text.utf8)))
        try all.append(one)
    }
    let total = try all.report()
    let single = try texts.map { try report(of: $0) }
    #expect(total.words == single[0].words + single[1].words)
    #expect(total.sentences == single[0].sentences + single[1].sentences)
    #expect(total.characters == single[0].characters + single[1].characters)
    #expect(total.graphemes == single[0].graphemes + single[1].graphemes)
    #expect(total.lines == 2)
    #expect(total.paragraphs == 2)
    #expect(total.uniqueWords == 10)
    #expect(total.topWords.first == WordList.Item(word: "swims", count: 2))
}

@Test("a joining character after a space belongs to the space's grapheme, but not after a line end")
func joiningAcrossWhitespace() throws {
    #expect(try report(of: "a \u{301}b").graphemes == 3)
    #expect(try report(of: "a\n\u{301}b").graphemes == 4)
    #expect(try report(of: "\u{600} b").graphemes == 2)
    #expect(try report(of: "a\r\nb", step: 2).graphemes == 3)
}
