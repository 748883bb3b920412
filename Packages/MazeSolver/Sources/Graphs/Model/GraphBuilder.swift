// Unsafe pointers: the pass over all arcs skips checks; nodes were compared with the count when they were added.

/// Collects arcs one by one and makes a graph of them.
public struct GraphBuilder: Sendable {
    private var narrow: [ListedArc<NarrowArc>] = []
    private var wide: [ListedArc<WideArc>] = []
    private var isWide = false
    private var lowest = Int64.max
    private var highest = Int64.min

    private struct ListedArc<Layout: ArcLayout>: BitwiseCopyable {
        let tail: UInt32
        let arc: Layout
    }

    /// The most nodes, and the most arcs, that one graph can have: 2³¹ − 1, so that no sum of 32-bit weights along a
    /// simple path leaves 64 bits.
    public static let maximumCount = Int(Int32.max)

    /// Makes an empty list of arcs.
    public init() {}

    /// How many arcs were added.
    public var arcCount: Int { narrow.count + wide.count }

    /// Makes room for `count` arcs at once.
    public mutating func reserve(arcs count: Int) {
        narrow.reserveCapacity(count)
    }

    /// Adds an arc. Both nodes are below `maximumCount`, and so is the number of arcs before it.
    @inline(__always)
    public mutating func add(_ arc: Arc) {
        lowest = min(lowest, arc.weight)
        highest = max(highest, arc.weight)
        let tail = UInt32(arc.tail)
        let head = UInt32(arc.head)
        if !isWide, UInt32(exactly: arc.weight) != nil {
            narrow.append(ListedArc(tail: tail, arc: NarrowArc(head: head, weight: arc.weight)))
        } else {
            addWide(tail, head, arc.weight)
        }
    }

    /// The first weight that does not fit moves all arcs before it to the wide layout.
    @inline(never)
    private mutating func addWide(_ tail: UInt32, _ head: UInt32, _ weight: Int64) {
        if !isWide {
            isWide = true
            wide = narrow.map { ListedArc(tail: $0.tail, arc: WideArc(head: $0.arc.head, weight: $0.arc.weight)) }
            narrow = []
        }
        wide.append(ListedArc(tail: tail, arc: WideArc(head: head, weight: weight)))
    }

    /// Adds an arc back for each arc so far that is no loop: for edges that lead both ways. O(arcs).
    mutating func addReversedArcs() {
        for listed in narrow where listed.tail != listed.arc.head {
            narrow.append(
                ListedArc(tail: listed.arc.head, arc: NarrowArc(head: listed.tail, weight: listed.arc.weight)))
        }
        for listed in wide where listed.tail != listed.arc.head {
            wide.append(ListedArc(tail: listed.arc.head, arc: WideArc(head: listed.tail, weight: listed.arc.weight)))
        }
    }

    /// Makes the graph. O(nodes + arcs).
    ///
    /// - Parameters:
    ///   - names: the nodes' names; there are as many nodes as names.
    ///   - coordinates: one point a node, if they are known.
    ///   - decimalPlaces: how many decimal places the weights include.
    /// - Precondition: every arc joins nodes that have names.
    public consuming func build(
        names: NodeNames, coordinates: [Coordinate]? = nil, decimalPlaces: Int = 0
    ) -> Graph {
        let nodeCount = names.count
        let range = arcCount == 0 ? nil : lowest...highest
        let rows: Graph.Rows =
            isWide
            ? .wide(Self.sort(wide, nodeCount: nodeCount)) : .narrow(Self.sort(narrow, nodeCount: nodeCount))
        return Graph(
            names: names, coordinates: coordinates, decimalPlaces: decimalPlaces, weights: range, rows: rows)
    }

    private static func sort<Layout>(_ list: [ListedArc<Layout>], nodeCount: Int) -> CompressedRows<Layout> {
        precondition(list.allSatisfy { $0.tail < nodeCount && $0.arc.head < nodeCount })
        return list.withUnsafeBufferPointer { list in
            CompressedRows(
                nodeCount: nodeCount, count: list.count, tail: { list[$0].tail }, arc: { list[$0].arc })
        }
    }
}
