/// Makes graphs that look like road networks to an algorithm: planar, sparse, connected, with whole-number weights.
///
/// A random spanning tree of a grid gives each node a path to each other; a share of the remaining grid edges makes
/// blocks. Real road networks have about 1.27 edges a node, hence the usual share of 0.27. The same seed gives the
/// same graph on every machine.
public struct RoadLikeGraph: Sendable, Hashable {
    /// How many rows of nodes the grid has.
    public var rows: Int
    /// How many nodes a row has.
    public var columns: Int
    /// How many edges there are beside the spanning tree's, as a share of those; what the grid lacks is left out.
    public var extra: Double
    /// Weights are drawn evenly from 1 to this.
    public var heaviest: Int
    /// Where the random numbers start.
    public var seed: UInt64

    /// Makes a recipe; `rows` and `columns` are at least 1, their product at most `GraphBuilder.maximumCount`.
    public init(rows: Int, columns: Int, extra: Double = 0.27, heaviest: Int = 10_000, seed: UInt64 = 1) {
        self.rows = rows
        self.columns = columns
        self.extra = extra
        self.heaviest = heaviest
        self.seed = seed
    }

    /// An edge that leads both ways.
    public struct Edge: Sendable, Hashable {
        /// The end with the smaller number.
        public let one: Node
        /// The end with the larger number.
        public let other: Node
        /// The weight of both arcs.
        public let weight: Int64
    }

    /// The edges, in the order of their ends. The node in row r and column c is number r × columns + c.
    public func edges() -> [Edge] {
        var random = SplitMix64(state: seed)
        var grid: [(UInt32, UInt32)] = []
        for node in 0..<(rows * columns) {
            if (node + 1) % columns != 0 { grid.append((UInt32(node), UInt32(node + 1))) }
            if node + columns < rows * columns { grid.append((UInt32(node), UInt32(node + columns))) }
        }
        for index in grid.indices.dropFirst().reversed() {
            grid.swapAt(index, Int(random.next(below: UInt64(index + 1))))
        }
        // Kruskal's algorithm on a random order: an edge that joins two parts belongs to the tree.
        var parts = DisjointSets(count: rows * columns)
        var chosen: [(UInt32, UInt32)] = []
        var others: [(UInt32, UInt32)] = []
        for edge in grid {
            if parts.join(edge.0, edge.1) {
                chosen.append(edge)
            } else {
                others.append(edge)
            }
        }
        chosen += others.prefix(Int(extra * Double(chosen.count)))
        chosen.sort { $0 < $1 }
        return chosen.map { one, other in
            Edge(one: Int(one), other: Int(other), weight: 1 + Int64(random.next(below: UInt64(heaviest))))
        }
    }

    /// The graph with both arcs of each edge, its nodes numbered from 1, placed at their columns and rows.
    public func graph() -> Graph {
        var builder = GraphBuilder()
        for edge in edges() {
            builder.add(Arc(tail: edge.one, head: edge.other, weight: edge.weight))
            builder.add(Arc(tail: edge.other, head: edge.one, weight: edge.weight))
        }
        let coordinates = (0..<(rows * columns)).map { Coordinate(x: Double($0 % columns), y: Double($0 / columns)) }
        return builder.build(names: .numbered(count: rows * columns), coordinates: coordinates)
    }
}

/// Steele, Lea and Flood's SplitMix64: small, and the same on every machine.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// An even choice among `bound` numbers, up to a bias below bound / 2⁶⁴.
    mutating func next(below bound: UInt64) -> UInt64 {
        next().multipliedFullWidth(by: bound).high
    }
}
