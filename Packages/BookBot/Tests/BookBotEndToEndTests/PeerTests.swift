import Foundation
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
        let count = Peers.isFull ? 400 : 10
        let files: [SplitFile] = try await Peers.ask(
            ["split", "\(Peers.seed)", "\(count)", folder.path], needsPackages: false)
        #expect(files.count == count)
        for file in files {
            let seed: Comment = "seed \(Peers.seed), \(file.path)"
            let classic = try await bookbot.run(["--format", "classic", file.path])
            #expect(classic.output == file.classic, seed)
            let words = try await bookbot.run(["words", "--quiet", "--keep-boilerplate", file.path])
            #expect(words.output == file.words, seed)
            let raw = try await bookbot.run(["words", "--quiet", "--keep-boilerplate", "--raw", file.path])
            #expect(raw.output == file.raw, seed)
            let report = try Report(
                try await bookbot.run(["--json", "--quiet", "--keep-boilerplate", file.path]).outputData)
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

/// Random text, with uniseg's boundaries.
private struct Breaks: Decodable {
    let text: [UInt32]
    let words: [Int]
    let graphemes: [Int]
}

@Test("word and grapheme boundaries of random text are those of uniseg")
func unisegBreaks() async throws {
    let samples: [Breaks] = try await Peers.ask(
        ["breaks", "\(Peers.seed)", Peers.isFull ? "20000" : "1500", "/usr/share/unicode"], needsPackages: true)
    for sample in samples {
        let words = WordSegmenter.segments(of: sample.text).map(\.lowerBound) + [sample.text.count]
        #expect(words == sample.words, "seed \(Peers.seed): \(sample.text)")
        var segmenter = GraphemeSegmenter()
        let graphemes = sample.text.indices.filter { segmenter.isBoundary(before: sample.text[$0]) }
        #expect(graphemes + [sample.text.count] == sample.graphemes, "seed \(Peers.seed): \(sample.text)")
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
        #expect(abs(Double(report.sentences) / Double(peer.sentences) - 1) <= 0.02, name)
        #expect(abs(Double(report.syllables) / Double(peer.syllables) - 1) <= 0.05, name)
        #expect(abs((report.lexicalRichness.mtld ?? 0) - peer.mtld) <= 1, name)
        let words = try await bookbot.run(["words", peer.path])
        #expect(words.output == peer.words, name)
    }
}

@Test("a part of the King James Bible reads as textstat and lexicalrichness read it")
func kingJamesProse() async throws {
    try await withTemporaryFolder { folder in
        let genesis = try await Peers.kingJames(Peers.isFull ? "Gen1:1-Rev22:21" : "Gen1:1-Gen30:43", in: folder)
        try await compareProse([genesis])
    }
}

@Test(
    "real books read as textstat, lexicalrichness and gutenberg-cleaner read them",
    .enabled(if: !Peers.books.isEmpty, "VECTORS names no folder with books beside it"))
func realBooks() async throws {
    // Only the smallest book by default: textstat takes seconds for each megabyte.
    let small = Peers.books.filter { $0.contains("the-new-life") }
    try await compareProse(Peers.isFull ? Peers.books : small)
}
