import SQLDatabase

/// The prepared statements of a connection; the one that has not been used for longest makes room.
struct StatementCache {
    private let capacity: Int
    private var entries: [SQLStatement.Shape: Entry] = [:]
    private var clock = 0
    // A loop runs one statement over and over: it is found without hashing.
    private var last: (shape: SQLStatement.Shape, prepared: SQLitePrepared)?

    private struct Entry {
        let prepared: SQLitePrepared
        var lastUse: Int
    }

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    mutating func find(_ shape: SQLStatement.Shape) -> SQLitePrepared? {
        if let last, last.shape == shape { return last.prepared }
        guard let index = entries.index(forKey: shape) else { return nil }
        clock += 1
        entries.values[index].lastUse = clock
        let prepared = entries.values[index].prepared
        last = (shape, prepared)
        return prepared
    }

    mutating func insert(_ prepared: SQLitePrepared, for shape: SQLStatement.Shape) {
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries.removeValue(forKey: oldest.key)
        }
        clock += 1
        entries[shape] = Entry(prepared: prepared, lastUse: clock)
        last = (shape, prepared)
    }

    mutating func removeAll() {
        entries = [:]
        last = nil
    }
}
