import Foundation
import SQLDatabase

/// How names and words are looked up.
///
/// Both engines index words between spaces and marks. Chinese, Japanese, Thai and others write without spaces, so that
/// a whole sentence would be one word: what has such letters in it is looked for as a part of the text instead, which
/// reads the texts one by one.
enum SearchWords {
    /// A name as it is looked up: whatever its case and the marks above its letters.
    static func key(_ name: String) -> String {
        name.folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil).lowercased()
    }

    /// The condition that a status `s` has all of some words, which are letters and digits only.
    static func condition(_ words: [String], _ dialect: SQLDialect) -> SQLStatement {
        var condition: SQLStatement = ""
        let spaced = words.filter { !isUnspaced($0) }
        if !spaced.isEmpty {
            // In quotes they are no operators of the search language.
            condition =
                dialect == .sqlite
                ? """
                s.id IN (SELECT rowid FROM statuses_text
                    WHERE statuses_text MATCH \(spaced.map { "\"\($0)\"" }.joined(separator: " ")))
                """
                : """
                to_tsvector('simple', s.spoiler || ' ' || s.text)
                    @@ plainto_tsquery('simple', \(spaced.joined(separator: " ")))
                """
        }
        for (index, word) in words.filter(isUnspaced).enumerated() {
            let joint: SQLStatement = index > 0 || !spaced.isEmpty ? " AND " : ""
            // The case of Latin letters beside such letters is folded where the engine can.
            condition = condition + joint + "lower(s.spoiler || ' ' || s.text) LIKE \("%\(word)%")"
        }
        return condition
    }

    /// Whether a word has letters of a script that is written without spaces.
    static func isUnspaced(_ word: String) -> Bool {
        word.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x0e00...0x0eff, 0x1000...0x109f, 0x1780...0x17ff, 0x3040...0x30ff, 0x31f0...0x31ff, 0x3400...0x4dbf,
                0x4e00...0x9fff, 0xac00...0xd7af, 0xf900...0xfaff, 0xff66...0xff9f, 0x20000...0x3134f:
                true
            default: false
            }
        }
    }
}
