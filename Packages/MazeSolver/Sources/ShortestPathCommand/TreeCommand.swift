import ArgumentParser
import Graphs

/// `shortestpath tree`: the cheapest paths from one node to all others.
struct TreeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree",
        abstract: "Find the cheapest paths from one node to all others.",
        discussion: """
            Prints a line for each node: the node, its distance or 'none', and the node before it on the path ('-' for
            the start and for what cannot be reached), separated by tabs.

            Examples:
              shortestpath tree city.gr --from 17 > distances.tsv
              shortestpath tree city.gr --from 17 --summary --json
              shortestpath tree city.gr --from 17 --svg > reach.svg
            """)

    @OptionGroup var input: GraphOptions

    @Option(help: "The node where the paths start.")
    var from: String

    @Option(help: "auto, dijkstra or bellman-ford; auto takes bellman-ford where a weight is negative.")
    var algorithm = Algorithm.auto

    @Flag(help: "Print how much was reached, how far and how fast, not each node.")
    var summary = false

    @Flag(help: "Print the graph as SVG, the tree in colour.")
    var svg = false

    @OptionGroup var output: OutputOptions

    enum Algorithm: String, ExpressibleByArgument, CaseIterable {
        case auto
        case dijkstra
        case bellmanFord = "bellman-ford"
    }

    mutating func validate() throws {
        guard !(svg && output.json) else { throw ValidationError("--svg and --json exclude each other.") }
    }

    func run() throws {
        let isPicture = !output.json && (svg || output.hasExtension("svg"))
        let clock = ContinuousClock()
        let start = clock.now
        let graph = try input.read(needsCoordinates: isPicture, note: output.note)
        let reading = clock.now - start
        if isPicture, graph.coordinates == nil { throw SearchError.needsCoordinates(algorithm: "svg") }
        let source = try input.node(from, option: "--from", in: graph)
        let takesNegative = algorithm == .bellmanFord || algorithm == .auto && graph.hasNegativeWeights
        let name = (takesNegative ? Algorithm.bellmanFord : .dijkstra).rawValue

        let searchStart = clock.now
        let tree: any PathTree =
            takesNegative
            ? try BellmanFord.tree(in: graph, from: source) : try Dijkstra.tree(in: graph, from: source)
        let searching = clock.now - searchStart

        if isPicture {
            let branches = (0..<graph.nodeCount).compactMap { node in tree.parent(of: node).map { [$0, node] } }
            try output.write(GraphPicture(graph).svg(routes: branches, ends: [source]))
            return
        }
        let distances = try (0..<graph.nodeCount).map { try tree[$0].cost(in: graph, from: source, to: $0) }
        let report = Report(
            graph: graph, algorithm: name, source: source, tree: tree, distances: distances, reading: reading,
            searching: searching)
        if output.isJSON {
            try output.write(report.json(summary: summary).text + "\n")
        } else {
            try output.write(summary ? Array(report.summaryText.utf8) : report.table)
        }
        if !summary { output.note(report.summaryText.dropLast().description) }
    }

    /// What is printed.
    private struct Report {
        let graph: Graph
        let algorithm: String
        let source: Node
        let tree: any PathTree
        let distances: [Int64?]
        let reading: Duration
        let searching: Duration

        var reached: Int { distances.count { $0 != nil } }
        var farthest: Int64? { distances.compactMap { $0 }.max() }

        var summaryText: String {
            "\(algorithm): \(reached) of \(graph.nodeCount) nodes reached, the farthest at cost "
                + "\(graph.text(ofCost: farthest ?? 0)); read in \(reading.formatted), searched in "
                + "\(searching.formatted)\n"
        }

        var table: [UInt8] {
            var bytes: [UInt8] = []
            for (node, distance) in distances.enumerated() {
                bytes += graph.names[node].utf8
                bytes.append(UInt8(ascii: "\t"))
                bytes += (distance.map { graph.text(ofCost: $0) } ?? "none").utf8
                bytes.append(UInt8(ascii: "\t"))
                bytes += (tree.parent(of: node).map { graph.names[$0] } ?? "-").utf8
                bytes.append(UInt8(ascii: "\n"))
            }
            return bytes
        }

        func json(summary: Bool) -> JSONText {
            let nodes = summary ? [] : Array(distances.enumerated())
            return .object([
                "algorithm": .string(algorithm),
                "from": .name(source, in: graph),
                "nodes": .integer(graph.nodeCount),
                "arcs": .integer(graph.arcCount),
                "reached": .integer(reached),
                "farthest": .cost(farthest, in: graph),
                "expanded": .integer(tree.effort.expanded),
                "generated": .integer(tree.effort.generated),
                "readMilliseconds": .milliseconds(reading),
                "milliseconds": .milliseconds(searching),
                "tree": .array(
                    nodes.map { node, distance in
                        .object([
                            "node": .name(node, in: graph),
                            "distance": .cost(distance, in: graph),
                            "parent": tree.parent(of: node).map { .name($0, in: graph) } ?? .null,
                        ])
                    }),
            ])
        }
    }
}
