public import Foundation

/// All occurrences of a task: a start, rules, more dates, and dates that are left out (RFC 5545, 3.8.5).
///
/// The clock on the wall is kept when summer time comes and goes. Days and times that do not exist are left out and not
/// counted; each occurrence comes from the rule and never from the one before it, so that nothing drifts.
///
/// ```swift
/// let series = Recurrence(start: .date(start), rules: [try RecurrenceRule("FREQ=MONTHLY;BYMONTHDAY=31")])
/// series.occurrences(reader: zone).prefix(2)                   // 31 January, 31 March
/// ```
public struct Recurrence: Sendable, Hashable {
    /// The first moment; not itself an occurrence, unless a rule or ``dates`` say so.
    public var start: Moment
    /// The rules.
    public var rules: [RecurrenceRule]
    /// `RDATE`.
    public var dates: [Moment]
    /// `EXDATE`.
    public var exceptions: [Moment]

    /// Makes a series.
    public init(start: Moment, rules: [RecurrenceRule], dates: [Moment] = [], exceptions: [Moment] = []) {
        self.start = start
        self.rules = rules
        self.dates = dates
        self.exceptions = exceptions
    }

    /// The occurrences in order, each once.
    ///
    /// - Parameters:
    ///   - earliest: Occurrences before this are passed over; nil for all.
    ///   - reader: The reader's zone, for floating times.
    public func occurrences(from earliest: Moment? = nil, reader: TimeZone) -> Occurrences {
        Occurrences(self, earliest, reader)
    }

    /// The first occurrence after a moment.
    public func next(after moment: Moment, reader: TimeZone) -> Moment? {
        let instant = moment.instant(reader: reader)
        var iterator = occurrences(from: moment, reader: reader)
        while let next = iterator.next() {
            if next.instant(reader: reader) > instant { return next }
        }
        return nil
    }

    /// Gives out a series' occurrences.
    public struct Occurrences: Sequence, IteratorProtocol {
        private var sources: [RuleOccurrences]
        private var heads: [Moment?]
        private var extra: [Moment]
        private let exceptions: Set<Date>
        private let exceptionDays: Set<CivilDate>
        private let reader: TimeZone
        private let earliest: Date?
        private var last: Date?

        fileprivate init(_ series: Recurrence, _ earliest: Moment?, _ reader: TimeZone) {
            self.reader = reader
            self.earliest = earliest?.instant(reader: reader)
            sources = series.rules.map { RuleOccurrences($0, series.start, earliest, reader) }
            heads = []
            // A date without a time in the exceptions of a series with times takes out the whole day.
            exceptionDays = Set(series.exceptions.compactMap { if case .date(let day) = $0 { day } else { nil } })
            exceptions = Set(
                series.exceptions.compactMap { if case .date = $0 { nil } else { $0.instant(reader: reader) } })
            extra = series.dates.sorted { $0.instant(reader: reader) < $1.instant(reader: reader) }.reversed()
            for index in sources.indices { heads.append(sources[index].next()) }
        }

        /// The next occurrence.
        public mutating func next() -> Moment? {
            while let (moment, instant) = smallest() {
                if let last, instant <= last { continue }
                last = instant
                if let earliest, instant < earliest { continue }
                if exceptions.contains(instant) || exceptionDays.contains(moment.date) { continue }
                return moment
            }
            return nil
        }

        private mutating func smallest() -> (Moment, Date)? {
            var best: (index: Int?, moment: Moment, instant: Date)?
            for (index, head) in heads.enumerated() {
                guard let head else { continue }
                let instant = head.instant(reader: reader)
                if best.map({ instant < $0.instant }) ?? true { best = (index, head, instant) }
            }
            if let date = extra.last {
                let instant = date.instant(reader: reader)
                if best.map({ instant < $0.instant }) ?? true { best = (nil, date, instant) }
            }
            guard let best else { return nil }
            if let index = best.index {
                heads[index] = sources[index].next()
            } else {
                extra.removeLast()
            }
            return (best.moment, best.instant)
        }
    }
}

/// One rule's occurrences: the wall clock's times, in a zone, up to `COUNT` and `UNTIL`.
private struct RuleOccurrences {
    private var periods: RecurrencePeriods
    private var waiting: ArraySlice<CivilDateTime> = []
    private var remaining: Int?
    private let until: Moment?
    private let start: Moment
    private let zone: TimeZone?
    private let reader: TimeZone
    private var isOver = false

    init(_ rule: RecurrenceRule, _ start: Moment, _ earliest: Moment?, _ reader: TimeZone) {
        var rule = rule
        if case .date = start {
            // A day has no hours: such parts are passed over (3.3.10).
            (rule.hours, rule.minutes, rule.seconds) = ([], [], [])
            if rule.frequency.isWithinDay {
                rule.frequency = .daily
                rule.interval = 1
            }
        }
        periods = RecurrencePeriods(rule, start: start.time ?? CivilDateTime(start.date, second: 0))
        if let earliest, rule.count == nil {
            let own: TimeZone =
                switch start {
                case .utc: .gmt
                case .zoned(_, let name): ZoneNames.zone(name) ?? reader
                case .date, .floating: reader
                }
            // Some hours before, since a clock may have been put back in between.
            let clock = own.clock(at: earliest.instant(reader: reader)).secondNumber - 3 * 3600
            let isDay = start.time == nil
            periods.skip(
                to: isDay
                    ? CivilDateTime(CivilDateTime(secondNumber: clock).date, second: 0)
                    : CivilDateTime(secondNumber: clock))
        }
        remaining = rule.count
        until = rule.until
        self.start = start
        self.reader = reader
        zone =
            switch start {
            case .zoned(_, let name): ZoneNames.zone(name)
            default: nil
            }
    }

    mutating func next() -> Moment? {
        while !isOver, remaining != 0 {
            guard let time = waiting.popFirst() else {
                guard let times = periods.next() else { return nil }
                waiting = times[...]
                continue
            }
            let moment = start.with(time)
            if isAfterEnd(moment) {
                isOver = true
                return nil
            }
            if let zone, !zone.instant(of: time).exists { continue }
            if let count = remaining { remaining = count - 1 }
            return moment
        }
        return nil
    }

    private func isAfterEnd(_ moment: Moment) -> Bool {
        switch until {
        case nil: false
        case .date(let day): moment.date > day
        case let end?:
            switch (moment, end) {
            case (.date(let day), _): day > end.date
            case (_, .utc): moment.instant(reader: reader) > end.instant(reader: reader)
            default: moment.time.map { time in end.time.map { time > $0 } ?? false } ?? false
            }
        }
    }
}
