// Unsafe pointers: the loop over arcs skips checks; a graph's arcs name nodes below its count.

/// Dijkstra's algorithm from both ends at once: two balls of half the radius hold fewer nodes than one.
///
/// One value answers any number of queries on its graph, one after another, without allocating or clearing more than
/// the last query touched.
public final class BidirectionalDijkstra {
    private let graph: Graph
    private let halves: any MeetingSearch

    /// Makes the memory for searches in a graph. O(nodes).
    public init(_ roads: TwoWayGraph) {
        graph = roads.graph
        halves =
            switch roads.rows {
            case .narrow(let rows, let reversed): Halves(rows, reversed)
            case .wide(let rows, let reversed): Halves(rows, reversed)
            }
    }

    /// The least cost from `source` to `target`.
    public func distance(from source: Node, to target: Node) -> Distance {
        Distance(label: halves.meet([(source, 0)], [(target, 0)], below: unreached))
    }

    /// The least cost from any of several starts to any of several ends, each with a cost of its own, and no more than
    /// `bound`.
    func distance(
        from sources: [(node: Node, cost: UInt64)], to targets: [(node: Node, cost: UInt64)], below bound: UInt64
    ) -> Distance {
        Distance(label: halves.meet(sources, targets, below: bound))
    }

    /// The cheapest path from `source` to `target`; nil if there is none.
    ///
    /// - Throws: `SearchError.overflow`.
    public func route(from source: Node, to target: Node) throws(SearchError) -> Found<Route?> {
        let distance = distance(from: source, to: target)
        guard let cost = try distance.cost(in: graph, from: source, to: target) else {
            return Found(value: nil, effort: halves.effort)
        }
        return Found(value: Route(nodes: halves.path(), cost: cost), effort: halves.effort)
    }
}

/// A graph with its arcs in both directions: what searches from both ends need, shared by all of them.
public struct TwoWayGraph: Sendable {
    /// The graph itself.
    public let graph: Graph
    fileprivate let rows: Rows

    fileprivate enum Rows: Sendable {
        case narrow(CompressedRows<NarrowArc>, reversed: CompressedRows<NarrowArc>)
        case wide(CompressedRows<WideArc>, reversed: CompressedRows<WideArc>)
    }

    /// Turns the arcs round. O(nodes + arcs).
    ///
    /// - Throws: `SearchError.negativeWeight`.
    public init(_ graph: Graph) throws(SearchError) {
        try graph.requireNoNegativeWeights(for: "bidirectional")
        self.graph = graph
        rows =
            switch graph.rows {
            case .narrow(let rows): .narrow(rows, reversed: rows.reversed())
            case .wide(let rows): .wide(rows, reversed: rows.reversed())
            }
    }
}

/// Both halves of the search, whatever the layout of the arcs.
private protocol MeetingSearch: AnyObject {
    var effort: Effort { get }
    func meet(_ sources: [(node: Node, cost: UInt64)], _ targets: [(node: Node, cost: UInt64)], below bound: UInt64)
        -> UInt64
    func path() -> [Node]
}

/// The forward and the backward search over one layout of arcs.
private final class Halves<Layout: ArcLayout>: MeetingSearch {
    private let rows: CompressedRows<Layout>
    private let reversed: CompressedRows<Layout>
    private var forward: Ball<Layout>
    private var backward: Ball<Layout>
    /// Where the two paths of the cheapest route found so far meet.
    private var meeting: Node?

    init(_ rows: CompressedRows<Layout>, _ reversed: CompressedRows<Layout>) {
        self.rows = rows
        self.reversed = reversed
        forward = Ball(rows: rows)
        backward = Ball(rows: reversed)
    }

    var effort: Effort {
        Effort(
            expanded: forward.expanded + backward.expanded, generated: forward.generated + backward.generated)
    }

    /// The label of the cheapest route, `unreached` if there is none.
    ///
    /// The side with the smaller radius goes on. Once the radii add up to the cost of a known route, no other route
    /// is cheaper: it would leave one ball before it enters the other.
    func meet(
        _ sources: [(node: Node, cost: UInt64)], _ targets: [(node: Node, cost: UInt64)], below bound: UInt64
    ) -> UInt64 {
        forward.restart(at: sources)
        backward.restart(at: targets)
        meeting = nil
        var best = bound
        for (node, cost) in targets {
            guard forward.reaches(node) else { continue }
            let total = saturatingSum(cost, forward.cost(of: node))
            if total < best { (meeting, best) = (node, total) }
        }
        while saturatingSum(forward.radius, backward.radius) < best {
            var found: UInt32?
            if forward.radius <= backward.radius {
                guard forward.grow(along: rows, towards: backward, best: &best, meeting: &found) else { break }
            } else {
                guard backward.grow(along: reversed, towards: forward, best: &best, meeting: &found) else { break }
            }
            if let found { meeting = Int(found) }
        }
        return best
    }

    /// The nodes of the cheapest route, in order.
    func path() -> [Node] {
        guard let meeting else { return [] }
        return forward.path(to: meeting).reversed() + backward.path(to: meeting).dropFirst()
    }
}

/// The nodes around one end of a query, and the memory for them.
private struct Ball<Layout: ArcLayout>: ~Copyable {
    /// One label a node, and a last one that closes the last row.
    private let labels: HotBuffer<Label>
    /// The nodes whose labels were set since the last start.
    private let touched: HotBuffer<UInt32>
    private var touchedCount = 0
    private var queue = BucketQueue()
    /// The cost of the node settled last: every node that is cheaper has been settled.
    private(set) var radius: UInt64 = 0
    private(set) var expanded = 0

    init(rows: CompressedRows<Layout>) {
        labels = HotBuffer(repeating: Label(cost: unreached, parent: noParent, firstArc: 0), count: rows.nodeCount + 1)
        touched = HotBuffer(repeating: 0, count: rows.nodeCount)
        for (node, first) in rows.firstArc.enumerated() {
            labels[node] = Label(cost: unreached, parent: noParent, firstArc: first)
        }
    }

    var generated: Int { queue.pushes }

    /// Forgets the last query, in time proportional to what it touched, and starts at some nodes.
    mutating func restart(at centres: [(node: Node, cost: UInt64)]) {
        for index in 0..<touchedCount { labels[touched[index]].cost = unreached }
        touchedCount = 0
        queue.removeAll()
        radius = 0
        expanded = 0
        for (node, cost) in centres where cost < labels[node].cost {
            label(UInt32(node), cost: cost, parent: noParent)
        }
    }

    /// Whether the ball has labelled `node`.
    func reaches(_ node: Node) -> Bool { labels[node].cost != unreached }

    /// The label of a node that the ball reaches.
    func cost(of node: Node) -> UInt64 { labels[node].cost }

    /// Settles the next node; false if there is none.
    ///
    /// - Parameters:
    ///   - best: the cost of the cheapest route known, lowered when this step finds a cheaper one.
    ///   - meeting: the node where that route's halves meet, or nil if this step found none.
    @inline(__always)
    mutating func grow(
        along rows: borrowing CompressedRows<Layout>, towards other: borrowing Ball, best: inout UInt64,
        meeting: inout UInt32?
    ) -> Bool {
        meeting = nil
        while let (node, cost) = queue.popMinimum() {
            guard labels[node].cost == cost else { continue }
            radius = cost
            expanded &+= 1
            rows.arcs.withUnsafeBufferPointer { arcs in
                let end = Int(labels[Int(node) &+ 1].firstArc)
                for index in Int(labels[node].firstArc)..<end {
                    let arc = arcs[index]
                    let candidate = arc.label(after: cost)
                    guard candidate < labels[arc.head].cost else { continue }
                    let beyond = other.labels[arc.head].cost
                    if beyond != unreached {
                        let total = saturatingSum(candidate, beyond)
                        if total < best { (best, meeting) = (total, arc.head) }
                    }
                    label(arc.head, cost: candidate, parent: node)
                }
            }
            return true
        }
        return false
    }

    @inline(__always)
    private mutating func label(_ node: UInt32, cost: UInt64, parent: UInt32) {
        if labels[node].cost == unreached {
            touched[touchedCount] = node
            touchedCount &+= 1
        }
        labels[node].cost = cost
        labels[node].parent = parent
        queue.push(node, key: cost)
    }

    /// The nodes from `node` back to the centre.
    func path(to node: Node) -> [Node] {
        var path = [node]
        var last = labels[node].parent
        while last != noParent {
            path.append(Int(last))
            last = labels[last].parent
        }
        return path
    }
}
