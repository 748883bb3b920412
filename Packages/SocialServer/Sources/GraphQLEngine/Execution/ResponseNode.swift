/// A list or object of the response while it grows. Null bubbles up through `fail`.
final class ResponseNode {
    /// A place for a value.
    enum Slot {
        case value(ResponseValue)
        case node(ResponseNode)
    }

    /// The object's keys; nil for a list.
    let keys: [String]?
    var slots: [Slot]
    /// Where this node stands in its parent; the root has none.
    /// Parents and children hold each other until `drop` or `value`: a dropped branch is still asked whether it lives.
    private let parent: ResponseNode?
    private let slot: Int
    /// Whether its place in the parent must not be null.
    private let isNonNull: Bool
    /// Whether it became null itself.
    private(set) var isNull = false

    init(keys: [String]?, count: Int, parent: ResponseNode?, slot: Int, isNonNull: Bool) {
        self.keys = keys
        slots = Array(repeating: .value(.null), count: count)
        self.parent = parent
        self.slot = slot
        self.isNonNull = isNonNull
    }

    /// Whether this node will be part of the response: neither it nor anything above it became null.
    var isAlive: Bool {
        var node: ResponseNode? = self
        while let current = node {
            if current.isNull { return false }
            node = current.parent
        }
        return true
    }

    /// Makes a slot null; where it must not be, this node, and so on upwards (section 6.4.4).
    func fail(_ slot: Int, isNonNull: Bool) {
        guard isNonNull else {
            slots[slot] = .value(.null)
            return
        }
        var node = self
        while true {
            node.isNull = true
            node.drop()
            guard let parent = node.parent else { return }
            guard node.isNonNull else {
                parent.slots[node.slot] = .value(.null)
                return
            }
            node = parent
        }
    }

    /// Lets go of everything below.
    private func drop() {
        for case .node(let child) in slots { child.drop() }
        slots = []
    }

    /// From the root to one of this node's slots.
    func path(to slot: Int) -> [GraphQLError.PathElement] {
        var path: [GraphQLError.PathElement] = []
        var node = self
        var slot = slot
        while true {
            path.append(node.keys.map { .key($0[slot]) } ?? .index(slot))
            guard let parent = node.parent else { return path.reversed() }
            slot = node.slot
            node = parent
        }
    }

    /// The finished value; the node is empty after it. As deep as the query, which a limit bounds.
    func value() -> ResponseValue {
        if isNull { return .null }
        defer { slots = [] }
        let values = slots.map { slot in
            switch slot {
            case .value(let value): value
            case .node(let node): node.value()
            }
        }
        return keys.map { .object(keys: $0, values: values) } ?? .list(values)
    }
}
