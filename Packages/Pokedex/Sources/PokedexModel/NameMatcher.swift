/// Finds the names that a misspelt one may have meant.
public struct NameMatcher: Sendable {
    private let names: [[UInt8]]

    /// Takes the slugs that there are.
    public init(_ names: some Sequence<String>) {
        self.names = Set(names).sorted().map { Array($0.utf8) }
    }

    /// The nearest names, best first: those with the fewest letters changed, missing, added or swapped; among equals
    /// those that begin alike.
    ///
    /// Takes some tenths of a millisecond for a thousand names. A query longer than 80 bytes is cut there.
    public func nearest(to query: String, count: Int = 3) -> [String] {
        let query = Array(query.lowercased().utf8.prefix(80).map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "-") : $0 })
        let ranked = names.map { name in
            let alike = zip(name, query).prefix { $0 == $1 }.count
            // A query that begins a name is nearer to it than its length tells: `char` means `charizard`.
            let begins = !query.isEmpty && alike == query.count
            let distance = begins ? min(2, name.count - query.count) : Self.distance(query, name)
            return (distance: distance, alike: alike, name: name)
        }
        let best = ranked.sorted { one, other in
            (one.distance, -one.alike, one.name.count) < (other.distance, -other.alike, other.name.count)
        }
        return best.prefix(count).map { String(decoding: $0.name, as: UTF8.self) }
    }

    /// How many letters must be inserted, deleted, replaced or swapped to make one name of another.
    public static func distance(from one: String, to other: String) -> Int {
        distance(Array(one.utf8.prefix(80)), Array(other.utf8.prefix(80)))
    }

    /// The optimal string alignment distance: letters inserted, deleted, replaced, and neighbours swapped.
    static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        if one.isEmpty || other.isEmpty { return max(one.count, other.count) }
        var twoAbove: [Int] = []
        var above = Array(0...other.count)
        for i in one.indices {
            var row = [i + 1]
            row.reserveCapacity(other.count + 1)
            for j in other.indices {
                let replaced = above[j] + (one[i] == other[j] ? 0 : 1)
                var best = min(replaced, above[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    best = min(best, twoAbove[j - 1] + 1)
                }
                row.append(best)
            }
            twoAbove = above
            above = row
        }
        return above[other.count]
    }
}
