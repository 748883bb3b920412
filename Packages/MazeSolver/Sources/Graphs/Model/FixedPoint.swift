/// A decimal number as it was written: `digits` divided by ten to the power of `places`.
struct FixedPoint: Equatable {
    var digits: Int64
    /// How many of the digits stand behind the decimal point; below zero for numbers with zeros before the point that
    /// 64 bits do not hold.
    var places: Int
    /// Whether digits behind the eighteenth were rounded away.
    var isRounded = false

    /// What a text holds.
    enum Parsed: Equatable {
        case number(FixedPoint)
        /// `inf`, or a number beyond all that a double holds.
        case infinite(isNegative: Bool)
        /// Nothing, `nan`, `NA`, `null`: whoever wrote it had no number.
        case missing
        /// A number like `1,5`.
        case decimalComma
        case notANumber
    }

    /// Reads a sign, digits with a point, and an exponent: `-12.50`, `1e3`, `.5`, `+3`, `1_000`. Zeros at the end of a
    /// fraction are dropped, and of longer numbers than 64 bits hold, eighteen digits are kept.
    static func parse(_ text: some Collection<UInt8>, decimalComma: Bool = false) -> Parsed {
        if case .integer(let digits) = DecimalDigits.parse(text) {
            return .number(FixedPoint(digits: digits, places: 0))
        }
        if text.isEmpty { return .missing }
        let comma = UInt8(ascii: ",")
        if decimalComma, text.contains(comma) {
            // Then a point groups thousands.
            return parse(text.filter { $0 != UInt8(ascii: ".") }.map { $0 == comma ? UInt8(ascii: ".") : $0 })
        }
        let parsed = decimal(text)
        if parsed == .notANumber, text.count < 64 { return word(text) }
        return parsed
    }

    private static func decimal(_ text: some Collection<UInt8>) -> Parsed {
        var rest = text[...]
        let sign =
            rest.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } ?? false
            ? rest.prefix(1) : rest.prefix(0)
        let isNegative = sign.first == UInt8(ascii: "-")
        rest = rest.dropFirst(sign.count)
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return .notANumber }
        var exponent = 0
        // Fortran writes `1.5D+00`.
        if let mark = rest.first, [UInt8(ascii: "e"), UInt8(ascii: "d")].contains(mark | 0x20) {
            switch DecimalDigits.parse(rest.dropFirst()) {
            case .integer(let value): exponent = Int(min(100_000, max(-100_000, value)))
            case .tooLarge: exponent = rest.dropFirst().first == UInt8(ascii: "-") ? -100_000 : 100_000
            case .notANumber: return .notANumber
            }
        } else if !rest.isEmpty {
            return .notANumber
        }
        // All digits as one whole number; zeros at the end are moved into the exponent.
        var digits = Array(whole) + Array(fraction)
        var places = fraction.count - exponent
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            places -= 1
        }
        digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
        if digits.isEmpty { return .number(FixedPoint(digits: 0, places: 0)) }
        // Above 10³⁰⁸ there is no double, below 10⁻³²³ none but zero.
        if digits.count - places > 309 { return .infinite(isNegative: isNegative) }
        if digits.count - places < -330 { return .number(FixedPoint(digits: 0, places: 0, isRounded: true)) }
        return .number(number(digits, places, isNegative))
    }

    /// The number of these digits, the first of which is not zero; of more than eighteen, the rest is rounded.
    private static func number(_ digits: [UInt8], _ places: Int, _ isNegative: Bool) -> FixedPoint {
        let kept = min(18, digits.count)
        var value = digits[..<kept].reduce(Int64(0)) { 10 * $0 + Int64($1 - UInt8(ascii: "0")) }
        if kept < digits.count, digits[kept] >= UInt8(ascii: "5") { value += 1 }
        var number = FixedPoint(
            digits: isNegative ? -value : value, places: places - (digits.count - kept), isRounded: kept < digits.count)
        // A whole number is written with its zeros, as long as they fit.
        while number.places < 0, let more = number.digits(atPlaces: number.places + 1) {
            number.digits = more
            number.places += 1
        }
        return number
    }

    /// What Python, pandas, R and spreadsheets write where there is no plain number.
    private static func word(_ text: some Collection<UInt8>) -> Parsed {
        let word = String(decoding: text, as: UTF8.self).lowercased()
        let bare = word.first == "+" || word.first == "-" ? String(word.dropFirst()) : word
        switch bare {
        case "inf", "infinity", "∞", "1.#inf": return .infinite(isNegative: word.first == "-")
        case "nan", "na", "n/a", "#n/a", "null", "none", "nil", "<na>", "1.#qnan": return .missing
        default: break
        }
        let parts = bare.split(separator: ",", omittingEmptySubsequences: false)
        func areDigits(_ part: Substring) -> Bool { part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        if parts.count == 2, !parts[1].isEmpty, areDigits(parts[0].filter { $0 != "." }[...]), areDigits(parts[1]) {
            return .decimalComma
        }
        // Python's way to group digits: single underscores between them.
        let groups = bare.split(separator: "_", omittingEmptySubsequences: false)
        let isGrouped =
            groups.count > 1
            && zip(groups, groups.dropFirst()).allSatisfy {
                $0.last?.isASCII == true && $0.last?.isNumber == true && $1.first?.isASCII == true
                    && $1.first?.isNumber == true
            }
        return isGrouped ? decimal(text.filter { $0 != UInt8(ascii: "_") }) : .notANumber
    }

    /// The digits of the same number with more places behind the point; nil if 64 bits do not hold them.
    func digits(atPlaces wanted: Int) -> Int64? {
        var value = digits
        guard value != 0 else { return 0 }
        for _ in places..<max(places, wanted) {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            if overflows { return nil }
            value = product
        }
        return value
    }

    /// The digits with fewer places, or more, and whether something was rounded; nil if 64 bits do not hold them.
    func rounded(toPlaces wanted: Int) -> (digits: Int64, isRounded: Bool)? {
        guard places > wanted else { return digits(atPlaces: wanted).map { ($0, isRounded) } }
        var (value, lost, last) = (digits, false, Int64(0))
        for _ in wanted..<min(places, wanted + 20) {
            lost = lost || last != 0
            (value, last) = value.quotientAndRemainder(dividingBy: 10)
        }
        if places > wanted + 20 { return (0, true) }
        if abs(last) >= 5 { value += digits < 0 ? -1 : 1 }
        return (value, isRounded || lost || last != 0)
    }

    /// The number as a double, for estimates.
    var magnitude: Double {
        var value = Double(digits.magnitude)
        for _ in 0..<abs(places) { value = places > 0 ? value / 10 : value * 10 }
        return value
    }
}

extension Graph {
    /// A cost as it would be written in the graph's file: with its decimal point, without zeros at the end.
    public func text(ofCost cost: Int64) -> String {
        guard decimalPlaces != 0, cost != 0 else { return String(cost) }
        if decimalPlaces < 0 { return String(cost) + String(repeating: "0", count: -decimalPlaces) }
        var digits = String(cost.magnitude)
        digits = String(repeating: "0", count: max(0, decimalPlaces + 1 - digits.count)) + digits
        var fraction = digits.suffix(decimalPlaces)
        let whole = digits.dropLast(decimalPlaces)
        while fraction.last == "0" { fraction.removeLast() }
        return (cost < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The cost that `text` writes, in the graph's smallest unit; nil if it is no number that this graph can tell from
    /// its neighbours.
    public func cost(ofText text: some Collection<UInt8>) -> Int64? {
        guard case .number(let number) = FixedPoint.parse(text), number.places <= decimalPlaces else { return nil }
        return number.digits(atPlaces: decimalPlaces)
    }
}
