import Foundation

/// The `Retry-After` field (RFC 9110, section 10.2.3): seconds, or a date in one of three forms (5.6.7).
enum RetryAfter {
    /// The seconds to wait; nil for what is neither. A date that has passed is zero.
    static func seconds(_ value: String, now: Date = Date()) -> Double? {
        let text = value.trimmingCharacters(in: .whitespaces)
        if let seconds = Double(text), text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) {
            return seconds.isFinite ? seconds : nil
        }
        return date(text, now: now).map { max(0, $0.timeIntervalSince(now)) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    static func date(_ text: String, now: Date) -> Date? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "," }).map(String.init)
        let hasZone = words.count == 6 && ["GMT", "UTC"].contains(words[5].uppercased())
        guard hasZone || words.count == 5, let month = months[words[hasZone ? 2 : 1].lowercased()] else { return nil }
        // The third form has no comma and names the year last.
        let isAsctime = !hasZone
        guard let day = Int(words[isAsctime ? 2 : 1]), var year = Int(words[isAsctime ? 4 : 3]) else { return nil }
        let clock = words[isAsctime ? 3 : 4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (1...31).contains(day), (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? calendar.timeZone
        if year < 100 {
            // Two digits mean the century that lies less than 50 years ahead.
            let present = calendar.component(.year, from: now)
            year += present / 100 * 100
            if year > present + 50 { year -= 100 }
        }
        return calendar.date(
            from: DateComponents(
                year: year, month: month, day: day, hour: clock[0], minute: clock[1], second: clock[2]))
    }

    private static let months: [String: Int] = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
        "dec": 12,
    ]
}
