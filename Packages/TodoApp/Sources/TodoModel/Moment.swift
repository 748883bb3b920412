public import CalendarFormat
public import Foundation

/// When something is due or starts, as it was written: a day, a clock on whatever wall, UTC, or a zone's clock.
///
/// The written form is kept, since each means something else when the reader travels: a day is due until its end
/// wherever one is; a floating time is the reader's wall clock; the others are instants.
public enum Moment: Sendable, Hashable {
    /// A day.
    case date(CivilDate)
    /// A time on the reader's clock.
    case floating(CivilDateTime)
    /// A time in UTC.
    case utc(CivilDateTime)
    /// A time in a zone; the zone's name as it was written, which need not be one that we know.
    case zoned(CivilDateTime, zone: String)

    /// A moment from an iCalendar property, such as `DUE;TZID=Europe/Berlin:20270331T230000`; nil if its value is no
    /// date and no time.
    public init?(_ line: ContentLine) {
        self.init(value: line.value, zone: line.parameter("TZID").map { TodoObject.withoutControls($0) })
    }

    /// A moment from iCalendar's value and the zone of its parameter.
    public init?(value: some StringProtocol, zone: String?) {
        let value = value.trimmingCharacters(in: .whitespaces)
        if let date = CivilDate(value), value.utf8.count == 8 {
            self = .date(date)
        } else if value.last == "Z" || value.last == "z", let time = CivilDateTime(value.dropLast()) {
            self = .utc(time)
        } else if let time = CivilDateTime(value) {
            self = zone.map { .zoned(time, zone: $0) } ?? .floating(time)
        } else {
            return nil
        }
    }

    /// A moment from ``description``'s form.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let first = parts.first else { return nil }
        if parts.count == 1, let date = CivilDate(first) {
            self = .date(date)
        } else if parts.count == 1, first.last == "Z", let time = CivilDateTime(first.dropLast()) {
            self = .utc(time)
        } else if let time = CivilDateTime(first) {
            self = parts.count == 2 ? .zoned(time, zone: String(parts[1])) : .floating(time)
        } else {
            return nil
        }
    }

    /// The day as it was written.
    public var date: CivilDate {
        switch self {
        case .date(let date): date
        case .floating(let time), .utc(let time), .zoned(let time, _): time.date
        }
    }

    /// The time as it was written; nil for a day.
    public var time: CivilDateTime? {
        switch self {
        case .date: nil
        case .floating(let time), .utc(let time), .zoned(let time, _): time
        }
    }

    /// The same kind of moment at another time; a day takes the day.
    public func with(_ time: CivilDateTime) -> Moment {
        switch self {
        case .date: .date(time.date)
        case .floating: .floating(time)
        case .utc: .utc(time)
        case .zoned(_, let zone): .zoned(time, zone: zone)
        }
    }

    /// The instant at which it begins.
    ///
    /// - Parameter reader: The zone of whoever reads, for days, floating times and zones that nobody knows.
    public func instant(reader: TimeZone) -> Date {
        switch self {
        case .date(let date): reader.instant(of: CivilDateTime(date, second: 0)).date
        case .floating(let time): reader.instant(of: time).date
        case .utc(let time): Date(timeIntervalSince1970: Double(time.secondNumber))
        case .zoned(let time, let zone): (ZoneNames.zone(zone) ?? reader).instant(of: time).date
        }
    }

    /// The instant after which it is over: a day's end, or the time itself.
    public func end(reader: TimeZone) -> Date {
        guard case .date(let date) = self else { return instant(reader: reader) }
        return Moment.date(date.adding(days: 1)).instant(reader: reader)
    }

    /// What the reader's clock shows then.
    public func local(reader: TimeZone) -> CivilDateTime {
        switch self {
        case .date(let date): CivilDateTime(date, second: 0)
        case .floating(let time): time
        case .utc, .zoned: reader.clock(at: instant(reader: reader))
        }
    }

    /// The value as iCalendar has it.
    public var value: String {
        switch self {
        case .date(let date): date.basic
        case .floating(let time), .zoned(let time, _): time.basic
        case .utc(let time): time.basic + "Z"
        }
    }

    /// The parameters that go with ``value``.
    public var parameters: String {
        switch self {
        case .date: ";VALUE=DATE"
        case .floating, .utc: ""
        case .zoned(_, let zone):
            zone.utf8.allSatisfy { $0 > 0x20 && !",:;\"".utf8.contains($0) }
                ? ";TZID=\(zone)" : ";TZID=\"\(zone.filter { $0 != "\"" })\""
        }
    }
}

extension Moment: CustomStringConvertible {
    /// `2027-03-31`, `2027-03-31T23:00`, `2027-03-31T22:00Z` or `2027-03-31T23:00 Europe/Berlin`.
    public var description: String {
        switch self {
        case .date(let date): date.description
        case .floating(let time): time.description
        case .utc(let time): time.description + "Z"
        case .zoned(let time, let zone): "\(time) \(zone)"
        }
    }
}

extension TimeZone {
    /// The instant at which the zone's clock shows a time.
    ///
    /// RFC 5545, 3.3.5: of a time that comes twice the first is meant; one that is left out counts with the offset
    /// before the gap.
    ///
    /// - Returns: The instant, and whether the clock shows the time at all.
    public func instant(of time: CivilDateTime) -> (date: Date, exists: Bool) {
        let seconds = time.secondNumber
        func offset(_ instant: Int) -> Int { secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))) }
        // Zones change at most once within a day or two: the offsets on both sides are all that can be meant.
        let before = offset(seconds - 86_400)
        let after = offset(seconds + 86_400)
        for candidate in [before, after] where offset(seconds - candidate) == candidate {
            return (Date(timeIntervalSince1970: Double(seconds - candidate)), true)
        }
        return (Date(timeIntervalSince1970: Double(seconds - before)), false)
    }

    /// What the zone's clock shows at an instant.
    public func clock(at instant: Date) -> CivilDateTime {
        // Dates beyond these come from nobody; the bound keeps the conversion to a whole number safe.
        let seconds = min(max(instant.timeIntervalSince1970.rounded(.down), -62_135_596_800), 253_402_300_799)
        return CivilDateTime(secondNumber: Int(seconds) + secondsFromGMT(for: instant))
    }
}
