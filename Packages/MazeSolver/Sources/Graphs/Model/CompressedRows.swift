// Unsafe pointers: a counting sort over millions of arcs; every index was counted by the pass before.

/// Compressed sparse rows: the arcs of all nodes in one array, those of one node side by side.
///
/// The arcs that leave node `v` are `arcs[firstArc[v]..<firstArc[v + 1]]`, in the order in which they were given.
struct CompressedRows<Layout: ArcLayout>: Sendable {
    /// One entry a node, and a last one that closes the last row.
    let firstArc: [UInt32]
    let arcs: [Layout]

    var nodeCount: Int { firstArc.count - 1 }

    /// Takes rows that another layout of the same arcs has.
    init(firstArc: [UInt32], arcs: [Layout]) {
        self.firstArc = firstArc
        self.arcs = arcs
    }

    /// Sorts arcs by their tails: counts each row, then puts each arc at its row's next free index. O(nodes + arcs).
    ///
    /// - Parameter tail, arc: the parts of the arc at an index below `count`; tails and heads lie below `nodeCount`.
    init(nodeCount: Int, count: Int, tail: (Int) -> UInt32, arc: (Int) -> Layout) {
        // Row v is counted at v + 2, so that after summing up, entry v + 1 is where row v starts; filling row v
        // moves that entry to where row v + 1 starts, which is what entry v + 1 has to say in the end.
        var first = [UInt32](repeating: 0, count: nodeCount + 2)
        first.withUnsafeMutableBufferPointer { first in
            for index in 0..<count { first[Int(tail(index)) + 2] &+= 1 }
            var sum: UInt32 = 0
            for index in first.indices {
                sum &+= first[index]
                first[index] = sum
            }
        }
        arcs = [Layout](unsafeUninitializedCapacity: count) { arcs, initialized in
            HugePages.advise(UnsafeMutableRawBufferPointer(arcs))
            first.withUnsafeMutableBufferPointer { first in
                for index in 0..<count {
                    let row = Int(tail(index)) + 1
                    arcs.initializeElement(at: Int(first[row]), to: arc(index))
                    first[row] &+= 1
                }
            }
            initialized = count
        }
        first.removeLast()
        firstArc = first
    }

    /// The indices in `arcs` of the arcs that leave `node`.
    func row(of node: Node) -> Range<Int> {
        Int(firstArc[node])..<Int(firstArc[node + 1])
    }

    /// Every arc turned round: the arcs that leave a node here are those that entered it.
    func reversed() -> CompressedRows {
        var tails = [UInt32](repeating: 0, count: arcs.count)
        for node in 0..<nodeCount {
            for index in row(of: node) { tails[index] = UInt32(node) }
        }
        return tails.withUnsafeBufferPointer { tails in
            arcs.withUnsafeBufferPointer { arcs in
                CompressedRows(
                    nodeCount: nodeCount, count: arcs.count, tail: { arcs[$0].head },
                    arc: { Layout(head: tails[$0], weight: arcs[$0].weight) })
            }
        }
    }
}
