/// Canonical composition (NFC, UAX #15): the form in which canonically equivalent texts are equal.
public enum Normalization {
    /// The composed form of `codePoints`.
    ///
    /// Text that can hold nothing to compose, which is nearly all, is given back after one look at each code point.
    public static func composed(_ codePoints: [UInt32]) -> [UInt32] {
        // Nothing below U+0300 composes with what stands before it.
        guard codePoints.contains(where: { $0 >= 0x300 && SentenceTraits($0).mayCompose }) else { return codePoints }
        var result: [UInt32] = []
        result.reserveCapacity(codePoints.count * 2)
        for codePoint in codePoints { decompose(codePoint, into: &result) }
        reorder(&result)
        compose(&result)
        return result
    }

    /// The canonical combining class (0 for what is no combining mark).
    static func combiningClass(_ codePoint: UInt32) -> UInt32 {
        guard codePoint >= 0x300 else { return 0 }
        let runs = NormalizationTables.combiningClasses
        let run = firstRun(runs, width: 3) { runs[$0 * 3 + 1] < codePoint }
        guard run * 3 < runs.count, runs[run * 3] <= codePoint else { return 0 }
        return runs[run * 3 + 2]
    }

    /// Hangul is composed by arithmetic (section 3.12 of the standard).
    private enum Hangul {
        static let syllables: UInt32 = 0xAC00
        static let leads: UInt32 = 0x1100
        static let vowels: UInt32 = 0x1161
        /// One before the first final consonant: no final has the number 0.
        static let finals: UInt32 = 0x11A7
        static let (leadCount, vowelCount, finalCount): (UInt32, UInt32, UInt32) = (19, 21, 28)
        static let count = leadCount * vowelCount * finalCount
    }

    private static func decompose(_ codePoint: UInt32, into result: inout [UInt32]) {
        if codePoint &- Hangul.syllables < Hangul.count {
            let number = codePoint - Hangul.syllables
            result.append(Hangul.leads + number / (Hangul.vowelCount * Hangul.finalCount))
            result.append(
                Hangul.vowels + number % (Hangul.vowelCount * Hangul.finalCount) / Hangul.finalCount)
            if number % Hangul.finalCount > 0 { result.append(Hangul.finals + number % Hangul.finalCount) }
            return
        }
        let table = NormalizationTables.decompositions
        let row = firstRun(table, width: 4) { table[$0 * 4] < codePoint }
        guard codePoint >= 0xC0, row * 4 < table.count, table[row * 4] == codePoint else {
            result.append(codePoint)
            return
        }
        // A decomposition may be decomposed again; the chains of the database are at most four long.
        decompose(table[row * 4 + 1], into: &result)
        if table[row * 4 + 2] != 0 { decompose(table[row * 4 + 2], into: &result) }
    }

    /// The first row of a sorted table for which `isBefore` is false.
    private static func firstRun(_ table: [UInt32], width: Int, _ isBefore: (Int) -> Bool) -> Int {
        var (low, high) = (0, table.count / width)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Sorts each run of combining marks by class; marks of one class keep their order.
    private static func reorder(_ codePoints: inout [UInt32]) {
        var start = 0
        while start < codePoints.count {
            var end = start
            while end < codePoints.count, combiningClass(codePoints[end]) != 0 { end += 1 }
            if end - start > 1 {
                let marks = codePoints[start..<end].map { (combiningClass($0), $0) }
                let sorted = marks.enumerated().sorted { one, other in
                    (one.element.0, one.offset) < (other.element.0, other.offset)
                }
                codePoints.replaceSubrange(start..<end, with: sorted.map(\.element.1))
            }
            start = max(end, start + 1)
        }
    }

    private static func compose(_ codePoints: inout [UInt32]) {
        var result: [UInt32] = []
        result.reserveCapacity(codePoints.count)
        var starter: Int?
        // The class of the last mark that stayed behind the starter: what it blocks cannot reach the starter.
        var blocking: UInt32 = 0
        for codePoint in codePoints {
            let ccc = combiningClass(codePoint)
            if let position = starter {
                let isAdjacent = position == result.count - 1
                if isAdjacent || (blocking != 0 && blocking < ccc), let pair = composed(result[position], codePoint) {
                    result[position] = pair
                    continue
                }
            }
            if ccc == 0 { starter = result.count }
            blocking = ccc
            result.append(codePoint)
        }
        codePoints = result
    }

    private static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if first &- Hangul.leads < Hangul.leadCount && second &- Hangul.vowels < Hangul.vowelCount {
            let number = (first - Hangul.leads) * Hangul.vowelCount + second - Hangul.vowels
            return Hangul.syllables + number * Hangul.finalCount
        }
        let isOpenSyllable =
            first &- Hangul.syllables < Hangul.count && (first - Hangul.syllables) % Hangul.finalCount == 0
        if isOpenSyllable && second > Hangul.finals && second < Hangul.finals + Hangul.finalCount {
            return first + second - Hangul.finals
        }
        return compositions[UInt64(first) << 32 | UInt64(second)]
    }

    private static let compositions: [UInt64: UInt32] = {
        let table = NormalizationTables.decompositions
        var pairs: [UInt64: UInt32] = [:]
        for row in 0..<table.count / 4 where table[row * 4 + 3] == 1 {
            pairs[UInt64(table[row * 4 + 1]) << 32 | UInt64(table[row * 4 + 2])] = table[row * 4]
        }
        return pairs
    }()
}
