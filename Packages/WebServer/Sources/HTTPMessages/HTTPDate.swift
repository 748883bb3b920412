// Unsafe pointers: the months' names are compared where the program keeps them.

/// Dates in messages (RFC 9110, section 5.6.7): written as IMF-fixdate, read in all three forms.
public enum HTTPDate {
    private static let days: StaticString = "SunMonTueWedThuFriSat"
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// A moment's parts in the Gregorian calendar, in UTC.
    public struct Parts: Sendable, Equatable {
        /// The year, as 2026.
        public var year: Int
        /// The month, 1 to 12.
        public var month: Int
        /// The day of the month, 1 to 31.
        public var day: Int
        /// The hour, 0 to 23.
        public var hour: Int
        /// The minute, 0 to 59.
        public var minute: Int
        /// The second, 0 to 60.
        public var second: Int
    }

    /// The parts of a moment, in seconds since 1970 (UTC).
    ///
    /// The year begins in March here, so that the leap day is the last one and every month's first day is a linear
    /// function of its number.
    public static func parts(of seconds: Int64) -> Parts {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let ofDay = Int(seconds) - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return Parts(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1,
            hour: ofDay / 3_600, minute: ofDay / 60 % 60, second: ofDay % 60)
    }

    /// The moment of a date in UTC, in seconds since 1970.
    public static func seconds(of parts: Parts) -> Int64 {
        let year = parts.month <= 2 ? parts.year - 1 : parts.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let monthFromMarch = parts.month > 2 ? parts.month - 3 : parts.month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + parts.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Int64(days * 86_400 + parts.hour * 3_600 + parts.minute * 60 + parts.second)
    }

    /// Appends a moment as IMF-fixdate, as `Sun, 06 Nov 1994 08:49:37 GMT`: always 29 octets.
    public static func append(_ seconds: Int64, to bytes: inout [UInt8]) {
        let parts = parts(of: seconds)
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        let weekday = ((day + 4) % 7 + 7) % 7
        appendName(days, weekday, to: &bytes)
        bytes.append(contentsOf: [Octet.comma, Octet.space])
        appendTwoDigits(parts.day, to: &bytes)
        bytes.append(Octet.space)
        appendName(months, parts.month - 1, to: &bytes)
        bytes.append(Octet.space)
        appendTwoDigits(parts.year / 100 % 100, to: &bytes)
        appendTwoDigits(parts.year % 100, to: &bytes)
        bytes.append(Octet.space)
        appendTwoDigits(parts.hour, to: &bytes)
        bytes.append(Octet.colon)
        appendTwoDigits(parts.minute, to: &bytes)
        bytes.append(Octet.colon)
        appendTwoDigits(parts.second, to: &bytes)
        bytes.append(" GMT")
    }

    /// The short English name of a month, 1 to 12.
    public static func appendMonth(_ month: Int, to bytes: inout [UInt8]) {
        appendName(months, month - 1, to: &bytes)
    }

    private static func appendName(_ names: StaticString, _ index: Int, to bytes: inout [UInt8]) {
        let all = UnsafeBufferPointer(start: names.utf8Start, count: names.utf8CodeUnitCount)
        bytes.append(contentsOf: all[index * 3..<index * 3 + 3])
    }

    private static func appendTwoDigits(_ value: Int, to bytes: inout [UInt8]) {
        bytes.append(0x30 + UInt8(truncatingIfNeeded: value / 10))
        bytes.append(0x30 + UInt8(truncatingIfNeeded: value % 10))
    }

    /// Reads a date in any of the three forms: IMF-fixdate, RFC 850's and asctime's.
    ///
    /// - Parameter now: the present, in seconds since 1970; RFC 850's two-digit years are the nearest that are not
    ///   more than 50 years ahead.
    /// - Returns: seconds since 1970, or nil when it is none of the three.
    public static func parse(_ bytes: Span<UInt8>, now: Int64) -> Int64? {
        var scanner = Scanner(bytes: bytes)
        guard bytes.count >= 24, bytes.count <= 33 else { return nil }
        var parts = Parts(year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0)
        if bytes[3] == Octet.comma {
            guard scanner.name(days) != nil, scanner.octets(", "), let day = scanner.number(2), scanner.octets(" "),
                let month = scanner.name(months), scanner.octets(" "), let year = scanner.number(4),
                scanner.octets(" "), scanner.time(&parts), scanner.octets(" GMT")
            else { return nil }
            (parts.day, parts.month, parts.year) = (day, month + 1, year)
        } else if bytes[3] == Octet.space {
            guard scanner.name(days) != nil, scanner.octets(" "), let month = scanner.name(months),
                scanner.octets(" "), let day = scanner.paddedDay(), scanner.octets(" "), scanner.time(&parts),
                scanner.octets(" "), let year = scanner.number(4)
            else { return nil }
            (parts.day, parts.month, parts.year) = (day, month + 1, year)
        } else {
            guard scanner.name(days) != nil, scanner.restOfDayName(), scanner.octets(", "),
                let day = scanner.number(2), scanner.octets("-"), let month = scanner.name(months),
                scanner.octets("-"), let short = scanner.number(2), scanner.octets(" "), scanner.time(&parts),
                scanner.octets(" GMT")
            else { return nil }
            let thisYear = Self.parts(of: now).year
            var year = thisYear / 100 * 100 + short
            if year > thisYear + 50 { year -= 100 }
            (parts.day, parts.month, parts.year) = (day, month + 1, year)
        }
        let monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard scanner.isAtEnd, parts.day >= 1, parts.day <= monthLengths[parts.month - 1], parts.year >= 1 else {
            return nil
        }
        let seconds = seconds(of: parts)
        // A day that its month does not have (29 February) would come back as another one.
        return Self.parts(of: seconds - Int64(parts.second)).day == parts.day ? seconds : nil
    }

    /// Reads fixed pieces from the front.
    private struct Scanner: ~Escapable {
        let bytes: Span<UInt8>
        var index = 0

        @_lifetime(copy bytes)
        init(bytes: Span<UInt8>) { self.bytes = bytes }

        var isAtEnd: Bool { index == bytes.count }

        @_lifetime(self: copy self)
        mutating func octets(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard index + count <= bytes.count, bytes.extracting(index..<index + count).equals(text) else {
                return false
            }
            index += count
            return true
        }

        @_lifetime(self: copy self)
        mutating func number(_ digits: Int) -> Int? {
            guard index + digits <= bytes.count else { return nil }
            var value = 0
            for offset in index..<index + digits {
                guard Octet.isDigit(bytes[offset]) else { return nil }
                value = value * 10 + Int(bytes[offset] - 0x30)
            }
            index += digits
            return value
        }

        @_lifetime(self: copy self)
        mutating func name(_ names: StaticString) -> Int? {
            guard index + 3 <= bytes.count else { return nil }
            let all = UnsafeBufferPointer(start: names.utf8Start, count: names.utf8CodeUnitCount)
            for candidate in 0..<all.count / 3
            where bytes[index] == all[candidate * 3] && bytes[index + 1] == all[candidate * 3 + 1]
                && bytes[index + 2] == all[candidate * 3 + 2]
            {
                index += 3
                return candidate
            }
            return nil
        }

        @_lifetime(self: copy self)
        mutating func restOfDayName() -> Bool {
            let start = index
            while index < bytes.count, bytes[index] &- 0x61 < 26 { index += 1 }
            return index - start >= 3 && index - start <= 6
        }

        @_lifetime(self: copy self)
        mutating func paddedDay() -> Int? {
            if index < bytes.count, bytes[index] == Octet.space {
                index += 1
                return number(1)
            }
            return number(2)
        }

        @_lifetime(self: copy self)
        mutating func time(_ parts: inout Parts) -> Bool {
            guard let hour = number(2), octets(":"), let minute = number(2), octets(":"), let second = number(2),
                hour < 24, minute < 60, second <= 60
            else { return false }
            (parts.hour, parts.minute, parts.second) = (hour, minute, second)
            return true
        }
    }
}
