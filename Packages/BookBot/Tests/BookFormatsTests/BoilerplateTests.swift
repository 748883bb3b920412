import BookFormats
import Testing
import TextAnalysis

private let header = ["The Project Gutenberg eBook of X", "", "Title: X", ""]
private let start = "*** START OF THE PROJECT GUTENBERG EBOOK X ***"
private let end = "*** END OF THE PROJECT GUTENBERG EBOOK X ***"
private let licence = ["START: FULL LICENSE", "", "Section 1. Terms.", "Section 2. More."]
private let lastOfLicence = [
    "Archive Foundation, and how to", "subscribe to our email newsletter to hear about new eBooks.",
]

private func lines(_ word: String, _ count: Int) -> [String] { (0..<count).map { "\(word) \($0)" } }

private struct Read {
    var lines: [String] = []
    var skipped = 0
    /// The line of the file that each line of text is on, from 1.
    var numbers: [Int] = []
}

/// What a reader gives of these lines, whatever the pieces are.
private func read(_ file: [String], newline: String = "\n", step: Int, capacity: Int = 4096) throws -> Read {
    let bytes = Array(file.joined(separator: newline).utf8)
    let reader = BookReader(MemoryBytes(bytes, step: step))
    var chunk = TextChunk(capacity: capacity)
    var all: [UInt8] = []
    var result = Read()
    var textLine = 0
    while try reader.fill(&chunk) {
        for byte in chunk.bytes where byte == 0x0A {
            textLine += 1
            result.numbers.append(textLine + reader.skippedLinesBeforeChunk)
        }
        all += chunk.bytes
    }
    result.lines = String(decoding: all, as: UTF8.self).split(separator: newline, omittingEmptySubsequences: false).map(
        String.init)
    result.skipped = reader.skippedLines
    return result
}

private func words(_ read: Read) -> [String] { read.lines.filter { !$0.isEmpty } }

@Test("several books in one stream are all read, and each one's frame is left out", arguments: [1, 7, 64, 100_000])
func severalBooks(step: Int) throws {
    let badger = lines("badger", 3)
    let heron = lines("heron", 800)
    let otter = lines("otter", 120)
    let file =
        header + [start] + badger + [end] + licence + header + [start] + heron + [end] + licence + lastOfLicence
        + ["", "A plain tale."] + otter
    let found = try read(file, step: step)
    #expect(words(found) == badger + heron + ["A plain tale."] + otter)
    #expect(found.skipped == file.count - badger.count - heron.count - otter.count - 1)
    for (line, number) in zip(found.lines, found.numbers) { #expect(file[number - 1] == line) }
}

@Test(
    "behind a start marker an end marker ends a book of any length",
    arguments: [
        end, "End of the Project Gutenberg EBook of X", "***END OF THE PROJECT GUTENBERG EBOOK X***",
        "*** END OF THIS PROJECT GUTENBERG EBOOK X ***", "*** end of the project gutenberg ebook x ***",
    ])
func shortBooks(marker: String) throws {
    let poem = lines("verse", 4)
    for newline in ["\n", "\r\n"] {
        let found = try read(header + [start, ""] + poem + ["", marker] + licence, newline: newline, step: 50)
        #expect(words(found) == poem)
        #expect(found.skipped == header.count + 2 + licence.count)
    }
}

@Test(
    "frames of all years are known",
    arguments: [
        ["*** START OF THIS PROJECT GUTENBERG EBOOK X ***"], ["***START OF THE PROJECT GUTENBERG EBOOK X***"],
        ["*** START OF THE COPYRIGHTED PROJECT GUTENBERG EBOOK X ***"],
        ["\u{FEFF}*** START OF THE PROJECT GUTENBERG EBOOK 1342 ***"],
        ["*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*"],
        ["*** START OF THE PROJECT GUTENBERG EBOOK THE ADVENTURES OF", "A VERY LONG TITLE, COMPLETE ***"],
        ["  *** Start of the Project Gutenberg EBook X ***"],
    ])
func framesOfAllYears(marker: [String]) throws {
    let body = lines("body", 30)
    let found = try read(["Some header"] + marker + body + ["End of Project Gutenberg's X, by Y"] + licence, step: 64)
    #expect(found.lines.filter { !$0.isEmpty } == body)
}

@Test("a second book without an end before it begins with its header")
func missingEnd() throws {
    let first = lines("first", 700)
    let second = lines("second", 20)
    let found = try read(header + [start] + first + header + [start] + second + [end] + licence, step: 1000)
    #expect(words(found) == first + second)
}

@Test("old small print stands before a book or behind it")
func smallPrint() throws {
    let (first, second) = (lines("first", 120), lines("second", 40))
    let print = "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*"
    let file =
        ["**Welcome To The World of Free Plain Vanilla Electronic Texts**", print] + first
        + ["End of The Project Gutenberg Etext of First"] + ["**Welcome**", "Small print", print] + second
        + ["End of Project Gutenberg Etext of Second"]
    let found = try read(file, step: 100)
    #expect(words(found) == first + second)
}

@Test("a notice that does not end is text, and one that ends is none")
func unendedNotice() throws {
    let body = lines("body", 200)
    let opened = body + ["<<THIS ELECTRONIC VERSION OF"] + body
    #expect(try words(read(opened, step: 100)) == opened)
    let short = body + ["<<THIS ELECTRONIC VERSION OF", "last"]
    #expect(try words(read(short, step: 100)) == short)
}

@Test("a text that only speaks of Project Gutenberg stays whole")
func ordinaryTexts() throws {
    let essay =
        ["I like Project Gutenberg.", "The end of the Project Gutenberg era is near.", "*** A START ***", "* END *"]
        + lines("word", 900)
    let found = try read(essay, step: 300)
    #expect(words(found) == essay)
    #expect(found.skipped == 0)
}

@Test("thousands of empty books cost no more than their lines")
func manyFrames() throws {
    let file = (0..<20_000).flatMap { _ in [start, end] }
    let found = try read(file, step: 100_000, capacity: 1 << 18)
    #expect(words(found).isEmpty)
    #expect(found.skipped == file.count)
}

@Test(
    "a book's end is known in the languages of its volunteers",
    arguments: [
        "Fin du Project Gutenberg Etext de Candide", "Fin de l'EBook Project Gutenberg de Candide",
        "Ende dieses Projekt Gutenberg Etextes Faust", "Ende dieses Project Gutenberg Etextes",
        "Einde van het Project Gutenberg EBook van Max Havelaar", "Fine del Project Gutenberg EBook di Pinocchio",
        "End of Project Gutenberg's Moby Dick",
    ])
func endsInOtherLanguages(last: String) throws {
    let badger = lines("badger", 12)
    let file = header + [start] + badger + [last, ""] + [end] + licence + lastOfLicence
    #expect(words(try read(file, step: 64)) == badger)
}
