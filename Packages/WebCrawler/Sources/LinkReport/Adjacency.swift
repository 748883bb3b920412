/// Which nodes each node links to: all targets in one array, with the index where each node's begin.
public struct Adjacency: Sendable {
    private var targets: [Int32] = []
    private var starts: [Int32] = [0]

    /// Makes a graph without nodes.
    public init() {}

    /// Makes a graph from the targets of the nodes 0, 1, 2 and so on.
    public init(_ lists: some Sequence<[Int]>) {
        for list in lists { append(list) }
    }

    /// How many nodes there are.
    public var count: Int { starts.count - 1 }

    /// The nodes.
    public var nodes: Range<Int> { 0..<count }

    /// Appends the next node with its targets.
    public mutating func append(_ list: some Sequence<Int>) {
        for target in list { targets.append(Int32(clamping: target)) }
        starts.append(Int32(clamping: targets.count))
    }

    /// The targets of a node.
    public subscript(node: Int) -> ArraySlice<Int32> { targets[Int(starts[node])..<Int(starts[node + 1])] }
}
