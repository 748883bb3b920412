import PackedTables

// Unsafe pointers: names are matched in the document in place; the index is compared with its count.

/// The 2,231 named character references, as one blob of names in order with an index.
struct EntityTable: Sendable {
    static let shared = EntityTable(base64: EntityTableData.base64)

    /// The longest match at an index.
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

    private let blob: [UInt8]
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
        var reader = PackedReader(base64: base64)
        blob = reader.bytes
        // The count, which nobody needs; then each name and each value behind its length.
        _ = reader.number()
        while !reader.isAtEnd {
            names.append(reader.skip(Int(reader.byte())))
            values.append(reader.skip(Int(reader.byte())))
        }
    }
}

/// HTML's named character references, for readers of other formats that know them.
public enum NamedReference {
    /// The text of `&name;`; nil for an unknown name.
    public static func text(of name: String) -> String? {
        var reference = name + ";"
        return reference.withUTF8 { bytes in
            guard let match = EntityTable.shared.longestMatch(in: bytes, at: 0).match, match.length == bytes.count
            else {
                return nil
            }
            return String(decoding: match.value, as: UTF8.self)
        }
    }
}
