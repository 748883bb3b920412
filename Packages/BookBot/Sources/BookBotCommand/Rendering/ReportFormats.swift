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
struct JSONReport {
    static func write(_ reports: ReportSet) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("files", reports.files) { writer, report in
                writer.object { write(report, &$0) }
            }
            writer.object("total") { write(reports.total, &$0) }
        }
        return writer.text + "\n"
    }

    private static func write(_ report: TextReport, _ writer: inout JSONWriter) {
        writer.field("path", report.path)
        writer.field("bytes", report.bytes)
        writer.field("characters", report.characters)
        writer.field("graphemes", report.graphemes)
        writer.field("lines", report.lines)
        writer.field("words", report.words)
        writer.field("uniqueWords", report.uniqueWords)
        writer.field("sentences", report.sentences)
        writer.field("paragraphs", report.paragraphs)
        writer.field("syllables", report.syllables)
        writer.field("polysyllables", report.polysyllables)
        writer.field("lettersAndDigits", report.alphanumerics)
        writer.field("averageWordLength", report.averageWordLength)
        writer.field("averageSentenceLength", report.averageSentenceLength)
        writer.field("averageParagraphLength", report.averageParagraphLength)
        writer.field("readingMinutes", report.readingMinutes)
        writer.object("language") {
            $0.field("code", report.language.language?.rawValue)
            $0.field("name", report.language.language?.name)
            $0.field("basis", report.language.basis.rawValue)
        }
        writer.field("wordsAre", report.segmentation.rawValue)
        writer.field("stopWords", report.stopWordLanguage?.rawValue)
        writer.array("letters", report.letters) { writer, letter in
            writer.object {
                $0.field("letter", String(Character(letter.letter)))
                $0.field("count", letter.count)
            }
        }
        writer.array("topWords", report.topWords) { writer, item in
            writer.object {
                $0.field("word", item.word)
                $0.field("count", item.count)
            }
        }
        writer.object("readability") {
            $0.field("fleschReadingEase", report.readability.fleschReadingEase)
            $0.field("fleschKincaidGrade", report.readability.fleschKincaidGrade)
            $0.field("gunningFog", report.readability.gunningFog)
            $0.field("smog", report.readability.smog)
            $0.field("automatedReadabilityIndex", report.readability.automatedReadabilityIndex)
            $0.field("colemanLiau", report.readability.colemanLiau)
            $0.field("wienerSachtextformel", report.readability.wienerSachtextformel)
            $0.field("szigrisztPazos", report.readability.szigrisztPazos)
            $0.field("gulpease", report.readability.gulpease)
        }
        writer.object("lexicalRichness") {
            $0.field("typeTokenRatio", report.typeTokenRatio)
            $0.field("mtld", report.mtld)
            $0.field("hapaxLegomena", report.hapaxLegomena)
        }
        writer.array("dispersion", report.dispersion) { writer, dispersion in
            writer.object {
                $0.field("word", dispersion.word)
                $0.array("parts", dispersion.parts) { $0.element($1) }
            }
        }
        Boilerplate.write(report.boilerplateLines, &writer)
        writer.array("warnings", report.warnings) { $0.element($1) }
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
