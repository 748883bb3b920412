import ArgumentParser
import CommandKit
import Graphs

/// `shortestpath route`: the cheapest path, or the k cheapest, from one node to another.
struct RouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Find the cheapest path from one node to another.",
        discussion: """
            Examples:
              shortestpath route city.gr --from 17 --to 4711
              shortestpath route city.gr --from 17 --to 4711 --algorithm bidirectional --json
              shortestpath route city.gr --from 17 --to 4711 --svg > route.svg
              shortestpath route trades.csv --from EUR --to USD --algorithm bellman-ford
              shortestpath route flights.tsv --undirected --from LIS --to HEL --k 3

            Algorithms: dijkstra; bidirectional (from both ends); astar (needs coordinates); bellman-ford (takes
            negative weights, names a negative cycle); yen (the k cheapest paths). auto takes yen for --k, bellman-ford
            where a weight is negative, and dijkstra else.
            """)

    @OptionGroup var input: GraphOptions

    @Option(help: "The node where the path starts.")
    var from: String

    @Option(help: "The node where it ends.")
    var to: String

    @Option(help: "auto, dijkstra, bidirectional, astar, bellman-ford or yen.")
    var algorithm = Algorithm.auto

    @Option(help: "How many paths to find, cheapest first.")
    var k: Int?

    @Flag(help: "Print the graph and the path as SVG.")
    var svg = false

    @OptionGroup var output: OutputOptions

    enum Algorithm: String, ExpressibleByArgument, CaseIterable {
        case auto
        case dijkstra
        case bidirectional
        case astar
        case bellmanFord = "bellman-ford"
        case yen
    }

    mutating func validate() throws {
        if let k {
            guard k >= 1 else { throw ValidationError("'\(k)' is not a valid --k (1 or more).") }
            guard k == 1 || algorithm == .yen || algorithm == .auto else {
                throw ValidationError("--k needs the algorithm yen; \(algorithm.rawValue) finds one path.")
            }
        }
        guard !(svg && output.json) else { throw ValidationError("--svg and --json exclude each other.") }
    }

    func run() throws {
        let isPicture = !output.json && (svg || output.hasExtension("svg"))
        let graph = try input.read(needsCoordinates: isPicture || algorithm == .astar, note: output.note)
        if isPicture, graph.coordinates == nil { throw SearchError.needsCoordinates(algorithm: "svg") }
        let source = try input.node(from, option: "--from", in: graph)
        let target = try input.node(to, option: "--to", in: graph)
        let algorithm = algorithm.chosen(for: graph, count: k ?? 1)

        var found = Found<[Route]>(value: [], effort: Effort())
        let duration: Duration
        do {
            duration = try ContinuousClock().measure {
                found = try algorithm.routes(
                    in: graph, from: source, to: target, count: k ?? (algorithm == .yen ? 3 : 1))
            }
        } catch SearchError.negativeCycle(let nodes, let cost) {
            if output.isJSON {
                let answer = NegativeCycleAnswer(
                    algorithm: algorithm.rawValue,
                    negativeCycle: nodes.map { NodeName(text: $0, isNumber: graph.names.areNumbers) },
                    cycleCost: ExactCost(cost))
                try output.write(try JSONLines.line(answer) + "\n")
            }
            throw SearchError.negativeCycle(nodes: nodes, cost: cost)
        }

        if isPicture {
            let picture = GraphPicture(graph)
            try output.write(picture.svg(routes: found.value.map(\.nodes), ends: [source, target]))
        } else if output.isJSON {
            try output.write(try JSONLines.line(json(found, duration, graph, source, target, algorithm)) + "\n")
        } else if !found.value.isEmpty {
            try output.write(text(found, duration, graph, algorithm))
        }
        if found.value.isEmpty {
            output.note("no path from \(from) to \(to)")
            throw ExitCode.failure
        }
    }

    private func text(_ found: Found<[Route]>, _ duration: Duration, _ graph: Graph, _ algorithm: Algorithm) -> String {
        var text = ""
        for route in found.value {
            let arcs = route.nodes.count - 1
            text += output.bold("cost \(graph.text(ofCost: route.cost))") + ", \(arcs) arc\(arcs == 1 ? "" : "s")\n"
            text += route.nodes.map { graph.names[$0] }.joined(separator: " → ") + "\n"
        }
        if !output.quiet {
            output.note(
                "\(algorithm.rawValue): \(found.effort.expanded) nodes expanded, \(found.effort.generated) labels, "
                    + duration.formatted)
        }
        return text
    }

    private func json(
        _ found: Found<[Route]>, _ duration: Duration, _ graph: Graph, _ source: Node, _ target: Node,
        _ algorithm: Algorithm
    ) -> RouteAnswer {
        RouteAnswer(
            algorithm: algorithm.rawValue, from: NodeName(source, in: graph), to: NodeName(target, in: graph),
            routes: found.value.map { route in
                RouteAnswer.Found(
                    cost: ExactCost(graph.text(ofCost: route.cost)), length: route.nodes.count - 1,
                    path: route.nodes.map { NodeName($0, in: graph) })
            },
            expanded: found.effort.expanded, generated: found.effort.generated, milliseconds: duration.inMilliseconds)
    }
}

extension RouteCommand.Algorithm {
    /// What `auto` stands for.
    func chosen(for graph: Graph, count: Int) -> Self {
        if self != .auto { return self }
        if count > 1 { return .yen }
        return graph.hasNegativeWeights ? .bellmanFord : .dijkstra
    }

    /// Runs the algorithm: no path, one, or up to `count`.
    func routes(
        in graph: Graph, from source: Node, to target: Node, count: Int
    ) throws(SearchError) -> Found<[Route]> {
        func list(_ found: Found<Route?>) -> Found<[Route]> {
            Found(value: found.value.map { [$0] } ?? [], effort: found.effort)
        }
        switch self {
        case .auto, .dijkstra: return list(try Dijkstra.route(in: graph, from: source, to: target))
        case .bidirectional:
            return list(try BidirectionalDijkstra(try TwoWayGraph(graph)).route(from: source, to: target))
        case .astar: return list(try AStar.route(in: graph, from: source, to: target))
        case .bellmanFord: return list(try BellmanFord.route(in: graph, from: source, to: target))
        case .yen: return try Yen.routes(in: graph, from: source, to: target, count: count)
        }
    }
}

extension Duration {
    /// Milliseconds with two decimals.
    var formatted: String {
        let hundredths = (components.seconds * 100_000) + components.attoseconds / 10_000_000_000_000
        let fraction = String(hundredths % 100)
        return "\(hundredths / 100).\(fraction.count < 2 ? "0" : "")\(fraction) ms"
    }
}
