import Testing
import TextAnalysis

private func item(_ word: String, _ count: Int) -> WordList.Item { WordList.Item(word: word, count: count) }

@Test("words are lower-cased and lose what is neither letter nor digit at both ends")
func normalizedWords() async throws {
    let found = try await words(of: Array("\"The end,\" she said -- the END! (don't) 3rd ... İ ΟΔΟΣ".utf8))
    #expect(found.first == item("end", 2))
    #expect(found.contains(item("the", 2)))
    #expect(found.contains(item("don't", 1)))
    #expect(found.contains(item("3rd", 1)))
    #expect(found.contains(item("i\u{307}", 1)), "the dot of a lower-cased İ is a mark that stands on the i")
    #expect(found.contains(item("οδος", 1)), "a sigma at the end is a final sigma")
    #expect(!found.contains { $0.word.isEmpty || $0.word == "--" })
}

@Test("raw words stay as they are")
func rawWords() async throws {
    let found = try await words(of: Array("The the, the".utf8), WordForm(isRaw: true))
    #expect(found == [item("The", 1), item("the", 1), item("the,", 1)])
}

@Test("words of UAX #29 are split at dashes and kept together at apostrophes and the narrow no-break space")
func unicodeWords() async throws {
    let text = "mother--father can't 3.14 a\u{202F}b 🙂"
    let found = try await words(of: Array(text.utf8), WordForm(segmentation: .unicode))
    #expect(found.map(\.word) == ["3.14", "a\u{202F}b", "can't", "father", "mother"])
    let split = try await words(of: Array("a\u{202F}b".utf8))
    #expect(split.map(\.word) == ["a", "b"])
}

@Test("equal counts are in the order of code points, also for long words and beyond U+FFFF")
func order() async throws {
    let long = String(repeating: "x", count: 16)
    let expected = ["a", "ab", "b", long, long + "a", long + "ab", long + "b", "é", "\u{FFFD}", "\u{10428}"]
    let found = try await words(of: Array(expected.shuffled().joined(separator: " ").utf8), WordForm(isRaw: true))
    #expect(found.map(\.word) == expected)
}

@Test(
    "the size of chunks and the count of tasks change no result",
    arguments: [1, 2, 3, 7, 63, 64, 65, 4096], [1, 3])
func chunks(step: Int, tasks: Int) async throws {
    let text =
        Array(
            """
            one two\u{3000}three\u{2003}\u{85}four \u{1680}five sixsixsixsixsixsixsix-seventeen\u{2028}one
            \t\r\n two\u{A0}\u{A0}ééé \u{301}x
            """.utf8) + [0xE2, 0x80, 0x20, 0x61, 0xC2, 0x20, 0xF0, 0x9F, 0x20, 0x61]
    let whole = try await words(of: text)
    #expect(whole.count == 9)
    #expect(try await words(of: text, step: step, tasks: tasks) == whole)
}

@Test("whitespace of several bytes is found at every offset of a block of 64 bytes", arguments: 0..<70)
func wideWhitespace(offset: Int) async throws {
    for space in ["\u{85}", "\u{A0}", "\u{1680}", "\u{2000}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}"] {
        let text = String(repeating: "a", count: offset) + space + "b" + space
        let found = try await words(of: Array(text.utf8), WordForm(isRaw: true))
        let expected = [String(repeating: "a", count: offset), "b"].filter { !$0.isEmpty }
        #expect(found.map(\.word).sorted() == expected.sorted())
    }
}

@Test("a million distinct words, short and long, are all found once")
func manyWords() async throws {
    var text: [UInt8] = []
    let count = 100_000
    for number in 0..<count {
        text += "w\(number)".utf8
        if number.isMultiple(of: 10) { text += "-and-something-behind-it".utf8 }
        text.append(0x0A)
    }
    let found = try await words(of: text)
    #expect(found.count == count)
    #expect(found.allSatisfy { $0.count == 1 })
}

@Test("phrases are runs of words over line ends, but not over the end of a text")
func phrases() {
    let counter = PhraseCounter(length: 2)
    for text in ["The whale -- the\nwhale!", "the whale"] {
        var chunk = TextChunk()
        Array(text.utf8).withUnsafeBytes { chunk.append(contentsOf: $0) }
        counter.count(chunk)
        counter.finishText()
    }
    let list = counter.takeList()
    #expect(list.first(9) == [item("the whale", 3), item("whale the", 1)])
    #expect(list.tokens == 4)
}

@Test("a concordance aligns contexts that run over lines, and knows the line")
func concordance() throws {
    var hits: [Concordance.Hit] = []
    let concordance = Concordance("Whale", width: 8) { hits.append($0) }
    var chunk = TextChunk()
    Array("Call me.\nThe whale, the\nwhite WHALE!".utf8).withUnsafeBytes { chunk.append(contentsOf: $0) }
    try concordance.read(chunk)
    try concordance.finishText()
    #expect(hits.map(\.line) == [2, 3])
    #expect(hits.map(\.keyword) == ["whale,", "WHALE!"])
    #expect(hits.map(\.left) == [" me. The", "he white"])
    #expect(hits.map(\.right) == ["the whit", ""])
}

@Test("a concordance of nothing but punctuation cannot be searched")
func unsearchable() {
    #expect(!Concordance("--", width: 8) { _ in }.isSearchable)
    #expect(Concordance("--", width: 8, form: WordForm(isRaw: true)) { _ in }.isSearchable)
}

@Test("stop words know typographic apostrophes, comments and their own file format")
func stopWords() {
    #expect(StopWords.english.contains("don\u{2019}t"))
    #expect(!StopWords.none.contains("the"))
    let own = StopWords(text: "# mine\nwhale  Ship\n\nsea")
    #expect(own.contains("ship") && own.contains("sea") && !own.contains("mine"))
}

@Test(
    "marks belong to the word they stand in, in every script",
    arguments: [
        ("हिन्दी: था, थी, थे!", ["था", "थी", "थे", "हिन्दी"]), ("(தமிழ்) கை.", ["கை", "தமிழ்"]), ("বাংলা। কী", ["কী", "বাংলা"]),
        ("«ที่» นี่", ["ที่", "นี่"]), ("שָׁלוֹם, עוֹלָם", ["עוֹלָם", "שָׁלוֹם"]), ("مُحَمَّدٌ، كِتَابٌ", ["كِتَابٌ", "مُحَمَّدٌ"]),
        ("മലയാളം അവന്\u{200D}.", ["അവന്\u{200D}", "മലയാളം"]), ("ភាសា ខ្មែរ។", ["ខ្មែរ", "ភាសា"]),
        ("မြန်မာ။", ["မြန်မာ"]), ("ਪੰਜਾਬੀ, ਗੱਲਾਂ", ["ਗੱਲਾਂ", "ਪੰਜਾਬੀ"]),
        ("❤\u{FE0F} love👍🏽 👨\u{200D}👩\u{200D}👧 1\u{FE0F}\u{20E3}", ["1\u{FE0F}\u{20E3}", "love"]),
    ] as [(String, [String])])
func marksBelongToWords(text: String, expected: [String]) async throws {
    for segmentation in [WordForm.Segmentation.whitespace, .unicode] {
        // UAX #29 gives Thai, Khmer and Burmese one character at a time.
        if segmentation == .unicode, text.unicodeScalars.contains(where: { (0xE00...0x17FF).contains($0.value) }) {
            continue
        }
        let found = try await words(of: Array(text.utf8), WordForm(segmentation: segmentation))
        #expect(Set(found.map { Array($0.word.unicodeScalars) }) == Set(expected.map { Array($0.unicodeScalars) }))
    }
}

@Test(
    "canonically equal forms are one word",
    arguments: [
        ("caf\u{E9}", "cafe\u{301}"), ("Ti\u{1EBF}ng", "Tie\u{302}\u{301}ng"), ("한국어", "한국어".decomposedJamo),
        ("\u{212B}ngström", "\u{C5}ngstro\u{308}m"), ("ｶﾞ", "ｶﾞ"), ("が", "か\u{3099}"), ("क़", "क\u{93C}"),
    ])
func canonicalEquivalence(one: String, other: String) async throws {
    let found = try await words(of: Array("\(one) \(other)".utf8))
    #expect(found.map(\.count) == [2])
    var hits = 0
    let concordance = Concordance(other, width: 5) { _ in hits += 1 }
    var chunk = TextChunk()
    Array("\(one), \(other)".utf8).withUnsafeBytes { chunk.append(contentsOf: $0) }
    try concordance.read(chunk)
    try concordance.finishText()
    #expect(hits == 2)
    let letters = try report(of: "\(one)").letters
    #expect(letters == (try report(of: "\(other)").letters))
}

extension String {
    /// Hangul syllables taken apart into the jamo that a macOS file name has.
    fileprivate var decomposedJamo: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let number = scalar.value &- 0xAC00
            guard number < 11_172 else {
                result.append(scalar)
                continue
            }
            let parts = [0x1100 + number / 588, 0x1161 + number % 588 / 28, 0x11A7 + number % 28]
            for part in parts where part != 0x11A7 { Unicode.Scalar(part).map { result.append($0) } }
        }
        return String(result)
    }
}

@Test("soft hyphens, marks of direction and a byte order mark in the middle are no part of a word")
func layoutCharacters() async throws {
    let found = try await words(of: Array("ex\u{AD}ample \u{FEFF}example \u{200F}example\u{200E} example\u{2060}".utf8))
    #expect(found == [item("example", 4)])
    let raw = try await words(of: Array("ex\u{AD}ample".utf8), WordForm(isRaw: true))
    #expect(raw == [item("ex\u{AD}ample", 1)])
}

@Test("in a text that is mostly Chinese or Japanese each character is a word, if nothing else is asked for")
func charactersAsWords() async throws {
    let chinese = Array("我喜欢Python，你呢？1999年。".utf8)
    let found = try await words(of: chinese, WordForm(segmentation: .automatic))
    #expect(Set(found.map(\.word)) == ["我", "喜", "欢", "python", "你", "呢", "1999", "年"])
    #expect(try await words(of: chinese).count == 1)
    let english = try await words(of: Array("The word 猫 means cat in English".utf8), WordForm(segmentation: .automatic))
    #expect(english.contains(item("猫", 1)) && english.count == 7)
    let japanese = try report(of: "吾輩は猫である。名前はまだ無い。", ReportOptions(form: WordForm(segmentation: .automatic)))
    #expect(japanese.words == 14)
    #expect(japanese.sentences == 2)
    #expect(japanese.segmentation == .characters)
}

@Test("phrases end with the sentence, but not behind a title, an initial, a decimal or an abbreviation that goes on")
func phrasesEndWithTheSentence() {
    func phrases(_ text: String) -> [String] {
        let counter = PhraseCounter(length: 2)
        var chunk = TextChunk()
        Array(text.utf8).withUnsafeBytes { chunk.append(contentsOf: $0) }
        counter.count(chunk)
        return counter.takeList().first(99).map(\.word).sorted()
    }
    #expect(phrases("We saw. Then left") == ["then left", "we saw"])
    #expect(phrases("We saw! then left") == ["then left", "we saw"])
    #expect(phrases("Dear Mr. Darcy and J. Smith") == ["and j", "darcy and", "dear mr", "j smith", "mr darcy"])
    #expect(phrases("rose by 2.5 percent") == ["2.5 percent", "by 2.5", "rose by"])
    #expect(phrases("the U.S.A. on top") == ["on top", "the u.s.a", "u.s.a on"])
    #expect(phrases("The end. 5 Men") == ["5 men", "the end"])
    #expect(phrases("See No. 5 there") == ["5 there", "no 5", "see no"])
}

@Test("a concordance finds phrases over line ends and punctuation, and families of words")
func phraseConcordance() throws {
    func hits(_ phrase: String, _ text: String, _ form: WordForm = WordForm(segmentation: .automatic)) throws
        -> [Concordance.Hit]
    {
        var hits: [Concordance.Hit] = []
        let concordance = Concordance(phrase, width: 10, form: form) { hits.append($0) }
        var chunk = TextChunk()
        Array(text.utf8).withUnsafeBytes { chunk.append(contentsOf: $0) }
        try concordance.read(chunk)
        try concordance.finishText()
        return hits
    }
    let text = "The white, white\nWhale -- a whaling whale; white -- whale."
    let found = try hits("white whale", text)
    #expect(found.map(\.keyword) == ["white Whale", "white -- whale."])
    #expect(found.map(\.line) == [1, 2])
    #expect(found.first?.left == "The white,")
    #expect(try hits("whal*", text).count == 4)
    #expect(try hits("wh?le", text).count == 3)
    #expect(try hits("*ing whale", text).map(\.keyword) == ["whaling whale;"])
    #expect(try hits("whal*", text, WordForm(isRaw: true)).isEmpty)
    #expect(try hits("君子", "不亦君子乎？君 子").map(\.line) == [1, 1])
    #expect(try hits("a a", "a a a").count == 2)
    let inOneToken = WordForm(segmentation: .unicode)
    #expect(try hits("white whale", "old--white--whale, white--old--whale", inOneToken).count == 1)
}
