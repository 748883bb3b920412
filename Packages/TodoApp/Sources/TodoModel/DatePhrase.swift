/// A date in words, from the first of some words on; ``TaskWords`` has the grammar.
///
/// A parser of one phrase: `position` is the next word, and each `take…` either moves on past what it has read and
/// returns it, or returns nil and stays.
struct DatePhrase {
    private let words: ArraySlice<TaskWords.Word>
    private let clock: CivilDateTime
    private var position: Int
    /// When it is due.
    private(set) var due: Moment?
    /// How it recurs.
    private(set) var rule: RecurrenceRule?

    /// How many words it has.
    var length: Int { position - words.startIndex }

    /// Reads a phrase; nil if the words begin with none.
    ///
    /// - Throws: ``TaskWords/Failure`` for a date that no calendar has.
    init?(_ words: ArraySlice<TaskWords.Word>, clock: CivilDateTime) throws(TaskWords.Failure) {
        self.words = words
        self.clock = clock
        position = words.startIndex
        let preposition = take("on", "by", "due", "at")
        if preposition == "due" { _ = take("on", "by", "at") }
        if try takeRule() { return }
        if let time = takeLaterTime() {
            due = .floating(time)
        } else if let day = try takeDay(after: preposition) {
            let start = position
            _ = take("at")
            if let second = takeTime() {
                due = .floating(CivilDateTime(day, second: second))
            } else {
                position = start
                due = .date(day)
            }
        } else if let second = takeTime() {
            _ = take("on")
            if let day = try takeDay(after: "on") {
                due = .floating(CivilDateTime(day, second: second))
            } else {
                if words[position - 1].key == "on" { position -= 1 }
                // A time that has passed is tomorrow's.
                let today = CivilDateTime(clock.date, second: second)
                due = .floating(
                    today > clock ? today : CivilDateTime(clock.date.adding(days: 1), second: second))
            }
        } else {
            return nil
        }
    }

    // MARK: Words

    /// The word at some distance, without the commas after it; empty if there is none.
    private func peek(_ distance: Int = 0) -> String {
        let index = position + distance
        guard words.indices.contains(index) else { return "" }
        return words[index].key
    }

    private mutating func take(_ options: String...) -> String? {
        let word = peek()
        guard options.contains(word) else { return nil }
        position += 1
        return word
    }

    private static let weekdays: [String: Weekday] = {
        var names: [String: Weekday] = [:]
        for (day, spellings) in [
            (Weekday.monday, "monday mon"), (.tuesday, "tuesday tue tues"), (.wednesday, "wednesday wed"),
            (.thursday, "thursday thu thur thurs"), (.friday, "friday fri"), (.saturday, "saturday sat"),
            (.sunday, "sunday sun"),
        ] {
            for name in spellings.split(separator: " ") { names[String(name)] = day }
        }
        return names
    }()

    private static let months: [String: Int] = {
        var names: [String: Int] = ["sept": 9]
        for (index, name) in [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ].enumerated() {
            names[name] = index + 1
            names[String(name.prefix(3))] = index + 1
        }
        return names
    }()

    private static let units: [String: RecurrenceRule.Frequency] = [
        "day": .daily, "days": .daily, "week": .weekly, "weeks": .weekly, "month": .monthly, "months": .monthly,
        "year": .yearly, "years": .yearly,
    ]

    /// A number from 1 to 9999 without a sign.
    private static func count(_ word: String) -> Int? {
        guard word.utf8.count <= 4, let value = number(word.utf8), value > 0 else { return nil }
        return value
    }

    /// The number of a day of a month: `5` or `5th`; nil beyond 31.
    private static func dayNumber(_ word: String, needsEnding: Bool = false) -> Int? {
        let hasEnding = ["st", "nd", "rd", "th"].contains { word.hasSuffix($0) }
        guard hasEnding || !needsEnding, let value = count(hasEnding ? String(word.dropLast(2)) : word), value <= 31
        else { return nil }
        return value
    }

    // MARK: Days

    private mutating func takeDay(after preposition: String?) throws(TaskWords.Failure) -> CivilDate? {
        let today = clock.date
        let word = peek()
        switch word {
        case "today":
            position += 1
            return today
        case "tomorrow":
            position += 1
            return today.adding(days: 1)
        case "this", "next":
            let weekStart = today.adding(days: -today.weekday.rawValue)
            if word == "next", peek(1) == "week" || peek(1) == "month" {
                position += 2
                return peek(-1) == "week"
                    ? today.adding(days: 7) : today.adding(months: 1)
            }
            guard let day = Self.weekdays[peek(1)] else { return nil }
            position += 2
            return word == "next" ? weekStart.adding(days: 7 + day.rawValue) : Self.next(day, after: today)
        case "in": return takeDistance(from: today)
        default: break
        }
        if let day = Self.weekdays[word] {
            // "sun" and "sat" are words of their own: alone they are days only where nothing of the title follows.
            guard word.count > 4 || preposition != nil || endsLine(after: 1) else { return nil }
            position += 1
            return Self.next(day, after: today)
        }
        if word.utf8.count == 10, word.utf8.filter({ $0 == UInt8(ascii: "-") }).count == 2,
            word.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") })
        {
            guard let date = CivilDate(word) else { throw Self.noSuchDate(word) }
            position += 1
            return date
        }
        return try takeMonthAndDay()
    }

    private static func next(_ day: Weekday, after today: CivilDate) -> CivilDate {
        let distance = day.days(since: today.weekday)
        return today.adding(days: distance == 0 ? 7 : distance)
    }

    /// Whether after some words nothing comes but a time, or another phrase's beginning.
    private func endsLine(after distance: Int) -> Bool {
        let index = position + distance
        guard words.indices.contains(index) else { return true }
        var rest = self
        rest.position = index
        _ = rest.take("at")
        return rest.takeTime() != nil
    }

    /// `may 5 [2028]` or `5th [of] may [2028]`.
    private mutating func takeMonthAndDay() throws(TaskWords.Failure) -> CivilDate? {
        var next = position
        let month: Int
        let day: Int
        if let named = Self.months[peek()], let number = Self.dayNumber(peek(1)) {
            (month, day) = (named, number)
            next += 2
        } else if let number = Self.dayNumber(peek()) {
            let gap = peek(1) == "of" ? 2 : 1
            guard let named = Self.months[peek(gap)] else { return nil }
            (month, day) = (named, number)
            next += gap + 1
        } else {
            return nil
        }
        let shown = words[position..<next].map(\.text).joined(separator: " ")
        let yearWord = peek(next - position)
        if yearWord.utf8.count == 4, let year = Self.count(yearWord), (1900...2999).contains(year) {
            guard let date = CivilDate(year, month, day) else { throw Self.noSuchDate("\(shown) \(year)") }
            position = next + 1
            return date
        }
        // A day that has passed is next year's; 29 February waits for its year.
        for year in clock.date.year...clock.date.year + 8 {
            guard let date = CivilDate(year, month, day), date >= clock.date else { continue }
            position = next
            return date
        }
        throw Self.noSuchDate(shown)
    }

    /// `in 2 weeks`.
    private mutating func takeDistance(from today: CivilDate) -> CivilDate? {
        guard peek() == "in", let unit = Self.units[peek(2)],
            let count = ["a", "an", "one"].contains(peek(1)) ? 1 : Self.count(peek(1))
        else { return nil }
        position += 3
        switch unit {
        case .weekly: return today.adding(days: 7 * count)
        case .monthly: return today.adding(months: count)
        case .yearly: return today.adding(months: 12 * count)
        default: return today.adding(days: count)
        }
    }

    /// `in 2 hours`.
    private mutating func takeLaterTime() -> CivilDateTime? {
        guard peek() == "in", let count = ["a", "an", "one"].contains(peek(1)) ? 1 : Self.count(peek(1)) else {
            return nil
        }
        let unit: Int
        switch peek(2) {
        case "hour", "hours": unit = 3600
        case "minute", "minutes", "min", "mins": unit = 60
        default: return nil
        }
        position += 3
        let seconds = clock.secondNumber + count * unit
        return CivilDateTime(secondNumber: seconds - seconds % 60)
    }

    private static func noSuchDate(_ text: String) -> TaskWords.Failure {
        TaskWords.Failure(
            description: "no such date: '\(text)'. If it is part of the title, write a backslash before it.")
    }

    // MARK: Times

    /// The second of the day: `9:30`, `8am`, `8:15pm`, `8 pm`, `noon`.
    private mutating func takeTime() -> Int? {
        let word = peek()
        if word == "noon" {
            position += 1
            return 12 * 3600
        }
        var text = word[...]
        var half: Substring?
        var taken = 1
        if text.hasSuffix("am") || text.hasSuffix("pm") {
            half = text.suffix(2)
            text = text.dropLast(2)
        } else if ["am", "pm"].contains(peek(1)), !text.isEmpty {
            half = peek(1)[...]
            taken = 2
        }
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == "." && half != nil })
        guard (1...2).contains(parts.count), text.first != ":", text.last != ":",
            parts[0].utf8.count <= 2, var hour = number(parts[0].utf8),
            parts.count == 2 ? parts[1].utf8.count == 2 : half != nil,
            let minute = parts.count == 2 ? number(parts[1].utf8) : 0, minute < 60
        else { return nil }
        if let half {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
        }
        guard hour < 24 else { return nil }
        position += taken
        return hour * 3600 + minute * 60
    }

    // MARK: Rules

    private mutating func takeRule() throws(TaskWords.Failure) -> Bool {
        let start = position
        guard take("every") != nil, var rule = takeRuleBody() else {
            position = start
            return false
        }
        let beforeTime = position
        _ = take("at")
        let second = takeTime()
        if second == nil { position = beforeTime }
        let beforeUntil = position
        if take("until") != nil {
            if let day = try takeDay(after: "until") { rule.until = .date(day) } else { position = beforeUntil }
        }
        self.rule = rule
        due = first(of: rule, second)
        return true
    }

    /// The first occurrence that is not over.
    private func first(of rule: RecurrenceRule, _ second: Int?) -> Moment {
        var rule = rule
        rule.until = nil
        let start = CivilDateTime(clock.date, second: second ?? 0)
        var periods = RecurrencePeriods(rule, start: start)
        while let times = periods.next() {
            if let time = times.first(where: { second == nil || $0 > clock }) {
                return second == nil ? .date(time.date) : .floating(time)
            }
        }
        return .date(clock.date)
    }

    private mutating func takeRuleBody() -> RecurrenceRule? {
        if take("weekday", "weekdays") != nil {
            var rule = RecurrenceRule(.weekly)
            rule.days = Weekday.allCases.prefix(5).map { RecurrenceRule.Day($0) }
            return rule
        }
        if take("weekend", "weekends") != nil {
            var rule = RecurrenceRule(.weekly)
            rule.days = [RecurrenceRule.Day(.saturday), RecurrenceRule.Day(.sunday)]
            return rule
        }
        if let days = takeWeekdays() {
            var rule = RecurrenceRule(.weekly)
            rule.days = days
            return rule
        }
        if let month = Self.months[peek()], let day = Self.dayNumber(peek(1)) {
            position += 2
            var rule = RecurrenceRule(.yearly)
            rule.months = [month]
            rule.monthDays = [day]
            return rule
        }
        if let rule = takeMonthRule() { return rule }
        let start = position
        var interval = 1
        if take("other") != nil || take("second") != nil {
            interval = 2
        } else if let count = Self.count(peek()) {
            interval = count
            position += 1
        }
        if interval > 1, let days = takeWeekdays() {
            var rule = RecurrenceRule(.weekly, interval: interval)
            rule.days = days
            return rule
        }
        guard let unit = Self.units[peek()] else {
            position = start
            return nil
        }
        position += 1
        var rule = RecurrenceRule(unit, interval: interval)
        let beforeOn = position
        if take("on") != nil {
            if unit == .weekly, let days = takeWeekdays() {
                rule.days = days
            } else if unit == .monthly, let monthly = takeMonthRule() {
                rule.days = monthly.days
                rule.monthDays = monthly.monthDays
            } else if unit == .yearly, let month = Self.months[peek()], let day = Self.dayNumber(peek(1)) {
                position += 2
                rule.months = [month]
                rule.monthDays = [day]
            } else {
                position = beforeOn
            }
        }
        return rule
    }

    /// `monday`, `mon, wed and fri`.
    private mutating func takeWeekdays() -> [RecurrenceRule.Day]? {
        var days: [RecurrenceRule.Day] = []
        while true {
            let skip = !days.isEmpty && ["and", "&"].contains(peek()) ? 1 : 0
            let word = peek(skip)
            let bare = word.hasSuffix(",") ? String(word.dropLast()) : word
            let names = bare.split(separator: ",").map { Self.weekdays[String($0)] }
            let found = names.compactMap { $0 }
            guard !found.isEmpty, found.count == names.count else { break }
            position += skip + 1
            days += found.map { RecurrenceRule.Day($0) }
            if !word.hasSuffix(","), !["and", "&"].contains(peek()) { break }
        }
        return days.isEmpty ? nil : days
    }

    /// `[the] 1st [and 15th]`, `[the] last [day]`, `[the] last friday`, `[the] 2nd tuesday`.
    private mutating func takeMonthRule() -> RecurrenceRule? {
        let start = position
        _ = take("the")
        var rule = RecurrenceRule(.monthly)
        let names = ["first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1]
        let ordinal = names[peek()] ?? Self.dayNumber(peek(), needsEnding: true)
        if let ordinal, ordinal <= 5, let day = Self.weekdays[peek(1)] {
            position += 2
            rule.days = [RecurrenceRule.Day(day, ordinal: ordinal)]
            return rule
        }
        if peek() == "last", peek(1) == "day" {
            position += 2
            rule.monthDays = [-1]
            return rule
        }
        while true {
            let skip = !rule.monthDays.isEmpty && ["and", "&"].contains(peek()) ? 1 : 0
            let word = peek(skip)
            let bare = word.hasSuffix(",") ? String(word.dropLast()) : word
            guard let day = Self.dayNumber(bare, needsEnding: true) else { break }
            position += skip + 1
            rule.monthDays.append(day)
            if !word.hasSuffix(","), !["and", "&"].contains(peek()) { break }
        }
        guard !rule.monthDays.isEmpty else {
            position = start
            return nil
        }
        return rule
    }
}
