/// Lower-casing of a token, with the two conditions that do not depend on a language: U+0130 becomes two code points,
/// and a sigma at the end of a word becomes a final sigma (Unicode section 3.13, as Python's `str.lower`).
enum LowerCase {
    /// Appends the lower case of `codePoints` to `result`.
    static func append(_ codePoints: ArraySlice<UInt32>, to result: inout [UInt32]) {
        for position in codePoints.indices {
            let codePoint = codePoints[position]
            switch codePoint {
            case 0x41...0x5A: result.append(codePoint | 0x20)
            case 0..<0x80: result.append(codePoint)
            case 0x130: result += [0x69, 0x307]
            case 0x3A3: result.append(isFinal(position, of: codePoints) ? 0x3C2 : 0x3C3)
            default: result.append(simple(codePoint))
            }
        }
    }

    /// The simple mapping of one code point, by binary search in the runs.
    static func simple(_ codePoint: UInt32) -> UInt32 {
        let runs = UnicodeTables.lowerCaseRuns
        let wanted = Int32(truncatingIfNeeded: codePoint)
        var (low, high) = (0, runs.count / 4)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle * 4 + 1] < wanted { low = middle + 1 } else { high = middle }
        }
        guard low < runs.count / 4, runs[low * 4] <= wanted, (wanted - runs[low * 4]) % runs[low * 4 + 2] == 0 else {
            return codePoint
        }
        return UInt32(bitPattern: wanted &+ runs[low * 4 + 3])
    }

    /// `Final_Sigma`: a cased letter comes before, and none after, both over characters that case ignores.
    ///
    /// Whitespace is not ignored, so the token is all the context there is.
    private static func isFinal(_ position: Int, of codePoints: ArraySlice<UInt32>) -> Bool {
        func nearestIsCased(_ neighbours: some Sequence<UInt32>) -> Bool {
            for neighbour in neighbours {
                let traits = CodePointTraits(neighbour)
                if traits.isCaseIgnorable { continue }
                return traits.isCased
            }
            return false
        }
        return nearestIsCased(codePoints[..<position].reversed()) && !nearestIsCased(codePoints[(position + 1)...])
    }
}
