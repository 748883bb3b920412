// What the fuzzer of the graph readers does with an input. fuzz-graphs.sh compiles it together with the sources of
// Graphs, and calls it with ever new inputs; a test calls it with those of the corpus.
#if canImport(Graphs)
    import Graphs
#endif

/// One input for the graph readers: the first byte chooses the format, the rest is the file.
enum GraphInput {
    /// Reads an input, and searches whatever was read.
    ///
    /// - Returns: whether all algorithms agree on it; an input that is refused is as good as any.
    static func isHandled(_ input: UnsafeRawBufferPointer) -> Bool {
        guard let choice = input.first else { return true }
        let bytes = UnsafeRawBufferPointer(rebasing: input.dropFirst())
        var options = ReadOptions()
        options.limits.nodes = 1000
        options.limits.arcs = 10_000
        options.limits.lineBytes = 4096
        options.isDirected = choice & 0x40 == 0
        let formats = GraphFormat.allCases
        let format = Int(choice & 7)
        options.format = format < formats.count ? formats[format] : nil
        guard let graph = try? GraphReader.read(BytesInMemory(bytes), file: "fuzz", options: options) else {
            return true
        }
        _ = try? CoordinateReader.read(BytesInMemory(bytes), file: "fuzz", for: graph)
        _ = try? QueryReader.read(BytesInMemory(bytes), file: "fuzz", for: graph)
        guard graph.nodeCount > 0 else { return true }
        let last = graph.nodeCount - 1
        let corrected = try? BellmanFord.tree(in: graph, from: 0)
        guard !graph.hasNegativeWeights, let tree = try? Dijkstra.tree(in: graph, from: 0) else { return true }
        guard let corrected, corrected[last] == tree[last] else { return false }
        guard let roads = try? TwoWayGraph(graph) else { return true }
        return BidirectionalDijkstra(roads).distance(from: 0, to: last) == tree[last]
    }
}

#if FUZZING
    /// libFuzzer's entry.
    @_cdecl("LLVMFuzzerTestOneInput")
    public func fuzzOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
        precondition(GraphInput.isHandled(UnsafeRawBufferPointer(start: data, count: size)))
        return 0
    }
#endif
