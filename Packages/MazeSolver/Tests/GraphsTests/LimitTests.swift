import Graphs
import Testing

/// What happens where numbers end, and where an algorithm does not fit.
@Suite("Limits of searches")
struct LimitTests {
    private let huge = Int64.max

    @Test("a cost above 64 bits is reported, and does not hide a path that fits")
    func overflowIsReported() throws {
        // The direct path to 'c' overflows; the path over 'd' does not; 'e' lies behind an overflow only.
        let graph = try graph(
            "a,b,\(huge)\nb,c,\(huge)\na,d,5\nd,c,6\nb,e,1\n", file: "huge.csv")
        let node = { (name: String) in try #require(graph.names.node(named: name)) }
        let (a, b, c, e) = (try node("a"), try node("b"), try node("c"), try node("e"))
        let tree = try Dijkstra.tree(in: graph, from: a)
        #expect(tree[b] == .cost(huge))
        #expect(tree[c] == .cost(11))
        #expect(tree[e] == .overflow)
        let overflow = SearchError.overflow(source: "a", target: "e")
        #expect(throws: overflow) { try Dijkstra.route(in: graph, from: a, to: e) }
        #expect(throws: overflow) { try BidirectionalDijkstra(try TwoWayGraph(graph)).route(from: a, to: e) }
        #expect(throws: overflow) { try BellmanFord.tree(in: graph, from: a).route(to: e, in: graph) }
        #expect(throws: overflow) { try Yen.routes(in: graph, from: a, to: e, count: 2) }
        #expect(throws: overflow) { try DistanceMatrix(graph) }
        #expect(try BidirectionalDijkstra(try TwoWayGraph(graph)).route(from: a, to: c).value?.cost == 11)
        #expect(try Yen.routes(in: graph, from: a, to: c, count: 1).value.map(\.cost) == [11])
    }

    @Test("labels of 128 bits let a path go above 64 bits and come back")
    func bellmanFordPassesThroughLargeLabels() throws {
        let graph = try graph("a,b,\(huge)\nb,c,\(huge)\nc,d,-\(huge)\n", file: "up.csv")
        #expect(try BellmanFord.tree(in: graph, from: 0)[3] == .cost(huge))
        #expect(try BellmanFord.tree(in: graph, from: 0)[2] == .overflow)
    }

    @Test("Dijkstra, both ends, A* and Yen refuse a negative weight by name")
    func negativeWeightsAreRefused() throws {
        let graph = try graph("a,b,3\nb,c,-2\n", file: "n.csv").placed(
            at: [Coordinate](repeating: Coordinate(x: 0, y: 0), count: 3))
        func refusal(_ algorithm: String) -> SearchError {
            .negativeWeight(algorithm: algorithm, tail: "b", head: "c", weight: "-2")
        }
        #expect(throws: refusal("dijkstra")) { try Dijkstra.tree(in: graph, from: 0) }
        #expect(throws: refusal("bidirectional")) { try TwoWayGraph(graph) }
        #expect(throws: refusal("astar")) { try AStar.route(in: graph, from: 0, to: 2) }
        #expect(throws: refusal("yen")) { try Yen.routes(in: graph, from: 0, to: 2, count: 2) }
        #expect(refusal("dijkstra").description.contains("from b to c weighs -2"))
    }

    @Test("a matrix is refused for a negative cycle and for too many nodes")
    func aMatrixHasLimits() throws {
        let cycle = try graph("x,y,1\ny,z,-3\nz,y,2\n", file: "c.csv")
        #expect(throws: SearchError.negativeCycle(nodes: ["y", "z"], cost: "-1")) { try DistanceMatrix(cycle) }
        let large = try graph("p sp 5000 0\n", file: "large.gr")
        #expect(throws: SearchError.tooManyNodes(count: 5000, limit: 4000)) { try DistanceMatrix(large) }
    }

    @Test("A* without coordinates says what is missing")
    func aStarNeedsCoordinates() throws {
        let graph = try graph("a,b,3\n", file: "n.csv")
        #expect(throws: SearchError.needsCoordinates(algorithm: "astar")) {
            try AStar.route(in: graph, from: 0, to: 1)
        }
    }

    @Test("a path from a node to itself costs nothing, and a graph may have one node and no arc")
    func trivialWays() throws {
        let graph = try graph("p sp 1 0\n", file: "one.gr").placed(at: [Coordinate(x: 1, y: 1)])
        let expected = Route(nodes: [0], cost: 0)
        #expect(try Dijkstra.route(in: graph, from: 0, to: 0).value == expected)
        #expect(try BidirectionalDijkstra(try TwoWayGraph(graph)).route(from: 0, to: 0).value == expected)
        #expect(try AStar.route(in: graph, from: 0, to: 0).value == expected)
        #expect(try Yen.routes(in: graph, from: 0, to: 0, count: 3).value == [expected])
    }

    @Test("the weights of a graph may reach both ends of 64 bits")
    func extremeWeights() throws {
        let graph = try graph("a,b,\(Int64.min)\nb,c,\(huge)\n", file: "ends.csv")
        #expect(try BellmanFord.tree(in: graph, from: 0)[1] == .cost(.min))
        #expect(try BellmanFord.tree(in: graph, from: 0)[2] == .cost(-1))
        #expect(try DistanceMatrix(graph)[0, 2] == -1)
    }
}
