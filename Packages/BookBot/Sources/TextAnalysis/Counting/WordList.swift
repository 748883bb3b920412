/// The words of a text with their counts, most frequent first, equal counts by code point.
///
/// The words stay as bytes in the table that counted them; a `String` is made only for one that is asked for.
public final class WordList: @unchecked Sendable {
    // Nothing changes after `init`, so threads may share it.
    private let table: TokenTable
    private let order: [UInt32]
    /// How many words the text has: the sum of all counts, and of tokens that hold no word.
    public let tokens: Int

    /// One word of the list.
    public struct Item: Sendable, Equatable {
        /// The word.
        public let word: String
        /// How often it stands in the text.
        public let count: Int

        /// Makes an item.
        public init(word: String, count: Int) {
            self.word = word
            self.count = count
        }
    }

    init(_ table: consuming TokenTable, tokens: Int) {
        order = Self.sorted(table)
        self.table = table
        self.tokens = tokens
    }

    /// How many distinct words there are.
    public var count: Int { order.count }

    /// The word at a rank of the list, 0 being the most frequent.
    public subscript(rank: Int) -> Item {
        let id = order[rank]
        return Item(
            word: table.withToken(id) { String(decoding: $0, as: UTF8.self) }, count: table.occurrences(of: id))
    }

    /// The most frequent words.
    public func first(_ limit: Int) -> [Item] {
        (0..<min(max(limit, 0), count)).map { self[$0] }
    }

    /// The most frequent words that `isWanted` lets pass.
    public func first(_ limit: Int, where isWanted: (String) -> Bool) -> [Item] {
        firstNumbers(limit, where: isWanted).map { Item(word: $0.word, count: table.occurrences(of: $0.number)) }
    }

    /// How many words occur once: the end of the list.
    public var hapaxLegomena: Int {
        order.reversed().prefix { table.occurrences(of: $0) == 1 }.count
    }

    /// The most frequent words that `isWanted` lets pass, with their number in the table.
    func firstNumbers(_ limit: Int, where isWanted: (String) -> Bool) -> [(word: String, number: UInt32)] {
        var found: [(String, UInt32)] = []
        for id in order {
            if found.count >= limit { break }
            let word = table.withToken(id) { String(decoding: $0, as: UTF8.self) }
            if isWanted(word) { found.append((word, id)) }
        }
        return found
    }

    /// Calls `body` with each word's UTF-8 and count, in order, until it returns false.
    public func forEachWord(_ body: (UnsafeRawBufferPointer, Int) throws -> Bool) rethrows {
        for id in order {
            guard try table.withToken(id, { try body($0, table.occurrences(of: id)) }) else { return }
        }
    }

    /// What a word is ordered by: everything in four integers, so that sorting never follows a pointer.
    private struct Key {
        let count: UInt64
        let low: UInt64
        let high: UInt64
        let id: UInt32
        let isLong: Bool
    }

    /// A vocabulary of more words than this is sorted by looking into the table: slower, with a ninth of the memory.
    private static let keyLimit = 8 << 20

    private static func sorted(_ table: borrowing TokenTable) -> [UInt32] {
        guard table.count <= keyLimit else { return sortedInPlace(table) }
        var keys: [Key] = []
        keys.reserveCapacity(table.count)
        var hasLong = false
        for id in 0..<UInt32(table.count) {
            let (low, high) = table.sortKey(id)
            let isLong = table.isLong(id)
            hasLong = hasLong || isLong
            keys.append(Key(count: UInt64(table.occurrences(of: id)), low: low, high: high, id: id, isLong: isLong))
        }
        keys.sort { first, second in
            if first.count != second.count { return first.count > second.count }
            if first.low != second.low { return first.low < second.low }
            if first.high != second.high { return first.high < second.high }
            return !first.isLong && second.isLong
        }
        if hasLong { sortLongTies(&keys, table) }
        return keys.map(\.id)
    }

    private static func sortedInPlace(_ table: borrowing TokenTable) -> [UInt32] {
        var order = Array(0..<UInt32(table.count))
        order.sort { first, second in
            let counts = (table.occurrences(of: first), table.occurrences(of: second))
            if counts.0 != counts.1 { return counts.0 > counts.1 }
            let (one, other) = (table.sortKey(first), table.sortKey(second))
            if one != other { return one < other }
            if !table.isLong(first) || !table.isLong(second) { return table.isLong(second) && !table.isLong(first) }
            return table.withToken(first) { one in
                table.withToken(second) { one.lexicographicallyPrecedes($0) }
            }
        }
        return order
    }

    /// Orders the words of more than 16 bytes that agree in count and in the first 16 bytes.
    private static func sortLongTies(_ keys: inout [Key], _ table: borrowing TokenTable) {
        func bytes(_ key: Key) -> [UInt8] { table.withToken(key.id) { [UInt8]($0) } }
        var start = 0
        while start < keys.count {
            var end = start + 1
            while end < keys.count, keys[end].isLong, keys[start].isLong, keys[end].count == keys[start].count,
                keys[end].low == keys[start].low, keys[end].high == keys[start].high
            {
                end += 1
            }
            if end - start > 1 {
                let tied = keys[start..<end].map { (bytes($0), $0) }
                keys.replaceSubrange(
                    start..<end, with: tied.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1))
            }
            start = end
        }
    }
}
