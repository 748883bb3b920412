// target: TextAnalysisTests
import Testing
import TextAnalysis

@Suite("exercise 1: a museum has three syllables")
struct Exercise01 {
    @Test(
        "words on -eum are counted as they are spoken",
        arguments: [("museum", 3), ("museums", 3), ("petroleum", 4), ("mausoleum", 4)])
    func wordsOnEum(word: String, expected: Int) {
        var counter = SyllableCounter()
        #expect(counter.count(word) == expected, "\(word)")
    }

    @Test(
        "other words with eu keep their count",
        arguments: [("rheumatic", 3), ("neutral", 2), ("feud", 1), ("sleuth", 1)])
    func otherWords(word: String, expected: Int) {
        var counter = SyllableCounter()
        #expect(counter.count(word) == expected, "\(word)")
    }
}
