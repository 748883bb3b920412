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
            var index = heap.count - 1
            while index > 0 {
                let parent = (index - 1) >> 2
                if heap[parent].key <= key { break }
                heap[index] = heap[parent]
                index = parent
            }
            heap[index] = Entry(key: key, payload: payload)
        }
    }

    /// Takes the entry with the least key out: O(log count).
    mutating func pop() -> Entry? {
        guard let last = entries.popLast() else { return nil }
        guard let least = entries.first else { return last }
        entries.withUnsafeMutableBufferPointer { heap in
            var index = 0
            while true {
                let first = 4 * index + 1
                guard first < heap.count else { break }
                var smallest = first
                let end = min(first + 4, heap.count)
                for child in first..<end where heap[child].key < heap[smallest].key { smallest = child }
                if last.key <= heap[smallest].key { break }
                heap[index] = heap[smallest]
                index = smallest
            }
            heap[index] = last
        }
        return least
    }
}
