import BookFormats
import Testing
import TextAnalysis

/// The text that a reader gives, put together from its chunks.
func text(_ bytes: [UInt8], _ options: ReadingOptions = ReadingOptions(), step: Int = .max) throws -> String {
    let reader = BookReader(MemoryBytes(bytes, step: step), options)
    var chunk = TextChunk(capacity: 64)
    var all: [UInt8] = []
    while try reader.fill(&chunk) { all += chunk.bytes }
    return String(decoding: all, as: UTF8.self)
}

@Test("a text is the same in whatever pieces it comes", arguments: [1, 2, 3, 5, 64, 1000])
func pieces(step: Int) throws {
    let lines = (0..<200).map { "line \($0) \u{3000}é " + String(repeating: "x", count: $0) }
    let whole = lines.joined(separator: "\n")
    #expect(try text(Array(whole.utf8), step: step) == whole)
}

@Test("a byte order mark is no character, in UTF-8 as in UTF-16", arguments: [1, 2, 100])
func byteOrderMarks(step: Int) throws {
    let sample = "Grüße, 🐳\n"
    let units = Array(sample.utf16)
    #expect(try text([0xEF, 0xBB, 0xBF] + Array(sample.utf8), step: step) == sample)
    #expect(try text([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, step: step) == sample)
    #expect(try text([0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, step: step) == sample)
}

@Test("Latin-1 is read on request")
func latin1() throws {
    #expect(try text([0x47, 0x72, 0xFC, 0xDF, 0x65], ReadingOptions(encoding: .windows1252)) == "Grüße")
}

@Test(
    "the first ill-formed byte is known by its offset, wherever pieces are cut",
    arguments: [
        ([0x61, 0xFF, 0x62], 1), ([0x61, 0x62, 0xE2, 0x80], 2), ([0xC3, 0xA9, 0xED, 0xA0, 0x80], 2),
        ([0xEF, 0xBB, 0xBF, 0x80], 3), ([0xFF, 0xFE, 0x00, 0xD8, 0x61, 0x00], 2), ([0xFF, 0xFE, 0x61, 0x00, 0x62], 4),
        ([0xF4, 0x90, 0x80, 0x80], 0),
    ] as [([UInt8], Int)])
func illFormed(bytes: [UInt8], offset: Int) throws {
    for step in [1, 2, 100] {
        let reader = BookReader(MemoryBytes(bytes, step: step))
        var chunk = TextChunk()
        while try reader.fill(&chunk) {}
        #expect(reader.firstInvalidByte == offset)
        #expect(reader.bytesRead == bytes.count)
    }
}

@Test("a NUL makes a file binary, and the error names its offset")
func binary() {
    let bytes = Array("text".utf8) + [0] + Array("more".utf8)
    #expect(throws: BookError.binary(path: "x.bin", offset: 4)) {
        let reader = BookReader(MemoryBytes(bytes, path: "x.bin", step: 3))
        var chunk = TextChunk()
        while try reader.fill(&chunk) {}
    }
}

private let book = (0..<300).map { "line \($0) of the book" }

@Test("Project Gutenberg's header and licence are left out, and their lines counted")
func boilerplate() throws {
    let file =
        ["The Project Gutenberg eBook of X", "licence", "*** START OF THE PROJECT GUTENBERG EBOOK X ***"] + book
        + ["*** END OF THE PROJECT GUTENBERG EBOOK X ***", "more licence", "", "last"]
    for step in [1, 64, 100_000] {
        let reader = BookReader(MemoryBytes(Array(file.joined(separator: "\r\n").utf8), step: step))
        var chunk = TextChunk(capacity: 100)
        var all: [UInt8] = []
        while try reader.fill(&chunk) { all += chunk.bytes }
        #expect(String(decoding: all, as: UTF8.self) == book.joined(separator: "\r\n") + "\r\n")
        #expect(reader.skippedLines == 3 + 4)
        #expect(reader.bytesRead == file.joined(separator: "\r\n").utf8.count)
    }
}

@Test("boilerplate stays on request, and ordinary words are no boilerplate")
func keptBoilerplate() throws {
    let licensed = (["*** START OF THE PROJECT GUTENBERG EBOOK X ***"] + book).joined(separator: "\n")
    #expect(try text(Array(licensed.utf8), ReadingOptions(keepsBoilerplate: true)) == licensed)
    let film = (["A film.", "Produced by somebody."] + book).joined(separator: "\n")
    #expect(try text(Array(film.utf8)) == film)
}

@Test("a licence ends no text before its hundredth line")
func earlyEndMarker() throws {
    let short = (book.prefix(50) + ["End of Project Gutenberg's X"] + book.prefix(3)).joined(separator: "\n")
    #expect(try text(Array(short.utf8)) == short)
}

@Test("a notice inside the text is left out")
func notice() throws {
    let file = book + ["<<THIS ELECTRONIC VERSION OF", "legalese", "SERVICE THAT CHARGES FOR DOWNLOAD>>"] + book
    let reader = BookReader(MemoryBytes(Array(file.joined(separator: "\n").utf8)))
    var chunk = TextChunk(capacity: 50)
    var all: [UInt8] = []
    while try reader.fill(&chunk) { all += chunk.bytes }
    #expect(String(decoding: all, as: UTF8.self) == (book + book).joined(separator: "\n"))
    #expect(reader.skippedLines == 3)
}

@Test("a token longer than any buffer arrives whole")
func longToken() throws {
    let token = String(repeating: "é", count: 500_000)
    #expect(try text(Array("a \(token) b".utf8), step: 1000) == "a \(token) b")
}

@Test(
    "only the prose of Markdown is left",
    arguments: [
        ("# Title #tag\n", "Title #tag\n"),
        ("Some *emphasis* and __strong__ snake_case.\n", "Some emphasis and strong snake_case.\n"),
        ("A [link](http://x.y/z) and ![image](a.png).\n", "A link and image.\n"), ("Run `ls -l` now.\n", "Run  now.\n"),
        ("before\n```swift\nlet x = 1\n```\nafter\n", "before\n\n\n\nafter\n"),
        ("text\n\n    code\n\nmore\n", "text\n\n\n\nmore\n"),
        ("> quoted\n- item\n1. first\n- [x] done\n", "quoted\nitem\nfirst\ndone\n"),
        ("a <b>bold</b> word <!-- note -->\n", "a bold word \n"),
        ("<!-- a\nlong note\n-->\ntext\n", "\n\n\ntext\n"), ("---\ntitle: x\n---\ntext\n", "\n\n\ntext\n"),
        ("Title\n=====\n\n[id]: http://x.y\n", "Title\n\n\n\n"), ("| a | b |\n|---|---|\n", " a  b \n\n"),
        ("2 * 3 \\* 4 < 5\n", "2  3 * 4 < 5\n"),
        ("Tom &amp; Jerry walk 5&nbsp;km.\n", "Tom & Jerry walk 5\u{A0}km.\n"),
        ("caf&eacute; &#233; &#xE9; &copy\n", "café é é &copy\n"),
        ("AT&T; &nosuch; &#0; &#x110000; &\n", "AT&T; &nosuch; \u{FFFD} \u{FFFD} &\n"),
        ("&lt;b&gt; is a tag &ngE; \n", "<b> is a tag ≧̸ \n"),
        ("A claim.[^1] Another[^note].\n\n[^1]: Its source.\n", "A claim. Another.\n\n Its source.\n"),
        ("Inline^[a note] too [a](b(c)d) and [x][^y]\n", "Inline a note too a and x\n"),
        ("unclosed `code\n", "unclosed code\n"),
    ])
func markdown(source: String, prose: String) throws {
    #expect(try text(Array(source.utf8), ReadingOptions(isMarkdown: true)) == prose)
    #expect(try text(Array(source.utf8), ReadingOptions(isMarkdown: true), step: 3) == prose)
}

@Test("a log that spills to a file gives the same numbers in both directions")
func spillingLog() throws {
    let log = SpillingTokenLog(limit: 1000)
    var all: [UInt32] = []
    for number in 0..<300 {
        let numbers = (0..<UInt32(number)).map { $0 &* 2_654_435_761 }
        all += numbers
        try log.append(numbers)
    }
    var forward: [UInt32] = []
    try log.forEachBlock(reversed: false) { forward += $0 }
    #expect(forward == all)
    var backward: [UInt32] = []
    try log.forEachBlock(reversed: true) { backward += $0.reversed() }
    #expect(backward == all.reversed())
}

@Test("what is missing is named in one line")
func missing() {
    #expect(throws: BookError.missing(path: "/nowhere/book.txt")) { try InputFile("/nowhere/book.txt") }
    #expect("\(BookError.missing(path: "x"))" == "x: there is no such file or folder.")
}
