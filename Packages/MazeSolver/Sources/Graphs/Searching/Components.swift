/// The connected components of a graph.
public struct Components: Sendable, Hashable {
    /// The component of each node, numbered from 0 in the order of each component's first node.
    public let component: [Int]
    /// How many nodes each component has.
    public let sizes: [Int]

    /// How many components there are.
    public var count: Int { sizes.count }

    /// What joins two nodes into one component.
    public enum Kind: String, Sendable, CaseIterable {
        /// A path in either direction, each arc taken both ways.
        case weak
        /// A path there and a path back.
        case strong
    }

    /// Finds the components. O(nodes + arcs).
    public init(_ kind: Kind, of graph: Graph) {
        let labels =
            switch (kind, graph.rows) {
            case (.weak, .narrow(let rows)): Self.weak(rows)
            case (.weak, .wide(let rows)): Self.weak(rows)
            case (.strong, .narrow(let rows)): Self.strong(rows)
            case (.strong, .wide(let rows)): Self.strong(rows)
            }
        // Whatever numbers the search gave, the components are counted in the order of their first nodes.
        var numbers = [Int](repeating: -1, count: labels.count)
        var sizes: [Int] = []
        component = labels.map { label in
            if numbers[Int(label)] < 0 {
                numbers[Int(label)] = sizes.count
                sizes.append(0)
            }
            sizes[numbers[Int(label)]] += 1
            return numbers[Int(label)]
        }
        self.sizes = sizes
    }

    /// Joins the ends of every arc, whichever way it leads.
    private static func weak<Layout>(_ rows: CompressedRows<Layout>) -> [UInt32] {
        var components = DisjointSets(count: rows.nodeCount)
        for node in 0..<rows.nodeCount {
            for index in rows.row(of: node) { components.join(UInt32(node), rows.arcs[index].head) }
        }
        return (0..<UInt32(rows.nodeCount)).map { components.root(of: $0) }
    }

    /// Tarjan's algorithm, with its own stack instead of recursion: depth is bounded by memory, not by the thread.
    private static func strong<Layout>(_ rows: CompressedRows<Layout>) -> [UInt32] {
        let none = UInt32.max
        var order = [UInt32](repeating: none, count: rows.nodeCount)
        var lowest = order
        var component = order
        /// Nodes that belong to no finished component yet.
        var open: [UInt32] = []
        /// The nodes on the path from the start to the current one, each with its next arc.
        var trail: [(node: UInt32, arc: UInt32)] = []
        var (visited, components): (UInt32, UInt32) = (0, 0)

        for start in 0..<rows.nodeCount where order[start] == none {
            trail.append((UInt32(start), rows.firstArc[start]))
            while let (node32, arc) = trail.last {
                let node = Int(node32)
                if order[node] == none {
                    order[node] = visited
                    lowest[node] = visited
                    visited += 1
                    open.append(node32)
                }
                if arc < rows.firstArc[node + 1] {
                    trail[trail.count - 1].arc += 1
                    let head = Int(rows.arcs[Int(arc)].head)
                    if order[head] == none {
                        trail.append((UInt32(head), rows.firstArc[head]))
                    } else if component[head] == none {
                        lowest[node] = min(lowest[node], order[head])
                    }
                    continue
                }
                trail.removeLast()
                if let parent = trail.last.map({ Int($0.node) }) { lowest[parent] = min(lowest[parent], lowest[node]) }
                if lowest[node] == order[node] {
                    while let member = open.popLast() {
                        component[Int(member)] = components
                        if member == node32 { break }
                    }
                    components += 1
                }
            }
        }
        return component
    }
}
