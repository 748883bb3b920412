public import Foundation

/// Reads a task from a line of English: `Pay rent every month on the 1st #home !1`.
///
/// Only whole words count, and everything that is no date, tag or priority is the title. What was understood is for the
/// caller to show. The grammar, in any case and anywhere in the line:
/// ```
/// tag        = "#" WORD
/// priority   = "!" ("1" | "2" | "3")                         high, medium, low
/// due        = ["on" | "by" | "due" | "at"] (day [["at"] time] | time [day] | rule)
/// day        = "today" | "tomorrow" | ["this" | "next"] WEEKDAY | "next week" | "next month" | ISO-DATE
///            | MONTH NUMBER [YEAR] | NUMBER ["of"] MONTH [YEAR] | "in" (N | "a" | "an") UNIT
/// time       = H ":" MM | H ["." | ":" MM] ("am" | "pm") | "noon" | "in" N ("hours" | "minutes")
/// rule       = "every" (["other" | N] UNIT ["on" ["the"] (NTH ["and" …] | "last" ["day" | WEEKDAY] | NTH WEEKDAY)]
///            | WEEKDAY {("," | "and") WEEKDAY} | "weekday" | "weekend" | MONTH NUMBER | NTH) [["at"] time] ["until" day]
/// ```
/// A weekday is its next day after today, `next` the one of the week that follows (weeks begin on Monday). A time that
/// has passed is tomorrow's, a day of a month that has passed next year's. `\word` and `"some words"` are title.
public struct TaskWords: Sendable, Equatable {
    /// What the line says.
    public var fields: TaskFields

    /// A date that no calendar has.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - text: The line.
    ///   - now: The time at which it is said.
    ///   - zone: The zone of whoever says it.
    /// - Throws: ``Failure``.
    public init(_ text: String, now: Date, zone: TimeZone) throws(Failure) {
        let clock = zone.clock(at: now)
        var words = Self.split(text)
        var tags: [String] = []
        var priority = 0
        words = words.filter { word in
            guard !word.isLiteral else { return true }
            if word.text.hasPrefix("#"), word.text.count > 1, !word.text.dropFirst().allSatisfy(\.isNumber) {
                let tag = String(word.text.dropFirst())
                if !tags.contains(tag) { tags.append(tag) }
                return false
            }
            if let level = ["!1": 1, "!2": 5, "!3": 9][word.text] {
                priority = level
                return false
            }
            return true
        }
        var found: (range: Range<Int>, phrase: DatePhrase)?
        var index = 0
        while index < words.count {
            if let phrase = try DatePhrase(words[index...], clock: clock) {
                // The last phrase of a line is the date; one before it is part of the title.
                found = (index..<index + phrase.length, phrase)
                index += phrase.length
            } else {
                index += 1
            }
        }
        if let found { words.removeSubrange(found.range) }
        fields = TaskFields(title: words.map(\.text).joined(separator: " "))
        fields.tags = tags
        fields.priority = priority
        fields.due = found?.phrase.due
        fields.rule = found?.phrase.rule?.description
    }

    /// A word of a line.
    struct Word: Sendable, Equatable {
        /// The word without its quotes or backslash.
        var text: String
        /// Whether it was quoted or escaped, and so is title whatever it says.
        var isLiteral: Bool

        /// The word as the grammar compares it.
        var key: String { isLiteral ? "" : text.lowercased() }
    }

    private static func split(_ text: String) -> [Word] {
        var words: [Word] = []
        var rest = text[...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard let first = rest.first else { return words }
            if first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") {
                let quoted = rest[rest.index(after: rest.startIndex)..<end]
                words += quoted.split(whereSeparator: \.isWhitespace).map { Word(text: String($0), isLiteral: true) }
                rest = rest[rest.index(after: end)...]
                continue
            }
            let word = rest.prefix { !$0.isWhitespace }
            rest = rest[word.endIndex...]
            words.append(
                first == "\\" && word.count > 1
                    ? Word(text: String(word.dropFirst()), isLiteral: true) : Word(text: String(word), isLiteral: false)
            )
        }
    }
}
