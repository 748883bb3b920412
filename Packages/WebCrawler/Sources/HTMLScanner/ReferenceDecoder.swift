// Unsafe pointers: it reads the document in place, which outlives the scan.

/// Character references (HTML standard, section 13.2.5.72 onwards).
struct ReferenceDecoder {
    let input: UnsafeBufferPointer<UInt8>
    let inAttribute: Bool
    let wantsErrors: Bool
    /// Whether the decision depended on what lies behind the end of the input.
    private(set) var reachedEnd = false
    private(set) var errors: [(ParseError, Int)] = []

    init(input: UnsafeBufferPointer<UInt8>, inAttribute: Bool, wantsErrors: Bool) {
        self.input = input
        self.inAttribute = inAttribute
        self.wantsErrors = wantsErrors
    }

    /// Decodes what begins with the ampersand at `start`, appends it to `output` and returns the index behind it.
    mutating func decode(at start: Int, into output: inout [UInt8]) -> Int {
        guard let next = byte(start + 1) else {
            output.append(UInt8(ascii: "&"))
            return start + 1
        }
        if next == UInt8(ascii: "#") { return numeric(start, into: &output) }
        if isAlphanumeric(next) { return named(start, into: &output) }
        output.append(UInt8(ascii: "&"))
        return start + 1
    }

    private mutating func byte(_ index: Int) -> UInt8? {
        guard index < input.count else {
            reachedEnd = true
            return nil
        }
        return input[index]
    }

    private mutating func report(_ error: ParseError, _ offset: Int) {
        if wantsErrors { errors.append((error, offset)) }
    }

    private mutating func named(_ start: Int, into output: inout [UInt8]) -> Int {
        let (match, reached) = EntityTable.shared.longestMatch(in: input, at: start + 1)
        if reached >= input.count { reachedEnd = true }
        guard let match else {
            // An ambiguous ampersand: only a name with a semicolon is an error.
            var index = start + 1
            while let byte = byte(index), isAlphanumeric(byte) { index += 1 }
            output += input[start..<index]
            if byte(index) == UInt8(ascii: ";") { report(.unknownNamedReference, index) }
            return index
        }
        let end = start + 1 + match.length
        if input[end - 1] != UInt8(ascii: ";") {
            let next = byte(end)
            if inAttribute, let next, next == UInt8(ascii: "=") || isAlphanumeric(next) {
                output += input[start..<end]
                return end
            }
            report(.missingSemicolon, end)
        }
        output += match.value
        return end
    }

    private mutating func numeric(_ start: Int, into output: inout [UInt8]) -> Int {
        var index = start + 2
        var radix: UInt32 = 10
        if let letter = byte(index), letter | 0x20 == UInt8(ascii: "x") {
            radix = 16
            index += 1
        }
        let firstDigit = index
        var value: UInt32 = 0
        while let digit = byte(index).flatMap({ digit($0, radix) }) {
            value = min(value * radix + digit, 0x110000)
            index += 1
        }
        guard index > firstDigit else {
            report(.absenceOfDigits, index)
            output += input[start..<index]
            return index
        }
        if byte(index) == UInt8(ascii: ";") { index += 1 } else { report(.missingSemicolon, index) }
        append(checked(value, index), to: &output)
        return index
    }

    private func digit(_ byte: UInt8, _ radix: UInt32) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f") where radix == 16: UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F") where radix == 16: UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    private mutating func checked(_ value: UInt32, _ index: Int) -> Unicode.Scalar {
        switch value {
        case 0: report(.nullReference, index)
        case 0x110000...: report(.referenceOutsideUnicode, index)
        case 0xD800...0xDFFF: report(.surrogateReference, index)
        default:
            if isNoncharacter(value) {
                report(.noncharacterReference, index)
            } else if value == 0x0D || isControl(value) {
                report(.controlReference, index)
            }
            if (0x80...0x9F).contains(value) {
                let mapped = Self.windows1252[Int(value - 0x80)]
                return Unicode.Scalar(mapped == 0 ? UInt16(value) : mapped) ?? "\u{FFFD}"
            }
            return Unicode.Scalar(value) ?? "\u{FFFD}"
        }
        return "\u{FFFD}"
    }

    private func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        output += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }

    /// What references to the C1 controls mean, which authors take from Windows-1252; zero: the control itself.
    private static let windows1252: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D,
        0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,
        0x017E, 0x0178,
    ]
}

/// Whether a code point is one of the 66 that Unicode keeps from use.
func isNoncharacter(_ point: UInt32) -> Bool {
    (0xFDD0...0xFDEF).contains(point) || point & 0xFFFE == 0xFFFE
}

/// Whether a code point is a control other than NUL and white space.
func isControl(_ point: UInt32) -> Bool {
    switch point {
    case 0, 0x09, 0x0A, 0x0C, 0x0D: false
    case 0x01...0x1F, 0x7F...0x9F: true
    default: false
    }
}
