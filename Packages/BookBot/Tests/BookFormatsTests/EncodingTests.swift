import BookFormats
import Testing
import TextAnalysis

private let samples = [
    "The quick brown fox jumps over the lazy dog.\nAnd so on.\n", "Все счастливые семьи похожи друг на друга.\n",
    "学而时习之，不亦说乎？\n有朋自远方来，不亦乐乎？\n", "Ελληνικά και άλλα.\n", "שלום לכולם, מה שלומכם?\n",
]

private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
}

private func utf32(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * UInt32($0))) }
        return bigEndian ? bytes.reversed() : bytes
    }
}

@Test("UTF-16 and UTF-32 are found out, with a byte order mark and without", arguments: samples, [1, 3, 100_000])
func wideEncodings(sample: String, step: Int) throws {
    for bigEndian in [false, true] {
        #expect(try text(utf16(sample, bigEndian: bigEndian), step: step) == sample)
        #expect(try text(utf16("\u{FEFF}" + sample, bigEndian: bigEndian), step: step) == sample)
        #expect(try text(utf32(sample, bigEndian: bigEndian), step: step) == sample)
        #expect(try text(utf32("\u{FEFF}" + sample, bigEndian: bigEndian), step: step) == sample)
    }
    let named = ReadingOptions(encoding: .utf16BigEndian)
    #expect(try text(utf16(sample, bigEndian: true), named, step: step) == sample)
}

@Test(
    "a text with a stray zero byte is not taken for UTF-16",
    arguments: [
        "hello\u{0}world\n", "abc\u{0}", "hell\u{0}oworld\n", "\u{0}\u{0}\u{0}\u{0}",
        "one two\u{0}\u{0} three four\n\n",
    ])
func strayZeros(sample: String) {
    #expect(throws: BookError.self) { try text(Array(sample.utf8)) }
}

@Test("Latin-1 with umlauts and Chinese in GBK are not taken for UTF-16")
func otherEncodingsAreNotGuessed() throws {
    let latin =
        Array("Gr".utf8) + [0xFC, 0xDF, 0x65] + Array(" aus M".utf8) + [0xFC] + Array("nchen, sch".utf8) + [0xF6]
        + Array("n.".utf8)
    let reader = BookReader(MemoryBytes(latin))
    var chunk = TextChunk()
    while try reader.fill(&chunk) {}
    #expect(reader.firstInvalidByte == 2)
    // Cyrillic UTF-8 with one bad byte and one with a zero: pairs of its bytes are Hangul in UTF-16.
    let cyrillic = Array("Все  счастливые  семьи  похожи  друг  на  друга  ".utf8)
    #expect(try text(cyrillic + [0xFF]).hasPrefix("Все  счаст"))
    #expect(throws: BookError.self) { try text(cyrillic + [0x00, 0x20]) }
    // 学而时习之 in GBK.
    let gbk: [UInt8] = [0xD1, 0xA7, 0xB6, 0xF8, 0xCA, 0xB1, 0xCF, 0xB0, 0xD6, 0xAE]
    #expect(try text(gbk).unicodeScalars.contains("\u{FFFD}"))
    #expect(try text(gbk, ReadingOptions(encoding: try #require(TextEncoding("gbk")))) == "学而时习之")
}

@Test("Windows-1252 is what files called Latin-1 hold", arguments: ["windows-1252", "latin-1", "ISO-8859-1", "cp1252"])
func windows1252(name: String) throws {
    let encoding = try #require(TextEncoding(name))
    #expect(encoding == .windows1252)
    let bytes: [UInt8] = [0x93, 0x47, 0x72, 0xFC, 0xDF, 0x65, 0x94, 0x20, 0x96, 0x20, 0x80, 0x35, 0x85]
    #expect(try text(bytes, ReadingOptions(encoding: encoding)) == "“Grüße” – €5…")
}

@Test("other encodings are the system's, in whatever pieces they come", arguments: [1, 2, 5, 1000])
func systemEncodings(step: Int) throws {
    let shiftJIS = ReadingOptions(encoding: try #require(TextEncoding("shift_jis")))
    #expect(try text([0x93, 0xFA, 0x96, 0x7B, 0x8C, 0xEA, 0x20, 0x41], shiftJIS, step: step) == "日本語 A")
    let koi8 = ReadingOptions(encoding: try #require(TextEncoding("koi8-r")))
    #expect(try text([0xED, 0xC9, 0xD2], koi8, step: step) == "Мир")
    let reader = BookReader(MemoryBytes([0x41, 0x93, 0xFA, 0xFF, 0x42, 0x93], step: step), shiftJIS)
    var chunk = TextChunk()
    var all: [UInt8] = []
    while try reader.fill(&chunk) { all += chunk.bytes }
    #expect(String(decoding: all, as: UTF8.self) == "A日\u{FFFD}B\u{FFFD}")
    #expect(reader.firstInvalidByte == 3)
    #expect(TextEncoding("no-such-encoding") == nil)
    #expect(TextEncoding("utf-8//IGNORE") == nil)
}

@Test(
    "what is no plain text is named as what it is",
    arguments: [
        (Array("PK\u{3}\u{4}..........................mimetypeapplication/epub+zip".utf8), .epub),
        (Array("PK\u{3}\u{4}......................[Content_Types].xml .. word/document.xml".utf8), .docx),
        (Array("PK\u{3}\u{4}......................notes.txt".utf8), .zip), ([0x1F, 0x8B, 0x08, 0], .gzip),
        (Array("BZh91AY".utf8), .bzip2), (Array("%PDF-1.7\n".utf8), .pdf), (Array("{\\rtf1\\ansi".utf8), .richText),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0, 4], .xz), ([0x28, 0xB5, 0x2F, 0xFD, 1], .zstandard),
        (Array("<!DOCTYPE html>\n<html><body><p>Hi".utf8), .html), (Array("\n <HTML><head>".utf8), .html),
        (Array("<?xml version=\"1.0\"?>\n<html xmlns=\"x\">".utf8), .html),
        (Array("\u{FEFF}<!doctype html>".utf8), .html),
        (Array("<?xml version=\"1.0\"?><FictionBook>".utf8), .fictionBook), (Array("%!PS-Adobe".utf8), .postScript),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], .oldWord), ([0x89, 0x50, 0x4E, 0x47, 0x0D], .picture),
    ] as [([UInt8], FileKind)])
func fileKinds(bytes: [UInt8], kind: FileKind) {
    #expect(throws: BookError.otherKind(path: "x", kind: kind)) {
        let reader = BookReader(MemoryBytes(bytes, path: "x", step: 2))
        var chunk = TextChunk()
        while try reader.fill(&chunk) {}
    }
    #expect("\(BookError.otherKind(path: "x", kind: kind))".contains(kind.rawValue))
}

@Test(
    "a text that only looks a little like something else is read",
    arguments: ["<angle> brackets here", "PK is short", "50%PDF-like", "%PD", "BZ house", "<?php echo 1; ?>"])
func textsThatAreText(sample: String) throws {
    #expect(try text(Array(sample.utf8)) == sample)
}

@Test("an HTML page is read under --markdown, without tags, scripts and styles")
func htmlAsMarkdown() throws {
    let page =
        "<!DOCTYPE html>\n<style>\np { color: red }\n</style>\n<p>Tom &amp; <b>Jerry</b></p>\n<script>let x = 1</script>\n"
    #expect(try text(Array(page.utf8), ReadingOptions(isMarkdown: true)) == "\n\n\n\nTom & Jerry\n\n")
}
