import Foundation
import TestKit
import Testing

private let shortestpath = BuiltTool("shortestpath")

/// Four libraries that others wrote must give the same distances. Weights start at 1: scipy's sparse matrices take a
/// stored zero for no edge.
@Test(
    "distances, k cheapest paths and parts agree with networkx, scipy, igraph and rustworkx",
    arguments: 0..<(ProcessInfo.processInfo.environment["TEST_FULL"] == nil ? 6 : 60))
func answersAgreeWithFourLibraries(seed: Int) async throws {
    try await withTemporaryFolder { folder in
        let file = folder.appending(path: "g.gr")
        let hasNegative = seed % 3 == 2
        try randomGraphFile(seed: UInt64(seed), hasNegative: hasNegative).write(
            to: file, atomically: false, encoding: .utf8)
        let peers = try await peerAnswers(for: file)
        let matrix = try await shortestpath.run(["matrix", file.path, "--json"])
        let own = try JSONDecoder().decode(Matrix.self, from: matrix.outputData)
        for peer in [peers.networkx, peers.scipy, peers.igraph, peers.rustworkx] {
            #expect(own.distances == peer)
        }
        // A tree from one node is one row of the matrix.
        let tree = try await shortestpath.run(["tree", file.path, "--from", "1", "--quiet"])
        let column = tree.output.split(separator: "\n").map { Int($0.split(separator: "\t")[1]) }
        #expect(column == peers.networkx[0])
        if !hasNegative, !peers.paths.isEmpty {
            let routes = try await shortestpath.run(
                ["route", file.path, "--from", "1", "--to", "\(own.nodes.count)", "--k", "5", "--json"])
            #expect(try JSONDecoder().decode(Routes.self, from: routes.outputData).routes.map(\.cost) == peers.paths)
        }
        let parts = try await shortestpath.run(["components", file.path, "--json"])
        let components = try JSONDecoder().decode(Parts.self, from: parts.outputData)
        #expect(components.weak.count == peers.weak)
        #expect(components.strong.count == peers.strong)
    }
}

private struct Peers: Decodable {
    let networkx, scipy, igraph, rustworkx: [[Int?]]
    let paths: [Int]
    let weak, strong: Int
}

private struct Matrix: Decodable {
    let nodes: [Int]
    let distances: [[Int?]]
}

private struct Routes: Decodable {
    struct Route: Decodable { let cost: Int }
    let routes: [Route]
}

private struct Parts: Decodable {
    struct Part: Decodable { let count: Int }
    let weak, strong: Part
}

private func peerAnswers(for file: URL) async throws -> Peers {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/peers.py")
    return try await PeerScript.ask(script, [file.path])
}

/// A random `.gr` file; negative weights come from a potential, so that there is no negative cycle.
private func randomGraphFile(seed: UInt64, hasNegative: Bool) -> String {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
    let nodes = 10 + next(40)
    let potential = (0..<nodes).map { _ in hasNegative ? next(40) : 0 }
    var lines = ["c seed \(seed)"]
    var arcs: [String] = []
    for _ in 0..<(nodes * (1 + next(4))) {
        let (tail, head) = (next(nodes), next(nodes))
        var weight = 1 + next(50) + potential[tail] - potential[head]
        if weight == 0 { weight = 1 }
        arcs.append("a \(tail + 1) \(head + 1) \(weight)")
    }
    lines.append("p sp \(nodes) \(arcs.count)")
    return (lines + arcs).joined(separator: "\n") + "\n"
}
