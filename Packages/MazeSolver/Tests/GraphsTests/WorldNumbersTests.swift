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

/// The cost of the cheapest path as text.
private func cost(_ graph: Graph, _ from: String, _ to: String) throws -> String? {
    let (source, target) = (graph.names.node(named: from), graph.names.node(named: to))
    guard let source, let target else { return nil }
    return try BellmanFord.route(in: graph, from: source, to: target).value.map { graph.text(ofCost: $0.cost) }
}

@Suite("Numbers and lists as the world writes them")
struct WorldNumbersTests {
    @Test(
        "numbers are read in every form that Python reads",
        arguments: [
            ("1e-7", "0.0000001"), ("1E5", "100000"), ("+3", "3"), (".5", "0.5"), ("5.", "5"), ("1_000", "1000"),
            ("-2.50", "-2.5"), ("007", "7"), ("1e+2", "100"), ("0.30000000000000004", "0.30000000000000004"),
            ("100.12345678901234", "100.12345678901234"), ("9223372036854775807", "9223372036854775807"),
            ("123456789012345678901234567890", "123456789012345679000000000000"),
            ("1e30", "1" + String(repeating: "0", count: 30)),
            ("1e-30", "0." + String(repeating: "0", count: 29) + "1"), ("-0.0", "0"), ("00.10", "0.1"),
        ])
    func everyForm(written: String, cost: String) throws {
        let edges = try reading("a b \(written)\n")
        #expect(try GraphsTests.cost(edges, "a", "b") == cost)
    }

    @Test("sums of doubles are exact to nine places, and what was rounded is told")
    func sumsOfDoubles() throws {
        let mixed = try reading("A,B,0.30000000000000004\nB,C,100.5\n", file: "g.csv")
        #expect(try cost(mixed, "A", "C").map { $0.hasPrefix("100.8") } == true)
        #expect(mixed.notes.count == 1 && mixed.notes[0].contains("rounded"))

        var state: UInt64 = 7
        var text = ""
        var sum = 0.0
        for node in 0..<200 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let weight = Double(state >> 11) / Double(1 << 53) * 1000
            text += "n\(node) n\(node + 1) \(weight)\n"
            sum += weight
        }
        let route = try #require(try cost(try reading(text), "n0", "n200"))
        #expect(abs(try #require(Double(route)) - sum) < 1e-9 * sum)
        #expect(try reading("a b 0.25\nb c 1.5\n").notes.isEmpty, "nothing is rounded where nothing need be")
    }

    @Test("edges without a weight, or of an infinite one, are skipped, and counted")
    func skippedEdges() throws {
        let edges = try reading("a b inf\na b 2\nb c nan\nb c 3\nb c NA\n")
        #expect(try cost(edges, "a", "c") == "5")
        #expect(
            edges.notes == [
                "2 edges without a weight skipped, the first in line 3",
                "1 edge of infinite weight skipped, the first in line 1",
            ])
        let table = try reading("from,to,weight\na,b,\nb,c,4\n", file: "g.csv")
        #expect(try cost(table, "b", "c") == "4" && table.nodeCount == 3)
        #expect(table.notes.count == 1)
    }

    @Test(
        "lists of networkx, KONECT, SNAP, pandas, osmnx and spreadsheets are read",
        arguments: [
            "0 1 {'weight': 5}\n1 2 {'weight': 7.0, 'name': 'x, y'}\n", "# comment\n0 1 5 # note\n1 2 7\n",
            "% asym weighted\n% 2 3 3\n0 1 5 1234\n1 2 7 1235\n", "# FromNodeId\tToNodeId\tw\r\n0\t1\t5\r\n1\t2\t7\r\n",
            ",source,target,weight\n0,0,1,5\n1,1,2,7\n",
            "u,v,key,osmid,length,geometry\n0,1,0,\"[1, 2]\",5,\"LINESTRING (1 2, 3 4)\"\n1,2,0,3,7,\"x\"\n",
            "sep=;\n\"from\";\"to\";\"weight\"\n\"0\";\"1\";\"5\"\n\"1\";\"2\";\"7\"\n;;\n", "0|1|5\n1|2|7\n",
            "Source,Target,Weight,\n0,1,5,\n1,2,7,\n,,,\n", "0;1;5\n1;2;7\n", "\u{FEFF}0 1 5\n1 2 7\n",
            "%%MatrixMarket matrix coordinate real general\n% x\n3 3 2\n1 2 5.0\n2 3 7\n",
        ])
    func listsOfOthers(text: String) throws {
        let edges = try reading(text, file: "standard input")
        let first = edges.names.areNumbers ? "1" : "0"
        #expect(try cost(edges, first, edges.names.areNumbers ? "3" : "2") == "12")
    }

    @Test("columns are named by the caller, by name or by number")
    func namedColumns() throws {
        let table = "id,from,to,length_m,oneway\n1,A,B,100,yes\n2,B,C,50,no\n"
        #expect(try cost(try reading(table, file: "g.csv") { $0.weightColumn = "length_m" }, "A", "C") == "150")
        #expect(try cost(try reading(table, file: "g.csv") { $0.weightColumn = "4" }, "A", "C") == "150")
        #expect(try cost(try reading(table, file: "g.csv") { $0.weightColumn = "none" }, "A", "C") == "2")
        let other = "5 x A 7 B\n6 x B 7 C\n"
        let edges = try reading(other) {
            ($0.fromColumn, $0.toColumn, $0.weightColumn) = ("3", "5", "1")
        }
        #expect(try cost(edges, "A", "C") == "11")
        #expect(throws: ReadError.self) { try reading(table, file: "g.csv") { $0.weightColumn = "miles" } }
    }

    @Test("separators, comments and decimal commas are taken as told")
    func told() throws {
        let edges = try reading("//x\na:b:1,5\nb:c:1.000,25\n", file: "g.csv") {
            ($0.separator, $0.comment, $0.hasDecimalComma) = (UInt8(ascii: ":"), "//", true)
        }
        #expect(try cost(edges, "a", "c") == "1001.75")
        let error = #expect(throws: ReadError.self) { try reading("A;B;1,5\nB;C;2,25\n", file: "g.csv") }
        #expect(error?.description.contains("decimal comma") == true)
    }

    @Test("a file says whether its edges lead both ways, and the caller may say otherwise")
    func directions() throws {
        #expect(try reading("% sym unweighted\n1 2\n").arcCount == 2)
        #expect(try reading("% sym unweighted\n1 2\n") { $0.isDirected = true }.arcCount == 1)
        let symmetric = try reading("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 3\n1 1\n2 1\n3 2\n")
        #expect(symmetric.arcCount == 5)
        let skew = try reading("%%MatrixMarket matrix coordinate integer skew-symmetric\n2 2 1\n2 1 5\n")
        #expect(try cost(skew, "2", "1") == nil || skew.hasNegativeWeights)
    }

    private static let village = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE graphml><!-- a village -->
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
          <key id="d0" for="edge" attr.name="weight" attr.type="double"><default>3</default></key>
          <key id="d1" for="edge" attr.name="length" attr.type="string"/>
          <key id="d2" for="node" attr.name="x" attr.type="double"/>
          <key id="d3" for="node" attr.name="y" attr.type="double"/>
          <graph edgedefault="undirected">
            <node id="a &amp; b"><data key="d2">1.5</data><data key="d3">-2</data></node>
            <node id="c"><data key="d2">2</data><data key="d3">0</data></node>
            <edge source="a &amp; b" target="c" directed="true"><data key="d0">5</data><data key="d1">50</data></edge>
            <edge source="c" target="d"><data key="d1">20.5</data></edge>
            <node id="d"/>
          </graph>
        </graphml>
        """

    @Test("GraphML is read with its keys, defaults, directions and places")
    func graphML() throws {
        let edges = try reading(Self.village, file: "village.xml")
        #expect(try cost(edges, "a & b", "d") == "8")
        #expect(try cost(edges, "d", "c") == "3" && cost(edges, "c", "a & b") == nil)
        #expect(try cost(try reading(Self.village) { $0.weightColumn = "length" }, "a & b", "d") == "70.5")
        #expect(throws: ReadError.self) { try reading(Self.village) { $0.weightColumn = "miles" } }
        let bare = try reading("<graphml><graph><node id='a'/><edge source='a' target='b'/></graph></graphml>")
        #expect(bare.notes.first == "no edge has a weight, so each counts 1")
    }

    @Test(
        "damaged documents and matrices are refused with their line",
        arguments: [
            ("<graphml><graph><edge source='a'/></graph></graphml>", "g.txt:1: expected an element with 'target'"),
            ("<graphml>\n<graph>", "g.txt:2: expected '</graph>', found the end"),
            ("<graphml><graph></graphml>", "the end of the element that began last"),
            ("<!DOCTYPE graphml [<!ENTITY a 'b'>]>\n<graphml/>", "a document without definitions of its own"),
            ("%%MatrixMarket matrix array real general\n2 2\n1\n", "the format 'coordinate'"),
            ("%%MatrixMarket matrix coordinate real general\n2 3 1\n1 2 1\n", "as many columns as rows"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 2 1\n", "the file may be cut off"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 9 1\n", "g.txt:3: node '9' is out of range"),
        ])
    func damaged(text: String, message: String) {
        let error = #expect(throws: ReadError.self) { try reading(text) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test(
        "what is not read is named for what it is",
        arguments: [
            ("PK\u{03}\u{04}xx", "spreadsheet"), ("SQLite format 3\0", "SQLite"), ("*Vertices 3\n1 \"a\"\n", "Pajek"),
            ("graph [\n  directed 1\n", "GML"), ("digraph { a -> b }", "Graphviz"),
            ("<osm version='0.6'>", "OpenStreetMap"),
            ("<?xml version='1.0'?><gexf>", "GEXF"), ("<!DOCTYPE html>", "web page"),
            ("{\"type\": \"FeatureCollection\", \"features\": []}", "GeoJSON"),
        ])
    func named(text: String, name: String) {
        let error = #expect(throws: ReadError.self) { try reading(text, file: "g") }
        #expect(error?.description.contains(name) == true, "\(error?.description ?? "")")
        let utf16: [UInt8] = [0xFF, 0xFE] + "a,b".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(throws: ReadError.self) { try GraphReader.read(BytesInMemory(utf16), file: "g.csv") }
    }

    @Test("a byte order mark means nothing in any format")
    func byteOrderMarks() throws {
        #expect(try cost(try reading("\u{FEFF}p sp 3 2\na 1 2 5\na 2 3 1\n", file: "g.gr"), "1", "3") == "6")
        #expect(try cost(try reading("\u{FEFF}[[\"a\",\"b\",2]]", file: "g.json"), "a", "b") == "2")
        #expect(try cost(try reading("\u{FEFF}" + Self.village, file: "g.graphml"), "c", "d") == "3")
    }

    @Test("a negative cycle beside the path does not matter, one on the path does")
    func negativeCycles() throws {
        let edges = try reading("a,b,1\nb,c,1\na,x,1\nx,y,-2\ny,x,-2\n", file: "g.csv")
        #expect(try cost(edges, "a", "c") == "2")
        #expect(throws: SearchError.self) { try cost(edges, "a", "y") }
        #expect(try cost(edges, "b", "c") == "1")
        #expect(throws: SearchError.self) { try cost(try reading("a,b,1\nb,b,-1\nb,c,1\n", file: "g.csv"), "a", "c") }
    }

    @Test("distances that doubles add up to are compared to nine digits, others exactly")
    func comparedDistances() throws {
        let edges = try reading("a b 0.1\nb c 0.2\n")
        func agrees(_ distance: String) throws -> Bool {
            let queries = try QueryReader.read(BytesInMemory("a\tc\t\(distance)\n"), file: "q", for: edges)
            return queries[0].agrees(with: .cost(3))
        }
        #expect(try agrees("0.30000000000000004") && agrees("0.3") && !agrees("0.31") && !agrees("0.4000000000000001"))
    }

    @Test(
        "what users of other libraries reported is read, or told",
        arguments: [
            // networkx 4116: attributes behind a comma.
            ("a, b, {\"weight\": 5, \"color\": \"green\"}\nb, c, {\"weight\": 7, \"color\": \"red\"}\n", "g.csv"),
            // networkx 3624 and 4989: names with a number sign in them.
            ("a http://x/y#z 5\nhttp://x/y#z c 7\n", "g.txt"),
            // igraph 1150: weights that R had none for, in GraphML.
            (
                "<graphml><key id='w' for='edge' attr.name='weight'/><graph edgedefault='directed'><edge source='a' target='b'>"
                    + "<data key='w'>5</data></edge><edge source='b' target='c'><data key='w'>NaN</data></edge>"
                    + "<edge source='b' target='c'><data key='w'>7</data></edge></graph></graphml>", "g.graphml"
            ),
            // osmnx: numbers as texts; networkx: its own links.
            (
                "{\"directed\": true, \"multigraph\": true, \"graph\": {}, \"nodes\": [{\"id\": \"a\"}, {\"id\": \"b\"}, "
                    + "{\"id\": \"c\"}], \"links\": [{\"length\": \"5.0\", \"source\": \"a\", \"target\": \"b\", \"key\": 0}, "
                    + "{\"length\": \"7\", \"source\": \"b\", \"target\": \"c\", \"key\": 0}]}", "g.json"
            ),
            // socnetv 285: negative weights stay.
            ("a b -5\nb c 17\n", "g.txt"),
        ])
    func reportedElsewhere(text: String, file: String) throws {
        #expect(try ["12"].contains(cost(try reading(text, file: file), "a", "c")))
    }

    @Test("weights that are missing are told, not taken for granted")
    func missingWeights() throws {
        let custom = try reading("[{\"from\": \"a\", \"to\": \"b\", \"custom_weight\": 9}]", file: "g.json")
        #expect(custom.notes == ["no edge has a weight, so each counts 1; --weight-column names one of custom_weight"])
        let some = try reading(
            "[{\"from\": \"a\", \"to\": \"b\", \"weight\": 9}, {\"from\": \"b\", \"to\": \"c\"}]", file: "g.json")
        #expect(some.notes == ["1 of 2 edges have no weight and count 1"])
        let told = try reading("[{\"from\": \"a\", \"to\": \"b\", \"miles\": 9}]", file: "g.json") {
            $0.weightColumn = "miles"
        }
        #expect(try cost(told, "a", "b") == "9" && told.notes.isEmpty)
    }
}
