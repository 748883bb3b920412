/// Answers many queries on one graph, each by the cheaper of two methods.
///
/// One value serves one thread. Queries that stand together and start at the same node are answered by one tree when
/// there are enough of them, and from both ends else.
public struct QueryBatch: Sendable {
    private let graph: Graph
    private let roads: Roads

    /// What the searches run on.
    private enum Roads: Sendable {
        /// Folded: for large batches, since folding takes as long as a few dozen searches.
        case folded(FoldedGraph)
        case whole(TwoWayGraph)
        /// Negative weights: a tree for each start.
        case trees
    }

    /// A tree from one node costs about as much as this many searches from both ends.
    private static let queriesWorthATree = 6

    /// Folding pays when there is a query for at most this many nodes.
    private static let nodesAQuery = 200

    /// Prepares for about so many queries.
    public init(_ graph: Graph, count: Int) throws(SearchError) {
        self.graph = graph
        if graph.hasNegativeWeights {
            roads = .trees
        } else if graph.nodeCount / Self.nodesAQuery < count, let folded = try FoldedGraph(graph) {
            roads = .folded(folded)
        } else {
            roads = .whole(try TwoWayGraph(graph))
        }
    }

    /// The order in which queries are best asked: those with the same start stand together.
    public func order(of queries: [Query]) -> [Int] {
        queries.indices.sorted { (queries[$0].source, $0) < (queries[$1].source, $1) }
    }

    /// Makes a searcher with memory of its own.
    public func makeSearcher() -> Searcher {
        switch roads {
        case .folded(let folded):
            let search = FoldedGraph.Searcher(folded)
            return Searcher(graph: graph) { search.distance(from: $0, to: $1) }
        case .whole(let roads):
            let search = BidirectionalDijkstra(roads)
            return Searcher(graph: graph) { search.distance(from: $0, to: $1) }
        case .trees:
            return Searcher(graph: graph, distance: nil)
        }
    }

    /// The memory of one thread.
    public final class Searcher {
        private let graph: Graph
        /// A search for one pair; nil where only trees will do.
        private let distance: ((Node, Node) -> Distance)?

        fileprivate init(graph: Graph, distance: ((Node, Node) -> Distance)?) {
            self.graph = graph
            self.distance = distance
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
                if let distance, group.count < queriesWorthATree {
                    for query in group { answers.append(distance(query.source, query.target)) }
                } else {
                    let tree: any PathTree =
                        distance == nil
                        ? try BellmanFord.tree(in: graph, from: first.source)
                        : try Dijkstra.tree(in: graph, from: first.source)
                    for query in group { answers.append(tree[query.target]) }
                }
            }
            return answers
        }
    }
}
