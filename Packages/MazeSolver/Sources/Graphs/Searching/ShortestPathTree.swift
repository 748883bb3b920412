/// The cheapest paths from one node to all others, whatever algorithm found them.
public protocol PathTree: Sendable {
    /// Where all paths start.
    var source: Node { get }
    /// What the search did.
    var effort: Effort { get }
    /// The least cost from the source to `node`, or that there is none.
    subscript(node: Node) -> Distance { get }
    /// The node before `node` on its cheapest path; nil for the source and for what cannot be reached.
    func parent(of node: Node) -> Node?
}

extension PathTree {
    /// The cheapest path from the source to `target`; nil if there is none. O(length of the path).
    ///
    /// - Throws: `SearchError.overflow`.
    public func route(to target: Node, in graph: Graph) throws(SearchError) -> Found<Route?> {
        guard let cost = try self[target].cost(in: graph, from: source, to: target) else {
            return Found(value: nil, effort: effort)
        }
        var nodes = [target]
        while let last = nodes.last, let parent = parent(of: last) { nodes.append(parent) }
        return Found(value: Route(nodes: nodes.reversed(), cost: cost), effort: effort)
    }
}

/// What Dijkstra's algorithm found: a label for each node.
public struct ShortestPathTree: PathTree {
    /// Where all paths start.
    public let source: Node
    let labels: [Label]
    /// What the search did.
    public let effort: Effort

    /// The least cost from the source to `node`, or that there is none.
    public subscript(node: Node) -> Distance {
        Distance(label: labels[node].cost)
    }

    /// The node before `node` on its cheapest path; nil for the source and for what cannot be reached.
    public func parent(of node: Node) -> Node? {
        labels[node].parent == noParent ? nil : Int(labels[node].parent)
    }
}

/// What a search found out about the path to a node.
public enum Distance: Sendable, Hashable {
    /// The least cost.
    case cost(Int64)
    /// There is a path, but its cost is above `Int64.max`.
    case overflow
    /// There is no path.
    case none

    init(label: UInt64) {
        self =
            switch label {
            case unreached: .none
            case tooFar...: .overflow
            default: .cost(Int64(label))
            }
    }
}

/// What a search had to do: the same on every machine.
public struct Effort: Sendable, Hashable {
    /// Nodes whose arcs were followed; a node that was corrected counts again.
    public var expanded: Int
    /// Labels that were put into a queue.
    public var generated: Int

    /// Makes a count.
    public init(expanded: Int = 0, generated: Int = 0) {
        self.expanded = expanded
        self.generated = generated
    }
}
