// Unsafe pointers: a word is compared where the table keeps it, for the call alone.

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

    /// What a word is ordered by: its count and its first eight bytes, so that most comparisons are of integers at hand.
    private struct Key {
        let prefix: UInt64
        let count: UInt32
        let id: UInt32
    }

    /// A vocabulary of more words than this is sorted by looking into the table: slower, with a ninth of the memory.
    private static let keyLimit = 8 << 20

    private static func sorted(_ table: borrowing TokenTable) -> [UInt32] {
        var keys: [Key] = []
        keys.reserveCapacity(min(table.count, keyLimit))
        var largest = 0
        for id in 0..<UInt32(table.count) {
            let count = table.occurrences(of: id)
            // A token that only stood for other words is none.
            if count == 0 { continue }
            largest = max(largest, count)
            guard keys.count < keyLimit, largest <= Int(UInt32.max) else { return sortedInPlace(table) }
            keys.append(Key(prefix: table.sortKey(id).0, count: UInt32(count), id: id))
        }
        var scratch = keys
        // By the prefix, its last byte first, then by the count: each pass keeps the order of the one before.
        for byte in 0..<8 {
            sort(&keys, &scratch) { Int(truncatingIfNeeded: $0.prefix >> UInt64(byte * 8)) & 0xFF }
        }
        sortTies(&keys, table)
        for byte in 0..<4 where largest >> (byte * 8) > 0 {
            sort(&keys, &scratch) { 0xFF - Int(truncatingIfNeeded: $0.count >> UInt32(byte * 8)) & 0xFF }
        }
        return keys.map(\.id)
    }

    /// One pass of a radix sort: stable, by a digit from 0 to 255.
    @inline(__always)
    private static func sort(_ keys: inout [Key], _ scratch: inout [Key], by digit: (Key) -> Int) {
        var starts = [Int](repeating: 0, count: 257)
        for key in keys { starts[digit(key) + 1] += 1 }
        // All words may have the same digit, as few are longer than seven bytes.
        if starts.contains(keys.count) { return }
        for index in 1..<257 { starts[index] += starts[index - 1] }
        for key in keys {
            let place = digit(key)
            scratch[starts[place]] = key
            starts[place] += 1
        }
        swap(&keys, &scratch)
    }

    private static func sortedInPlace(_ table: borrowing TokenTable) -> [UInt32] {
        var order = (0..<UInt32(table.count)).filter { table.occurrences(of: $0) > 0 }
        order.sort { first, second in
            let counts = (table.occurrences(of: first), table.occurrences(of: second))
            if counts.0 != counts.1 { return counts.0 > counts.1 }
            return precedes(first, second, table)
        }
        return order
    }

    /// Orders by their bytes words that agree in the first eight.
    private static func sortTies(_ keys: inout [Key], _ table: borrowing TokenTable) {
        var start = 0
        while start < keys.count {
            var end = start + 1
            while end < keys.count, keys[end].prefix == keys[start].prefix { end += 1 }
            if end - start > 1 { keys[start..<end].sort { precedes($0.id, $1.id, table) } }
            start = end
        }
    }

    private static func precedes(_ first: UInt32, _ second: UInt32, _ table: borrowing TokenTable) -> Bool {
        let (one, other) = (table.sortKey(first), table.sortKey(second))
        if one != other { return one < other }
        if !table.isLong(first) || !table.isLong(second) { return table.isLong(second) && !table.isLong(first) }
        return table.withToken(first) { one in
            table.withToken(second) { one.lexicographicallyPrecedes($0) }
        }
    }
}
