import SocialService

// Unsafe pointers: it owns its memory: each byte of an answer passes here, and room is made before a write.

/// Writes JSON straight into bytes: an answer is built once, in one stretch of memory.
///
/// The memory is the writer's own. An array asks at each append whether it is shared, which takes ten nanoseconds where
/// a piece of JSON takes one or two, and a timeline of 20 statuses has two thousand pieces.
struct JSONWriter: ~Copyable {
    private var memory: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(capacity: Int = 4096) {
        memory = .allocate(capacity: capacity)
    }

    deinit { memory.deallocate() }

    /// Looks at what is written.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: memory.baseAddress, count: count))
    }

    /// What is written, as bytes.
    var bytes: [UInt8] { withBytes(Array.init) }

    /// What is written, as a text.
    var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    /// The place of the next bytes, all of which the caller fills.
    @inline(__always)
    private mutating func claim(_ length: Int) -> UnsafeMutableBufferPointer<UInt8> {
        if length > memory.count - count { grow(length) }
        defer { count += length }
        return UnsafeMutableBufferPointer(rebasing: memory[count..<count + length])
    }

    private mutating func grow(_ length: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(count + length, 2 * memory.count))
        _ = larger.initialize(fromContentsOf: memory[..<count])
        memory.deallocate()
        memory = larger
    }

    private mutating func byte(_ byte: UInt8) { claim(1)[0] = byte }

    /// JSON as it stands.
    ///
    /// Inlined, since the compiler knows how long each literal is and makes a few moves of it.
    @inline(__always)
    mutating func raw(_ json: StaticString) {
        raw(UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
    }

    /// UTF-8 that is JSON as it stands.
    @inline(__always)
    mutating func raw(_ json: some Collection<UInt8>) {
        _ = claim(json.count).initialize(fromContentsOf: json)
    }

    /// A text that has nothing to escape, such as an address of our own.
    mutating func plain(_ text: String) { text.withBytes { raw($0) } }

    /// A number.
    mutating func number(_ number: Int) {
        if number < 0 { raw("-") }
        decimal(number.magnitude)
    }

    /// A number with a fraction, or `null` for what is none.
    mutating func number(_ number: Double) {
        if number.isFinite { plain(String(number)) } else { raw("null") }
    }

    /// An identifier's digits, without quotes.
    mutating func id(_ id: Identifier) { number(Int(id.rawValue)) }

    /// An identifier as clients get it: text, since it has more digits than JavaScript's numbers.
    mutating func quotedID(_ id: Identifier?) {
        guard let id else { return raw("null") }
        raw("\"")
        self.id(id)
        raw("\"")
    }

    /// `true` or `false`.
    mutating func bool(_ value: Bool) { value ? raw("true") : raw("false") }

    /// A text in quotes.
    mutating func string(_ text: String) { text.withBytes { string($0) } }

    /// A text in quotes, or `null`.
    mutating func string(_ text: String?) {
        if let text { string(text) } else { raw("null") }
    }

    /// UTF-8 in quotes.
    mutating func string(_ text: [UInt8]) { text.withUnsafeBufferPointer { string($0) } }

    private mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        raw("\"")
        escape(text)
        raw("\"")
    }

    /// An object with commas between its members: for all but statuses and accounts, whose commas are kept by hand because
    /// a timeline has thousands of them.
    mutating func object(_ members: [(name: StaticString, write: (inout JSONWriter) -> Void)]) {
        raw("{")
        for (index, member) in members.enumerated() {
            raw(index == 0 ? "\"" : ",\"")
            raw(member.name)
            raw("\":")
            member.write(&self)
        }
        raw("}")
    }

    /// A list with commas between its entries.
    mutating func array<Element>(_ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void) {
        raw("[")
        var isFirst = true
        for element in elements {
            if !isFirst { raw(",") }
            isFirst = false
            write(&self, element)
        }
        raw("]")
    }

    /// Copies stretches that need nothing at once; most texts are one stretch.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var place = 0
        while true {
            let end = text.first(from: place) { $0.hasControl .| $0.has("\"") .| $0.has("\\") }
            raw(text[place..<end])
            guard end < text.count else { return }
            escape(text[end])
            place = end + 1
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case UInt8(ascii: "\n"): raw("\\n")
        default:
            raw("\\u00")
            self.byte(Self.hex(byte >> 4))
            self.byte(Self.hex(byte & 15))
        }
    }

    private static func hex(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}

extension StringProtocol {
    /// Looks at the text's UTF-8 where it stands; for `withUTF8`, the text would first have to be copied.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(utf8).withUnsafeBufferPointer(body)
    }
}

// MARK: - Digits

extension JSONWriter {
    /// A number's digits: two at a time, from the last to the first.
    private mutating func decimal(_ number: UInt) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var place = digits.count
            var rest = number
            while rest >= 10 {
                let pair = rest % 100
                rest /= 100
                place -= 2
                digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: pair / 10)
                digits[place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: pair % 10)
            }
            if rest > 0 || number == 0 {
                place -= 1
                digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest)
            }
            raw(UnsafeBufferPointer(rebasing: digits[place...]))
        }
    }

    /// Milliseconds since 1970 as `"2026-11-23T07:00:00.000Z"`.
    mutating func moment(_ milliseconds: Int64) {
        raw("\"")
        let (day, time) = Self.split(milliseconds)
        date(day)
        raw("T")
        let seconds = time / 1000
        pair(seconds / 3600)
        raw(":")
        pair(seconds / 60 % 60)
        raw(":")
        pair(seconds % 60)
        raw(".")
        pair(time % 1000 / 10)
        decimal(UInt(time % 10))
        raw("Z\"")
    }

    /// A moment, or `null`.
    mutating func moment(_ milliseconds: Int64?) {
        if let milliseconds { moment(milliseconds) } else { raw("null") }
    }

    /// The day of a moment as `"2026-11-23"`, or `null`.
    mutating func day(_ milliseconds: Int64?) {
        guard let milliseconds else { return raw("null") }
        raw("\"")
        date(Self.split(milliseconds).day)
        raw("\"")
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
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        pair(year / 100)
        pair(year % 100)
        raw("-")
        pair(month)
        raw("-")
        pair(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Two digits.
    private mutating func pair(_ value: Int64) {
        let place = claim(2)
        place[0] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10)
        place[1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
    }
}
