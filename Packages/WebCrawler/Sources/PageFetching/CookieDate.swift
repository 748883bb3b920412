import Foundation

/// The date of a cookie's `Expires` (RFC 6265, section 5.1.1), which servers write in many ways: the parts are found by
/// what they look like, in any order, and the rest is passed over. It is in UTC, whatever zone it names.
enum CookieDate {
    /// The date; nil where a part is missing or out of its range.
    static func date(_ text: String) -> Date? {
        var (time, day, month, year): ([Int]?, Int?, Int?, Int?)
        for token in text.utf8.split(whereSeparator: isDelimiter) {
            if time == nil, let found = clock(token) {
                time = found
            } else if day == nil, let found = number(token, digits: 1...2) {
                day = found
            } else if month == nil,
                let found = names.firstIndex(of: String(decoding: token.prefix(3), as: UTF8.self).lowercased())
            {
                month = found + 1
            } else if year == nil, let found = number(token, digits: 2...4) {
                // Two digits: 70 is the year that servers write to take a cookie back.
                year = found < 70 ? found + 2000 : found < 100 ? found + 1900 : found
            }
        }
        guard let time, let day, let month, let year, (1...31).contains(day), year >= 1601, time[0] < 24, time[1] < 60,
            time[2] < 60
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? calendar.timeZone
        return calendar.date(
            from: DateComponents(year: year, month: month, day: day, hour: time[0], minute: time[1], second: time[2]))
    }

    private static let names = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x20...0x2F, 0x3B...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// So many digits at the beginning, and none behind them.
    private static func number(_ token: Substring.UTF8View, digits: ClosedRange<Int>) -> Int? {
        let found = token.prefix { (0x30...0x39).contains($0) }
        return digits.contains(found.count) ? Int(String(decoding: found, as: UTF8.self)) : nil
    }

    /// `8:49:37`, with anything but a digit behind it.
    private static func clock(_ token: Substring.UTF8View) -> [Int]? {
        let parts = token.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[..<2].allSatisfy({ part in part.allSatisfy { (0x30...0x39).contains($0) } })
        else {
            return nil
        }
        let numbers = parts.compactMap { number($0, digits: 1...2) }
        return numbers.count == 3 ? numbers : nil
    }
}
