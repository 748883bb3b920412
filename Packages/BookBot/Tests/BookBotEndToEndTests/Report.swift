import Foundation

/// The JSON report, as a program in another language would declare it: all the keys that are promised.
struct Report: Decodable {
    let files: [Text]
    let total: Text

    struct Text: Decodable {
        let path: String?
        let bytes: Int
        let characters: Int
        let graphemes: Int
        let lines: Int
        let words: Int
        let uniqueWords: Int
        let sentences: Int
        let syllables: Int?
        let language: Language
        let stopWords: String?
        let wordsAre: String
        let letters: [Letter]
        let topWords: [Word]
        let readability: Readability
        let lexicalRichness: LexicalRichness
        let boilerplate: Boilerplate
        let warnings: [String]
    }

    struct Language: Decodable, Equatable {
        let code: String?
        let basis: String
    }

    struct Letter: Decodable, Equatable {
        let letter: String
        let count: Int
    }

    struct Word: Decodable, Equatable {
        let word: String
        let count: Int
    }

    struct Readability: Decodable {
        let fleschReadingEase: Double?
        let fleschKincaidGrade: Double?
        let gunningFog: Double?
        let smog: Double?
        let automatedReadabilityIndex: Double?
        let colemanLiau: Double?
        let wienerSachtextformel: Double?
        let szigrisztPazos: Double?
        let gulpease: Double?
    }

    struct LexicalRichness: Decodable {
        let typeTokenRatio: Double?
        let mtld: Double?
        let hapaxLegomena: Int
    }

    struct Boilerplate: Decodable, Equatable {
        let removed: Bool
        let lines: Int
    }

    init(_ data: Data) throws {
        self = try JSONDecoder().decode(Report.self, from: data)
    }
}
