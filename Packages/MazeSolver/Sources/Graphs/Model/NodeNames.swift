// Unsafe pointers: a name's own UTF-8 is looked up in place, for the call alone.

/// What the nodes of a graph are called.
public enum NodeNames: Sendable {
    /// The node at index 0 is called 1, and so on: DIMACS files.
    case numbered(count: Int)
    /// Any names; `areNumbers` when the source wrote all of them as numbers.
    case listed(NameTable, areNumbers: Bool)

    /// How many nodes there are.
    public var count: Int {
        switch self {
        case .numbered(let count): count
        case .listed(let table, _): table.count
        }
    }

    /// Whether the names are numbers, and are written so where numbers and texts differ.
    public var areNumbers: Bool {
        switch self {
        case .numbered: true
        case .listed(_, let areNumbers): areNumbers
        }
    }

    /// The name of a node of the graph.
    public subscript(node: Node) -> String {
        switch self {
        case .numbered: String(node + 1)
        case .listed(let table, _): table[node]
        }
    }

    /// The node called `name`, or nil. O(length of the name).
    public func node(named name: some StringProtocol) -> Node? {
        var name = String(name)
        return name.withUTF8 { node(named: UnsafeRawBufferPointer($0)) }
    }

    /// The node whose name has these UTF-8 bytes, or nil.
    public func node(named name: UnsafeRawBufferPointer) -> Node? {
        switch self {
        case .numbered(let count):
            guard case .integer(let number) = DecimalDigits.parse(name), number >= 1, number <= count else {
                return nil
            }
            return Int(number) - 1
        case .listed(let table, _):
            return table.index(of: name)
        }
    }
}
