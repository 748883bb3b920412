import Foundation
import Testing
import TextAnalysis

/// A line of Unicode's own test files: code points, and where a boundary lies (÷) or not (×).
private struct BreakTest: Sendable {
    let line: String
    let codePoints: [UInt32]
    let boundaries: [Int]

    static func all(in name: String) throws -> [BreakTest] {
        let path = "/usr/share/unicode/auxiliary/\(name)"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw MissingData(description: "\(path) is missing: run Scripts/setup.sh, or apt-get install unicode-data")
        }
        return text.split(separator: "\n").compactMap { line in
            let test = line.prefix { $0 != "#" }.split(separator: " ")
            guard !test.isEmpty else { return nil }
            var codePoints: [UInt32] = []
            var boundaries: [Int] = []
            for field in test {
                switch field.trimmingCharacters(in: .whitespaces) {
                case "÷": boundaries.append(codePoints.count)
                case "×", "": break
                case let digits: codePoints.append(UInt32(digits, radix: 16) ?? 0)
                }
            }
            return BreakTest(line: String(line), codePoints: codePoints, boundaries: boundaries)
        }
    }
}

struct MissingData: Error, CustomStringConvertible {
    let description: String
}

@Test("word boundaries are those of all 1,823 lines of WordBreakTest.txt")
func wordBoundaries() throws {
    let tests = try BreakTest.all(in: "WordBreakTest.txt")
    #expect(tests.count == 1823)
    for test in tests {
        let segments = WordSegmenter.segments(of: test.codePoints)
        #expect(segments.map(\.lowerBound) + [test.codePoints.count] == test.boundaries, "\(test.line)")
    }
}

@Test("grapheme boundaries are those of all lines of GraphemeBreakTest.txt")
func graphemeBoundaries() throws {
    let tests = try BreakTest.all(in: "GraphemeBreakTest.txt")
    #expect(tests.count == 602)
    for test in tests {
        var segmenter = GraphemeSegmenter()
        var found = test.codePoints.indices.filter { segmenter.isBoundary(before: test.codePoints[$0]) }
        found.append(test.codePoints.count)
        #expect(found == test.boundaries, "\(test.line)")
    }
}

@Test("sentence boundaries are those of all 502 lines of SentenceBreakTest.txt")
func sentenceBoundaries() throws {
    let tests = try BreakTest.all(in: "SentenceBreakTest.txt")
    #expect(tests.count == 502)
    for test in tests {
        let segments = SentenceSegmenter.segments(of: test.codePoints)
        #expect(segments.map(\.lowerBound) + [test.codePoints.count] == test.boundaries, "\(test.line)")
    }
}

@Test("the report counts the graphemes of every line of GraphemeBreakTest.txt, whitespace between tokens included")
func reportedGraphemes() throws {
    for test in try BreakTest.all(in: "GraphemeBreakTest.txt") {
        let text = String(String.UnicodeScalarView(test.codePoints.compactMap(Unicode.Scalar.init)))
        // The sources of the analysis hold no NUL, and nothing in the file does.
        #expect(try report(of: text).graphemes == test.boundaries.count - 1, "\(test.line)")
    }
}

@Test("properties are looked up for every number, code point or not")
func propertiesOfAnything() {
    #expect(!CodePointTraits(UInt32.max).isLetter)
    #expect(!CodePointTraits(0x11_0000).isWhitespace)
    #expect(CodePointTraits(0x10_FFFF) == CodePointTraits(0xF_FFFF))
    let whitespace = (0..<UInt32(0x11_0000)).filter { CodePointTraits($0).isWhitespace }
    #expect(
        whitespace == Array(0x09...0x0D) + Array(0x1C...0x20) + [0x85, 0xA0, 0x1680] + Array(0x2000...0x200A)
            + [0x2028, 0x2029, 0x202F, 0x205F, 0x3000])
}
