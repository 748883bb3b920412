// Unsafe pointers: a path is hashed where its array holds it.

/// Values by a path, bounded in number; it also counts the memory that they hold.
///
/// Second chance: a ring of entries; the one whose turn it is goes, unless it was used since its last turn.
/// Lookup and insertion take constant time, whatever the number of entries.
struct BoundedCache<Value> {
    private struct Entry {
        let path: [UInt8]
        let value: Value
        let weight: Int
        var wasUsed: Bool
    }

    /// Entries by a hash of the path whose key is random for each process, so that nobody can aim at collisions; two
    /// paths of the same hash push each other out, and are never confused.
    private var entries: [UInt64: Entry] = [:]
    private var ring: [UInt64] = []
    private var hand = 0
    private var swept = 0
    private(set) var octets = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { entries.count }

    mutating func value(at path: Span<UInt8>) -> Value? {
        let key = Self.key(path)
        guard let index = entries.index(forKey: key) else { return nil }
        let entry = entries.values[index]
        guard Self.equal(entry.path, path) else { return nil }
        if !entry.wasUsed { entries.values[index].wasUsed = true }
        return entry.value
    }

    mutating func insert(_ value: Value, weight: Int = 0, at path: Span<UInt8>) {
        let key = Self.key(path)
        var copy: [UInt8] = []
        copy.append(path)
        if let old = entries.updateValue(Entry(path: copy, value: value, weight: weight, wasUsed: false), forKey: key) {
            octets += weight - old.weight
            return
        }
        octets += weight
        if ring.count < capacity {
            ring.append(key)
            return
        }
        while true {
            let victim = ring[hand]
            if entries[victim]?.wasUsed == true {
                entries[victim]?.wasUsed = false
                hand = (hand + 1) % ring.count
                continue
            }
            if let gone = entries.removeValue(forKey: victim) { octets -= gone.weight }
            ring[hand] = key
            hand = (hand + 1) % ring.count
            return
        }
    }

    mutating func remove(at path: Span<UInt8>) {
        // The key stays in the ring, where its turn will find nothing, or the path's next resource.
        if let gone = entries.removeValue(forKey: Self.key(path)) { octets -= gone.weight }
    }

    mutating func removeAll() {
        entries.removeAll()
        ring.removeAll()
        (hand, octets, swept) = (0, 0, 0)
    }

    /// Looks at up to `count` entries, going on where the last call ended, and removes those that are not to be kept.
    mutating func sweep(_ count: Int, keep: (Value) -> Bool) {
        for _ in 0..<min(count, ring.count) {
            if swept >= ring.count { swept = 0 }
            let key = ring[swept]
            if let entry = entries[key], keep(entry.value) {
                swept += 1
                continue
            }
            if let gone = entries.removeValue(forKey: key) { octets -= gone.weight }
            // The last key takes its turn: the ring stays as short as what is in it.
            ring.swapAt(swept, ring.count - 1)
            ring.removeLast()
            if hand >= ring.count { hand = 0 }
        }
    }

    private static func key(_ path: Span<UInt8>) -> UInt64 {
        var hasher = Hasher()
        path.withUnsafeBufferPointer { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func equal(_ left: [UInt8], _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return right.withUnsafeBufferPointer { left.elementsEqual($0) }
    }
}
