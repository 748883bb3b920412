/// Why a search gives no answer.
public enum SearchError: Error, Equatable, CustomStringConvertible {
    /// An algorithm that settles nodes for good cannot work with this arc.
    case negativeWeight(algorithm: String, tail: String, head: String, weight: String)
    /// Going round this cycle again and again lowers the cost without end: its nodes in order, and what a round costs.
    case negativeCycle(nodes: [String], cost: String)
    /// There is a path, but its cost is above `Int64.max` or below `Int64.min`.
    case overflow(source: String, target: String)
    /// The algorithm looks at where nodes lie.
    case needsCoordinates(algorithm: String)
    /// A table of all pairs would be larger than allowed.
    case tooManyNodes(count: Int, limit: Int)

    /// One sentence: what is in the way, and what would work.
    public var description: String {
        switch self {
        case .negativeWeight(let algorithm, let tail, let head, let weight):
            "\(algorithm) needs weights of zero or more, but the arc from \(tail) to \(head) weighs \(weight) "
                + "(negative); bellman-ford takes negative weights."
        case .negativeCycle(let nodes, let cost):
            "there is a negative cycle, \((nodes + nodes.prefix(1)).joined(separator: " → ")), which costs \(cost) "
                + "a round; no path that can go round it is the cheapest."
        case .overflow(let source, let target):
            "the cost from \(source) to \(target) overflows 64 bits; divide the weights by a common factor."
        case .needsCoordinates(let algorithm):
            "\(algorithm) needs to know where the nodes lie; give a file of coordinates."
        case .tooManyNodes(let count, let limit):
            "a matrix of \(count) nodes is too large; expected at most \(limit), or ask for a tree or for queries."
        }
    }
}

extension Graph {
    func requireNoNegativeWeights(for algorithm: String) throws(SearchError) {
        guard hasNegativeWeights else { return }
        for node in 0..<nodeCount {
            for arc in arcs(from: node) where arc.weight < 0 {
                throw .negativeWeight(
                    algorithm: algorithm, tail: names[node], head: names[arc.head], weight: text(ofCost: arc.weight))
            }
        }
    }

    /// All arcs of the graph in the wide form: for algorithms whose time does not lie in reading memory.
    var wideRows: CompressedRows<WideArc> {
        switch rows {
        case .wide(let rows): rows
        case .narrow(let rows):
            CompressedRows(
                firstArc: rows.firstArc, arcs: rows.arcs.map { WideArc(head: $0.head, weight: $0.weight) })
        }
    }
}
