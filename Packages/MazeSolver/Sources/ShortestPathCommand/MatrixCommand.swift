import ArgumentParser
import Graphs

/// `shortestpath matrix`: the distances between all pairs of nodes.
struct MatrixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matrix",
        abstract: "Find the distances between all pairs of nodes (Floyd–Warshall).",
        discussion: """
            Prints a table separated by tabs: the first line names the columns, each line starts with its node; 'none'
            where there is no path.

            Examples:
              shortestpath matrix cities.csv --undirected
              shortestpath matrix cities.csv --undirected --json
            """)

    @OptionGroup var input: GraphOptions

    @Option(help: "The most nodes that a table is made for; time grows with the third power.")
    var limit = DistanceMatrix.defaultLimit

    @OptionGroup var output: OutputOptions

    mutating func validate() throws {
        guard limit > 0 else { throw ValidationError("'\(limit)' is not a valid --limit (1 or more nodes).") }
    }

    func run() throws {
        let graph = try input.read(note: output.note)
        let matrix = try DistanceMatrix(graph, limit: limit)
        let nodes = 0..<graph.nodeCount
        if output.isJSON {
            let document = JSONText.object([
                "algorithm": .string("floyd-warshall"),
                "nodes": .array(nodes.map { .name($0, in: graph) }),
                "distances": .array(
                    nodes.map { source in .array(nodes.map { .cost(matrix[source, $0], in: graph) }) }),
            ])
            return try output.write(document.text + "\n")
        }
        var bytes: [UInt8] = []
        for target in nodes { bytes += "\t\(graph.names[target])".utf8 }
        bytes.append(UInt8(ascii: "\n"))
        for source in nodes {
            bytes += graph.names[source].utf8
            for target in nodes {
                bytes += "\t\(matrix[source, target].map { graph.text(ofCost: $0) } ?? "none")".utf8
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        try output.write(bytes)
    }
}
