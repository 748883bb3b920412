// Unsafe pointers: the labels' memory is named to the kernel, which may back it by huge pages.

/// What a search knows of a node, and where the node's arcs begin: one cache line holds all that settling it needs.
struct Label: BitwiseCopyable, Sendable {
    /// The least cost found so far, `unreached` or `tooFar`.
    var cost: UInt64
    /// The node before this one on the path of that cost, or `noParent`.
    var parent: UInt32
    /// The same as in the graph's rows; the row ends where the next label's begins.
    let firstArc: UInt32
}

/// The parent of a node that has none.
let noParent = UInt32.max

/// One direction of a label-setting search, with memory that serves many searches one after another.
struct LabelSetting<Layout: ArcLayout>: ~Copyable {
    /// One label a node, and a last one that closes the last row.
    private(set) var labels: [Label]
    private var queue = BucketQueue()
    private var expanded = 0
    /// Nobody reads it; it keeps the early look at the arcs' heads from being optimised away.
    private var touched: UInt32 = 0

    init(rows: CompressedRows<Layout>) {
        let firstArc = rows.firstArc
        labels = [Label](unsafeUninitializedCapacity: firstArc.count) { labels, count in
            HugePages.advise(UnsafeMutableRawBufferPointer(labels))
            for node in firstArc.indices {
                labels.initializeElement(
                    at: node, to: Label(cost: unreached, parent: noParent, firstArc: firstArc[node]))
            }
            count = firstArc.count
        }
    }

    var effort: Effort { Effort(expanded: expanded, generated: queue.pushes) }

    /// Labels `source` as the start.
    mutating func start(at source: Node) {
        labels[source].cost = 0
        queue.push(UInt32(source), key: 0)
    }

    /// Settles nodes in the order of their cost until `target` is settled, or all that can be reached.
    mutating func run(in rows: CompressedRows<Layout>, to target: Node?) {
        let target = target.map { UInt32($0) } ?? noParent
        labels.withUnsafeMutableBufferPointer { labels in
            rows.arcs.withUnsafeBufferPointer { arcs in
                var touched: UInt32 = 0
                defer { self.touched = touched }
                while let (node, cost) = queue.popMinimum(keeping: { node, key in
                    let position = Int(truncatingIfNeeded: node)
                    guard labels[position].cost == key else { return false }
                    let first = Int(truncatingIfNeeded: labels[position].firstArc)
                    var index = first
                    let end = Int(truncatingIfNeeded: labels[position &+ 1].firstArc)
                    while index < end {
                        touched &+= labels[Int(truncatingIfNeeded: arcs[index].head)].parent
                        index &+= 1
                    }
                    return true
                }) {
                    let position = Int(truncatingIfNeeded: node)
                    let label = labels[position]
                    // A better label was found after this entry was made.
                    guard label.cost == cost else { continue }
                    expanded &+= 1
                    if node == target { return }
                    var index = Int(truncatingIfNeeded: label.firstArc)
                    let end = Int(truncatingIfNeeded: labels[position &+ 1].firstArc)
                    while index < end {
                        let arc = arcs[index]
                        index &+= 1
                        let candidate = arc.label(after: cost)
                        let head = Int(truncatingIfNeeded: arc.head)
                        if candidate < labels[head].cost {
                            labels[head].cost = candidate
                            labels[head].parent = node
                            queue.push(arc.head, key: candidate)
                        }
                    }
                }
            }
        }
    }
}
