import Graphs
import Testing

/// A graph from a text, or why there is none.
private func reading(
    _ text: String, file: String = "g.txt", _ change: (inout ReadOptions) -> Void = { _ in }
) throws -> Graph {
    var options = ReadOptions()
    change(&options)
    return try GraphReader.read(BytesInMemory(text), file: file, options: options)
}

private func cost(_ graph: Graph, _ from: String, _ to: String) throws -> String? {
    guard let source = graph.names.node(named: from), let target = graph.names.node(named: to) else { return nil }
    return try BellmanFord.route(in: graph, from: source, to: target).value.map { graph.text(ofCost: $0.cost) }
}

private func problem(_ text: String, file: String = "g.txt") -> String {
    do {
        _ = try reading(text, file: file)
        return ""
    } catch {
        return "\(error)"
    }
}

private func graphML(_ body: String, keys: String = weightKey, edgeDefault: String = "directed") -> String {
    "<graphml>\(keys)<graph edgedefault=\"\(edgeDefault)\">\(body)</graph></graphml>"
}

private let weightKey = #"<key id="w" for="edge" attr.name="weight"><default>10</default></key>"#

private func edge(_ from: String, _ to: String, _ weight: String? = nil, _ more: String = "") -> String {
    "<edge source=\"\(from)\" target=\"\(to)\" \(more)>"
        + (weight.map { "<data key=\"w\">\($0)</data>" } ?? "") + "</edge>"
}

/// What people reported to other graph libraries, and the kinds around it. Each answer is right, or said to be none.
@Suite("Files that other trackers know")
struct TrackerCasesTests {
    @Test("--directed and --undirected go before what any format says")
    func directionIsAsked() throws {
        let files = [
            ("g.gr", "p sp 2 1\na 1 2 5\n", "1", "2"),
            ("g.mtx", "%%MatrixMarket matrix coordinate real general\n2 2 1\n1 2 5\n", "1", "2"),
            ("g.graphml", graphML(edge("a", "b", "5")), "a", "b"),
            ("g.json", #"{"directed":true,"nodes":["a","b"],"edges":[["a","b",5]]}"#, "a", "b"),
            ("g.csv", "a,b,5\n", "a", "b"),
        ]
        for (name, text, from, to) in files {
            #expect(try cost(try reading(text, file: name), to, from) == nil, "\(name)")
            #expect(try cost(try reading(text, file: name) { $0.isDirected = false }, to, from) == "5", "\(name)")
        }
        let both = graphML(edge("a", "b", "5"), edgeDefault: "undirected")
        #expect(try cost(try reading(both, file: "g.graphml"), "b", "a") == "5")
        #expect(try cost(try reading(both, file: "g.graphml") { $0.isDirected = true }, "b", "a") == nil)
    }

    @Test("GraphML: defaults of keys, directions of nested graphs and of single edges, prefixes")
    func graphMLForms() throws {
        // networkx#1398, #670: the default of a key is the weight of an edge that has none.
        #expect(try cost(try reading(graphML(edge("a", "b") + edge("b", "c", "2"))), "a", "c") == "12")
        // networkx#784: a key without a type; networkx#2197: no namespace.
        let nested =
            #"<node id="g"><graph edgedefault="undirected"><node id="a"/><node id="b"/>"#
            + edge("a", "b", "1") + "</graph></node>" + edge("b", "c", "2")
        #expect(try cost(try reading(graphML(nested)), "b", "a") == "1")
        #expect(try cost(try reading(graphML(nested)), "c", "b") == nil)
        let booleans = graphML(edge("a", "b", "1", #"directed="1""#) + edge("b", "c", "1", #"directed="0""#))
        #expect(try cost(try reading(booleans), "b", "a") == nil && cost(try reading(booleans), "c", "b") == "1")
        let prefixed = #"<g:graphml xmlns:g="x"><g:graph><g:edge source="a" target="b"/></g:graph></g:graphml>"#
        #expect(try cost(try reading(prefixed), "a", "b") == "1")
        #expect(
            try reading(graphML(#"<node id="a"/>"# + edge("a", "b", "1"))).notes.contains { $0.contains("1 node ") })
        #expect(problem("<graphml><graph/><graph/></graphml>").contains("one graph"))
        #expect(
            problem("<graphml><graph>\(edge("a", "b", "3"))</graph>\(weightKey)</graphml>").contains("before the graph")
        )
        #expect(problem(graphML("<hyperedge/>")).contains("hyperedge"))
        // igraph#1150: R writes NaN for edges without a weight.
        #expect(try cost(try reading(graphML(edge("a", "b", "NaN") + edge("a", "b", "3"))), "a", "b") == "3")
    }

    @Test(
        "a first line whose weight is no number is an error, not a header",
        arguments: ["0x10", "5%", "$5", "5 km", "True", "1.2.3", "1e", "−3", "1/2"])
    func malformedFirstLine(weight: String) {
        #expect(problem("a,b,\(weight)\nb,c,1\n").contains("a number as the weight"), "\(weight)")
    }

    @Test("a header of letters is one, and said to be where it could be an edge")
    func headers() throws {
        let named = try reading("from,to,metres\na,b,3\n", file: "g.csv")
        #expect(try cost(named, "a", "b") == "3" && named.notes.isEmpty)
        let short = try reading("a,b,e\nx,y,3\n", file: "g.csv")
        #expect(try cost(short, "x", "y") == "3" && short.notes.contains { $0.contains("taken for a header") })
    }

    @Test("quoted names in tables with tabs, empty fields at line ends, Fortran's exponents")
    func tables() throws {
        #expect(try cost(try reading("\"a b\"\tc\t1\n", file: "g.tsv"), "a b", "c") == "1")
        #expect(try cost(try reading("5\" pipe\tc\t1\n", file: "g.tsv"), "5\" pipe", "c") == "1")
        #expect(try cost(try reading("\"a\tc\t1\n", file: "g.tsv"), "\"a", "c") == "1")
        #expect(try cost(try reading("a,b,1,\nb,c,2,\n", file: "g.csv"), "a", "c") == "3")
        #expect(try cost(try reading("a b 1.5D+01\nb c 2d0\n"), "a", "c") == "17")
        // node2vec#53: a weight far below one.
        #expect(
            try cost(try reading("a b 0.0000055313498705800166\n"), "a", "b")?.hasPrefix("0.00000553134987") == true)
        // networkx#6468: names that are Python tuples.
        #expect(problem("(0, 0) (0, 1) 5\n(0, 1) (0, 2) 6\n").isEmpty == false)
        // networkx#2584: a line break within the dictionary behind an edge.
        #expect(problem("1 3 {'description': 'one \n two'}\n").isEmpty == false)
    }

    @Test("line ends of old Macs, and networks of two kinds of nodes, are named")
    func named() {
        #expect(problem("a,b,1\rb,c,2\r", file: "g.csv").contains("old Macs"))
        #expect(problem("% bip weighted\n1 1 3\n2 1 4\n").contains("bipartite"))
        #expect(problem("%%MatrixMarket matrix array real skew-symmetric\n2 2\n1\n").contains("coordinate"))
    }

    @Test("Matrix Market: entries that stand twice are told, explicit zeros are arcs, skew matrices change the sign")
    func matrices() throws {
        let head = "%%MatrixMarket matrix coordinate real "
        let twice = try reading(head + "general\n2 2 2\n1 2 4\n1 2 5\n")
        #expect(try cost(twice, "1", "2") == "4" && twice.notes.contains { $0.contains("twice") })
        // scipy#10609, igraph#419, networkx#3685: an arc may cost nothing.
        #expect(try cost(try reading(head + "general\n3 3 3\n1 2 0\n2 3 0\n1 3 1\n"), "1", "3") == "0")
        // scipy#18051: weights below 10⁻⁸ are weights.
        #expect(try cost(try reading("0 1 1e-9\n1 2 1e-9\n0 2 1e-8\n"), "0", "2") == "0.000000002")
        let skew = try reading(head + "skew-symmetric\n3 3 1\n2 1 1.5\n")
        #expect(try cost(skew, "2", "1") == "1.5")
        // igraph#2222: an infinite arc is no path.
        #expect(try cost(try reading("a b 1\nb c Inf\n"), "a", "c") == nil)
        // socnetv#285: a negative weight is not left out.
        #expect(try cost(try reading("a b 4\nb c -2\na c 3\n"), "a", "c") == "2")
    }
}
