/// Dijkstra's algorithm: nodes are settled in the order of their distance, each once and for good.
public enum Dijkstra {
    /// The cheapest paths from `source` to every node. O(nodes + arcs) steps for weights of a bounded number of digits.
    ///
    /// - Throws: `SearchError.negativeWeight`.
    public static func tree(in graph: Graph, from source: Node) throws(SearchError) -> ShortestPathTree {
        try search(in: graph, from: source, to: nil)
    }

    /// The cheapest path from `source` to `target`, nil if there is none; the search ends at `target`.
    ///
    /// - Throws: `SearchError.negativeWeight`, `.overflow`.
    public static func route(
        in graph: Graph, from source: Node, to target: Node
    ) throws(SearchError) -> Found<Route?> {
        try search(in: graph, from: source, to: target).route(to: target, in: graph)
    }

    private static func search(
        in graph: Graph, from source: Node, to target: Node?
    ) throws(SearchError) -> ShortestPathTree {
        try graph.requireNoNegativeWeights(for: "dijkstra")
        return switch graph.rows {
        case .narrow(let rows): search(in: rows, from: source, to: target)
        case .wide(let rows): search(in: rows, from: source, to: target)
        }
    }

    private static func search<Layout>(
        in rows: CompressedRows<Layout>, from source: Node, to target: Node?
    ) -> ShortestPathTree {
        var search = LabelSetting(rows: rows)
        search.start(at: source)
        search.run(in: rows, to: target)
        return ShortestPathTree(source: source, labels: search.labels, effort: search.effort)
    }
}
