import Foundation
import Graphs
import Testing

/// How many random graphs a property is tried on.
private let seeds: Range<UInt64> = 0..<(ProcessInfo.processInfo.environment["TEST_FULL"] == nil ? 300 : 5000)

/// What every algorithm answers is compared with the plainest correct one, and each way is walked.
@Suite("Searches")
struct SearchTests {
    private func check(_ found: Found<Route?>, _ expected: Int64?, _ graph: Graph, _ source: Node, _ target: Node) {
        #expect(found.value?.cost == expected)
        guard let route = found.value else { return }
        #expect(route.nodes.first == source)
        #expect(route.nodes.last == target)
        #expect(walkedCost(of: route.nodes, in: graph) == route.cost)
    }

    @Test(
        "Dijkstra, bidirectional Dijkstra, A* and Bellman–Ford agree with plain relaxation, and their paths are walkable"
    )
    func everyAlgorithmFindsTheLeastCost() throws {
        for seed in seeds {
            // Every fourth graph has weights beyond 32 bits, which lie in memory in another form.
            let graph = randomGraph(seed: seed, weights: seed % 4 == 3 ? 0...(1 << 40) : 0...20)
            let source = Int(seed) % graph.nodeCount
            let expected = plainDistances(in: graph, from: source)
            let tree = try Dijkstra.tree(in: graph, from: source)
            let corrected = try BellmanFord.tree(in: graph, from: source)
            let bidirectional = BidirectionalDijkstra(try TwoWayGraph(graph))
            for target in 0..<graph.nodeCount {
                #expect(try tree[target].cost == expected[target])
                #expect(try bidirectional.distance(from: source, to: target).cost == expected[target])
                check(try tree.route(to: target, in: graph), expected[target], graph, source, target)
                check(try corrected.route(to: target, in: graph), expected[target], graph, source, target)
                check(
                    try bidirectional.route(from: source, to: target), expected[target], graph, source, target)
                check(
                    try Dijkstra.route(in: graph, from: source, to: target), expected[target], graph, source, target)
                check(try AStar.route(in: graph, from: source, to: target), expected[target], graph, source, target)
            }
        }
    }

    @Test("A* expands fewer nodes than Dijkstra where weights are distances, at the same cost")
    func aStarLooksAtTheGoal() throws {
        let graph = RoadLikeGraph(rows: 40, columns: 40, extra: 0.9, heaviest: 1, seed: 4).graph()
        let (source, target) = (20 * 40 + 5, 20 * 40 + 35)
        let aimed = try AStar.route(in: graph, from: source, to: target)
        let plain = try Dijkstra.route(in: graph, from: source, to: target)
        #expect(aimed.value?.cost == plain.value?.cost)
        #expect(aimed.effort.expanded < plain.effort.expanded)
    }

    @Test("Bellman–Ford finds the least costs where weights are negative")
    func bellmanFordTakesNegativeWeights() throws {
        for seed in seeds {
            let graph = randomGraphWithNegativeArcs(seed: seed)
            let expected = plainDistances(in: graph, from: 0)
            let tree = try BellmanFord.tree(in: graph, from: 0)
            for target in 0..<graph.nodeCount {
                check(try tree.route(to: target, in: graph), expected[target], graph, 0, target)
            }
        }
    }

    @Test("Bellman–Ford names a negative cycle exactly when one can be reached")
    func bellmanFordNamesNegativeCycles() throws {
        var cycles = 0
        for seed in seeds {
            let graph = randomGraph(seed: seed, nodes: 2...12, weights: -4...12)
            // After as many rounds as nodes, some label still falls exactly if a negative cycle is reached.
            let distances = plainDistances(in: graph, from: 0)
            let stillFalls = (0..<graph.nodeCount).contains { node in
                distances[node].map { start in
                    graph.arcs(from: node).contains { start + $0.weight < distances[$0.head] ?? .max }
                } ?? false
            }
            guard let error = negativeCycle(in: graph) else {
                #expect(!stillFalls)
                continue
            }
            cycles += 1
            #expect(stillFalls)
            guard case SearchError.negativeCycle(let nodes, let cost) = error else {
                Issue.record(error)
                continue
            }
            let walk = nodes.compactMap { graph.names.node(named: $0) }
            let walked = walkedCost(of: walk + walk.prefix(1), in: graph)
            #expect(walked.map { String($0) } == cost)
            #expect((walked ?? 0) < 0)
        }
        #expect(cycles > 10)
    }

    /// What Bellman–Ford throws, nil if it has an answer.
    private func negativeCycle(in graph: Graph) -> (any Error)? {
        do {
            _ = try BellmanFord.tree(in: graph, from: 0)
            return nil
        } catch {
            return error
        }
    }

    @Test("the matrix of Floyd and Warshall agrees with plain relaxation from every node")
    func theMatrixHoldsAllDistances() throws {
        for seed in seeds.prefix(200) {
            let graph = seed % 2 == 0 ? randomGraph(seed: seed) : randomGraphWithNegativeArcs(seed: seed)
            let matrix = try DistanceMatrix(graph)
            for source in 0..<graph.nodeCount {
                let expected = plainDistances(in: graph, from: source)
                for target in 0..<graph.nodeCount { #expect(matrix[source, target] == expected[target]) }
            }
        }
    }

    @Test("Yen's paths are all simple paths in order, up to the number asked for")
    func yenListsTheCheapestSimpleWays() throws {
        for seed in seeds.prefix(200) {
            let graph = randomGraph(seed: seed, nodes: 2...7)
            let expected = simpleWays(in: graph, from: 0, to: graph.nodeCount - 1)
            let routes = try Yen.routes(in: graph, from: 0, to: graph.nodeCount - 1, count: 8).value
            #expect(routes.map(\.cost) == Array(expected.sorted().prefix(8)))
            #expect(Set(routes.map(\.nodes)).count == routes.count)
            for route in routes {
                #expect(Set(route.nodes).count == route.nodes.count)
                #expect(walkedCost(of: route.nodes, in: graph) == route.cost)
            }
        }
    }

    /// The costs of all paths that visit no node twice, by trying every one.
    private func simpleWays(in graph: Graph, from source: Node, to target: Node) -> [Int64] {
        var costs: [Int64] = []
        func go(_ node: Node, _ visited: Set<Node>, _ cost: Int64) {
            guard node != target else { return costs.append(cost) }
            let cheapest = Dictionary(graph.arcs(from: node).map { ($0.head, $0.weight) }, uniquingKeysWith: min)
            for (head, weight) in cheapest where !visited.contains(head) {
                go(head, visited.union([head]), cost + weight)
            }
        }
        go(source, [source], 0)
        return costs
    }

    @Test(
        "nodes share a strong component exactly if each reaches the other, and a weak one if undirected paths join them"
    )
    func componentsAreWhatReachabilitySays() throws {
        for seed in seeds.prefix(200) {
            let graph = randomGraph(seed: seed)
            var both = GraphBuilder()
            for node in 0..<graph.nodeCount {
                for arc in graph.arcs(from: node) {
                    both.add(arc)
                    both.add(Arc(tail: arc.head, head: arc.tail, weight: arc.weight))
                }
            }
            let undirected = both.build(names: graph.names)
            let (strong, weak) = (Components(.strong, of: graph), Components(.weak, of: graph))
            let reach = (0..<graph.nodeCount).map { plainDistances(in: graph, from: $0).map { $0 != nil } }
            for one in 0..<graph.nodeCount {
                let joined = plainDistances(in: undirected, from: one)
                for other in 0..<graph.nodeCount {
                    let isStrong = reach[one][other] && reach[other][one]
                    #expect((strong.component[one] == strong.component[other]) == isStrong)
                    #expect((weak.component[one] == weak.component[other]) == (joined[other] != nil))
                }
            }
            #expect(strong.sizes.reduce(0, +) == graph.nodeCount)
            #expect(weak.sizes.reduce(0, +) == graph.nodeCount)
        }
    }

    @Test("a batch of queries has the answers of single searches, whatever order and grouping it chooses")
    func batchesAnswerLikeSingleSearches() throws {
        for seed in seeds.prefix(60) {
            let graph = seed % 3 == 0 ? randomGraphWithNegativeArcs(seed: seed) : randomGraph(seed: seed)
            var random = SeededRandom(state: seed)
            let queries = (0..<80).map { line in
                Query(
                    source: Int.random(in: 0..<graph.nodeCount, using: &random),
                    target: Int.random(in: 0..<graph.nodeCount, using: &random), line: line)
            }
            // One query a node is enough for folding; none at all is not.
            let batch = try QueryBatch(graph, count: seed % 2 == 0 ? queries.count : 0)
            let order = batch.order(of: queries)
            #expect(order.sorted() == Array(queries.indices))
            let answers = try batch.makeSearcher().answer(order.map { queries[$0] })
            for (index, answer) in zip(order, answers) {
                let expected = plainDistances(in: graph, from: queries[index].source)[queries[index].target]
                #expect(try answer.cost == expected)
            }
        }
    }

    @Test("folding dead ends and chains away changes no distance")
    func foldingChangesNoDistance() throws {
        for seed in seeds {
            // Few arcs a node: most graphs fold whole, some keep a core.
            let graph = randomGraph(seed: seed, nodes: 2...16)
            let search = FoldedGraph.Searcher(try #require(try FoldedGraph(graph)))
            for source in 0..<graph.nodeCount {
                let expected = plainDistances(in: graph, from: source)
                for target in 0..<graph.nodeCount {
                    #expect(try search.distance(from: source, to: target).cost == expected[target])
                }
            }
        }
        let roads = RoadLikeGraph(rows: 25, columns: 30, seed: 3).graph()
        let search = FoldedGraph.Searcher(try #require(try FoldedGraph(roads)))
        let tree = try Dijkstra.tree(in: roads, from: 411)
        for node in 0..<roads.nodeCount { #expect(search.distance(from: 411, to: node) == tree[node]) }
    }

    @Test("a large road-like graph gives the same distances by trees, from both ends and by correcting labels")
    func algorithmsAgreeOnALargerGraph() throws {
        let graph = RoadLikeGraph(rows: 30, columns: 50, seed: 9).graph()
        #expect(graph.nodeCount == 1500)
        #expect(graph.arcCount == 2 * (1499 + Int(0.27 * 1499)))
        #expect(Components(.strong, of: graph).count == 1)
        let tree = try Dijkstra.tree(in: graph, from: 77)
        let corrected = try BellmanFord.tree(in: graph, from: 77)
        let bidirectional = BidirectionalDijkstra(try TwoWayGraph(graph))
        for node in 0..<graph.nodeCount {
            #expect(tree[node] == corrected[node])
            if node % 20 == 0 { #expect(bidirectional.distance(from: 77, to: node) == tree[node]) }
        }
    }
}
