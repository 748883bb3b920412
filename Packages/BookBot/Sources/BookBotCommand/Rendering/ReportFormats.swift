import ArgumentParser
import TextAnalysis

/// How a report is written.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case csv
    case classic
}

/// The reports of all files, and of all together.
struct ReportSet {
    let files: [TextReport]
    let total: TextReport
}

/// The report as JSON. Docs/BookBot.md describes the keys; they only ever grow in number.
struct JSONReport: Encodable {
    private let files: [Figures]
    private let total: Figures

    static func write(_ reports: ReportSet) throws -> String {
        let report = JSONReport(files: reports.files.map(Figures.init), total: Figures(reports.total))
        return try JSONText.of(report) + "\n"
    }

    private struct Figures: Encodable {
        let path: OrNull<String>
        let bytes, characters, graphemes, lines, words, uniqueWords, sentences, paragraphs: Int
        let syllables, polysyllables: OrNull<Int>
        let lettersAndDigits: Int
        let averageWordLength, averageSentenceLength, averageParagraphLength: OrNull<Double>
        let readingMinutes: OrNull<Double>
        let language: LanguageFigures
        let wordsAre: String
        let stopWords: OrNull<String>
        let letters: [LetterFigure]
        let topWords: [WordFigure]
        let readability: [String: OrNull<Double>]
        let lexicalRichness: Richness
        let dispersion: [DispersionFigures]
        let boilerplate: Boilerplate.Figures
        let warnings: [String]

        init(_ report: TextReport) {
            path = OrNull(report.path)
            (bytes, characters, graphemes) = (report.bytes, report.characters, report.graphemes)
            (lines, paragraphs, sentences) = (report.lines, report.paragraphs, report.sentences)
            (words, uniqueWords) = (report.words, report.uniqueWords)
            (syllables, polysyllables) = (OrNull(report.syllables), OrNull(report.polysyllables))
            lettersAndDigits = report.alphanumerics
            averageWordLength = OrNull(finite: report.averageWordLength)
            averageSentenceLength = OrNull(finite: report.averageSentenceLength)
            averageParagraphLength = OrNull(finite: report.averageParagraphLength)
            readingMinutes = OrNull(finite: report.readingMinutes)
            language = LanguageFigures(
                code: OrNull(report.language.language?.rawValue), name: OrNull(report.language.language?.name),
                basis: report.language.basis.rawValue)
            wordsAre = report.segmentation.rawValue
            stopWords = OrNull(report.stopWordLanguage?.rawValue)
            letters = report.letters.map { LetterFigure(letter: String($0.letter), count: $0.count) }
            topWords = report.topWords.map { WordFigure(word: $0.word, count: $0.count) }
            let scores = report.readability
            readability = [
                "fleschReadingEase": scores.fleschReadingEase, "fleschKincaidGrade": scores.fleschKincaidGrade,
                "gunningFog": scores.gunningFog, "smog": scores.smog,
                "automatedReadabilityIndex": scores.automatedReadabilityIndex, "colemanLiau": scores.colemanLiau,
                "wienerSachtextformel": scores.wienerSachtextformel, "szigrisztPazos": scores.szigrisztPazos,
                "gulpease": scores.gulpease,
            ].mapValues { OrNull(finite: $0) }
            lexicalRichness = Richness(
                typeTokenRatio: OrNull(finite: report.typeTokenRatio), mtld: OrNull(finite: report.mtld),
                hapaxLegomena: report.hapaxLegomena)
            dispersion = report.dispersion.map { DispersionFigures(word: $0.word, parts: $0.parts) }
            boilerplate = Boilerplate.Figures(report.boilerplateLines)
            warnings = report.warnings
        }
    }

    private struct LanguageFigures: Encodable {
        let code, name: OrNull<String>
        let basis: String
    }

    private struct LetterFigure: Encodable {
        let letter: String
        let count: Int
    }

    private struct WordFigure: Encodable {
        let word: String
        let count: Int
    }

    private struct Richness: Encodable {
        let typeTokenRatio, mtld: OrNull<Double>
        let hapaxLegomena: Int
    }

    private struct DispersionFigures: Encodable {
        let word: String
        let parts: [Int]
    }
}

/// The figures as one row a file; the total's path is empty.
struct CSVReport {
    static func write(_ reports: ReportSet) -> String {
        var text =
            "path,bytes,characters,graphemes,lines,words,uniqueWords,hapaxLegomena,sentences,paragraphs,syllables,"
            + "fleschReadingEase,fleschKincaidGrade,gunningFog,smog,automatedReadabilityIndex,colemanLiau,"
            + "typeTokenRatio,mtld,boilerplateLines,language,wienerSachtextformel,szigrisztPazos,gulpease\n"
        for report in reports.files + [reports.total] {
            let counts: [Int?] = [
                report.bytes, report.characters, report.graphemes, report.lines, report.words, report.uniqueWords,
                report.hapaxLegomena, report.sentences, report.paragraphs, report.syllables,
            ]
            let scores = [
                report.readability.fleschReadingEase, report.readability.fleschKincaidGrade,
                report.readability.gunningFog, report.readability.smog,
                report.readability.automatedReadabilityIndex, report.readability.colemanLiau, report.typeTokenRatio,
                report.mtld,
            ]
            let ownScores = [
                report.readability.wienerSachtextformel, report.readability.szigrisztPazos, report.readability.gulpease,
            ]
            func cell(_ score: Double?) -> String { score.map { "\($0)" } ?? "" }
            let fields =
                [quoted(report.path ?? "")] + counts.map { $0.map { String($0) } ?? "" } + scores.map(cell)
                + [String(report.boilerplateLines), report.language.language?.rawValue ?? ""] + ownScores.map(cell)
            text += fields.joined(separator: ",") + "\n"
        }
        return text
    }

    /// A field as RFC 4180 wants it: in quotes when it holds a comma, a quote or a line end.
    static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return field }
        var result = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { result += "\"" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}

/// The report of the course "Build a Bookbot", line for line, so that learners can compare their own with it.
struct ClassicReport {
    static func write(path: String, words: Int, letters: [TextReport.LetterCount]) -> String {
        var text = """
            ============ BOOKBOT ============
            Analyzing book found at \(path)...
            ----------- Word Count ----------
            Found \(words) total words
            --------- Character Count -------

            """
        for letter in letters { text += "\(letter.letter): \(letter.count)\n" }
        return text + "============= END ===============\n"
    }
}
