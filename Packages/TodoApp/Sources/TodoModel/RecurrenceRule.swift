/// A recurrence rule (RFC 5545, 3.3.10), read and written.
///
/// ```swift
/// let rule = try RecurrenceRule("FREQ=MONTHLY;BYDAY=-1FR")
/// ```
public struct RecurrenceRule: Sendable, Hashable {
    /// How often the rule's periods come.
    public enum Frequency: String, Sendable, CaseIterable {
        /// The periods, from the shortest.
        case secondly = "SECONDLY"
        case minutely = "MINUTELY"
        case hourly = "HOURLY"
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// A weekday, and which one of the period: `-1FR` is the last Friday.
    public struct Day: Sendable, Hashable {
        /// The weekday.
        public var weekday: Weekday
        /// Which one, counted from the period's end if it is negative; 0 for each.
        public var ordinal: Int

        /// Makes a day.
        public init(_ weekday: Weekday, ordinal: Int = 0) {
            self.weekday = weekday
            self.ordinal = ordinal
        }
    }

    /// How often the periods come.
    public var frequency: Frequency
    /// Each how-manieth period counts, from 1.
    public var interval = 1
    /// How many occurrences there are.
    public var count: Int?
    /// The last moment at which an occurrence may be.
    public var until: Moment?
    /// `BYSECOND`; a leap second counts as the second before.
    public var seconds: [Int] = []
    /// `BYMINUTE`.
    public var minutes: [Int] = []
    /// `BYHOUR`.
    public var hours: [Int] = []
    /// `BYDAY`.
    public var days: [Day] = []
    /// `BYMONTHDAY`, from the month's end if negative.
    public var monthDays: [Int] = []
    /// `BYYEARDAY`, from the year's end if negative.
    public var yearDays: [Int] = []
    /// `BYWEEKNO`, from the year's end if negative.
    public var weekNumbers: [Int] = []
    /// `BYMONTH`.
    public var months: [Int] = []
    /// `BYSETPOS`: which of a period's occurrences count, from the period's end if negative.
    public var positions: [Int] = []
    /// The day on which weeks begin.
    public var weekStart = Weekday.monday

    /// A rule of a frequency alone.
    public init(_ frequency: Frequency, interval: Int = 1) {
        self.frequency = frequency
        self.interval = interval
    }

    /// Why a text is no rule.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// A sentence that names the part.
        public let description: String
    }

    /// Reads a rule; parts may come in any order, each once.
    ///
    /// - Throws: ``Failure``.
    public init(_ text: some StringProtocol) throws(Failure) {
        guard text.utf8.count <= 4096 else { throw Failure(description: "The rule has more than 4096 bytes.") }
        var parts: [(name: String, value: String)] = []
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = pair[0].uppercased().filter { $0 != " " }
            guard pair.count == 2 else { throw Failure(description: "'\(part.prefix(40))' is not NAME=VALUE.") }
            guard !parts.contains(where: { $0.name == name }) else {
                throw Failure(description: "\(name) is there twice.")
            }
            parts.append((name, pair[1].uppercased().filter { $0 != " " }))
        }
        guard let given = parts.first(where: { $0.name == "FREQ" })?.value else {
            throw Failure(description: "FREQ is missing.")
        }
        guard let frequency = Frequency(rawValue: given) else {
            throw Failure(description: "'\(given.prefix(40))' is not a valid FREQ (SECONDLY to YEARLY).")
        }
        self.frequency = frequency
        for (name, value) in parts { try set(name, value) }
    }

    private mutating func set(_ name: String, _ value: String) throws(Failure) {
        switch name {
        case "FREQ": break
        case "INTERVAL": interval = try Self.number(name, value, 1...1_000_000)
        case "COUNT": count = try Self.number(name, value, 1...1_000_000_000)
        case "UNTIL":
            guard let moment = Moment(value: value, zone: nil) else {
                throw Failure(description: "'\(value.prefix(40))' is not a valid UNTIL (a date or a date and time).")
            }
            until = moment
        case "BYSECOND": seconds = try Self.numbers(name, value, 0...60).map { min($0, 59) }
        case "BYMINUTE": minutes = try Self.numbers(name, value, 0...59)
        case "BYHOUR": hours = try Self.numbers(name, value, 0...23)
        case "BYMONTHDAY": monthDays = try Self.signed(name, value, 31)
        case "BYYEARDAY": yearDays = try Self.signed(name, value, 366)
        case "BYWEEKNO": weekNumbers = try Self.signed(name, value, 53)
        case "BYMONTH": months = try Self.numbers(name, value, 1...12)
        case "BYSETPOS": positions = try Self.signed(name, value, 366)
        case "WKST":
            guard let day = Weekday(code: value) else {
                throw Failure(description: "'\(value.prefix(40))' is not a valid WKST (MO to SU).")
            }
            weekStart = day
        case "BYDAY":
            for part in value.split(separator: ",", omittingEmptySubsequences: false) {
                let digits = part.dropLast(2)
                guard let weekday = Weekday(code: part.suffix(2)),
                    let ordinal = digits.isEmpty ? 0 : Self.signed(digits, 53)
                else { throw Failure(description: "'\(part.prefix(40))' is not a valid BYDAY (such as FR or -1FR).") }
                days.append(Day(weekday, ordinal: ordinal))
            }
        default:
            // RFC 7529's RSCALE and parts to come change which dates are meant: to pass over them would be wrong.
            guard name.hasPrefix("X-") else { throw Failure(description: "\(name.prefix(40)) is not known.") }
        }
    }

    private static func number(_ name: String, _ text: some StringProtocol, _ range: ClosedRange<Int>)
        throws(Failure) -> Int
    {
        guard let value = TodoModel.number(text.utf8), range.contains(value) else {
            throw Failure(
                description:
                    "'\(text.prefix(40))' is not a valid \(name) (\(range.lowerBound) to \(range.upperBound)).")
        }
        return value
    }

    private static func numbers(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws(Failure) -> [Int] {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.insert(try number(name, part, range))
        }
        return values.sorted()
    }

    private static func signed(_ name: String, _ text: String, _ most: Int) throws(Failure) -> [Int] {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let value = signed(part, most) else {
                throw Failure(
                    description: "'\(part.prefix(40))' is not a valid \(name) (1 to \(most), or -\(most) to -1).")
            }
            values.insert(value)
        }
        return values.sorted()
    }

    private static func signed(_ text: Substring, _ most: Int) -> Int? {
        let isNegative = text.first == "-"
        let digits = isNegative || text.first == "+" ? text.dropFirst() : text
        guard let value = TodoModel.number(digits.utf8), (1...most).contains(value) else { return nil }
        return isNegative ? -value : value
    }
}

extension RecurrenceRule: CustomStringConvertible {
    /// The rule as iCalendar has it.
    public var description: String {
        var parts = ["FREQ=\(frequency.rawValue)"]
        if interval != 1 { parts.append("INTERVAL=\(interval)") }
        if let count { parts.append("COUNT=\(count)") }
        if let until { parts.append("UNTIL=\(until.value)") }
        func list(_ name: String, _ values: [Int]) {
            if !values.isEmpty { parts.append("\(name)=\(values.map(String.init).joined(separator: ","))") }
        }
        list("BYMONTH", months)
        list("BYWEEKNO", weekNumbers)
        list("BYYEARDAY", yearDays)
        list("BYMONTHDAY", monthDays)
        if !days.isEmpty {
            let codes = days.map { ($0.ordinal == 0 ? "" : String($0.ordinal)) + $0.weekday.code }
            parts.append("BYDAY=\(codes.joined(separator: ","))")
        }
        list("BYHOUR", hours)
        list("BYMINUTE", minutes)
        list("BYSECOND", seconds)
        list("BYSETPOS", positions)
        if weekStart != .monday { parts.append("WKST=\(weekStart.code)") }
        return parts.joined(separator: ";")
    }
}
