// Unsafe pointers: three nested loops over the table, each below the count of nodes.

/// The algorithm of Floyd and Warshall: the least cost between all pairs of nodes, in one table.
public struct DistanceMatrix: Sendable {
    /// How many nodes there are: the table has this many rows and columns.
    public let nodeCount: Int
    private let costs: [Int64?]

    /// The most nodes that a table is made for unless the caller allows more: 4,000 nodes take 256 MB and some
    /// 64 billion steps.
    public static let defaultLimit = 4000

    /// Computes the table. O(nodes³) time, O(nodes²) memory.
    ///
    /// - Throws: `SearchError.tooManyNodes`, `.negativeCycle`, `.overflow`.
    public init(_ graph: Graph, limit: Int = defaultLimit) throws(SearchError) {
        nodeCount = graph.nodeCount
        guard nodeCount <= limit else { throw .tooManyNodes(count: nodeCount, limit: limit) }
        // Without a negative cycle, each entry is always the cost of a simple path. Where those fit 62 bits, the
        // table is computed in 64; else in 128.
        try BellmanFord.requireNoNegativeCycle(in: graph)
        let heaviest = graph.weights.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) } ?? 0
        let (bound, overflows) = heaviest.multipliedReportingOverflow(by: UInt64(nodeCount))
        costs =
            overflows || bound >= 1 << 62
            ? try Self.table(graph, far: Int128.max / 4) : try Self.table(graph, far: Int64.max / 2)
    }

    /// The least cost from `source` to `target`; nil if there is no path.
    public subscript(source: Node, target: Node) -> Int64? {
        costs[source * nodeCount + target]
    }

    private static func table<Cost: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ graph: Graph, far: Cost
    ) throws(SearchError) -> [Int64?] {
        let count = graph.nodeCount
        var table = [Cost](repeating: far, count: count * count)
        for node in 0..<count {
            for arc in graph.arcs(from: node) {
                table[node * count + arc.head] = min(table[node * count + arc.head], Cost(arc.weight))
            }
            table[node * count + node] = min(table[node * count + node], 0)
        }
        var middleRow = [Cost](repeating: 0, count: count)
        for middle in 0..<count {
            middleRow[...] = table[(middle * count)..<((middle + 1) * count)]
            for source in 0..<count {
                let toMiddle = table[source * count + middle]
                if toMiddle == far { continue }
                improve(&table, row: source * count, by: middleRow, after: toMiddle, far: far)
            }
        }
        var costs = [Int64?](repeating: nil, count: table.count)
        for index in table.indices where table[index] != far {
            guard let cost = Int64(exactly: table[index]) else {
                throw .overflow(source: graph.names[index / count], target: graph.names[index % count])
            }
            costs[index] = cost
        }
        return costs
    }

    /// Lowers a row by paths through a middle node. Without bounds checks, the compiler makes it four entries at a
    /// time.
    private static func improve<Cost: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ table: inout [Cost], row: Int, by middleRow: [Cost], after toMiddle: Cost, far: Cost
    ) {
        table.withUnsafeMutableBufferPointer { table in
            middleRow.withUnsafeBufferPointer { middleRow in
                for target in middleRow.indices {
                    // `far` plus anything stays in range, and is not taken for a path.
                    let onward = middleRow[target]
                    let candidate = onward == far ? far : toMiddle &+ onward
                    table[row &+ target] = min(table[row &+ target], candidate)
                }
            }
        }
    }
}
