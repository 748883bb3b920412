// Unsafe pointers: text of the program is compared where the program keeps it.

/// Names for the octets that HTTP's grammar speaks of, and the character classes of RFC 9110, section 5.6.
public enum Octet {
    /// HTAB.
    public static let tab: UInt8 = 0x09
    /// LF.
    public static let lineFeed: UInt8 = 0x0A
    /// CR.
    public static let carriageReturn: UInt8 = 0x0D
    /// SP.
    public static let space: UInt8 = 0x20

    /// `"`.
    @inlinable public static var quotationMark: UInt8 { 0x22 }
    /// `*`.
    @inlinable public static var asterisk: UInt8 { 0x2A }
    /// `,`.
    @inlinable public static var comma: UInt8 { 0x2C }
    /// `-`.
    @inlinable public static var hyphen: UInt8 { 0x2D }
    /// `.`.
    @inlinable public static var dot: UInt8 { 0x2E }
    /// `/`.
    @inlinable public static var slash: UInt8 { 0x2F }
    /// `:`.
    @inlinable public static var colon: UInt8 { 0x3A }
    /// `;`.
    @inlinable public static var semicolon: UInt8 { 0x3B }
    /// `=`.
    @inlinable public static var equals: UInt8 { 0x3D }
    /// `?`.
    @inlinable public static var questionMark: UInt8 { 0x3F }
    /// `[`.
    @inlinable public static var openBracket: UInt8 { 0x5B }
    /// `]`.
    @inlinable public static var closeBracket: UInt8 { 0x5D }
    /// `\`.
    @inlinable public static var backslash: UInt8 { 0x5C }
    /// `%`.
    @inlinable public static var percent: UInt8 { 0x25 }
    /// `$`.
    @inlinable public static var dollar: UInt8 { 0x24 }

    /// A set of ASCII characters as 128 bits: a constant, which needs no initialization at run time.
    @usableFromInline
    struct ASCIISet {
        @usableFromInline let low: UInt64
        @usableFromInline let high: UInt64

        @inlinable
        init(low: UInt64, high: UInt64) { (self.low, self.high) = (low, high) }

        @inlinable
        func contains(_ octet: UInt8) -> Bool {
            let bits = octet & 0x40 == 0 ? low : high
            return octet < 0x80 && bits &>> UInt64(octet & 0x3F) & 1 != 0
        }
    }

    /// Digits, letters and ``!#$%&'*+-.^_`|~``.
    @inlinable static var tokenSet: ASCIISet { ASCIISet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }

    /// Digits, letters and ``-._~!$&'()*+,;=%:[]``.
    @inlinable static var hostSet: ASCIISet { ASCIISet(low: 0x2FFF_7FF2_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE) }

    /// Whether `octet` may stand in a token: methods and field names (RFC 9110, section 5.6.2).
    @inlinable
    public static func isToken(_ octet: UInt8) -> Bool { tokenSet.contains(octet) }

    /// Whether `octet` may stand in a field value (RFC 9110, section 5.5): HTAB, SP, visible, and obs-text.
    @inlinable
    public static func isFieldValue(_ octet: UInt8) -> Bool { octet >= 0x20 ? octet != 0x7F : octet == tab }

    /// Whether `octet` may stand in a request target: visible ASCII without `#`, which starts a fragment, and octets
    /// beyond ASCII. Those have to be percent-encoded (RFC 3986), but curl and scripts send a name as it was typed, and
    /// none of them can blur where the request line ends.
    @inlinable
    public static func isTarget(_ octet: UInt8) -> Bool { octet > 0x20 && octet != 0x7F && octet != 0x23 }

    /// Whether `octet` may stand within a quoted string as it is (RFC 9110, section 5.6.4).
    @inlinable
    public static func isQuotedText(_ octet: UInt8) -> Bool { isFieldValue(octet) && octet != 0x22 && octet != 0x5C }

    /// Whether `octet` may stand in a host with its port (RFC 3986, section 3.2.2, without user information).
    @inlinable
    public static func isHost(_ octet: UInt8) -> Bool { hostSet.contains(octet) }

    /// Whether `octet` is `0` to `9`.
    @inlinable
    public static func isDigit(_ octet: UInt8) -> Bool { octet &- 0x30 < 10 }

    /// The letter in lower case; any other octet as it is.
    @inlinable
    public static func lowercased(_ octet: UInt8) -> UInt8 { octet &- 0x41 < 26 ? octet | 0x20 : octet }

    /// The value of a hexadecimal digit, or nil.
    @inlinable
    public static func hexadecimal(_ octet: UInt8) -> UInt8? {
        if octet &- 0x30 < 10 { return octet &- 0x30 }
        let lower = octet | 0x20
        return lower &- 0x61 < 6 ? lower &- 0x61 &+ 10 : nil
    }
}

extension Span where Element == UInt8 {
    /// Whether these bytes are `text`, letters compared without case.
    @inlinable
    public func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        for index in 0..<count where Octet.lowercased(self[index]) != Octet.lowercased(expected[index]) { return false }
        return true
    }

    /// Whether these bytes are exactly `text`.
    @inlinable
    public func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        for index in 0..<count where self[index] != expected[index] { return false }
        return true
    }

    /// The range without white space (SP and HTAB) at either end.
    @inlinable
    public func trimmed(_ start: Int, _ end: Int) -> ByteRange {
        var (first, last) = (start, end)
        while first < last, self[first] == Octet.space || self[first] == Octet.tab { first += 1 }
        while last > first, self[last - 1] == Octet.space || self[last - 1] == Octet.tab { last -= 1 }
        return ByteRange(first, last)
    }

    /// Calls `body` for each element of a comma-separated list (RFC 9110, section 5.6.1), trimmed, empty ones left
    /// out, until it returns false. Commas inside quoted strings do not separate.
    @inlinable
    public func forEachListElement(_ body: (ByteRange) -> Bool) {
        var start = 0
        var quoted = false
        var index = 0
        while index < count {
            switch self[index] {
            case Octet.comma where !quoted:
                let element = trimmed(start, index)
                if !element.isEmpty, !body(element) { return }
                start = index + 1
            case Octet.quotationMark: quoted.toggle()
            case Octet.backslash where quoted: index += 1
            default: break
            }
            index += 1
        }
        let last = trimmed(start, count)
        if !last.isEmpty { _ = body(last) }
    }

    /// These bytes as text, with what is not UTF-8 replaced.
    public var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in 0..<count { bytes.append(self[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
