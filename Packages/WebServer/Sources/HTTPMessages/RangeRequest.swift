/// The Range field (RFC 9110, section 14).
public enum RangeRequest: Sendable, Equatable {
    /// There is none, or one to be ignored: another unit, bad syntax, or too many parts.
    case whole
    /// These parts, each within the representation, in the order asked for, none touching another.
    case parts([Range<Int>])
    /// No part lies within the representation: 416.
    case unsatisfiable

    /// More parts than this in one field are ignored: no reader needs them, and each costs a part's head.
    public static let maximumParts = 16

    /// Reads the field for a representation of `length` octets. An empty one has no part that could be asked for: the
    /// field is ignored, as RFC 9110, section 14.2, permits, since download managers send `bytes=0-` with everything.
    public init(_ field: Span<UInt8>, length: Int) {
        guard length > 0, field.count > 6, field.extracting(0..<6).equalsIgnoringCase("bytes=") else {
            self = .whole
            return
        }
        let set = field.extracting(6..<field.count)
        var count = 0
        var isValid = true
        var found: [Range<Int>] = []
        set.forEachListElement { element in
            count += 1
            guard count <= Self.maximumParts, let part = Self.part(set.part(element), length: length) else {
                isValid = false
                return false
            }
            if !part.isEmpty { found.append(part) }
            return true
        }
        guard isValid, count > 0 else {
            self = .whole
            return
        }
        self = found.isEmpty ? .unsatisfiable : .parts(Self.coalesced(found))
    }

    /// One `first-last`, `first-` or `-suffix`; empty when it lies outside; nil when it is malformed.
    private static func part(_ text: Span<UInt8>, length: Int) -> Range<Int>? {
        var dash = 0
        while dash < text.count, text[dash] != Octet.hyphen { dash += 1 }
        guard dash < text.count else { return nil }
        let (left, right) = (text.extracting(0..<dash), text.extracting(dash + 1..<text.count))
        if left.count == 0 {
            guard let suffix = number(right) else { return nil }
            return max(0, length - suffix)..<length
        }
        guard let first = number(left) else { return nil }
        guard right.count > 0 else { return first < length ? first..<length : 0..<0 }
        guard let last = number(right), last >= first else { return nil }
        return first < length ? first..<min(last + 1, length) : 0..<0
    }

    private static func number(_ digits: Span<UInt8>) -> Int? {
        guard digits.count > 0 else { return nil }
        var value = 0
        for index in 0..<digits.count {
            guard Octet.isDigit(digits[index]) else { return nil }
            // Beyond 10^17 any number means "to the end"; it stops growing before it overflows.
            if value < 100_000_000_000_000_000 { value = value * 10 + Int(digits[index] - 0x30) }
        }
        return value
    }

    /// Merges parts that overlap or touch into the first of them, so that no octet is sent twice.
    private static func coalesced(_ parts: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for part in parts {
            var merged = part
            var position: Int?
            var index = 0
            while index < result.count {
                let other = result[index]
                guard merged.lowerBound <= other.upperBound, other.lowerBound <= merged.upperBound else {
                    index += 1
                    continue
                }
                merged = min(merged.lowerBound, other.lowerBound)..<max(merged.upperBound, other.upperBound)
                result.remove(at: index)
                position = position.map { min($0, index) } ?? index
                index = 0
            }
            result.insert(merged, at: position ?? result.count)
        }
        return result
    }
}
