import CommandKit
import TextAnalysis

/// The report for people.
struct TextRendering {
    let isColored: Bool

    func render(_ reports: ReportSet) -> String {
        var text = reports.files.map { render($0) }.joined(separator: "\n")
        if reports.files.count > 1 { text += "\n" + render(reports.total) }
        return text
    }

    private func render(_ report: TextReport) -> String {
        var lines = [
            bold(report.path.map { $0 == "-" ? "standard input" : TerminalText.visible($0) } ?? "All files together")
        ]
        if let note = Boilerplate.note(report.boilerplateLines) {
            lines.append(note.prefix(1).uppercased() + note.dropFirst())
        }
        if report.words > 0 { lines.append("Language: \(report.language.description).") }
        lines += report.warnings.map { "Note: \($0)" }
        lines += counts(report) + letters(report) + words(report) + readability(report) + richness(report)
        lines += dispersion(report)
        return lines.joined(separator: "\n") + "\n"
    }

    private func counts(_ report: TextReport) -> [String] {
        let left: [(String, Int?)] = [
            ("Bytes", report.bytes), ("Characters", report.characters), ("Graphemes", report.graphemes),
            ("Lines", report.lines), ("Paragraphs", report.paragraphs),
        ]
        let right: [(String, Int?)] = [
            ("Words", report.words), ("Unique words", report.uniqueWords), ("Hapax legomena", report.hapaxLegomena),
            ("Sentences", report.sentences), ("Syllables", report.syllables),
        ]
        var lines = [heading("Counts")]
        for (first, second) in zip(left, right) {
            lines.append(
                "  " + padded(first.0, 12) + aligned(Self.figure(first.1), 14) + "    " + padded(second.0, 15)
                    + aligned(Self.figure(second.1), 12))
        }
        var averages: [String] = []
        if let length = report.averageWordLength { averages.append("\(fixed(length, 1)) letters a word") }
        if let length = report.averageSentenceLength { averages.append("\(fixed(length, 1)) words a sentence") }
        if let length = report.averageParagraphLength { averages.append("\(fixed(length, 1)) sentences a paragraph") }
        if !averages.isEmpty { lines.append("  On average " + averages.joined(separator: ", ") + ".") }
        lines.append("  Reading time " + duration(report.readingMinutes) + " at 238 words a minute.")
        return lines
    }

    private static func figure(_ count: Int?) -> String { count.map { grouped($0) } ?? "none" }

    private func letters(_ report: TextReport) -> [String] {
        guard let most = report.letters.first?.count, most > 0 else { return [] }
        let total = max(report.letterCount, 1)
        var lines = [heading("Letters")]
        // The letters of one alphabet fit; a text in several, or in Chinese, has thousands.
        for letter in report.letters.prefix(32) {
            let share = fixed(Double(letter.count) * 100 / Double(total), 1)
            lines.append(
                "  " + padded(String(letter.letter), 2) + aligned(grouped(letter.count), 11) + aligned(share, 6)
                    + " %  "
                    + bar(letter.count, of: most, width: 40))
        }
        if report.letters.count > 32 { lines.append("  and \(grouped(report.letters.count - 32)) more letters") }
        return lines
    }

    private func words(_ report: TextReport) -> [String] {
        guard let most = report.topWords.first?.count else { return [] }
        let words = report.topWords.map { TerminalText.visible($0.word) }
        let width = min(words.map { DisplayWidth.of($0) }.max() ?? 0, 24)
        return [heading("Top words")]
            + zip(words, report.topWords).map { word, item in
                "  " + padded(word, width) + aligned(grouped(item.count), 12) + "  "
                    + bar(item.count, of: most, width: 40)
            }
    }

    private func readability(_ report: TextReport) -> [String] {
        [heading("Readability")]
            + ReadabilityWords.lines(report).map { name, value, meaning in
                "  " + padded(name, 22) + aligned(value.map { fixed($0, 1) } ?? "none", 7) + "  " + meaning
            }
    }

    private func richness(_ report: TextReport) -> [String] {
        var lines = [heading("Lexical richness")]
        if let ratio = report.typeTokenRatio {
            lines.append(
                "  " + padded("Type-token ratio", 22) + aligned(fixed(ratio, 3), 7)
                    + "  distinct words for each word; falls as a text grows")
        }
        if let mtld = report.mtld {
            lines.append(
                "  " + padded("MTLD", 22) + aligned(fixed(mtld, 1), 7)
                    + "  words until they repeat too much; does not depend on length")
        }
        return lines
    }

    private func dispersion(_ report: TextReport) -> [String] {
        guard !report.dispersion.isEmpty else { return [] }
        let words = report.dispersion.map { TerminalText.visible($0.word) }
        let width = min(words.map { DisplayWidth.of($0) }.max() ?? 0, 24)
        return [heading("Dispersion, from the first page to the last")]
            + zip(words, report.dispersion).map { "  " + padded($0, width) + "  " + $1.sparkline }
    }

    private func heading(_ text: String) -> String { "\n" + bold(text) }
    private func bold(_ text: String) -> String { TextStyle(isOn: isColored).bold(text) }

    private func bar(_ count: Int, of most: Int, width: Int) -> String {
        let eighths = max(count * width * 8 / most, 1)
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let bar = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
        return TextStyle(isOn: isColored).paint(bar, "36")
    }

    private func duration(_ minutes: Double) -> String {
        let whole = Int(minutes.rounded(.up))
        return whole < 60 ? "\(whole) min" : "\(whole / 60) h \(whole % 60) min"
    }
}

/// Each score with one line of plain English.
enum ReadabilityWords {
    /// The scores that the text's language has, or all of English without a value.
    static func lines(_ report: TextReport) -> [(name: String, value: Double?, meaning: String)] {
        let scores = report.readability
        let missing =
            report.language.language?.hasFormula == true ? "cannot be computed" : "no formula for this language"
        let ease = ("Flesch reading ease", scores.fleschReadingEase, scores.fleschReadingEase.map(ease) ?? missing)
        switch report.language.language {
        case .german:
            return [
                ease,
                (
                    "Wiener Sachtextformel", scores.wienerSachtextformel,
                    scores.wienerSachtextformel.map {
                        "for pupils in grade \(min(max(Int($0.rounded()), 4), 15)) of 4 to 15"
                    }
                        ?? missing
                ),
            ]
        case .spanish:
            return [ease, ("Szigriszt-Pazos", scores.szigrisztPazos, scores.szigrisztPazos.map(Self.ease) ?? missing)]
        case .italian:
            return [ease, ("Gulpease", scores.gulpease, scores.gulpease.map(gulpease) ?? missing)]
        case .french, .russian: return [ease]
        case .english: return [ease] + grades(scores, missing)
        default: return [ease]
        }
    }

    private static func grades(_ scores: Readability, _ missing: String) -> [(String, Double?, String)] {
        [
            ("Flesch–Kincaid grade", scores.fleschKincaidGrade, scores.fleschKincaidGrade.map(grade) ?? missing),
            ("Gunning fog", scores.gunningFog, scores.gunningFog.map(years) ?? missing),
            ("SMOG", scores.smog, scores.smog.map(years) ?? missing),
            ("ARI", scores.automatedReadabilityIndex, scores.automatedReadabilityIndex.map(grade) ?? missing),
            ("Coleman–Liau", scores.colemanLiau, scores.colemanLiau.map(grade) ?? missing),
        ]
    }

    /// The scale of its authors, for readers with a school of five, eight and thirteen years behind them.
    private static func gulpease(_ score: Double) -> String {
        switch score {
        case 80...: "easy after primary school"
        case 60..<80: "easy after middle school"
        case 40..<60: "easy after high school"
        default: "difficult after high school"
        }
    }

    /// Flesch's own scale.
    private static func ease(_ score: Double) -> String {
        switch score {
        case 90...: "very easy: a child of eleven follows it"
        case 80..<90: "easy: as people talk"
        case 70..<80: "fairly easy: popular fiction"
        case 60..<70: "plain: a pupil of fourteen follows it"
        case 50..<60: "fairly difficult: a newspaper of record"
        case 30..<50: "difficult: for college students"
        default: "very difficult: for graduates"
        }
    }

    private static func grade(_ score: Double) -> String {
        switch score {
        case ..<1: "for those who begin to read"
        case ..<13: "for pupils in US grade \(Int(score.rounded())), about \(Int(score.rounded()) + 5) years old"
        case ..<17: "for college students"
        default: "for graduates"
        }
    }

    private static func years(_ score: Double) -> String {
        "needs about \(max(Int(score.rounded()), 1)) years of schooling"
    }
}

/// A number with a comma after every third digit.
func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var result = ""
    while digits.count > 3 {
        result = "," + digits.suffix(3) + result
        digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + digits + result
}

/// A number with so many digits after the point.
func fixed(_ number: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = (number * scale).rounded()
    guard rounded.magnitude < 1e15 else { return "\(number)" }
    let all = String(Int(rounded.magnitude))
    let filled = String(repeating: "0", count: max(digits + 1 - all.count, 0)) + all
    return (rounded < 0 ? "-" : "") + filled.dropLast(digits) + (digits > 0 ? "." + filled.suffix(digits) : "")
}

/// Text filled with spaces on the right to so many cells of a terminal; text that is longer stays whole.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - DisplayWidth.of(text), 0))
}

/// Text filled with spaces on the left.
func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - DisplayWidth.of(text), 0)) + text
}
