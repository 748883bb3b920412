/// The times of a rule on the wall clock, without zones, `COUNT` and `UNTIL`: period after period.
///
/// A rule is a filter over periods. For years, months, weeks and days a period's days are listed and those that every
/// `BY` part takes stay, each with the rule's times; `BYSETPOS` then picks among the period's times. Hours, minutes and
/// seconds go day by day instead, since a day that no `BY` part takes leaves out up to 86,400 periods at once.
///
/// What holds between calls of ``next()``: `period` is the number of the next period to look at, and everything of
/// earlier periods has been given out. The calendar repeats after 400 years, so that a rule which has found nothing in
/// that many periods never will: it ends, in milliseconds.
struct RecurrencePeriods {
    private let rule: RecurrenceRule
    private let start: CivilDateTime
    private let months: Set<Int>
    private let monthDays: [Int]
    private let days: [RecurrenceRule.Day]
    private let hours: [Int]
    private let minutes: [Int]
    private let seconds: [Int]
    /// The number of the next period, in units of the frequency: years, months, weeks, days; days for all shorter ones.
    private var period: Int
    private var barren = 0
    /// Times before this are passed over.
    private var floor: CivilDateTime
    /// The number of the last day that may hold a time: that of the year 9999, or of `UNTIL`.
    private let lastDay: Int
    /// Whether any second of a day can be both in the rule's grid and in its lists.
    private let isPossible: Bool

    /// How many periods in a row may be empty: those of 400 years.
    private var limit: Int {
        switch rule.frequency {
        case .yearly: 400
        case .monthly: 4800
        case .weekly: 20_871
        default: 146_097
        }
    }

    /// Makes the periods of a rule that starts at a time.
    init(_ rule: RecurrenceRule, start: CivilDateTime) {
        self.rule = rule
        self.start = start
        floor = start
        // Two days more, since the end may be of another zone.
        lastDay = min(Self.lastOfAll, rule.until.map { $0.date.dayNumber + 2 } ?? Self.lastOfAll)
        var (months, monthDays, days) = (rule.months, rule.monthDays, rule.days)
        let namesDay = !(days.isEmpty && monthDays.isEmpty && rule.yearDays.isEmpty && rule.weekNumbers.isEmpty)
        // What the rule does not say, the start does (3.3.10).
        switch rule.frequency {
        case .yearly where !namesDay:
            if months.isEmpty { months = [start.date.month] }
            monthDays = [start.date.day]
        case .yearly where !rule.weekNumbers.isEmpty && days.isEmpty && monthDays.isEmpty && rule.yearDays.isEmpty:
            days = [RecurrenceRule.Day(start.date.weekday)]
        case .monthly where !namesDay: monthDays = [start.date.day]
        case .weekly where !namesDay: days = [RecurrenceRule.Day(start.date.weekday)]
        default: break
        }
        self.months = Set(months)
        self.monthDays = monthDays
        self.days = days
        let frequency = rule.frequency
        hours =
            rule.hours.isEmpty
            ? (frequency.isWithinDay ? Array(0...23) : [start.hour]) : rule.hours
        minutes =
            rule.minutes.isEmpty
            ? (frequency == .minutely || frequency == .secondly ? Array(0...59) : [start.minute]) : rule.minutes
        seconds = rule.seconds.isEmpty ? (frequency == .secondly ? Array(0...59) : [start.second % 60]) : rule.seconds
        period =
            switch frequency {
            case .yearly: start.date.year
            case .monthly: start.date.year * 12 + start.date.month - 1
            case .weekly: start.date.dayNumber - start.date.weekday.days(since: rule.weekStart)
            default: start.date.dayNumber
            }
        // A day has as many times as the lists say: no position is beyond them.
        let timesOfDay = hours.count * minutes.count * seconds.count
        let isBeyondDay =
            frequency == .daily && !rule.positions.isEmpty && rule.positions.allSatisfy { abs($0) > timesOfDay }
        isPossible =
            !isBeyondDay && (!frequency.isWithinDay || Self.gridMeetsLists(rule, start, hours, minutes, seconds))
    }

    /// Goes on with the first period that may hold a time at or after this one. `COUNT` cannot be kept then.
    mutating func skip(to time: CivilDateTime) {
        guard time > start else { return }
        floor = time
        func aligned(_ target: Int, _ step: Int) -> Int { period + max(0, (target - period) / step) * step }
        switch rule.frequency {
        case .yearly: period = aligned(time.date.year - 1, rule.interval)
        case .monthly: period = aligned(time.date.year * 12 + time.date.month - 2, rule.interval)
        case .weekly: period = aligned(time.date.dayNumber - 7, 7 * rule.interval)
        case .daily: period = aligned(time.date.dayNumber - 1, rule.interval)
        default: period = max(period, time.date.dayNumber)
        }
    }

    /// The times of the next period that has any, in order; nil if there are none up to the year 9999.
    mutating func next() -> [CivilDateTime]? {
        guard isPossible else { return nil }
        while barren < limit {
            barren += 1
            let times: [CivilDateTime]
            switch rule.frequency {
            case .yearly:
                guard period <= 9999 else { return nil }
                let first = CivilDate.firstDay(of: period)
                guard first <= lastDay else { return nil }
                times = pick(timesOn(first..<first + (CivilDate.isLeap(period) ? 366 : 365)))
                period += rule.interval
            case .monthly:
                let (year, month) = (period / 12, period % 12 + 1)
                guard year <= 9999, let first = CivilDate(year, month, 1)?.dayNumber, first <= lastDay else {
                    return nil
                }
                times = pick(timesOn(first..<first + CivilDate.days(in: month, of: year)))
                period += rule.interval
            case .weekly:
                guard period <= min(lastDay, Self.lastOfAll - 7) else { return nil }
                times = pick(timesOn(period..<period + 7))
                period += 7 * rule.interval
            case .daily:
                guard period <= lastDay else { return nil }
                times = pick(timesOn(period..<period + 1))
                period += rule.interval
            case .hourly, .minutely, .secondly:
                guard period <= lastDay else { return nil }
                let day = CivilDate(dayNumber: period)
                times = takes(day) ? timesWithin(day) : []
                period = nextDay()
            }
            let later = times.first.map { $0 < floor } == true ? times.filter { $0 >= floor } : times
            if !later.isEmpty {
                barren = 0
                return later
            }
        }
        return nil
    }

    private static let lastOfAll = 2_932_896

    // MARK: Days

    private func timesOn(_ numbers: Range<Int>) -> [CivilDateTime] {
        var times: [CivilDateTime] = []
        for number in numbers {
            let day = CivilDate(dayNumber: number)
            guard takes(day) else { continue }
            for hour in hours {
                for minute in minutes {
                    for second in seconds {
                        times.append(CivilDateTime(day, second: hour * 3600 + minute * 60 + second))
                    }
                }
            }
        }
        return times
    }

    /// Whether every `BY` part takes a day.
    private func takes(_ day: CivilDate) -> Bool {
        if !months.isEmpty, !months.contains(day.month) { return false }
        if !monthDays.isEmpty {
            let fromEnd = day.day - CivilDate.days(in: day.month, of: day.year) - 1
            guard monthDays.contains(day.day) || monthDays.contains(fromEnd) else { return false }
        }
        if !days.isEmpty, !days.contains(where: { takes(day, $0) }) { return false }
        if !rule.yearDays.isEmpty {
            let number = day.dayOfYear
            let fromEnd = number - (CivilDate.isLeap(day.year) ? 366 : 365) - 1
            guard rule.yearDays.contains(number) || rule.yearDays.contains(fromEnd) else { return false }
        }
        return rule.weekNumbers.isEmpty || takesWeek(of: day)
    }

    /// A weekday with an ordinal is one of the month, or of the year where no month is named; in all other periods the
    /// ordinal means nothing.
    private func takes(_ day: CivilDate, _ wanted: RecurrenceRule.Day) -> Bool {
        guard day.weekday == wanted.weekday else { return false }
        let isYearly = rule.frequency == .yearly && rule.weekNumbers.isEmpty
        guard wanted.ordinal != 0, isYearly || rule.frequency == .monthly else { return true }
        let (index, length) =
            isYearly && rule.months.isEmpty
            ? (day.dayOfYear, CivilDate.isLeap(day.year) ? 366 : 365)
            : (day.day, CivilDate.days(in: day.month, of: day.year))
        return wanted.ordinal > 0
            ? (index - 1) / 7 + 1 == wanted.ordinal : (length - index) / 7 + 1 == -wanted.ordinal
    }

    /// Week 1 is the first with four days in its year.
    private func takesWeek(of day: CivilDate) -> Bool {
        let weekDay = day.weekday.days(since: rule.weekStart)
        let fourth = CivilDate(dayNumber: day.dayNumber - weekDay + 3)
        let week = (fourth.dayOfYear - 1) / 7 + 1
        let length = CivilDate.isLeap(fourth.year) ? 366 : 365
        let weeks = week + (length - fourth.dayOfYear) / 7
        return rule.weekNumbers.contains(week) || rule.weekNumbers.contains(week - weeks - 1)
    }

    private func pick(_ times: [CivilDateTime]) -> [CivilDateTime] {
        guard !rule.positions.isEmpty else { return times }
        let indices = rule.positions.map { $0 > 0 ? $0 - 1 : times.count + $0 }
        return Set(indices).sorted().filter(times.indices.contains).map { times[$0] }
    }

    // MARK: Hours, minutes and seconds

    /// A period's length in seconds.
    private static func unit(_ frequency: RecurrenceRule.Frequency) -> Int {
        switch frequency {
        case .hourly: 3600
        case .minutely: 60
        default: 1
        }
    }

    private func timesWithin(_ day: CivilDate) -> [CivilDateTime] {
        let unit = Self.unit(rule.frequency)
        let perDay = 86_400 / unit
        let first = day.dayNumber * perDay
        let origin = start.secondNumber / unit
        var times: [CivilDateTime] = []
        /// Adds the times of the period that begins at a second of the day.
        func add(_ second: Int) {
            let (hour, minute) = (second / 3600, second / 60 % 60)
            var period: [CivilDateTime] = []
            switch rule.frequency {
            case .hourly:
                for minute in minutes {
                    for second in seconds { period.append(.init(day, second: hour * 3600 + minute * 60 + second)) }
                }
            case .minutely:
                for second in seconds { period.append(.init(day, second: hour * 3600 + minute * 60 + second)) }
            default: period.append(.init(day, second: second))
            }
            times += pick(period)
        }
        var remainder = (origin - first) % rule.interval
        if remainder < 0 { remainder += rule.interval }
        let takesAll = hours.count == 24 && (unit > 60 || minutes.count == 60) && (unit > 1 || seconds.count == 60)
        // The shorter of the two is walked: the grid of the interval, or the lists.
        let listed = hours.count * (unit > 60 ? 1 : minutes.count) * (unit > 1 ? 1 : seconds.count)
        if takesAll || perDay / rule.interval < listed {
            let allowed = (Set(hours), Set(minutes), Set(seconds))
            for index in stride(from: remainder, to: perDay, by: rule.interval) {
                let second = index * unit
                guard allowed.0.contains(second / 3600), unit > 60 || allowed.1.contains(second / 60 % 60),
                    unit > 1 || allowed.2.contains(second % 60)
                else { continue }
                add(second)
            }
        } else {
            for hour in hours {
                for minute in unit > 60 ? [0] : minutes {
                    for second in unit > 1 ? [0] : seconds {
                        let index = (hour * 3600 + minute * 60 + second) / unit
                        if index >= remainder, (index - remainder).isMultiple(of: rule.interval) { add(index * unit) }
                    }
                }
            }
        }
        return times
    }

    /// The next day in which a period of the grid begins.
    private func nextDay() -> Int {
        let perDay = 86_400 / Self.unit(rule.frequency)
        guard rule.interval > perDay else { return period + 1 }
        let origin = start.secondNumber / Self.unit(rule.frequency)
        let distance = (period + 1) * perDay - origin
        let steps = distance <= 0 ? 0 : (distance + rule.interval - 1) / rule.interval
        let index = origin + steps * rule.interval
        return max(period + 1, index / perDay)
    }

    /// On a grid of every second minute no odd minute ever comes: seen here once, and not by looking at 400 years.
    private static func gridMeetsLists(
        _ rule: RecurrenceRule, _ start: CivilDateTime, _ hours: [Int], _ minutes: [Int], _ seconds: [Int]
    ) -> Bool {
        let unit = unit(rule.frequency)
        var (divisor, rest) = (86_400 / unit, rule.interval)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        let origin = start.second / unit
        for hour in hours {
            for minute in unit > 60 ? [0] : minutes {
                for second in unit > 1 ? [0] : seconds
                where ((hour * 3600 + minute * 60 + second) / unit - origin).isMultiple(of: divisor) { return true }
            }
        }
        return false
    }
}

extension RecurrenceRule.Frequency {
    /// Whether several periods come in a day.
    var isWithinDay: Bool { self == .hourly || self == .minutely || self == .secondly }
}
