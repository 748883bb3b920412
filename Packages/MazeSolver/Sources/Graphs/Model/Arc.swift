/// One directed connection as a caller sees it.
public struct Arc: Sendable, Hashable {
    /// Where the arc starts.
    public var tail: Node
    /// Where the arc ends.
    public var head: Node
    /// What it costs to go along it, in the graph's smallest unit of cost.
    public var weight: Int64

    /// Makes an arc.
    public init(tail: Node, head: Node, weight: Int64) {
        self.tail = tail
        self.head = head
        self.weight = weight
    }
}

/// A node of a graph: its number, counted from zero in the order in which the nodes were named.
public typealias Node = Int

/// How an arc lies in memory: its head beside its weight, so that relaxing an arc touches one cache line.
protocol ArcLayout: BitwiseCopyable, Sendable {
    init(head: UInt32, weight: Int64)
    var head: UInt32 { get }
    var weight: Int64 { get }

    /// The label of `head` when `label` is the tail's: their sum, or `tooFar` when that is less.
    ///
    /// Only for weights that are not negative.
    func label(after label: UInt64) -> UInt64
}

/// The label of a node that can be reached, but only at a cost that 64 bits with a sign cannot hold.
///
/// Labels saturate here instead of wrapping: a search goes on correctly, and whoever asks for such a node's cost is
/// told of the overflow.
let tooFar = UInt64(Int64.max) + 1

/// The sum of two labels of reached nodes; it saturates like the labels themselves.
@inline(__always)
func saturatingSum(_ one: UInt64, _ other: UInt64) -> UInt64 {
    // Both are at most 2⁶³: only 2⁶³ + 2⁶³ wraps.
    let (sum, wraps) = one.addingReportingOverflow(other)
    return wraps ? tooFar : min(sum, tooFar)
}

/// The label of a node that was not reached.
let unreached = UInt64.max

/// Eight bytes, for weights from 0 to 2³² − 1: road networks and most others.
struct NarrowArc: ArcLayout {
    let head: UInt32
    let narrowWeight: UInt32

    init(head: UInt32, weight: Int64) {
        self.head = head
        self.narrowWeight = UInt32(truncatingIfNeeded: weight)
    }

    var weight: Int64 { Int64(narrowWeight) }

    /// Fewer than 2³¹ nodes with weights below 2³²: the cost of a simple path stays below 2⁶³ − 1.
    @inline(__always)
    func label(after label: UInt64) -> UInt64 { label &+ UInt64(narrowWeight) }
}

/// Sixteen bytes, for every 64-bit weight.
struct WideArc: ArcLayout {
    let weight: Int64
    let head: UInt32

    init(head: UInt32, weight: Int64) {
        self.head = head
        self.weight = weight
    }

    /// Both operands are at most 2⁶³, and the weight is below it: the sum cannot wrap.
    @inline(__always)
    func label(after label: UInt64) -> UInt64 { min(label &+ UInt64(bitPattern: weight), tooFar) }
}
