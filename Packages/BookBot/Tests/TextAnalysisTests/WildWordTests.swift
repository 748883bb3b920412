import Testing
import TextAnalysis

/// Words, and how often each occurs, most frequent first.
private func list(_ text: String, _ form: WordForm = WordForm()) async throws -> [String] {
    try await words(of: Array(text.utf8), form).map { "\($0.word) \($0.count)" }
}

private func hits(_ phrase: String, in text: String) throws -> Int {
    var hits = 0
    let concordance = Concordance(phrase, width: 10) { _ in hits += 1 }
    var chunk = TextChunk()
    Array(text.utf8).withUnsafeBytes { chunk.append(contentsOf: $0) }
    try concordance.read(chunk)
    try concordance.finishText()
    return hits
}

@Test("an Arabic word that is made longer by tatweel is the same word")
func tatweel() async throws {
    #expect(try await list("كتاب كتـــاب ـكتابـ") == ["كتاب 3"])
    #expect(try await list("ـ ـــ").isEmpty, "a stroke alone is no word")
}

@Test("a space of no width ends a word, as Khmer and Thai write it, but not where words are raw")
func zeroWidthSpace() async throws {
    #expect(try await list("ភាសា\u{200B}ខ្មែរ ភាសា") == ["ភាសា 2", "ខ្មែរ 1"])
    #expect(try await list("foo\u{200B}bar \u{200B} foo\u{200B}") == ["foo 2", "bar 1"])
    #expect(try await list("a\u{200B}b", WordForm(isRaw: true)) == ["a\u{200B}b 1"])
    #expect(try hits("white whale", in: "the white\u{200B}whale, a white whale") == 2)
}

@Test("Korean in letters and in syllables, and Vietnamese with its two marks apart, are one word")
func composedForms() async throws {
    #expect(try await list("한국 \u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}") == ["한국 2"])
    #expect(try await list("Việt Vie\u{323}\u{302}t Vi\u{EA}\u{323}t") == ["việt 3"])
}

@Test("Hebrew keeps its points, its hyphen and its marks of abbreviation inside of a word")
func hebrew() async throws {
    #expect(try await list("שָׁלוֹם, צה״ל! (בית־ספר)") == ["בית־ספר 1", "צה״ל 1", "שָׁלוֹם 1"])
}

@Test("Mongolian keeps the selectors of its letters' forms, and Tibetan is split at its points by UAX #29 alone")
func mongolianAndTibetan() async throws {
    let word = "ᠬᠠᠨ\u{180E}ᠠ"
    #expect(try await list("\(word) \(word)᠃") == ["\(word) 2"])
    #expect(try await list("བོད་སྐད།") == ["བོད་སྐད 1"])
    #expect(try await list("བོད་སྐད།", WordForm(segmentation: .unicode)) == ["བོད 1", "སྐད 1"])
}

@Test("an emoji is no word, however many parts it is joined of, and one behind a word falls away")
func emoji() async throws {
    #expect(try await list("👨‍👩‍👧 👍🏽 hello👋 🇩🇪 hello") == ["hello 2"])
}

@Test(
    "a concordance finds a word with any apostrophe and any hyphen",
    arguments: [
        ("don't", 4), ("don’t", 4), ("donʼt", 4), ("do?*'t", 4), ("well-known", 3), ("well\u{2011}known", 3),
        ("hyphen", 1),
    ] as [(String, Int)])
func plainMarks(phrase: String, expected: Int) throws {
    let text = "don't don’t donʼt don＇t well-known well\u{2010}known well\u{2011}known hy\u{AD}phen"
    #expect(try hits(phrase, in: text) == expected)
}

@Test(
    "sentences of other scripts and locales end at their own marks",
    arguments: [
        ("ភាសាខ្មែរជាភាសាផ្លូវការ។ ខ្ញុំស្រលាញ់វា។", 2), ("မြန်မာဘာသာစကား။ ကျွန်တော်။", 2),
        ("यह एक वाक्य है। यह दूसरा वाक्य है॥", 2), ("« Où vas-tu ? » demanda-t-il. Elle ne répondit pas à la question.", 2),
        ("He paid 1.000,50 Euro at 10 a.m. to Dr. Smith. Then he left the house.", 2),
        ("See https://example.com/a.b?c=d&e=f.g for the whole story of it.", 1),
    ] as [(String, Int)])
func wildSentences(text: String, expected: Int) throws {
    #expect(try report(of: text).sentences == expected)
}

@Test("phrases are the same however long the sentence is and wherever it is cut")
func longSentence() throws {
    let count = 5_000
    let text = Array((0..<count).map { "w\($0 % 7)" }.joined(separator: " ").utf8)
    for length in [1, 2, 3, 16] {
        let counter = PhraseCounter(length: length)
        let source = TextInMemory(text, step: 1_000)
        var chunk = TextChunk()
        while try source.fill(&chunk) { counter.count(chunk) }
        let list = counter.takeList()
        #expect(list.tokens == count - length + 1)
        #expect(list.count == 7)
    }
}

@Test("a list is in order also where words agree in their first eight and sixteen bytes")
func orderOfTies() async throws {
    let stem = "abcdefgh"
    let expected = [
        stem, stem + "a", stem + "ab", stem + "b", stem + stem, stem + stem + "a", stem + stem + "aa",
        stem + stem + "b",
        "abcdefghz", "abcdefgi", "é",
    ]
    let found = try await words(of: Array((expected.shuffled() + ["zz", "Zz"]).joined(separator: " ").utf8))
    #expect(found.map(\.word) == ["zz"] + expected.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(found.first?.count == 2)
}
