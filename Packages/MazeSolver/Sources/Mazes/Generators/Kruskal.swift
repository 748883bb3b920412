extension Carver {
    /// Kruskal's algorithm: all passages in random order; one is opened when its two cells are not yet joined.
    mutating func carveByKruskal() {
        var passages: [UInt32] = []
        passages.reserveCapacity(2 * grid.count)
        for y in 0..<grid.height {
            for x in 0..<grid.width {
                let cell = UInt32(grid.index(x: x, y: y))
                if x + 1 < grid.width { passages.append(cell << 1) }
                if y + 1 < grid.height { passages.append(cell << 1 | 1) }
            }
        }
        var joined = DisjointSets(count: grid.cells.count)
        // Fisher and Yates's shuffle, taken from the end while one goes.
        while !passages.isEmpty {
            passages.swapAt(random.below(passages.count), passages.count - 1)
            let passage = passages.removeLast()
            let cell = Int(passage >> 1)
            let move: Move = passage & 1 == 0 ? .east : .south
            if joined.join(cell, cell + offsets[Int(move.rawValue)]) { open(cell, move) }
        }
    }
}

/// Which things belong together: union by size with path halving (Tarjan, 1975); both operations take almost constant
/// time.
struct DisjointSets {
    /// A parent's number; or, at a root, minus the size of its set.
    private var parents: [Int32]

    /// Makes `count` sets of one thing each.
    init(count: Int) {
        parents = [Int32](repeating: -1, count: count)
    }

    /// The number that stands for the set of `thing`.
    mutating func root(of thing: Int) -> Int {
        var thing = thing
        while parents[thing] >= 0 {
            let parent = Int(parents[thing])
            if parents[parent] < 0 { return parent }
            parents[thing] = parents[parent]
            thing = Int(parents[parent])
        }
        return thing
    }

    /// Joins two sets; false when they were one already.
    mutating func join(_ first: Int, _ second: Int) -> Bool {
        var large = root(of: first)
        var small = root(of: second)
        if large == small { return false }
        if parents[large] > parents[small] { swap(&large, &small) }
        parents[large] += parents[small]
        parents[small] = Int32(large)
        return true
    }
}
