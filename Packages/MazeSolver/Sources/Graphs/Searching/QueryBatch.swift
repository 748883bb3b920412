/// Answers many queries on one graph, each by the cheaper of two ways.
///
/// One value serves one thread. Queries that stand together and start at the same node are answered by one tree when
/// there are enough of them, and from both ends else.
public struct QueryBatch: Sendable {
    private let graph: Graph
    private let roads: TwoWayGraph?

    /// A tree from one node costs about as much as this many searches from both ends.
    private static let queriesWorthATree = 6

    /// Prepares for queries: a graph with negative weights gets a tree for each start.
    public init(_ graph: Graph) throws(SearchError) {
        self.graph = graph
        roads = graph.hasNegativeWeights ? nil : try TwoWayGraph(graph)
    }

    /// The order in which queries are best asked: those with the same start stand together.
    public func order(of queries: [Query]) -> [Int] {
        queries.indices.sorted { (queries[$0].source, $0) < (queries[$1].source, $1) }
    }

    /// Makes a searcher with memory of its own.
    public func makeSearcher() -> Searcher {
        Searcher(graph: graph, search: roads.map { BidirectionalDijkstra($0) })
    }

    /// The memory of one thread.
    public final class Searcher {
        private let graph: Graph
        private let search: BidirectionalDijkstra?

        fileprivate init(graph: Graph, search: BidirectionalDijkstra?) {
            self.graph = graph
            self.search = search
        }

        /// The distances that some of the queries ask for, in their order.
        ///
        /// - Throws: `SearchError.negativeCycle`.
        public func answer(_ queries: [Query]) throws(SearchError) -> [Distance] {
            var answers: [Distance] = []
            answers.reserveCapacity(queries.count)
            var rest = queries[...]
            while let first = rest.first {
                let group = rest.prefix { $0.source == first.source }
                rest = rest.dropFirst(group.count)
                if let search, group.count < queriesWorthATree {
                    for query in group { answers.append(search.distance(from: query.source, to: query.target)) }
                } else {
                    let tree: any PathTree =
                        search == nil
                        ? try BellmanFord.tree(in: graph, from: first.source)
                        : try Dijkstra.tree(in: graph, from: first.source)
                    for query in group { answers.append(tree[query.target]) }
                }
            }
            return answers
        }
    }
}
