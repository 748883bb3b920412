// libFuzzer's entry for the graph readers: the first byte chooses the format, the rest is the file. Compiled together
// with the sources of Graphs by fuzz-graphs.sh.

/// Reads one input; whatever was read is searched.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 0 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data + 1, count: size - 1)
    var options = ReadOptions()
    options.limits.nodes = 1000
    options.limits.arcs = 10_000
    options.limits.lineBytes = 4096
    options.isDirected = data[0] & 0x40 == 0
    let formats = GraphFormat.allCases
    let choice = Int(data[0] & 7)
    options.format = choice < formats.count ? formats[choice] : nil
    guard let graph = try? GraphReader.read(BytesInMemory(bytes), file: "fuzz", options: options) else { return 0 }
    _ = try? CoordinateReader.read(BytesInMemory(bytes), file: "fuzz", for: graph)
    _ = try? QueryReader.read(BytesInMemory(bytes), file: "fuzz", for: graph)
    guard graph.nodeCount > 0 else { return 0 }
    let last = graph.nodeCount - 1
    let corrected = try? BellmanFord.tree(in: graph, from: 0)
    guard !graph.hasNegativeWeights, let tree = try? Dijkstra.tree(in: graph, from: 0) else { return 0 }
    precondition(corrected.map { $0[last] == tree[last] } ?? false)
    if let roads = try? TwoWayGraph(graph) {
        precondition(BidirectionalDijkstra(roads).distance(from: 0, to: last) == tree[last])
    }
    return 0
}
