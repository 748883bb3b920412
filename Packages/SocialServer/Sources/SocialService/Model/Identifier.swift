/// The identifier of anything that the network keeps: a number that grows with time.
///
/// The upper 48 bits are milliseconds since 1970, the lower 16 a counter that starts at a random value within each
/// millisecond, so that processes that share a database do not meet. Clients see it as decimal text, which sorts by time.
public struct Identifier: RawRepresentable, Codable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number, never negative.
    public let rawValue: Int64

    /// Makes an identifier of its number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Reads decimal text, as clients send it; `nil` if it is anything else than digits of a number that fits.
    public init?(_ text: some StringProtocol) {
        var value: Int64 = 0
        var digits = 0
        for byte in text.utf8 {
            let (tenfold, isTooMuch) = value.multipliedReportingOverflow(by: 10)
            let (sum, isMore) = tenfold.addingReportingOverflow(Int64(byte &- 0x30))
            guard (0x30...0x39).contains(byte), digits < 19, !isTooMuch, !isMore else { return nil }
            value = sum
            digits += 1
        }
        guard digits > 0 else { return nil }
        rawValue = value
    }

    /// The first identifier of a millisecond since 1970.
    public init(millisecond: Int64) {
        rawValue = millisecond << 16
    }

    /// Milliseconds since 1970 at which the identifier was made.
    public var millisecond: Int64 { rawValue >> 16 }

    /// The number as text.
    public var description: String { String(rawValue) }

    /// Older identifiers are smaller.
    public static func < (one: Identifier, other: Identifier) -> Bool { one.rawValue < other.rawValue }
}
