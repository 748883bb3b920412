/// Punycode (RFC 3492): letters beyond ASCII in the letters, digits and hyphens of a host name.
enum Punycode {
    private static let base: UInt32 = 36
    private static let initialBias: UInt32 = 72
    private static let initialPoint: UInt32 = 128

    /// The scalars behind `xn--`, or nil when they are no Punycode.
    static func decode(_ label: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
        guard label.allSatisfy(\.isASCII) else { return nil }
        var rest = label
        var output: [Unicode.Scalar] = []
        if let hyphen = label.lastIndex(of: "-") {
            output = Array(label[..<hyphen])
            rest = label[(hyphen + 1)...]
        }
        var point = initialPoint
        var bias = initialBias
        var index: UInt32 = 0
        while !rest.isEmpty {
            let old = index
            var weight: UInt32 = 1
            var k = base
            while true {
                guard let digit = rest.popFirst().flatMap(digitValue) else { return nil }
                let (step, tooBig) = digit.multipliedReportingOverflow(by: weight)
                let (sum, carried) = index.addingReportingOverflow(step)
                guard !tooBig, !carried else { return nil }
                index = sum
                let threshold = threshold(k, bias)
                if digit < threshold { break }
                let (product, overflow) = weight.multipliedReportingOverflow(by: base - threshold)
                guard !overflow else { return nil }
                weight = product
                k += base
            }
            let count = UInt32(output.count + 1)
            bias = adapt(index - old, count, isFirst: old == 0)
            let (next, overflow) = point.addingReportingOverflow(index / count)
            guard !overflow, let scalar = Unicode.Scalar(next) else { return nil }
            point = next
            index %= count
            output.insert(scalar, at: Int(index))
            index += 1
        }
        return output
    }

    /// The letters that stand behind `xn--`, or nil when the label is too long for 32 bits of state.
    static func encode(_ label: [Unicode.Scalar]) -> [UInt8]? {
        var output = label.filter(\.isASCII).map { UInt8(truncatingIfNeeded: $0.value) }
        let basic = UInt32(output.count)
        var handled = basic
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var point = initialPoint
        var delta: UInt32 = 0
        var bias = initialBias
        while handled < label.count {
            guard let next = label.lazy.map(\.value).filter({ $0 >= point }).min() else { return nil }
            let (step, tooBig) = (next - point).multipliedReportingOverflow(by: handled + 1)
            let (sum, carried) = delta.addingReportingOverflow(step)
            guard !tooBig, !carried else { return nil }
            delta = sum
            point = next
            for scalar in label {
                if scalar.value < point { delta += 1 }
                guard scalar.value == point else { continue }
                var rest = delta
                var k = base
                while true {
                    let threshold = threshold(k, bias)
                    if rest < threshold { break }
                    output.append(letter(threshold + (rest - threshold) % (base - threshold)))
                    rest = (rest - threshold) / (base - threshold)
                    k += base
                }
                output.append(letter(rest))
                bias = adapt(delta, handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            point += 1
        }
        return output
    }

    private static func threshold(_ k: UInt32, _ bias: UInt32) -> UInt32 {
        k <= bias ? 1 : min(k - bias, 26)
    }

    private static func adapt(_ delta: UInt32, _ count: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var k: UInt32 = 0
        while delta > 455 {
            delta /= 35
            k += base
        }
        return k + 36 * delta / (delta + 38)
    }

    private static func letter(_ digit: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: digit < 26 ? digit + 0x61 : digit - 26 + 0x30)
    }

    private static func digitValue(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "a"..."z": scalar.value - 0x61
        case "A"..."Z": scalar.value - 0x41
        case "0"..."9": scalar.value - 0x30 + 26
        default: nil
        }
    }
}
