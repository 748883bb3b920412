/// Yen's algorithm: the k cheapest paths that visit no node twice, in order.
///
/// Each known path is left at each of its nodes in turn: the search from there must not use the nodes before it, nor an
/// arc that a known path with the same beginning takes there. (J. Y. Yen, "Finding the k shortest loopless paths in a
/// network", 1971; a path is left only behind the node where it left its own parent, after Lawler, 1972.)
public enum Yen {
    /// Up to `count` paths from `source` to `target`, cheapest first; paths of equal cost in the order of their nodes.
    /// O(count × nodes × one search).
    ///
    /// - Throws: `SearchError.negativeWeight`, `.overflow`.
    public static func routes(
        in graph: Graph, from source: Node, to target: Node, count: Int
    ) throws(SearchError) -> Found<[Route]> {
        try graph.requireNoNegativeWeights(for: "yen")
        var search = RestrictedSearch(graph)
        var effort = Effort()
        func finish(_ known: [Deviation]) throws(SearchError) -> Found<[Route]> {
            var routes: [Route] = []
            for path in known {
                if let cost = try Distance(label: path.cost).cost(in: graph, from: source, to: target) {
                    routes.append(Route(nodes: path.nodes, cost: cost))
                }
            }
            return Found(value: routes, effort: effort)
        }

        guard count > 0, let best = search.path(from: source, to: target, effort: &effort) else {
            return try finish([])
        }
        var known = [Deviation(cost: best.cost, nodes: best.nodes, leftAt: 0)]
        var candidates: Set<Deviation> = []
        while known.count < count, let last = known.last {
            for spur in last.leftAt..<(last.nodes.count - 1) {
                let root = last.nodes[...spur]
                search.forbidden.formUnion(root.dropLast().map { UInt32($0) })
                for path in known where path.nodes.count > spur + 1 && path.nodes[...spur] == root {
                    search.forbiddenNext.insert(UInt32(path.nodes[spur + 1]))
                }
                if let rest = search.path(from: last.nodes[spur], to: target, effort: &effort) {
                    candidates.insert(
                        Deviation(
                            cost: saturatingSum(search.cost(of: root), rest.cost), nodes: root.dropLast() + rest.nodes,
                            leftAt: spur))
                }
                search.forbidden.removeAll(keepingCapacity: true)
                search.forbiddenNext.removeAll(keepingCapacity: true)
            }
            guard let next = candidates.min() else { break }
            candidates.remove(next)
            known.append(next)
        }
        return try finish(known)
    }
}

/// A path, and where it left the path that it was made from.
private struct Deviation: Hashable, Comparable {
    let cost: UInt64
    let nodes: [Node]
    let leftAt: Int

    static func == (one: Deviation, other: Deviation) -> Bool { one.nodes == other.nodes }

    func hash(into hasher: inout Hasher) { hasher.combine(nodes) }

    static func < (one: Deviation, other: Deviation) -> Bool {
        (one.cost, one.nodes.count) == (other.cost, other.nodes.count)
            ? one.nodes.lexicographicallyPrecedes(other.nodes)
            : (one.cost, one.nodes.count) < (other.cost, other.nodes.count)
    }
}

/// Dijkstra's algorithm with parts of the graph closed, for many searches one after another.
private struct RestrictedSearch {
    private let rows: CompressedRows<WideArc>
    private var costs: [UInt64]
    private var parents: [UInt32]
    private var touched: [UInt32] = []
    /// Nodes that no path may visit.
    var forbidden: Set<UInt32> = []
    /// Nodes that the path may not go to as its first step.
    var forbiddenNext: Set<UInt32> = []

    init(_ graph: Graph) {
        rows = graph.wideRows
        costs = [UInt64](repeating: unreached, count: rows.nodeCount)
        parents = [UInt32](repeating: noParent, count: rows.nodeCount)
    }

    /// What it costs to go along these nodes, by the cheapest of parallel arcs.
    func cost(of nodes: ArraySlice<Node>) -> UInt64 {
        zip(nodes, nodes.dropFirst()).reduce(0) { sum, step in
            let weights = rows.row(of: step.0).map { rows.arcs[$0] }.filter { Int($0.head) == step.1 }.map(\.weight)
            return saturatingSum(sum, UInt64(weights.min() ?? 0))
        }
    }

    /// The cheapest path that is allowed.
    mutating func path(from source: Node, to target: Node, effort: inout Effort) -> (cost: UInt64, nodes: [Node])? {
        for node in touched { (costs[Int(node)], parents[Int(node)]) = (unreached, noParent) }
        touched = [UInt32(source)]
        costs[source] = 0
        var queue = BucketQueue()
        queue.push(UInt32(source), key: 0)
        defer { effort.generated += queue.pushes }
        while let (node, cost) = queue.popMinimum() {
            guard costs[Int(node)] == cost else { continue }
            effort.expanded += 1
            if Int(node) == target { break }
            for index in rows.row(of: Int(node)) {
                let arc = rows.arcs[index]
                let candidate = arc.label(after: cost)
                guard candidate < costs[Int(arc.head)], !forbidden.contains(arc.head) else { continue }
                if Int(node) == source, forbiddenNext.contains(arc.head) { continue }
                if costs[Int(arc.head)] == unreached { touched.append(arc.head) }
                costs[Int(arc.head)] = candidate
                parents[Int(arc.head)] = node
                queue.push(arc.head, key: candidate)
            }
        }
        guard costs[target] != unreached else { return nil }
        var nodes = [target]
        while let last = nodes.last, parents[last] != noParent { nodes.append(Int(parents[last])) }
        return (costs[target], nodes.reversed())
    }
}
