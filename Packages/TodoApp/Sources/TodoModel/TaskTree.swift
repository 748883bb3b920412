/// Tasks and their parts in the order in which they are shown.
///
/// A parent that is not there (yet) makes no difference: the task stands at the top, and under its parent as soon as
/// that comes, in whatever order they arrive. A circle of parents is cut where it closes, for display only.
public enum TaskTree {
    /// A task's position in the tree.
    public struct Node: Sendable, Equatable {
        /// Its index in the list that was given.
        public let index: Int
        /// How many tasks it stands under.
        public let depth: Int
    }

    /// The tasks with each one's parts after it.
    ///
    /// - Parameter tasks: UIDs and parents' UIDs, in the order in which siblings are shown.
    public static func arranged(_ tasks: [(uid: String, parent: String?)]) -> [Node] {
        let indices = Dictionary(tasks.enumerated().map { ($1.uid, $0) }, uniquingKeysWith: { first, _ in first })
        var parents: [Int?] = tasks.map { _ in nil }
        // Whatever order they came in, the circle is cut at the same task: the one with the smallest UID.
        for (index, task) in tasks.enumerated().sorted(by: { $0.element.uid > $1.element.uid }) {
            guard let parent = task.parent.flatMap({ indices[$0] }), parent != index else { continue }
            var ancestor: Int? = parent
            while let current = ancestor, current != index { ancestor = parents[current] }
            if ancestor == nil { parents[index] = parent }
        }
        var children: [Int: [Int]] = [:]
        for (index, parent) in parents.enumerated() {
            if let parent { children[parent, default: []].append(index) }
        }
        var nodes: [Node] = []
        var stack = tasks.indices.filter { parents[$0] == nil }.reversed().map { Node(index: $0, depth: 0) }
        while let node = stack.popLast() {
            nodes.append(node)
            stack += (children[node.index] ?? []).reversed().map { Node(index: $0, depth: node.depth + 1) }
        }
        return nodes
    }
}
