import Foundation
import TestKit
import Testing
import TextAnalysis

private let bookbot = BuiltTool("bookbot")

@Test("every command says how many lines of boilerplate it left out")
func skippedLinesAreSaid() async throws {
    let body = (0..<20).map { "The otter goes home \($0)." }
    let file =
        ["The Project Gutenberg eBook of X", "*** START OF THE PROJECT GUTENBERG EBOOK X ***"] + body
        + ["*** END OF THE PROJECT GUTENBERG EBOOK X ***", "licence"]
    try await withFiles(["x.txt": Data((file.joined(separator: "\n") + "\n").utf8)]) { folder in
        for command in [["words"], ["count"], ["concordance", "otter"], ["words", "--ngram", "2"]] {
            let result = try await bookbot.run(command + ["x.txt"], in: folder)
            #expect(result.status == 0)
            #expect(result.errors.contains("skipped 4 lines of Project Gutenberg"))
            #expect(try await bookbot.run(command + ["--quiet", "x.txt"], in: folder).errors.isEmpty)
        }
        for command in [["--json"], ["words", "--json"], ["count", "--json"]] {
            let output = try await bookbot.run(command + ["x.txt"], in: folder).output
            #expect(output.contains(/"lines" ?: 4\b/))
        }
        #expect(try await bookbot.run(["x.txt"], in: folder).output.contains("Skipped 4 lines"))
        let hit = try await bookbot.run(["concordance", "--width", "5", "home", "x.txt"], in: folder).output
        #expect(hit.hasPrefix("      3   goes home"))
    }
}

@Test("phrases that begin or end with a stop word are left out on request")
func stopWordsOfPhrases() async throws {
    let input = Data("the sea and the whale of the sea and the whale of the sea white whale white whale".utf8)
    let found = try await bookbot.run(["words", "--ngram", "2", "--stop-words", "en", "-"], input: input)
    #expect(found.output == "2\twhite whale\n1\tsea white\n1\twhale white\n")
    let three = try await bookbot.run(["words", "--ngram", "3", "--stop-words", "en", "--top", "1", "-"], input: input)
    #expect(three.output == "1\tsea white whale\n")
    #expect(try await bookbot.run(["words", "--stop-words", "auto", "-"], input: input).status == 64)
}

@Test("a concordance takes phrases and wildcards, and where nothing is found the exit status is 1")
func concordanceStatus() async throws {
    let input = Data("the white whale, the white sea, two white whales\n".utf8)
    let phrase = try await bookbot.run(["concordance", "white whale", "--width", "8", "-"], input: input)
    #expect(phrase.status == 0)
    #expect(phrase.output == "      1       the white whale, the whit\n")
    #expect(
        try await bookbot.run(["concordance", "whal*", "-"], input: input).output.split(separator: "\n").count == 2)
    let nothing = try await bookbot.run(["concordance", "heron", "-"], input: input)
    #expect(nothing.status == 1)
    #expect(nothing.output.isEmpty)
    #expect(nothing.errors.contains("'heron' does not occur"))
    let json = try await bookbot.run(["concordance", "--json", "--quiet", "heron", "-"], input: input)
    #expect(json.status == 1 && json.errors.isEmpty)
    #expect(try JSONDecoder().decode([String].self, from: json.outputData).isEmpty)
}

@Test("columns of wide characters stand under each other")
func wideColumns() async throws {
    let input = Data("猫 猫 猫 犬犬犬犬 犬犬犬犬 dog dog cat ति नी ที่\n".utf8)
    let report = try await bookbot.run(["--words", "whitespace", "--language", "en", "-"], input: input).output
    let section = report.split(separator: "\n").drop { $0 != "Top words" }.dropFirst().prefix {
        !$0.hasPrefix("Readability")
    }
    let bars = section.map { line in DisplayWidth.of(String(line.prefix { $0 != "█" && !"▏▎▍▌▋▊▉".contains($0) })) }
    #expect(bars.count == 7)
    #expect(Set(bars).count == 1)
    let hits = try await bookbot.run(
        ["concordance", "--width", "6", "dog", "-"], input: Data("犬犬犬犬 dog a\na b c dog d\n".utf8)
    ).output
    let columns = hits.split(separator: "\n").map {
        DisplayWidth.of(String($0.prefix(upTo: $0.range(of: "dog")?.lowerBound ?? $0.endIndex)))
    }
    #expect(columns.count == 2 && Set(columns).count == 1)
}

@Test("control characters of a text never reach a terminal raw")
func controlCharacters() async throws {
    let input = Data("\u{1B}[31mred\u{7} a\u{9B}b x\u{202E}y red\u{1B}[31mred\n".utf8)
    for command in [["words"], ["words", "--raw"], ["concordance", "*red*"], [], ["words", "--ngram", "2"]] {
        let output = try await bookbot.run(command + ["-"], input: input).output
        let bad = output.unicodeScalars.filter {
            ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
        }
        #expect(bad.isEmpty, "\(command)")
        #expect(output.contains("red"))
    }
    let json = try await bookbot.run(["words", "--json", "--raw", "-"], input: input)
    #expect(!json.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{202E}" })
    #expect(try Listing(json.outputData).text.contains("a\u{9B}b"))
}

@Test("files that are no plain text are named, with what to do, and folders pass over them and say so")
func otherKinds() async throws {
    let files = [
        "book.epub": Data("PK\u{3}\u{4}..........................mimetypeapplication/epub+zip".utf8),
        "page.html": Data("<!DOCTYPE html><html><body><p>Some words</p></body></html>".utf8),
        "book.pdf": Data("%PDF-1.4\n".utf8),
        "book.txt.gz": Data([0x1F, 0x8B, 8, 0, 0, 0]), "good.txt": Data("good words\n".utf8),
    ]
    try await withFiles(files) { folder in
        for (file, words) in [
            ("book.epub", ["EPUB", "pandoc"]), ("page.html", ["HTML", "--markdown"]),
            ("book.pdf", ["PDF", "pdftotext"]),
            ("book.txt.gz", ["gzip", "gzip -dc"]),
        ] {
            let result = try await bookbot.run(["--json", file, "good.txt"], in: folder)
            #expect(result.status == 1)
            for word in words { #expect(result.errors.contains(word)) }
            #expect(result.errors.split(separator: "\n").count == 1)
            #expect(try Report(result.outputData).total.words == 2)
        }
        #expect(
            try await bookbot.run(["words", "--markdown", "page.html"], in: folder).output == "1\tsome\n1\twords\n")
        let all = try await bookbot.run(["count", "."], in: folder)
        #expect(all.status == 0)
        #expect(all.output == " 1  2 11 ./good.txt\n")
        #expect(all.errors.contains("skipped 4 entries"))
    }
}

@Test("the warning for ill-formed UTF-8 names the option, and the option reads the text")
func encodings() async throws {
    let input = Data([0x93, 0x47, 0x72, 0xFC, 0xDF, 0x65, 0x94, 0x0A])
    let wrong = try await bookbot.run(["words", "-"], input: input)
    #expect(wrong.errors.contains("--encoding windows-1252"))
    for name in ["windows-1252", "latin-1"] {
        let right = try await bookbot.run(["words", "--encoding", name, "-"], input: input)
        #expect(right.output == "1\tgrüße\n" && right.errors.isEmpty)
    }
    #expect(try await bookbot.run(["words", "--encoding", "klingon", "-"], input: input).status == 64)
    let wide = Data("Grüße aus Köln\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    #expect(try await bookbot.run(["words", "-"], input: wide).output == "1\taus\n1\tgrüße\n1\tköln\n")
}
