import Foundation
import TestKit
import Testing
import TextAnalysis

private let bookbot = BuiltTool("bookbot")

/// A file of random text, with what Python makes of it.
private struct SplitFile: Decodable {
    let path: String
    let classic: String
    let words: String
    let raw: String
    let tokens: Int
    let characters: Int
    let lines: Int
}

@Test("words, letters and frequencies of random text, valid and not, are those of Python's split and Counter")
func pythonSplit() async throws {
    try await withTemporaryFolder { folder in
        let count = TestRun.isFull ? 400 : 10
        let files: [SplitFile] = try await Peers.ask(
            ["split", "\(TestRun.seed)", "\(count)", folder.path], needsPackages: false)
        #expect(files.count == count)
        for file in files {
            let seed: Comment = "seed \(TestRun.seed), \(file.path)"
            let classic = try await bookbot.run(["--format", "classic", file.path])
            #expect(classic.output == file.classic, seed)
            let words = try await bookbot.run([
                "words", "--quiet", "--keep-boilerplate", "--words", "whitespace", "--json", file.path,
            ])
            #expect(try Listing(words.outputData).text == file.words, seed)
            let raw = try await bookbot.run([
                "words", "--quiet", "--keep-boilerplate", "--words", "whitespace", "--raw", "--json", file.path,
            ])
            #expect(try Listing(raw.outputData).text == file.raw, seed)
            let report = try Report(
                try await bookbot.run(["--json", "--quiet", "--keep-boilerplate", "--words", "whitespace", file.path])
                    .outputData)
            #expect(report.total.words == file.tokens, seed)
            #expect(report.total.characters == file.characters, seed)
            #expect(report.total.lines == file.lines, seed)
            let counted = try await bookbot.run(["count", "--quiet", "--keep-boilerplate", file.path])
            #expect(
                counted.output.split(separator: " ").prefix(3).map(String.init)
                    == ["\(file.lines)", "\(file.tokens)", "\(file.characters)"], seed)
        }
    }
}

/// The list of `words --json`, as lines of count and word: the text form makes control characters visible.
struct Listing: Decodable {
    let list: [Report.Word]

    init(_ data: Data) throws {
        self = try JSONDecoder().decode(Listing.self, from: data)
    }

    var text: String { list.map { "\($0.count)\t\($0.word)\n" }.joined() }
}

/// Random text, with uniseg's boundaries.
private struct Breaks: Decodable {
    let text: [UInt32]
    let words: [Int]
    let graphemes: [Int]
}

@Test("word and grapheme boundaries of random text are those of uniseg")
func unisegBreaks() async throws {
    let samples: [Breaks] = try await Peers.ask(
        ["breaks", "\(TestRun.seed)", TestRun.isFull ? "20000" : "1500", "/usr/share/unicode"], needsPackages: true)
    for sample in samples {
        let words = WordSegmenter.segments(of: sample.text).map(\.lowerBound) + [sample.text.count]
        #expect(words == sample.words, "seed \(TestRun.seed): \(sample.text)")
        var segmenter = GraphemeSegmenter()
        let graphemes = sample.text.indices.filter { segmenter.isBoundary(before: sample.text[$0]) }
        #expect(graphemes + [sample.text.count] == sample.graphemes, "seed \(TestRun.seed): \(sample.text)")
    }
}

/// A book, with what textstat, lexicalrichness and gutenberg-cleaner say.
private struct Prose: Decodable {
    let path: String
    let sentences: Int
    let syllables: Int
    let mtld: Double
    let tokens: Int
    let lines: Int
    let words: String
}

private func compareProse(_ paths: [String]) async throws {
    let peers: [Prose] = try await Peers.ask(["prose"] + paths, needsPackages: true)
    #expect(peers.count == paths.count)
    for peer in peers {
        let report = try Report(try await bookbot.run(["--json", peer.path]).outputData).total
        let name: Comment = "\(peer.path)"
        #expect(report.words == peer.tokens, name)
        #expect(report.lines == peer.lines, name)
        // Outside of novels textstat counts the full stops of decimals and abbreviations, and the rules of UAX #29 do not.
        let isNovel = !["euripides", "ultima-thule"].contains { peer.path.contains($0) }
        #expect(abs(Double(report.sentences) / Double(peer.sentences) - 1) <= (isNovel ? 0.02 : 0.08), name)
        #expect(abs(Double(report.syllables ?? 0) / Double(peer.syllables) - 1) <= 0.05, name)
        #expect(abs((report.lexicalRichness.mtld ?? 0) - peer.mtld) <= 1, name)
        let words = try await bookbot.run(["words", peer.path])
        #expect(words.output == peer.words, name)
    }
}

@Test("a part of the King James Bible reads as textstat and lexicalrichness read it")
func kingJamesProse() async throws {
    try await withTemporaryFolder { folder in
        let genesis = try await Peers.kingJames(TestRun.isFull ? "Gen1:1-Rev22:21" : "Gen1:1-Gen30:43", in: folder)
        try await compareProse([genesis])
    }
}

@Test(
    "real books read as textstat, lexicalrichness and gutenberg-cleaner read them",
    .enabled(if: !Peers.books.isEmpty, "VECTORS names no folder with books beside it"))
func realBooks() async throws {
    // Only the smallest book by default: textstat takes seconds for each megabyte.
    let small = Peers.books.filter { $0.contains("the-new-life") }
    try await compareProse(TestRun.isFull ? Peers.books : small)
}

@Test("texts are composed as every line of NormalizationTest.txt says")
func normalization() async throws {
    let lines: [[[UInt32]]] = try await Peers.ask(
        ["normalize", "/usr/share/unicode/NormalizationTest.txt.bz2"], needsPackages: false)
    #expect(lines.count > 18_000)
    for line in lines {
        // Columns: source, NFC, NFD, NFKC, NFKD.
        for column in 0..<3 { #expect(Normalization.composed(line[column]) == line[1], "\(line[0])") }
        for column in 3..<5 { #expect(Normalization.composed(line[column]) == line[3], "\(line[0])") }
    }
}

@Test("text takes as many cells of a terminal as wcwidth says")
func cells() async throws {
    let texts = [
        "abc", "猫", "犬犬", "ｱｲ", "あいう", "한국어", "\u{1112}\u{1161}\u{11AB}", "e\u{301}a", "को", "ก\u{E35}\u{E48}",
        "👨\u{200D}👩\u{200D}👧", "❤\u{FE0F}", "☎", "🇩🇪", "👍🏽", "שָׁלוֹם", "مُحَمَّد", "naïve", "Ａ", "…", "½", "─",
    ]
    let peers: [Int] = try await Peers.ask(["widths"] + texts)
    for (text, width) in zip(texts, peers) { #expect(DisplayWidth.of(text) == width, "\(text)") }
}
