// target: TextAnalysisTests
import Testing
import TextAnalysis

@Suite("exercise 4: any word")
struct Exercise04 {
    private func hits(_ phrase: String, _ text: String, raw: Bool = false) throws -> [String] {
        var hits: [String] = []
        let concordance = Concordance(phrase, width: 8, form: WordForm(isRaw: raw)) { hits.append($0.keyword) }
        var chunk = TextChunk()
        Array(text.utf8).withUnsafeBytes { chunk.append(contentsOf: $0) }
        try concordance.read(chunk)
        try concordance.finishText()
        return hits
    }

    @Test("# stands for any one word of a phrase")
    func anyWord() throws {
        let text = "The white whale, the great -- whale; the whale and the old grey whale."
        #expect(try hits("the # whale", text) == ["The white whale,", "the great -- whale;"])
        #expect(try hits("the # # whale", text) == ["the old grey whale."])
        #expect(try hits("white #", text) == ["white whale,"])
    }

    @Test("alone it cannot be searched, and with raw words it is a number sign")
    func alone() throws {
        #expect(!Concordance("#", width: 8) { _ in }.isSearchable)
        #expect(!Concordance("# #", width: 8) { _ in }.isSearchable)
        #expect(Concordance("# whale", width: 8) { _ in }.isSearchable)
        #expect(try hits("#", "a # b", raw: true) == ["#"])
    }
}
