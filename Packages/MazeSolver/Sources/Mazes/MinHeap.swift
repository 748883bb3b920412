// Unsafe pointers: sifting skips checks; parents and children are compared with the count.

/// A priority queue: a heap of four children a node, which is shallower than two and reads one cache line a level.
struct MinHeap<Key: Comparable & FixedWidthInteger> {
    /// One entry: the key decides, the payload comes along.
    struct Entry {
        var key: Key
        var payload: Int32
    }

    private var entries: [Entry] = []

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }

    /// The most entries that were held without growing: the memory that the queue takes.
    var capacity: Int { entries.capacity }

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    /// Puts an entry in: O(log count).
    mutating func push(_ key: Key, _ payload: Int32) {
        entries.append(Entry(key: key, payload: payload))
        entries.withUnsafeMutableBufferPointer { heap in
            var place = heap.count - 1
            while place > 0 {
                let parent = (place - 1) >> 2
                if heap[parent].key <= key { break }
                heap[place] = heap[parent]
                place = parent
            }
            heap[place] = Entry(key: key, payload: payload)
        }
    }

    /// Takes the entry with the least key out: O(log count).
    mutating func pop() -> Entry? {
        guard let last = entries.popLast() else { return nil }
        guard let least = entries.first else { return last }
        entries.withUnsafeMutableBufferPointer { heap in
            var place = 0
            while true {
                let first = 4 * place + 1
                guard first < heap.count else { break }
                var smallest = first
                let end = min(first + 4, heap.count)
                for child in first..<end where heap[child].key < heap[smallest].key { smallest = child }
                if last.key <= heap[smallest].key { break }
                heap[place] = heap[smallest]
                place = smallest
            }
            heap[place] = last
        }
        return least
    }
}
