/// A graph whose dead ends and chains are folded away: for many queries on one graph.
///
/// A node with at most two neighbours lies on every path between what is on its two sides; taking it out and joining its
/// neighbours by arcs of the same cost changes no distance between the others. Done again and again, this leaves a
/// third of a road network. A query climbs from both ends out of the folds, and searches the core between.
public struct FoldedGraph: Sendable {
    /// What is left, its nodes numbered anew.
    private let core: TwoWayGraph
    /// Each node's number in the core, or nil for a folded node.
    private let coreNodes: [Node?]
    /// When each node was folded: a fold's arcs lead to nodes that were folded later, or not at all.
    private let ranks: [Int]
    private let climbs: [Fold]

    /// The arcs that a node had when it was folded.
    private struct Fold: Sendable {
        var out: [Link] = []
        var into: [Link] = []
        var count: Int { out.count + into.count }
    }

    /// Nodes with more links stay in the core, as do their neighbours: the lists of links are searched one by one.
    private static let mostLinks = 64

    private struct Link: Sendable {
        let node: Node
        var cost: UInt64
    }

    /// Folds a graph; nil for one whose weights are negative or so large that a path could leave 62 bits.
    /// O(nodes + arcs).
    public init?(_ graph: Graph) throws(SearchError) {
        guard !graph.hasNegativeWeights else { return nil }
        let (bound, overflows) = (graph.weights?.upperBound ?? 0).multipliedReportingOverflow(
            by: Int64(graph.nodeCount))
        guard !overflows, bound < 1 << 62 else { return nil }

        var links = [Fold](repeating: Fold(), count: graph.nodeCount)
        for node in 0..<graph.nodeCount {
            for arc in graph.arcs(from: node) where arc.head != node {
                Self.join(node, arc.head, UInt64(arc.weight), &links)
            }
        }
        var ranks = [Int](repeating: .max, count: graph.nodeCount)
        var waiting = Array(0..<graph.nodeCount)
        var next = 0
        var folded = 0
        while next < waiting.count {
            let node = waiting[next]
            next += 1
            guard ranks[node] == .max else { continue }
            guard links[node].count <= Self.mostLinks else { continue }
            let neighbours = Set(links[node].out.map(\.node) + links[node].into.map(\.node)).sorted()
            guard neighbours.count <= 2, neighbours.allSatisfy({ links[$0].count <= Self.mostLinks }) else { continue }
            ranks[node] = folded
            folded += 1
            for neighbour in neighbours {
                links[neighbour].out.removeAll { $0.node == node }
                links[neighbour].into.removeAll { $0.node == node }
            }
            for tail in links[node].into {
                for head in links[node].out where head.node != tail.node {
                    Self.join(tail.node, head.node, tail.cost + head.cost, &links)
                }
            }
            waiting += neighbours
        }

        var builder = GraphBuilder()
        var numbers = [Node?](repeating: nil, count: graph.nodeCount)
        var count = 0
        for node in 0..<graph.nodeCount where ranks[node] == .max {
            numbers[node] = count
            count += 1
        }
        for node in 0..<graph.nodeCount {
            guard let tail = numbers[node] else { continue }
            for link in links[node].out {
                if let head = numbers[link.node] {
                    builder.add(Arc(tail: tail, head: head, weight: Int64(link.cost)))
                }
            }
        }
        core = try TwoWayGraph(builder.build(names: .numbered(count: count)))
        coreNodes = numbers
        climbs = links
        self.ranks = ranks
    }

    /// Makes an arc, or makes one cheaper that is there.
    private static func join(_ tail: Node, _ head: Node, _ cost: UInt64, _ links: inout [Fold]) {
        if links[tail].count <= mostLinks, let index = links[tail].out.firstIndex(where: { $0.node == head }) {
            guard cost < links[tail].out[index].cost else { return }
            links[tail].out[index].cost = cost
            if let back = links[head].into.firstIndex(where: { $0.node == tail }) { links[head].into[back].cost = cost }
        } else {
            links[tail].out.append(Link(node: head, cost: cost))
            links[head].into.append(Link(node: tail, cost: cost))
        }
    }

    /// The memory of one thread for queries.
    public final class Searcher {
        private let graph: FoldedGraph
        private let search: BidirectionalDijkstra

        /// Makes the memory. O(nodes of the core).
        public init(_ graph: FoldedGraph) {
            self.graph = graph
            search = BidirectionalDijkstra(graph.core)
        }

        /// The least cost from `source` to `target`.
        public func distance(from source: Node, to target: Node) -> Distance {
            let (up, entries) = graph.climb(from: source, \.out)
            let (down, exits) = graph.climb(from: target, \.into)
            // Paths that never leave the folds meet at a folded node.
            var best = unreached
            for (node, cost) in up {
                if let rest = down[node] { best = min(best, saturatingSum(cost, rest)) }
            }
            return search.distance(from: entries, to: exits, below: best)
        }
    }

    /// The folded nodes that can be reached by going on to nodes folded later, with their costs, and what is reached of
    /// the core.
    private func climb(
        from start: Node, _ side: KeyPath<Fold, [Link]>
    ) -> (folded: [Node: UInt64], core: [(node: Node, cost: UInt64)]) {
        if let node = coreNodes[start] { return ([:], [(node, 0)]) }
        var labels: [Node: UInt64] = [start: 0]
        var entries: [(node: Node, cost: UInt64)] = []
        var waiting = [start]
        // In the order of folding, a node's label is final when its turn comes.
        while let index = waiting.indices.min(by: { ranks[waiting[$0]] < ranks[waiting[$1]] }) {
            let node = waiting.remove(at: index)
            guard let cost = labels[node] else { continue }
            for link in climbs[node][keyPath: side] {
                if let entry = coreNodes[link.node] {
                    entries.append((entry, cost + link.cost))
                } else if let known = labels[link.node] {
                    labels[link.node] = min(known, cost + link.cost)
                } else {
                    labels[link.node] = cost + link.cost
                    waiting.append(link.node)
                }
            }
        }
        return (labels, entries)
    }
}
