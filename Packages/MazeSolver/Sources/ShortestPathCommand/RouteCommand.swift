import ArgumentParser
import Graphs

/// `shortestpath route`: the cheapest way, or the k cheapest, from one node to another.
struct RouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Find the cheapest way from one node to another.",
        discussion: """
            Examples:
              shortestpath route city.gr --from 17 --to 4711
              shortestpath route city.gr --from 17 --to 4711 --algorithm bidirectional --json
              shortestpath route city.gr --from 17 --to 4711 --svg > route.svg
              shortestpath route trades.csv --from EUR --to USD --algorithm bellman-ford
              shortestpath route flights.tsv --undirected --from LIS --to HEL --k 3

            Algorithms: dijkstra; bidirectional (from both ends); astar (needs coordinates); bellman-ford (takes
            negative weights, names a negative cycle); yen (the k cheapest ways). auto takes yen for --k, bellman-ford
            where a weight is negative, and dijkstra else.
            """)

    @OptionGroup var input: GraphOptions

    @Option(help: "The node where the way starts.")
    var from: String

    @Option(help: "The node where it ends.")
    var to: String

    @Option(help: "auto, dijkstra, bidirectional, astar, bellman-ford or yen.")
    var algorithm = Algorithm.auto

    @Option(help: "How many ways to find, cheapest first.")
    var k: Int?

    @Flag(help: "Print the graph and the way as SVG.")
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
            guard k >= 1 else { throw ValidationError("--k takes a number of ways, 1 or more.") }
            guard k == 1 || algorithm == .yen || algorithm == .auto else {
                throw ValidationError("--k needs the algorithm yen; \(algorithm.rawValue) finds one way.")
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
                try output.write(negativeCycle(nodes, cost, graph, algorithm).text + "\n")
            }
            throw SearchError.negativeCycle(nodes: nodes, cost: cost)
        }

        if isPicture {
            let picture = GraphPicture(graph)
            try output.write(picture.svg(routes: found.value.map(\.nodes), ends: [source, target]))
        } else if output.isJSON {
            try output.write(json(found, duration, graph, source, target, algorithm).text + "\n")
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
    ) -> JSONText {
        let best = found.value.first
        func path(_ route: Route) -> JSONText { .array(route.nodes.map { .name($0, in: graph) }) }
        return .object([
            "algorithm": .string(algorithm.rawValue),
            "from": .name(source, in: graph),
            "to": .name(target, in: graph),
            "cost": .cost(best?.cost, in: graph),
            "length": best.map { .integer($0.nodes.count - 1) } ?? .null,
            "path": best.map(path) ?? .null,
            "routes": .array(
                found.value.map {
                    .object([
                        "cost": .cost($0.cost, in: graph), "length": .integer($0.nodes.count - 1), "path": path($0),
                    ])
                }),
            "expanded": .integer(found.effort.expanded),
            "generated": .integer(found.effort.generated),
            "milliseconds": .milliseconds(duration),
        ])
    }

    private func negativeCycle(
        _ nodes: [String], _ cost: String, _ graph: Graph, _ algorithm: Algorithm
    ) -> JSONText {
        .object([
            "algorithm": .string(algorithm.rawValue),
            "cost": .null,
            "path": .null,
            "negativeCycle": .array(nodes.map { graph.names.areNumbers ? .number($0) : .string($0) }),
            "cycleCost": .number(cost),
        ])
    }
}

extension RouteCommand.Algorithm {
    /// What `auto` stands for.
    func chosen(for graph: Graph, count: Int) -> Self {
        if self != .auto { return self }
        if count > 1 { return .yen }
        return graph.hasNegativeWeights ? .bellmanFord : .dijkstra
    }

    /// Runs the algorithm: no way, one, or up to `count`.
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
