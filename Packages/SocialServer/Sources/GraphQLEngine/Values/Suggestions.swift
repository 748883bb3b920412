/// "Did you mean …?", with a bounded edit distance so that a type with thousands of fields costs nothing.
enum Suggestions {
    /// How many names are compared at most.
    private static let limit = 1_000

    /// A sentence with up to five near names, with a space before it; empty when none is near.
    static func didYouMean(_ word: String, among names: some Sequence<String>) -> String {
        let typed = Array(word.utf8.prefix(64))
        let threshold = typed.count * 2 / 5 + 1
        var near: [(distance: Int, name: String)] = []
        for name in names.prefix(limit) where abs(name.utf8.count - typed.count) <= threshold {
            let distance = distance(typed, Array(name.utf8.prefix(64)), threshold)
            if distance <= threshold { near.append((distance, name)) }
        }
        guard !near.isEmpty else { return "" }
        let best = near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(5).map { "'\($0.name)'" }
        return " Did you mean \(orList(best))?"
    }

    private static func orList(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " or " + last
    }

    /// Levenshtein's distance, or more than the threshold as soon as it must be.
    private static func distance(_ first: [UInt8], _ second: [UInt8], _ threshold: Int) -> Int {
        var row = Array(0...second.count)
        for (index, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            var smallest = row[0]
            for (column, other) in second.enumerated() {
                let same = byte | 0x20 == other | 0x20
                let value = min(row[column + 1] + 1, row[column] + 1, diagonal + (same ? 0 : 1))
                diagonal = row[column + 1]
                row[column + 1] = value
                smallest = min(smallest, value)
            }
            if smallest > threshold { return smallest }
        }
        return row[second.count]
    }
}
