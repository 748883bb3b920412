/// The algorithm of Bellman, Ford and Moore: labels are corrected, pass by pass, until no arc lowers one.
///
/// Only the nodes whose labels changed in one pass are looked at in the next. Labels have 128 bits, so that nothing on
/// the way to an answer can overflow.
public enum BellmanFord {
    /// The cheapest paths from `source` to every node. O(nodes × arcs) at worst.
    ///
    /// - Throws: `SearchError.negativeCycle` when one can be reached; `.overflow`.
    public static func tree(in graph: Graph, from source: Node) throws(SearchError) -> CorrectedTree {
        var search = Correcting(rows: graph.wideRows)
        search.label(source)
        try search.run(in: graph)
        return CorrectedTree(
            source: source, labels: search.costs, parents: search.parents, effort: search.effort)
    }

    /// The cheapest path from `source` to `target`.
    ///
    /// Only nodes from which the target can be reached count: a negative cycle that lies on no path to it does not make
    /// the path cheaper. (T. Cormen and others, "Introduction to Algorithms", section 24.1: the distance is minus infinity
    /// where a negative cycle lies on a path from the one to the other.)
    ///
    /// - Throws: `SearchError.negativeCycle` when one lies on a path to the target; `.overflow`.
    public static func route(
        in graph: Graph, from source: Node, to target: Node
    ) throws(SearchError) -> Found<Route?> {
        let rows = graph.wideRows
        var search = Correcting(rows: rows, counting: rows.nodesReaching(target))
        search.label(source)
        try search.run(in: graph)
        return try CorrectedTree(
            source: source, labels: search.costs, parents: search.parents, effort: search.effort
        ).route(to: target, in: graph)
    }

    /// Looks for a negative cycle anywhere in the graph.
    ///
    /// - Throws: `SearchError.negativeCycle`.
    static func requireNoNegativeCycle(in graph: Graph) throws(SearchError) {
        guard graph.hasNegativeWeights else { return }
        var search = Correcting(rows: graph.wideRows)
        for node in 0..<graph.nodeCount { search.label(node) }
        try search.run(in: graph)
    }
}

/// The cheapest paths from one node to all others, in a graph that may have negative weights.
public struct CorrectedTree: PathTree {
    /// Where all paths start.
    public let source: Node
    private let labels: [Int128]
    private let parents: [UInt32]
    /// What the search did.
    public let effort: Effort

    init(source: Node, labels: [Int128], parents: [UInt32], effort: Effort) {
        self.source = source
        self.labels = labels
        self.parents = parents
        self.effort = effort
    }

    /// The least cost from the source to `node`, or that there is none.
    public subscript(node: Node) -> Distance {
        guard labels[node] != notReached else { return .none }
        return Int64(exactly: labels[node]).map { .cost($0) } ?? .overflow
    }

    /// The node before `node` on its cheapest path; nil for the source and for what cannot be reached.
    public func parent(of node: Node) -> Node? {
        parents[node] == noParent ? nil : Int(parents[node])
    }
}

private let notReached = Int128.max

/// The labels of a search that corrects them, and the nodes whose arcs wait to be followed.
private struct Correcting {
    let rows: CompressedRows<WideArc>
    var costs: [Int128]
    var parents: [UInt32]
    var effort = Effort()
    private var waiting: [UInt32] = []
    private var isWaiting: [Bool]
    /// Which nodes may be labelled; nil for all.
    private let counting: [Bool]?

    init(rows: CompressedRows<WideArc>, counting: [Bool]? = nil) {
        self.rows = rows
        self.counting = counting
        costs = [Int128](repeating: notReached, count: rows.nodeCount)
        parents = [UInt32](repeating: noParent, count: rows.nodeCount)
        isWaiting = [Bool](repeating: false, count: rows.nodeCount)
    }

    /// Makes `node` a start.
    mutating func label(_ node: Node) {
        costs[node] = 0
        wait(UInt32(node))
    }

    private mutating func wait(_ node: UInt32) {
        guard !isWaiting[Int(node)] else { return }
        isWaiting[Int(node)] = true
        waiting.append(node)
        effort.generated += 1
    }

    /// Corrects until nothing changes.
    ///
    /// The parents form a tree as long as there is no negative cycle. Whether they still do is checked after as many
    /// corrections as there are nodes: that costs no more than the corrections, and finds a cycle early.
    mutating func run(in graph: Graph) throws(SearchError) {
        var corrections = 0
        while !waiting.isEmpty {
            let pass = waiting
            waiting.removeAll(keepingCapacity: true)
            for node in pass {
                isWaiting[Int(node)] = false
                effort.expanded += 1
                for index in rows.row(of: Int(node)) {
                    let arc = rows.arcs[index]
                    if let counting, !counting[Int(arc.head)] { continue }
                    let candidate = costs[Int(node)] + Int128(arc.weight)
                    guard candidate < costs[Int(arc.head)] else { continue }
                    costs[Int(arc.head)] = candidate
                    parents[Int(arc.head)] = node
                    corrections += 1
                    wait(arc.head)
                }
            }
            if corrections >= costs.count {
                corrections = 0
                if let cycle = cycleOfParents() { throw error(cycle, in: graph) }
            }
        }
    }

    /// A cycle among the parents, in the direction of its arcs; nil while they form a tree.
    private func cycleOfParents() -> [Node]? {
        // Each walk marks what it passes with its own number: meeting that number again closes a cycle.
        var walkOf = [UInt32](repeating: noParent, count: parents.count)
        for start in parents.indices where walkOf[start] == noParent {
            var node = start
            while walkOf[node] == noParent {
                walkOf[node] = UInt32(start)
                guard parents[node] != noParent else { break }
                node = Int(parents[node])
            }
            guard walkOf[node] == UInt32(start), parents[node] != noParent else { continue }
            var cycle = [node]
            var last = Int(parents[node])
            while last != node {
                cycle.append(last)
                last = Int(parents[last])
            }
            return cycle.reversed()
        }
        return nil
    }

    private func error(_ cycle: [Node], in graph: Graph) -> SearchError {
        // The name that comes first in the graph starts the cycle, so that the message is the same in every search.
        let first = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
        let nodes = cycle[first...] + cycle[..<first]
        var cost: Int128 = 0
        for (tail, head) in zip(nodes, nodes.dropFirst() + nodes.prefix(1)) {
            let weights = rows.row(of: tail).map { rows.arcs[$0] }.filter { Int($0.head) == head }.map(\.weight)
            cost += Int128(weights.min() ?? 0)
        }
        let text = Int64(exactly: cost).map { graph.text(ofCost: $0) } ?? String(cost)
        return .negativeCycle(nodes: nodes.map { graph.names[$0] }, cost: text)
    }
}

extension CompressedRows {
    /// Which nodes have a path to `target`: a search along the arcs turned round. O(nodes + arcs).
    fileprivate func nodesReaching(_ target: Node) -> [Bool] {
        // The tails of each node's incoming arcs, one behind the other.
        var starts = [Int](repeating: 0, count: nodeCount + 1)
        for arc in arcs { starts[Int(arc.head) + 1] += 1 }
        for node in 0..<nodeCount { starts[node + 1] += starts[node] }
        var next = starts
        var tails = [UInt32](repeating: 0, count: arcs.count)
        for tail in 0..<nodeCount {
            for index in row(of: tail) {
                let head = Int(arcs[index].head)
                tails[next[head]] = UInt32(tail)
                next[head] += 1
            }
        }
        var reaches = [Bool](repeating: false, count: nodeCount)
        reaches[target] = true
        var waiting = [target]
        while let node = waiting.popLast() {
            for tail in tails[starts[node]..<starts[node + 1]] where !reaches[Int(tail)] {
                reaches[Int(tail)] = true
                waiting.append(Int(tail))
            }
        }
        return reaches
    }
}
