import ArgumentParser
import CommandKit
import Foundation
import Graphs

/// `shortestpath bench`: how long reading and searching take.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure reading a graph and searching from one node to all others.",
        discussion: """
            Prints the milliseconds of reading, the median of the searches' milliseconds, and the sum of all costs, by
            which other programs can be compared.

            Example:
              shortestpath bench country.gr --rounds 5
            """)

    @OptionGroup var input: GraphOptions

    @Option(help: "How many searches, each from another node.")
    var rounds = 5

    @Flag(help: "Print JSON.")
    var json = false

    mutating func validate() throws {
        guard rounds > 0 else { throw ValidationError("'\(rounds)' is not a valid --rounds (1 or more).") }
    }

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let graph = try input.read { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }
        let reading = clock.now - start
        guard graph.nodeCount > 0 else { throw ValidationError("The graph has no nodes to search from.") }
        var times: [Duration] = []
        var checksum: Int64 = 0
        for round in 0..<rounds {
            // A step that is prime to most node counts: the starts lie all over the graph.
            let source = round * 214_013 % graph.nodeCount
            let start = clock.now
            let tree = try Dijkstra.tree(in: graph, from: source)
            times.append(clock.now - start)
            for node in 0..<graph.nodeCount {
                if case .cost(let cost) = tree[node] { checksum &+= cost }
            }
        }
        let median = times.sorted()[times.count / 2]
        if json {
            let answer = Answer(
                nodes: graph.nodeCount, arcs: graph.arcCount, readMilliseconds: reading.inMilliseconds,
                searchMilliseconds: median.inMilliseconds, checksum: checksum)
            return print(try JSONLines.line(answer))
        }
        print(tenths(reading), tenths(median), checksum)
    }

    /// What `--json` prints.
    private struct Answer: Encodable {
        let nodes: Int
        let arcs: Int
        let readMilliseconds: Double
        let searchMilliseconds: Double
        let checksum: Int64
    }

    private func tenths(_ duration: Duration) -> String {
        let value = Int((duration / .milliseconds(1) * 10).rounded())
        return "\(value / 10).\(value % 10)"
    }
}
