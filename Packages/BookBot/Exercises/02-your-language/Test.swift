// target: TextAnalysisTests
import Testing
import TextAnalysis

@Suite("exercise 2: stop words of your language")
struct Exercise02 {
    @Test("Portuguese has a list, with its commonest words in it")
    func list() throws {
        let list = try #require(StopWords.of(.portuguese), "there is no list of stop words for Portuguese")
        for word in ["cada", "ela", "elas", "foi", "isso", "onde", "não", "que", "de"] {
            #expect(list.contains(word), "\(word)")
        }
        for word in ["barco", "mar", "casa"] { #expect(!list.contains(word), "\(word)") }
    }

    @Test("a Portuguese report leaves them out")
    func report() throws {
        let text = "Cada barco foi para o mar, e ela não viu o barco. Onde foi isso? O mar não diz, mas o barco é dela."
        let options = ReportOptions(stopWords: .ownLanguage, language: .given(.portuguese), topWords: 2)
        let report = try TextAnalysisTests.report(of: text, options)
        #expect(report.stopWordLanguage == .portuguese)
        #expect(report.topWords.map(\.word) == ["barco", "mar"])
    }
}
