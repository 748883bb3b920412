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
    #expect(found.contains(item("i", 1)), "the dot of a lower-cased İ is no letter")
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

@Test("whitespace of several bytes is found at every place of a block of 64 bytes", arguments: 0..<70)
func wideWhitespace(place: Int) async throws {
    for space in ["\u{85}", "\u{A0}", "\u{1680}", "\u{2000}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}"] {
        let text = String(repeating: "a", count: place) + space + "b" + space
        let found = try await words(of: Array(text.utf8), WordForm(isRaw: true))
        let expected = [String(repeating: "a", count: place), "b"].filter { !$0.isEmpty }
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
