/// Where dark ends and light begins, found from how many pixels have each grey.
struct Threshold: Equatable {
    /// Greys below this are dark; 1 to 255.
    let value: Int
    /// The mean grey of the dark pixels.
    let darkMean: Double
    /// The mean grey of the light pixels.
    let lightMean: Double
    /// The share of dark pixels.
    let darkShare: Double

    /// Between the two groups that differ most (N. Otsu, "A threshold selection method from gray-level histograms",
    /// 1979); nil when there are no two greys.
    ///
    /// Where many thresholds part the groups equally well, as between pure black and pure white, the middle one is taken.
    init?(of histogram: [Int]) {
        let total = histogram.reduce(0, +)
        let sum = histogram.enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) }
        var (count, partial) = (0, 0.0)
        var (best, first, last) = (-1.0, 0, 0)
        for value in 1..<256 {
            count += histogram[value - 1]
            partial += Double(value - 1) * Double(histogram[value - 1])
            guard count > 0, count < total else { continue }
            let (dark, light) = (partial / Double(count), (sum - partial) / Double(total - count))
            let between = Double(count) * Double(total - count) * (light - dark) * (light - dark)
            if between > best * (1 + 1e-12) {
                (best, first, last) = (between, value, value)
            } else if between >= best * (1 - 1e-12) {
                last = value
            }
        }
        guard best > 0 else { return nil }
        value = (first + last) / 2
        let dark = histogram[..<value].reduce(0, +)
        let darkSum = histogram[..<value].enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) }
        darkMean = darkSum / Double(dark)
        lightMean = (sum - darkSum) / Double(total - dark)
        darkShare = Double(dark) / Double(total)
    }

    /// Whether the two groups are as different as walls and paper: noise alone makes two groups as well.
    var isContrast: Bool { lightMean - darkMean >= 24 && darkShare > 0.002 && darkShare < 0.998 }
}
