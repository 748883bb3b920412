import ArgumentParser
import Graphs

/// `shortestpath generate`: a graph like a road network, to try things on.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Make a graph like a road network: a grid's random spanning tree and some more of its edges.",
        discussion: """
            Writes DIMACS .gr, and with --coordinates .co. The same seed makes the same graph everywhere.

            Examples:
              shortestpath generate --rows 30 --columns 40 --output town.gr --coordinates town.co
              shortestpath generate --rows 1034 --columns 1034 --extra 0.27 --output country.gr
            """)

    @Option(help: "Rows of the grid.")
    var rows = 100

    @Option(help: "Columns of the grid.")
    var columns = 100

    @Option(help: "Edges beyond the spanning tree, as a share of the tree's.")
    var extra = 0.27

    @Option(help: "Weights are whole numbers from 1 to this.")
    var maxWeight = 10_000

    @Option(help: "Where the random numbers start.")
    var seed: UInt64 = 1

    @Option(name: .shortAndLong, help: ArgumentHelp("The .gr file; standard output without it.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Also write the coordinates of the nodes.", valueName: "file"))
    var coordinates: String?

    mutating func validate() throws {
        let (nodes, overflows) = rows.multipliedReportingOverflow(by: columns)
        guard rows > 0, columns > 0, !overflows, nodes <= ReadLimits().nodes else {
            throw ValidationError(
                "--rows and --columns must be 1 or more, with at most \(ReadLimits().nodes) nodes in all.")
        }
        guard extra >= 0, extra <= 2 else { throw ValidationError("'\(extra)' is not a valid --extra (0–2).") }
        guard maxWeight > 0 else { throw ValidationError("'\(maxWeight)' is not a valid --max-weight (1 or more).") }
    }

    func run() throws {
        let recipe = RoadLikeGraph(rows: rows, columns: columns, extra: extra, heaviest: maxWeight, seed: seed)
        let edges = recipe.edges()
        var bytes = Array(
            """
            c A random spanning tree of a \(rows) by \(columns) grid, \(extra) times as many edges more; seed \(seed).
            p sp \(rows * columns) \(edges.count * 2)

            """.utf8)
        for edge in edges {
            bytes += "a \(edge.one + 1) \(edge.other + 1) \(edge.weight)\n".utf8
            bytes += "a \(edge.other + 1) \(edge.one + 1) \(edge.weight)\n".utf8
        }
        try AnswerFile.write(bytes, to: output)
        guard let coordinates else { return }
        bytes = Array("p aux sp co \(rows * columns)\n".utf8)
        for node in 0..<(rows * columns) { bytes += "v \(node + 1) \(node % columns) \(node / columns)\n".utf8 }
        try AnswerFile.write(bytes, to: coordinates)
    }
}
