/// A day of the Gregorian calendar, without a zone.
public struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// A date; nil if there is no such day.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day with this number; days before year 1 and after 9999 become the nearest that there is.
    ///
    /// The algorithm is Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day is the last.
    public init(dayNumber: Int) {
        let number = min(max(dayNumber, -719_162), 2_932_896) + 719_468
        let era = number / 146_097
        let dayOfEra = number - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    public var dayNumber: Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day of the week.
    public var weekday: Weekday { Weekday(dayNumber: dayNumber) }

    /// The day of the year, from 1.
    public var dayOfYear: Int { dayNumber - Self.firstDay(of: year) + 1 }

    /// The day that is some days later, or earlier.
    public func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    /// The same day some months later; the last of the month where there is no such day.
    public func adding(months: Int) -> CivilDate {
        let index = year * 12 + month - 1 + months
        let (year, month) = (min(max(index / 12, 1), 9999), index % 12 + 1)
        return CivilDate(year, month, min(day, Self.days(in: month, of: year))) ?? self
    }

    /// The number of the first day of a year.
    static func firstDay(of year: Int) -> Int {
        let before = year - 1
        return before * 365 + before / 4 - before / 100 + before / 400 - 719_162
    }

    /// How many days a month has.
    public static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether a year has 366 days.
    public static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// Earlier days come first.
    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// `2027-01-29`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// `20270129`, as iCalendar has it.
    public var basic: String { "\(padded(year, 4))\(padded(month, 2))\(padded(day, 2))" }

    /// A day from `20270129` or `2027-01-29`.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        let compact: [UInt8]
        if digits.count == 10, digits[4] == UInt8(ascii: "-"), digits[7] == UInt8(ascii: "-") {
            compact = Array(digits[0..<4] + digits[5..<7] + digits[8..<10])
        } else {
            compact = digits
        }
        guard compact.count == 8, let year = number(compact[0..<4]), let month = number(compact[4..<6]),
            let day = number(compact[6..<8])
        else { return nil }
        self.init(year, month, day)
    }
}

/// A day of the week; weeks of ISO 8601 begin on Monday.
public enum Weekday: Int, Sendable, CaseIterable, Comparable {
    /// The days, from Monday, which is 0.
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// The weekday of a day counted from 1970-01-01, which was a Thursday.
    init(dayNumber: Int) {
        self = Self(rawValue: ((dayNumber + 3) % 7 + 7) % 7) ?? .monday
    }

    /// A weekday from iCalendar's two letters, in any case.
    public init?(code: some StringProtocol) {
        let code = code.uppercased()
        guard let day = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = day
    }

    /// iCalendar's two letters.
    public var code: String { ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][rawValue] }

    /// How many days it is from another weekday to this one, 0 to 6.
    public func days(since other: Weekday) -> Int { (rawValue - other.rawValue + 7) % 7 }

    /// Monday comes first.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A day and a time of the clock on the wall, without a zone.
public struct CivilDateTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The day.
    public var date: CivilDate
    /// Seconds since midnight, 0 to 86,399.
    public var second: Int

    /// Makes a time; a second beyond the day is taken as the day's last.
    public init(_ date: CivilDate, second: Int) {
        self.date = date
        self.second = min(max(second, 0), 86_399)
    }

    /// A time some seconds after 1970-01-01T00:00:00 on the same clock.
    public init(secondNumber: Int) {
        let day = (secondNumber >= 0 ? secondNumber : secondNumber - 86_399) / 86_400
        self.init(CivilDate(dayNumber: day), second: secondNumber - day * 86_400)
    }

    /// Seconds since 1970-01-01T00:00:00 on the same clock.
    public var secondNumber: Int { date.dayNumber * 86_400 + second }

    /// The hour, 0 to 23.
    public var hour: Int { second / 3600 }
    /// The minute, 0 to 59.
    public var minute: Int { second / 60 % 60 }

    /// Earlier times come first.
    public static func < (a: Self, b: Self) -> Bool { (a.date, a.second) < (b.date, b.second) }

    /// `2027-01-29T15:00`, with seconds if there are any.
    public var description: String {
        let seconds = second % 60 == 0 ? "" : ":\(padded(second % 60, 2))"
        return "\(date)T\(padded(hour, 2)):\(padded(minute, 2))\(seconds)"
    }

    /// `20270129T150000`, as iCalendar has it.
    public var basic: String { "\(date.basic)T\(padded(hour, 2))\(padded(minute, 2))\(padded(second % 60, 2))" }

    /// A time from `20270129T150000` or `2027-01-29T15:00[:00]`; a leap second counts as the second before.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let date = CivilDate(parts[0]) else { return nil }
        let time = Array(parts[1].utf8)
        let isExtended = time.contains(UInt8(ascii: ":"))
        if isExtended {
            guard time.count >= 5, time[2] == UInt8(ascii: ":"), time.count == 5 || time[5] == UInt8(ascii: ":") else {
                return nil
            }
        }
        let digits = time.filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 6 || digits.count == 4, let hour = number(digits[0..<2]),
            let minute = number(digits[2..<4]), let second = digits.count == 6 ? number(digits[4..<6]) : 0,
            hour < 24, minute < 60, second <= 60
        else { return nil }
        self.init(date, second: hour * 3600 + minute * 60 + min(second, 59))
    }
}

/// A number with zeros before it.
func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// A number of ASCII digits; nil if there is anything else, or nothing.
func number(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var value = 0
    for digit in digits {
        guard (0x30...0x39).contains(digit) else { return nil }
        value = value * 10 + Int(digit - 0x30)
    }
    return value
}
