import Foundation
import TestKit
import Testing

private let bookbot = BuiltTool("bookbot")

/// What users reported of other tools, tried on this one.
@Suite("what users of other tools reported")
struct PeerReportTests {
    private func report(_ text: String, _ options: [String] = []) async throws -> Report.Text {
        try Report(try await bookbot.run(["--json", "--quiet"] + options + ["-"], input: Data(text.utf8)).outputData)
            .total
    }

    private func words(_ text: String, _ options: [String] = []) async throws -> [String] {
        let result = try await bookbot.run(["words", "--quiet"] + options + ["-"], input: Data(text.utf8))
        return result.output.split(separator: "\n").map { String($0.split(separator: "\t").last ?? "") }
    }

    // TextBlob, wordfreq: a typographic apostrophe became a word, or made one unknown.
    @Test("a typographic apostrophe stays in its word, and is found by a plain one")
    func typographicApostrophes() async throws {
        #expect(try await words("Romeo’s ’tis ‘quoted’ don’t") == ["don’t", "quoted", "romeo’s", "tis"])
        let hits = try await bookbot.run(["concordance", "don't", "-"], input: Data("I don’t, you don't".utf8))
        #expect(hits.output.split(separator: "\n").count == 2)
        let other = try await bookbot.run(["concordance", "don’*", "-"], input: Data("I don’t, you don't".utf8))
        #expect(other.output.split(separator: "\n").count == 2)
    }

    // readability, TextStatistics.js, textstat for Ruby: syllables missing or too many.
    @Test(
        "syllables of the sentences that others count wrong",
        arguments: [
            ("This sentence has eight syllables.", 8), ("The quick brown fox jumped over the lazy dog", 11), ("the", 1),
            ("monkey goes yay", 4),
        ])
    func syllables(text: String, expected: Int) async throws {
        #expect(try await report(text).syllables == expected)
    }

    // textstat: an empty text had one sentence.
    @Test("an empty text has no sentence")
    func emptyText() async throws {
        let empty = try await report("")
        #expect(empty.sentences == 0 && empty.words == 0)
    }

    // A plagiarism detector's counter: abbreviations inside of words, and spaced ellipses.
    @Test(
        "full stops that others misread",
        arguments: [
            ("I went to the disco. It was great fun.", 2), ("She lost it all at the casino. Then she left.", 2),
            ("Wait . . . what is that thing?", 1), ("Is that really so?! Nobody told me anything.", 2),
            ("Open at 7 a.m. and close at 9 p.m. every day.", 1),
        ])
    func sentences(text: String, expected: Int) async throws {
        #expect(try await report(text).sentences == expected)
    }

    // uutils coreutils: words beside ill-formed bytes, and no-break spaces.
    @Test("words beside ill-formed bytes and no-break spaces are counted")
    func wordsBesideBadBytes() async throws {
        let bad = try await bookbot.run(["count", "--quiet", "-"], input: Data([0x61, 0x20, 0xFF, 0x20, 0x62, 0x0A]))
        #expect(bad.output == "1 3 6 -\n")
        #expect(try await report("a\u{A0}b\n").words == 2)
        #expect(try await report("AAàAAA ςα\n").words == 2)
    }

    // TinyMCE: a Hindi text of 33 words was counted as 6.
    @Test("every word of Devanagari counts")
    func devanagari() async throws {
        let text = "सभी लोग बराबर हैं और उन्हें आपस में भाईचारे से रहना चाहिये।"
        #expect(try await report(text).words == 12)
        #expect(try await report(text, ["--words", "unicode"]).words == 12)
    }

    // Plugins for Obsidian and Raycast, WriteFreely: Chinese, mixed with English.
    @Test("Chinese characters are words, punctuation is none, and English words between them stay whole")
    func chineseMixed() async throws {
        let mixed = try await report("我喜歡喝波霸奶茶，你呢？Bubble tea很好喝。")
        #expect(mixed.words == 15)
        #expect(mixed.sentences == 2)
        #expect(mixed.wordsAre == "characters")
    }

    // Ghost, ghostwriter, Zettlr, an editor for fiction.
    @Test("comments, front matter and rules are no words of Markdown, and a footnote's paragraphs are")
    func markdown() async throws {
        #expect(try await report("<!-- This is a comment -->\n## This is a test header\n", ["--markdown"]).words == 5)
        #expect(
            try await report("---\ntitle: One two three\n---\nbody text\n\n---\n\nmore\n", ["--markdown"]).words == 3)
        let footnote = "A ref[^c].\n\n[^c]: First line.\n    Second line.\n\n    Third paragraph.\n\nBody again.\n"
        #expect(try await report(footnote, ["--markdown"]).words == 10)
    }

    // chardet and charlock_holmes took UTF-16 for binary, Notepad++ binary for UTF-16.
    @Test("UTF-16 without a mark is text, and random bytes are not")
    func utf16OrBinary() async throws {
        let text = Data("One small step\r\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        #expect(try await bookbot.run(["count", "-"], input: text).output == " 1  3 16 -\n")
        var state = UInt64(TestRun.seed)
        let noise = Data(
            (0..<4096).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33)
            } + [0])
        let result = try await bookbot.run(["count", "-"], input: noise)
        #expect(result.status == 1 && result.errors.contains("binary"), "seed \(TestRun.seed)")
    }

    // gutenbergr: of a French book with the header of 2003 nothing was left.
    @Test("a book with the header and the small print of 2003 keeps its text")
    func headerOf2003() async throws {
        let verses = (0..<30).map { "Le vers numéro \($0) de la chanson" }
        let file =
            [
                "Project Gutenberg's Oeuvres, by Somebody", "",
                "This header should be the first thing seen when anyone starts to", "view the etext.", "",
                "**Welcome To The World of Free Plain Vanilla Electronic Texts**",
                "*****These eBooks Were Prepared By Thousands of Volunteers!*****", "", "Title: Oeuvres", "",
                "*** START OF THE PROJECT GUTENBERG EBOOK, OEUVRES ***", "",
            ] + verses + [
                "", "*** END OF THE PROJECT GUTENBERG EBOOK, OEUVRES ***", "", "This file should be named 8oeuv10.txt",
                "",
                "*END THE SMALL PRINT! FOR PUBLIC DOMAIN EBOOKS*Ver.02/11/02*END*", "",
            ]
        let found = try await report(file.joined(separator: "\r\n"))
        #expect(found.words == verses.count * 7)
        #expect(found.boilerplate.lines == file.count - verses.count - 3)
        #expect(found.language.code == "fr")
    }
}
