/// Which nodes hang together so far: union–find with path halving (Tarjan and van Leeuwen, 1984).
struct DisjointSets {
    private var parents: [UInt32]

    /// Every node is a set of its own.
    init(count: Int) {
        parents = (0..<UInt32(count)).map { $0 }
    }

    /// The node that stands for the whole set of `node`: its lowest one.
    mutating func root(of node: UInt32) -> UInt32 {
        var node = node
        while parents[Int(node)] != node {
            parents[Int(node)] = parents[Int(parents[Int(node)])]
            node = parents[Int(node)]
        }
        return node
    }

    /// Makes one set of two. Returns whether they were apart.
    @discardableResult
    mutating func join(_ one: UInt32, _ other: UInt32) -> Bool {
        let (one, other) = (root(of: one), root(of: other))
        parents[Int(max(one, other))] = min(one, other)
        return one != other
    }
}
