/// A path through a graph.
public struct Route: Sendable, Hashable {
    /// The nodes in order, both ends included; the end may be the start.
    public var nodes: [Node]
    /// The sum of the weights on the path, of parallel arcs the cheapest.
    public var cost: Int64

    /// Makes a route.
    public init(nodes: [Node], cost: Int64) {
        self.nodes = nodes
        self.cost = cost
    }
}

/// What a search found, and what it had to do for it.
public struct Found<Value> {
    /// The answer.
    public var value: Value
    /// The work.
    public var effort: Effort

    /// Makes a pair.
    public init(value: Value, effort: Effort) {
        self.value = value
        self.effort = effort
    }
}

extension Found: Sendable where Value: Sendable {}

extension Distance {
    /// The cost; nil if there is no path.
    ///
    /// - Throws: `SearchError.overflow` when there is a path whose cost 64 bits do not hold.
    public func cost(in graph: Graph, from source: Node, to target: Node) throws(SearchError) -> Int64? {
        switch self {
        case .cost(let cost): cost
        case .none: nil
        case .overflow: throw .overflow(source: graph.names[source], target: graph.names[target])
        }
    }
}
