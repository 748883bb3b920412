/// The 2,231 named character references, as one blob of names in order with an index.
struct EntityTable: Sendable {
    static let shared = EntityTable(base64: EntityTableData.base64)

    /// The longest match at a place.
    struct Match {
        /// How many bytes of the input the name takes.
        let length: Int
        let value: ArraySlice<UInt8>
    }

    /// What a search came to.
    enum Outcome {
        case match(Match)
        case none
    }

    private var blob: [UInt8] = []
    private var names: [Range<Int>] = []
    private var values: [Range<Int>] = []

    /// Finds the longest name that the input holds at `start`.
    func longestMatch(in input: UnsafeBufferPointer<UInt8>, at start: Int) -> (match: Match?, reached: Int) {
        var (low, high) = (0, names.count)
        var best: Match?
        var depth = 0
        while low < high {
            // The first name of the range is the shortest: it may be complete.
            if names[low].count == depth, depth > 0 {
                best = Match(length: depth, value: blob[values[low]])
                low += 1
                if low == high { break }
            }
            guard start + depth < input.count else { return (best, input.count) }
            let byte = input[start + depth]
            (low, high) = narrow(low, high, depth, byte)
            depth += 1
        }
        return (best, start + depth)
    }

    /// The names of the range whose byte at `depth` is `byte`.
    private func narrow(_ low: Int, _ high: Int, _ depth: Int, _ byte: UInt8) -> (Int, Int) {
        func bound(_ isBefore: (UInt8) -> Bool) -> Int {
            var (left, right) = (low, high)
            while left < right {
                let middle = (left + right) / 2
                if isBefore(blob[names[middle].lowerBound + depth]) { left = middle + 1 } else { right = middle }
            }
            return left
        }
        return (bound { $0 < byte }, bound { $0 <= byte })
    }

    private init(base64: StaticString) {
        base64.withUTF8Buffer { letters in
            blob.reserveCapacity(letters.count / 4 * 3)
            var bits: UInt32 = 0
            var count: UInt32 = 0
            for letter in letters {
                let value: UInt8
                switch letter {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = letter - UInt8(ascii: "A")
                case UInt8(ascii: "a")...UInt8(ascii: "z"): value = letter - UInt8(ascii: "a") + 26
                case UInt8(ascii: "0")...UInt8(ascii: "9"): value = letter - UInt8(ascii: "0") + 52
                case UInt8(ascii: "+"): value = 62
                case UInt8(ascii: "/"): value = 63
                default: continue
                }
                bits = bits << 6 | UInt32(value)
                count += 6
                if count >= 8 {
                    count -= 8
                    blob.append(UInt8(truncatingIfNeeded: bits >> count))
                }
            }
        }
        // A count of two bytes, seven bits each; then each name and each value behind its length.
        var position = 2
        func take() -> Range<Int> {
            let length = Int(blob[position])
            defer { position += length + 1 }
            return position + 1..<position + 1 + length
        }
        while position < blob.count {
            names.append(take())
            values.append(take())
        }
    }
}
