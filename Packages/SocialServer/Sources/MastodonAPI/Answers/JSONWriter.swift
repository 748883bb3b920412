import SocialService

/// Writes JSON straight into bytes: an answer is built once, in one array.
///
/// The entities beside this file write their fixed parts as literals; a timeline of 20 costs some tens of microseconds.
struct JSONWriter {
    private(set) var bytes: [UInt8]

    init(capacity: Int = 4096) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// JSON as it stands.
    mutating func raw(_ json: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
    }

    /// A text that has nothing to escape, such as an address of our own.
    mutating func plain(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A number.
    mutating func number(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

    /// A number with a fraction, or `null` for what is none.
    mutating func number(_ number: Double) {
        if number.isFinite { plain(String(number)) } else { raw("null") }
    }

    /// An identifier's digits, without quotes.
    mutating func id(_ id: Identifier) { bytes.append(contentsOf: String(id.rawValue).utf8) }

    /// An identifier as clients get it: text, since it has more digits than JavaScript's numbers.
    mutating func quotedID(_ id: Identifier?) {
        guard let id else { return raw("null") }
        bytes.append(UInt8(ascii: "\""))
        self.id(id)
        bytes.append(UInt8(ascii: "\""))
    }

    /// `true` or `false`.
    mutating func bool(_ value: Bool) { value ? raw("true") : raw("false") }

    /// A text in quotes.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { escape($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A text in quotes, or `null`.
    mutating func string(_ text: String?) {
        if let text { string(text) } else { raw("null") }
    }

    /// UTF-8 in quotes.
    mutating func string(_ text: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        text.withUnsafeBufferPointer { escape($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A list with commas between its entries.
    mutating func array<Element>(_ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Copies stretches that need nothing at once; most texts are one stretch.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            bytes.append(contentsOf: text[start..<index])
            start = index + 1
            switch byte {
            case UInt8(ascii: "\""): raw("\\\"")
            case UInt8(ascii: "\\"): raw("\\\\")
            case UInt8(ascii: "\n"): raw("\\n")
            default:
                raw("\\u00")
                bytes.append(Self.hex(byte >> 4))
                bytes.append(Self.hex(byte & 15))
            }
        }
        bytes.append(contentsOf: text[start...])
    }

    private static func hex(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}

// MARK: - Moments

extension JSONWriter {
    /// Milliseconds since 1970 as `"2026-11-23T07:00:00.000Z"`.
    mutating func moment(_ milliseconds: Int64) {
        bytes.append(UInt8(ascii: "\""))
        let (day, time) = Self.split(milliseconds)
        date(day)
        bytes.append(UInt8(ascii: "T"))
        let seconds = time / 1000
        digits(seconds / 3600, 2)
        bytes.append(UInt8(ascii: ":"))
        digits(seconds / 60 % 60, 2)
        bytes.append(UInt8(ascii: ":"))
        digits(seconds % 60, 2)
        bytes.append(UInt8(ascii: "."))
        digits(time % 1000, 3)
        raw("Z\"")
    }

    /// A moment, or `null`.
    mutating func moment(_ milliseconds: Int64?) {
        if let milliseconds { moment(milliseconds) } else { raw("null") }
    }

    /// The day of a moment as `"2026-11-23"`, or `null`.
    mutating func day(_ milliseconds: Int64?) {
        guard let milliseconds else { return raw("null") }
        bytes.append(UInt8(ascii: "\""))
        date(Self.split(milliseconds).day)
        bytes.append(UInt8(ascii: "\""))
    }

    private static func split(_ milliseconds: Int64) -> (day: Int64, time: Int64) {
        let bounded = max(0, min(253_402_300_799_999, milliseconds))
        return (bounded / 86_400_000, bounded % 86_400_000)
    }

    /// The civil date of a day since 1970, in eras of 400 years that begin in March.
    private mutating func date(_ day: Int64) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        digits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4)
        bytes.append(UInt8(ascii: "-"))
        digits(month, 2)
        bytes.append(UInt8(ascii: "-"))
        digits(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2)
    }

    private mutating func digits(_ value: Int64, _ count: Int) {
        var divisor: Int64 = count == 4 ? 1000 : count == 3 ? 100 : 10
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
