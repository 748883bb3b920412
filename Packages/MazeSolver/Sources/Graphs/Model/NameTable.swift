// Unsafe pointers: a name is looked up where the reader's block holds it; only a new one is copied.

/// Distinct names, numbered in the order in which they came: all bytes in one array, found by hashing.
///
/// It takes about 20 bytes a name beside the name's own bytes, where a dictionary of strings takes a hundred. The
/// hash is the standard library's, seeded anew in each process: no file can be made up to collide.
public struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    /// Where each name starts in `bytes`, and where the last one ends.
    private var starts: [Int] = [0]
    /// Open addressing with linear probing: a name's number plus one, or zero for a free slot.
    private var slots: [UInt32] = [UInt32](repeating: 0, count: 16)

    /// Makes an empty table.
    public init() {}

    /// How many names there are.
    public var count: Int { starts.count - 1 }

    /// The name with this number. O(length).
    public subscript(index: Int) -> String {
        String(decoding: bytes[starts[index]..<starts[index + 1]], as: UTF8.self)
    }

    /// The number of a name given by its UTF-8 bytes, or nil. O(length) expected.
    public func index(of name: UnsafeRawBufferPointer) -> Int? {
        let slot = slot(of: name)
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    /// The number of a name; a new name gets the next one. Nil when there are `limit` names already. O(length)
    /// amortised.
    public mutating func insert(_ name: UnsafeRawBufferPointer, limit: Int = GraphBuilder.maximumCount) -> Int? {
        let slot = slot(of: name)
        if slots[slot] != 0 { return Int(slots[slot]) - 1 }
        guard count < limit else { return nil }
        bytes.append(contentsOf: name)
        starts.append(bytes.count)
        slots[slot] = UInt32(count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    /// The slot that holds `name`, or the free one where it belongs.
    private func slot(of name: UnsafeRawBufferPointer) -> Int {
        var slot = home(of: name)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            let stored = starts[index]..<starts[index + 1]
            if stored.count == name.count, zip(bytes[stored], name).allSatisfy({ $0 == $1 }) { return slot }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func home(of name: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: name)
        return hasher.finalize() & (slots.count - 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for index in 0..<count {
            var slot = bytes.withUnsafeBytes {
                home(of: UnsafeRawBufferPointer(rebasing: $0[starts[index]..<starts[index + 1]]))
            }
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }
}
