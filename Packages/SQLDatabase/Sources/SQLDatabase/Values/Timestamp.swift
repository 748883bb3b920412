#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A moment in microseconds since 1970-01-01 00:00 UTC, with its ISO 8601 text form.
struct Timestamp {
    let microseconds: Int64

    init(_ date: Date) {
        // Counted from 2001, where a Double of today's size still tells a tenth of a microsecond apart.
        let sinceReference = (date.timeIntervalSinceReferenceDate * 1e6).rounded()
        let bounded = max(-4e18, min(4e18, sinceReference.isNaN ? 0 : sinceReference))
        microseconds = Int64(bounded) + Self.referenceDate
    }

    var date: Date {
        Date(timeIntervalSinceReferenceDate: Double(microseconds - Self.referenceDate) / 1e6)
    }

    /// 2001-01-01, from which Foundation counts.
    private static let referenceDate: Int64 = 978_307_200_000_000
}

// MARK: - Text

extension Timestamp {
    var text: String {
        let (day, microsecond) = microseconds.flooringDivision(by: 86_400_000_000)
        let (year, month, dayOfMonth) = Self.civil(fromDay: day)
        let second = microsecond / 1_000_000
        var text = ""
        text.reserveCapacity(27)
        if year < 0 { text += "-" }
        text.append(number: abs(year), digits: 4)
        text += "-"
        text.append(number: month, digits: 2)
        text += "-"
        text.append(number: dayOfMonth, digits: 2)
        text += "T"
        text.append(number: second / 3600, digits: 2)
        text += ":"
        text.append(number: second / 60 % 60, digits: 2)
        text += ":"
        text.append(number: second % 60, digits: 2)
        text += "."
        text.append(number: microsecond % 1_000_000, digits: 6)
        text += "Z"
        return text
    }

    init?(text: String) {
        var reader = Reader(text.utf8)
        guard let year = reader.number(digits: 4...6), reader.take("-"), let month = reader.number(digits: 2...2),
            reader.take("-"), let day = reader.number(digits: 2...2),
            (1...12).contains(month), (1...Self.days(inMonth: month, year: year)).contains(day)
        else { return nil }
        var seconds = Self.day(year: year, month: month, day: day) * 86_400
        var fraction: Int64 = 0
        if reader.take("T") || reader.take("t") || reader.take(" ") {
            guard let hour = reader.number(digits: 2...2), reader.take(":"), let minute = reader.number(digits: 2...2),
                hour < 24, minute < 60
            else { return nil }
            seconds += hour * 3600 + minute * 60
            if reader.take(":") {
                guard let second = reader.number(digits: 2...2), second < 60 else { return nil }
                seconds += second
                if reader.take(".") {
                    guard let microseconds = reader.fraction() else { return nil }
                    fraction = microseconds
                }
            }
            guard let offset = reader.zone() else { return nil }
            seconds -= offset
        }
        guard reader.isAtEnd else { return nil }
        microseconds = seconds * 1_000_000 + fraction
    }

    /// Takes a timestamp's parts off the front of a text.
    private struct Reader {
        private var rest: Substring.UTF8View

        init(_ text: String.UTF8View) {
            rest = text[...]
        }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard let first = rest.first, UInt32(first) == character.value else { return false }
            rest.removeFirst()
            return true
        }

        mutating func number(digits: ClosedRange<Int>) -> Int64? {
            var value: Int64 = 0
            var count = 0
            while count < digits.upperBound, let digit = nextDigit() {
                value = value * 10 + digit
                count += 1
            }
            return digits.contains(count) ? value : nil
        }

        /// The digits after the point as microseconds; finer ones are cut off.
        mutating func fraction() -> Int64? {
            var value: Int64 = 0
            var count = 0
            while let digit = nextDigit() {
                if count < 6 { value = value * 10 + digit }
                count += 1
            }
            guard count > 0 else { return nil }
            for _ in 0..<max(0, 6 - count) { value *= 10 }
            return value
        }

        /// `Z`, `+hh`, `+hhmm`, `+hh:mm` or nothing, in seconds east of UTC.
        mutating func zone() -> Int64? {
            if isAtEnd || take("Z") || take("z") { return 0 }
            let sign: Int64 = take("+") ? 1 : take("-") ? -1 : 0
            guard sign != 0, let hours = number(digits: 2...2) else { return nil }
            var offset = hours * 3600
            if take(":") || !isAtEnd {
                guard let minutes = number(digits: 2...2), minutes < 60 else { return nil }
                offset += minutes * 60
            }
            if take(":") {
                guard let seconds = number(digits: 2...2), seconds < 60 else { return nil }
                offset += seconds
            }
            return sign * offset
        }

        private mutating func nextDigit() -> Int64? {
            guard let first = rest.first, (0x30...0x39).contains(first) else { return nil }
            rest.removeFirst()
            return Int64(first - 0x30)
        }
    }
}

// MARK: - The proleptic Gregorian calendar

// Days and dates by Howard Hinnant's "chrono-compatible low-level date algorithms": eras of 400 years that start in
// March, so that the leap day is the last of its year.
extension Timestamp {
    fileprivate static func civil(fromDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (day + 719_468).flooringDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    fileprivate static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).flooringDivision(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    fileprivate static func days(inMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    fileprivate func flooringDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension String {
    fileprivate mutating func append(number: Int64, digits: Int) {
        let text = String(number)
        for _ in 0..<max(0, digits - text.utf8.count) { self += "0" }
        self += text
    }
}
