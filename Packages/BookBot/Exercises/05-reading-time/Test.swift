// target: TextAnalysisTests
import Testing
import TextAnalysis

@Suite("exercise 5: how long does it take to read Chinese?")
struct Exercise05 {
    private func minutes(_ text: String, _ form: WordForm = WordForm(segmentation: .automatic)) throws -> Double {
        try report(of: text, ReportOptions(form: form)).readingMinutes
    }

    @Test("Chinese is read at 255 characters a minute")
    func chinese() throws {
        #expect(try minutes(String(repeating: "学而时习之。", count: 51)) == 1)
    }

    @Test("Japanese is read at 357 characters a minute")
    func japanese() throws {
        #expect(try minutes(String(repeating: "吾輩は猫である。", count: 51)) == 1)
    }

    @Test("words are read at 238 a minute, in any language")
    func words() throws {
        #expect(try minutes(String(repeating: "the whale swims far away from here ", count: 34)) == 1)
        let spaced = String(repeating: "学 而 时 习 之 亦 说 ", count: 34)
        #expect(try minutes(spaced, WordForm(segmentation: .whitespace)) == 1)
    }
}
