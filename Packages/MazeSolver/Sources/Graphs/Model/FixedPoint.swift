/// A decimal number as it was written, without rounding: `digits` divided by ten to the power of `places`.
struct FixedPoint: Equatable {
    var digits: Int64
    /// How many of the digits stand behind the decimal point; 0 to 18.
    var places: Int

    /// What a text holds.
    enum Parsed: Equatable {
        case number(FixedPoint)
        /// A number, but one that 64 bits do not hold.
        case tooLarge
        case notANumber
    }

    /// Reads a sign, digits with a point, and an exponent: `-12.50`, `1e3`. Zeros at the end of a fraction are dropped.
    static func parse(_ text: some Collection<UInt8>) -> Parsed {
        if case .integer(let digits) = DecimalDigits.parse(text) {
            return .number(FixedPoint(digits: digits, places: 0))
        }
        var rest = text[...]
        let sign =
            rest.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } ?? false
            ? rest.prefix(1) : rest.prefix(0)
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
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            switch DecimalDigits.parse(rest.dropFirst()) {
            case .integer(let value) where abs(value) <= 400: exponent = Int(value)
            case .integer, .tooLarge: return .tooLarge
            case .notANumber: return .notANumber
            }
        } else if !rest.isEmpty {
            return .notANumber
        }
        // All digits as one whole number; zeros at the end are moved into the exponent.
        var digits = Array(whole) + Array(fraction)
        var places = fraction.count - exponent
        while places > 0, digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            places -= 1
        }
        while digits.first == UInt8(ascii: "0") { digits.removeFirst() }
        if digits.isEmpty { return .number(FixedPoint(digits: 0, places: 0)) }
        if places < 0 {
            digits += [UInt8](repeating: UInt8(ascii: "0"), count: -places)
            places = 0
        }
        guard places <= 18, case .integer(let value) = DecimalDigits.parse(Array(sign) + digits) else {
            return .tooLarge
        }
        return .number(FixedPoint(digits: value, places: places))
    }

    /// The digits of the same number with more places behind the point; nil if 64 bits do not hold them.
    func digits(atPlaces wanted: Int) -> Int64? {
        var value = digits
        for _ in places..<max(places, wanted) {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            if overflows { return nil }
            value = product
        }
        return value
    }
}

extension Graph {
    /// A cost as it would be written in the graph's file: with its decimal point, without zeros at the end.
    public func text(ofCost cost: Int64) -> String {
        guard decimalPlaces > 0 else { return String(cost) }
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
