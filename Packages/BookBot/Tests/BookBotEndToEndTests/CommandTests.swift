import Foundation
import TestKit
import Testing

private let bookbot = BuiltTool("bookbot")

@Test("the classic report is the course's, line for line")
func classicReport() async throws {
    try await withFiles(["book.txt": Data("Bab  ab,\nÄé z!\n".utf8)]) { folder in
        let result = try await bookbot.run(["--format", "classic", "book.txt"], in: folder)
        #expect(result.status == 0)
        #expect(
            result.output == """
                ============ BOOKBOT ============
                Analyzing book found at book.txt...
                ----------- Word Count ----------
                Found 4 total words
                --------- Character Count -------
                b: 3
                a: 2
                z: 1
                ä: 1
                é: 1
                ============= END ===============

                """)
    }
}

@Test(
    "without a path the usage stands on standard error",
    arguments: [[], ["--format", "classic"], ["words"], ["--json"], ["count"]])
func noPath(arguments: [String]) async throws {
    let result = try await bookbot.run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    // In the umbrella's graph the usage is that of `backend bookbot`.
    #expect(result.errors.lowercased().contains(/usage: (backend )?bookbot/))
}

@Test(
    "usage errors exit with 64",
    arguments: [
        ["--format", "xml", "x"], ["words", "--ngram", "0", "x"], ["words", "--top", "-1", "x"],
        ["--words", "latin", "x"],
        ["concordance", "--", "--", "x"], ["words", "--threads", "0", "x"], ["--stop-words", "/nowhere", "x"],
        ["concordance", "--width", "0", "a", "x"],
    ])
func usageErrors(arguments: [String]) async throws {
    let result = try await bookbot.run(arguments)
    #expect(result.status == 64)
    #expect(!result.errors.isEmpty)
}

@Test("a bad input is named in one line, the others are reported, and the exit status is 1")
func badInputs() async throws {
    let files = ["good.txt": Data("good text here".utf8), "bad.txt": Data([0x61, 0, 0x62]), "empty/.keep": Data()]
    try await withFiles(files) { folder in
        for (bad, reason) in [
            ("missing.txt", "there is no such file"), ("bad.txt", "binary"), ("empty", "holds no text file"),
        ] {
            for command in [["--json"], ["words"], ["count"], ["concordance", "good"], ["--format", "classic"]] {
                let result = try await bookbot.run(command + [bad, "good.txt"], in: folder)
                #expect(result.status == 1)
                #expect(result.errors.hasPrefix("bookbot: \(bad): "))
                #expect(result.errors.contains(reason))
                #expect(result.errors.split(separator: "\n").count == 1)
                #expect(result.output.contains("good"))
            }
        }
    }
}

@Test("an unreadable file is named")
func unreadable() async throws {
    try await withFiles(["locked.txt": Data("text".utf8)]) { folder in
        let path = folder.appending(path: "locked.txt").path
        try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
        // Root reads everything, so there only the exit status of success can be expected.
        let result = try await bookbot.run(["count", path])
        #expect(result.status == (getuid() == 0 ? 0 : 1))
        #expect(getuid() == 0 || result.errors.contains("it cannot be read"))
    }
}

@Test("folders are read with their subfolders, without what is no text")
func folders() async throws {
    let files = [
        "books/b.txt": Data("two words".utf8), "books/deep/er/a.md": Data("one".utf8),
        "books/picture.png": Data([0x89, 0, 0, 1]), "books/.hidden.txt": Data("x".utf8),
        "books/README": Data("no ending here".utf8),
    ]
    try await withFiles(files) { folder in
        let report = try Report(try await bookbot.run(["--json", "books"], in: folder).outputData)
        #expect(report.files.map(\.path) == ["books/README", "books/b.txt", "books/deep/er/a.md"])
        #expect(report.total.path == nil)
        #expect(report.total.words == 6)
        #expect(report.total.bytes == 26)
    }
}

@Test("standard input is a path like others")
func standardInput() async throws {
    let result = try await bookbot.run(["--json", "-"], input: Data("Hello hello".utf8))
    let report = try Report(result.outputData)
    #expect(report.files.map(\.path) == ["-"])
    #expect(report.total.topWords == [Report.Word(word: "hello", count: 2)])
    #expect(report.total.boilerplate == Report.Boilerplate(removed: false, lines: 0))
}

@Test("what cannot be computed is null, with its reason")
func nulls() async throws {
    let result = try await bookbot.run(["--json", "-"], input: Data("...".utf8))
    #expect(result.status == 0)
    let total = try Report(result.outputData).total
    #expect(total.words == 1)
    #expect(total.readability.smog == nil)
    #expect(total.lexicalRichness.mtld == nil)
    #expect(total.warnings.count == 2)
    #expect(result.output.contains("\"smog\" : null"))
}

@Test("ill-formed bytes give one warning with the first offset")
func illFormed() async throws {
    let input = Data("abc ".utf8) + Data([0xFF, 0xFE, 0x20, 0xC3])
    let result = try await bookbot.run(["--json", "-"], input: input)
    #expect(result.status == 0)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.contains("byte offset 4"))
    let total = try Report(result.outputData).total
    #expect(total.characters == 8)
    #expect(total.warnings.contains { $0.contains("byte offset 4") })
    #expect(try await bookbot.run(["--json", "--quiet", "-"], input: input).errors.isEmpty)
}

@Test("frequency lists come as text, CSV and JSON")
func wordLists() async throws {
    let input = Data("The whale, the sea; a \"whale\" -- the end".utf8)
    let text = try await bookbot.run(["words", "--top", "2", "-"], input: input)
    #expect(text.output == "3\tthe\n2\twhale\n")
    let csv = try await bookbot.run(["words", "--format", "csv", "--raw", "--min-length", "4", "-"], input: input)
    #expect(csv.output == "word,count\n\"\"\"whale\"\"\",1\nsea;,1\n\"whale,\",1\n")
    let json = try await bookbot.run(["words", "--json", "--stop-words", "en", "-"], input: input)
    struct List: Decodable {
        let words: Int
        let uniqueWords: Int
        let list: [Report.Word]
    }
    let list = try JSONDecoder().decode(List.self, from: json.outputData)
    #expect(list.words == 9)
    #expect(list.uniqueWords == 5)
    #expect(list.list.map(\.word) == ["whale", "end", "sea"])
    let pairs = try await bookbot.run(["words", "--ngram", "2", "--top", "1", "-"], input: input)
    #expect(pairs.output == "2\twhale the\n")
}

@Test("a concordance is aligned and names line and file")
func concordance() async throws {
    let files = ["a.txt": Data("one\nthe White whale swims\n".utf8), "b.txt": Data("Whale!".utf8)]
    try await withFiles(files) { folder in
        let one = try await bookbot.run(["concordance", "whale", "--width", "10", "a.txt"], in: folder)
        #expect(one.output == "      2   the White whale swims\n")
        let both = try await bookbot.run(["concordance", "whale", "--width", "9", "."], in: folder)
        #expect(both.output == "./a.txt:2  the White whale swims\n./b.txt:1            Whale! \n")
        let json = try await bookbot.run(["concordance", "--json", "whale", "a.txt", "b.txt"], in: folder)
        struct Hit: Decodable, Equatable {
            let path: String
            let line: Int
            let left: String
            let keyword: String
            let right: String
        }
        let hits = try JSONDecoder().decode([Hit].self, from: json.outputData)
        #expect(hits.map(\.line) == [2, 1])
        #expect(hits.first == Hit(path: "a.txt", line: 2, left: "one the White", keyword: "whale", right: "swims"))
    }
}

@Test("the result goes to a file on request, and a file that cannot be written is an error")
func outputFile() async throws {
    try await withFiles(["a.txt": Data("some text".utf8)]) { folder in
        let done = try await bookbot.run(["count", "a.txt", "--output", "out.txt"], in: folder)
        #expect(done.status == 0 && done.output.isEmpty)
        #expect(try String(contentsOf: folder.appending(path: "out.txt"), encoding: .utf8) == "1 2 9 a.txt\n")
        let failed = try await bookbot.run(["count", "a.txt", "--output", "no/where.txt"], in: folder)
        #expect(failed.status == 1)
        #expect(failed.errors.contains("'no/where.txt' cannot be written"))
    }
}

@Test("colour is for terminals, or on request")
func color() async throws {
    let input = Data("Hello world, hello text.".utf8)
    #expect(try await !bookbot.run(["-"], input: input).output.contains("\u{1B}"))
    #expect(try await bookbot.run(["--color", "always", "-"], input: input).output.contains("\u{1B}[1m"))
}

@Test("a closed pipe is quiet")
func closedPipe() async throws {
    try await withTemporaryFolder { folder in
        let book = folder.appending(path: "book.txt")
        try Data((0..<200_000).map { "w\($0) " }.joined().utf8).write(to: book)
        let (executable, before) = try bookbot.command
        let pipe = "'\(executable.path)' \(before.joined(separator: " ")) words '\(book.path)' | head -c 10 >/dev/null"
        let result = try await Program("/bin/sh", ["-c", pipe]).run()
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
    }
}

@Test("the CSV report has a row for each file, and one for all")
func csvReport() async throws {
    try await withFiles(["a,1.txt": Data("Some text.\n".utf8), "b.txt": Data()]) { folder in
        let result = try await bookbot.run(["--format", "csv", "a,1.txt", "b.txt"], in: folder)
        let rows = result.output.split(separator: "\n")
        #expect(rows.count == 4)
        #expect(rows[0].hasPrefix("path,bytes,characters,"))
        #expect(rows[1].hasPrefix("\"a,1.txt\",11,11,11,1,2,2,"))
        #expect(rows[3].hasPrefix(",11,11,"))
        let columns = rows[0].split(separator: ",").count
        #expect(rows[2].split(separator: ",", omittingEmptySubsequences: false).count == columns)
    }
}

@Test("the help of each command teaches by example", arguments: ["report", "words", "concordance", "count"])
func help(command: String) async throws {
    let result = try await bookbot.run([command, "--help"])
    #expect(result.status == 0)
    #expect(result.output.contains("Examples:"))
    #expect(result.output.contains("bookbot"))
}
