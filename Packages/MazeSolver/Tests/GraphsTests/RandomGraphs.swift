import Graphs

/// Steele, Lea and Flood's SplitMix64: tests draw the same graphs everywhere.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// A small random graph: parallel arcs, loops, islands and free arcs all occur.
func randomGraph(seed: UInt64, nodes: ClosedRange<Int> = 1...24, weights: ClosedRange<Int64> = 0...20) -> Graph {
    var random = SeededRandom(state: seed)
    let count = Int.random(in: nodes, using: &random)
    let density = Int.random(in: 0...4, using: &random)
    var builder = GraphBuilder()
    for _ in 0..<(count * density) {
        builder.add(
            Arc(
                tail: Int.random(in: 0..<count, using: &random), head: Int.random(in: 0..<count, using: &random),
                weight: Int64.random(in: weights, using: &random)))
    }
    let places = (0..<count).map { _ in
        Coordinate(x: Double.random(in: -10...10, using: &random), y: Double.random(in: -10...10, using: &random))
    }
    return builder.build(names: .numbered(count: count), coordinates: places)
}

/// A graph with negative arcs and no negative cycle: each weight is lowered by a potential's difference.
func randomGraphWithNegativeArcs(seed: UInt64) -> Graph {
    let base = randomGraph(seed: seed)
    var random = SeededRandom(state: ~seed)
    let potential = (0..<base.nodeCount).map { _ in Int64.random(in: -30...30, using: &random) }
    var builder = GraphBuilder()
    for node in 0..<base.nodeCount {
        for arc in base.arcs(from: node) {
            let weight = arc.weight + potential[arc.tail] - potential[arc.head]
            builder.add(Arc(tail: arc.tail, head: arc.head, weight: weight))
        }
    }
    return builder.build(names: base.names)
}

/// The plainest correct way: relax every arc as many times as there are nodes.
func plainDistances(in graph: Graph, from source: Node) -> [Int64?] {
    var distances = [Int64?](repeating: nil, count: graph.nodeCount)
    distances[source] = 0
    for _ in 0..<graph.nodeCount {
        for node in 0..<graph.nodeCount {
            guard let start = distances[node] else { continue }
            for arc in graph.arcs(from: node) {
                distances[arc.head] = min(distances[arc.head] ?? .max, start + arc.weight)
            }
        }
    }
    return distances
}

/// The cost of going along these nodes by the cheapest arcs; nil if some step has no arc.
func walkedCost(of nodes: [Node], in graph: Graph) -> Int64? {
    var cost: Int64 = 0
    for (tail, head) in zip(nodes, nodes.dropFirst()) {
        guard let weight = graph.arcs(from: tail).filter({ $0.head == head }).map(\.weight).min() else { return nil }
        cost += weight
    }
    return cost
}

/// Reads a graph from a text.
func graph(_ text: String, file: String, _ change: (inout ReadOptions) -> Void = { _ in }) throws -> Graph {
    var options = ReadOptions()
    change(&options)
    return try GraphReader.read(BytesInMemory(text), file: file, options: options)
}

extension Graph {
    /// All arcs with their names, as a reader of the test sees them.
    var listed: [String] {
        (0..<nodeCount).flatMap { node in
            arcs(from: node).map { "\(names[$0.tail])>\(names[$0.head])=\(text(ofCost: $0.weight))" }
        }
    }
}

extension Distance {
    /// The cost, nil for no path; an overflow is a failure.
    var cost: Int64? {
        get throws {
            switch self {
            case .cost(let cost): cost
            case .none: nil
            case .overflow: throw SearchError.overflow(source: "", target: "")
            }
        }
    }
}
