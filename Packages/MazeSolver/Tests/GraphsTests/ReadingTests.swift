import Graphs
import Testing

/// Hands out one byte at a time: line ends and numbers fall on every boundary.
private struct Dripping: ByteSource {
    var source: BytesInMemory

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(1, buffer.count)]))
    }
}

@Suite("Reading graphs")
struct ReadingTests {
    @Test(
        "a DIMACS file is read in every form that the format allows",
        arguments: [
            "c hello\np sp 3 2\na 1 2 5\na 2 3 7\n",
            "p sp 3 2\na 1 2 5\na 2 3 7",
            "p sp 3 2\r\na 1 2 5\r\na 2 3 7\r\n",
            "\n\np  sp\t3 2\n  a 1   2 5\nc between\n\na\t2 3 7 \n",
            "p sp 3 2\na 0001 2 00000000000000000005\na 2 3 +7\n",
        ])
    func dimacs(text: String) throws {
        let whole = try graph(text, file: "g.gr")
        #expect(whole.listed == ["1>2=5", "2>3=7"])
        #expect(whole.nodeCount == 3)
        #expect(whole.names.areNumbers)
        let dripped = try GraphReader.read(Dripping(source: BytesInMemory(text)), file: "g.gr")
        #expect(dripped.listed == whole.listed)
    }

    @Test("numbers of every length are read exactly, on the fast path and the slow one")
    func numbersOfEveryLength() throws {
        for length in 1...19 {
            let digits = String(String(repeating: "1234567890", count: 2).prefix(length))
            guard Int64(digits) != nil else { continue }
            let graph = try graph("p sp 12 1\na 12 7 \(digits)\n", file: "g.gr")
            #expect(graph.listed == ["12>7=\(digits)"])
        }
        #expect(try graph("p sp 2 1\na 1 2 \(Int64.min)\n", file: "g.gr").listed == ["1>2=\(Int64.min)"])
    }

    @Test(
        "a malformed DIMACS file is refused with the line and what was expected",
        arguments: [
            ("a 1 2 3\n", "g.gr:1: expected 'p sp NODES ARCS' before the first entry."),
            ("", "g.gr: expected a graph, found nothing."),
            ("c only\n", "g.gr: expected 'p sp NODES ARCS' before the first entry."),
            ("p sp 2 1\nx 1 2\n", "g.gr:2: expected a line that starts with 'c', 'p' or 'a', found 'x 1 2'."),
            ("p sp 2 1\na 1 2\n", "g.gr:2: expected 'a TAIL HEAD WEIGHT', found 'a 1 2'."),
            ("p sp 2 1\na 1 2 3 4\n", "g.gr:2: expected 'a TAIL HEAD WEIGHT', found 'a 1 2 3 4'."),
            ("p sp 2 1\na 1 2 x\n", "g.gr:2: expected a whole number as the weight, found 'x'."),
            (
                "p sp 2 1\na 1 2 1.5\n",
                "g.gr:2: expected a whole number as the weight (an edge list FROM,TO,WEIGHT may have decimals), found '1.5'."
            ),
            ("p sp 2 1\na one 2 3\n", "g.gr:2: expected a node's number from 1 to 2, found 'one'."),
            ("p sp 2 1\np sp 2 1\n", "g.gr:2: found a second 'p' line; expected only one."),
            ("p sp 2\n", "g.gr:1: expected 'p sp NODES ARCS', found 'p sp 2'."),
            ("p max 2 1\n", "g.gr:1: expected 'p sp NODES ARCS', found 'p max 2 1'."),
            ("p sp -2 1\n", "g.gr:1: expected 'p sp NODES ARCS', found 'p sp -2 1'."),
            (
                "p sp 2 1\na 1 3 4\n",
                "g.gr:2: node '3' is out of range; expected a number from 1 to 2, the nodes that the 'p' line declares."
            ),
            (
                "p sp 2 1\na 0 1 4\n",
                "g.gr:2: node '0' is out of range; expected a number from 1 to 2, the nodes that the 'p' line declares."
            ),
            (
                "p sp 2 2\na 1 2 4\n",
                "g.gr: expected 2 arcs as the 'p' line declares, found 1; the file may be cut off."
            ),
            (
                "p sp 2 1\na 1 2 4\na 2 1 4\n",
                "g.gr: expected 1 arcs as the 'p' line declares, found 2; that is more than declared: correct the 'p' line, "
                    + "or look for lines too many."
            ),
            (
                "p sp 2 1\na 1 2 9223372036854775808\n",
                "g.gr:2: '9223372036854775808' is too large; expected a number that fits 64 bits "
                    + "(up to 9223372036854775807 in the smallest unit)."
            ),
            (
                "p sp 9999999999 1\n",
                "g.gr:1: expected at most 50000000 nodes; raise the limit if the input is trusted."
            ),
        ])
    func malformedDIMACS(text: String, message: String) {
        let error = #expect(throws: ReadError.self) { try graph(text, file: "g.gr") }
        #expect(error?.description == message)
    }

    @Test(
        "an edge list is read with commas, semicolons, tabs or blanks, with a header or without",
        arguments: [
            "a,b,5\nb,c,7\n", "a;b;5\nb;c;7", "a\tb\t5\r\nb\tc\t7\r\n", "# SNAP\na b 5\nb  c 7\n",
            "from,to,weight\na,b,5\nb,c,7\n", "Source,Target,Cost\na,b,5\nb,c,7\n",
            "weight,from,to\n5,a,b\n7,b,c\n", "from,to,road,weight\na,b,A1,5\nb,c,A2,7\n",
            "\u{FEFF}a,b,5\n\nb,c,7.0\n", "\"a\",\"b\",5\nb , c , 7\n", "a,b,0.5e1\nb,c,70e-1\n",
        ])
    func edgeLists(text: String) throws {
        #expect(try graph(text, file: "standard input").listed == ["a>b=5", "b>c=7"])
    }

    @Test("an undirected edge leads both ways, a loop once, and edges without weights weigh 1")
    func undirectedAndUnweighted() throws {
        let edges = try graph("a,b\nb,b\n", file: "g.csv") { $0.isDirected = false }
        #expect(edges.listed == ["a>b=1", "b>a=1", "b>b=1"])
        #expect(try graph("from,to\na,b\n", file: "g.csv").listed == ["a>b=1"])
        #expect(try graph("from,to\na,b\n", file: "g.csv") { $0.hasHeader = false }.listed == ["from>to=1", "a>b=1"])
        #expect(try graph("x,y,1\na,b,2\n", file: "g.csv") { $0.hasHeader = true }.listed == ["a>b=2"])
    }

    @Test("names may hold anything that a quoted field can")
    func quotedNames() throws {
        let edges = try graph("\"Saint-Denis, La Réunion\",\"say \"\"hi\"\"\",3\n", file: "g.csv")
        #expect(edges.names[0] == "Saint-Denis, La Réunion")
        #expect(edges.names[1] == "say \"hi\"")
        #expect(edges.names.node(named: "say \"hi\"") == 1)
        #expect(edges.names.node(named: "hi") == nil)
    }

    @Test("decimal weights are exact")
    func decimalWeights() throws {
        let edges = try graph("a,b,0.1\nb,c,0.25\nc,d,3\n", file: "g.csv")
        #expect(edges.decimalPlaces == 2)
        let route = try Dijkstra.route(in: edges, from: 0, to: 3).value
        #expect(route.map { edges.text(ofCost: $0.cost) } == "3.35")
        #expect(edges.text(ofCost: -5) == "-0.05")
        #expect(edges.cost(ofText: "3.35".utf8) == 335)
        #expect(edges.cost(ofText: "3.355".utf8) == nil)
    }

    @Test(
        "a malformed edge list is refused with the line and what was expected",
        arguments: [
            ("", "g.csv: expected a graph, found nothing."),
            ("a,b,1\nb\n", "g.csv:2: expected 3 fields as in the first line, found 'b'."),
            ("a,b,1\nb,c,x\n", "g.csv:2: expected a number as the weight, found 'x'."),
            ("a,b,1\nb,,2\n", "g.csv:2: expected a node's name, found an empty field."),
            ("a,b,1\n\"b,c,2\n", "g.csv:2: expected a closing quote at the end of the field, found '\"b,c,2'."),
            (
                "a,b,1,2\n",
                "g.csv:1: expected 'FROM,TO' or 'FROM,TO,WEIGHT' (--weight-column 3 says which column is the weight), "
                    + "found 'a,b,1,2'."
            ),
            (
                "a\nb\n",
                "g.csv:1: expected 'FROM,TO' or 'FROM,TO,WEIGHT' (--separator says what stands between), found 'a'."
            ),
            ("a;b;1,5\n", "g.csv:1: '1,5' has a decimal comma; expected a decimal point, or --decimal-comma."),
            ("a,b,-inf\n", "g.csv:1: expected a weight above minus infinity, found '-inf'."),
            (
                "id,from,to,metres\n1,a,b,2\n",
                "g.csv:1: expected a column named weight, cost, distance, length or time; --weight-column NAME says which "
                    + "it is (or none), found the columns id, from, to, metres."
            ),
        ])
    func malformedEdgeLists(text: String, message: String) {
        let error = #expect(throws: ReadError.self) { try graph(text, file: "g.csv") }
        #expect(error?.description == message)
    }

    @Test("a name that is not UTF-8 is refused")
    func namesAreUTF8() {
        #expect(throws: ReadError(file: "g.csv", line: 1, .notUTF8)) {
            try GraphReader.read(BytesInMemory([0x61, 0x2C, 0xFF, 0x2C, 0x31, 0x0A]), file: "g.csv")
        }
    }

    @Test(
        "JSON is read in the forms that other tools write",
        arguments: [
            #"{"nodes": ["a", "b", "c"], "edges": [{"from": "a", "to": "b", "weight": 5}, ["b", "c", 7]]}"#,
            #"{"directed": true, "nodes": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "links": [{"source": "a", "#
                + #""target": "b", "weight": 5.0}, {"source": "b", "target": "c", "cost": 7}]}"#,
            #"[["a", "b", 5], {"tail": "b", "head": "c", "weight": 7e0}]"#,
            #"{"a": {"b": 5}, "b": {"c": 7}, "c": {}}"#,
            "{\"arcs\":[[\"\\u0061\",\"b\",5],[\"b\",\"c\",7]]}",
        ])
    func json(text: String) throws {
        let graph = try graph(text, file: "standard input")
        #expect(graph.listed == ["a>b=5", "b>c=7"])
        #expect(!graph.names.areNumbers)
    }

    @Test("JSON nodes keep their places and whether they are numbers; undirected edges lead both ways")
    func jsonDetails() throws {
        let text = #"{"directed": false, "nodes": [{"id": 1, "x": 0.5, "y": -2}, {"id": 2, "lon": 1, "lat": 3}], "#
        let graph = try graph(text + #""edges": [[1, 2]]}"#, file: "g.json")
        #expect(graph.listed == ["1>2=1", "2>1=1"])
        #expect(graph.names.areNumbers)
        #expect(graph.coordinates == [Coordinate(x: 0.5, y: -2), Coordinate(x: 1, y: 3)])
    }

    @Test(
        "malformed JSON is refused with the line and what was expected",
        arguments: [
            (
                "{\n\"edges\": [\n[\"a\"]\n]}",
                "g.json:3: expected an edge: an object, or a list [from, to, weight], found a list."
            ),
            ("{\"edges\": [\n", "g.json:2: expected a value, found the end of the line."),
            ("{\"edges\": [[\"a\", \"b\", \"x\"]]}", "g.json:1: expected a number as the weight, found 'x'."),
            ("[] x", "g.json:1: expected the end of the document, found 'x'."),
            (
                "{\"nodes\": [\"a\"],\n \"edges\": [[\"a\", \"b\"]]}",
                "g.json:2: expected a node of the graph, found 'b'."
            ),
            ("{\"nodes\": [\"a\", \"a\"]}", "g.json:1: expected each node once, found 'a' again."),
            (
                String(repeating: "[", count: 100),
                "g.json:1: expected at most 64 levels of nesting, found '[[[[[[[[[[[[[[[[[[[['."
            ),
            ("[[\"a\", \"\\ud800\"]]", "g.json:1: expected the second half of a surrogate pair, found '\"]]'."),
            ("[[\"a\", \"b\", 01]]", "g.json:1: expected a value, found '01]]'."),
        ])
    func malformedJSON(text: String, message: String) {
        let error = #expect(throws: ReadError.self) { try graph(text, file: "g.json") }
        #expect(error?.description == message)
    }

    @Test("coordinates are read from .co and from tables, and must fit the graph")
    func coordinates() throws {
        let graph = try graph("p sp 2 0\n", file: "g.gr")
        func read(_ text: String) throws -> [Coordinate] {
            try CoordinateReader.read(BytesInMemory(text), file: "g.co", for: graph)
        }
        let expected = [Coordinate(x: -3, y: 4), Coordinate(x: 5, y: 6)]
        #expect(try read("c x\np aux sp co 2\nv 2 5 6\nv 1 -3 4\n") == expected)
        #expect(try read("node,x,y\n1,-3.0,4\n2,5,6e0\n") == expected)
        #expect(throws: ReadError(file: "g.co", line: 1, .otherNodeCount(graph: 2, coordinates: 3))) {
            try read("p aux sp co 3\n")
        }
        #expect(throws: ReadError(file: "g.co", .otherNodeCount(graph: 2, coordinates: 1))) { try read("v 1 5 6\n") }
        #expect(throws: ReadError(file: "g.co", line: 2, .repeatedNode("'1'"))) { try read("v 1 5 6\nv 1 5 6\n") }
        #expect(throws: ReadError(file: "g.co", line: 1, .unknownNode("'9'"))) { try read("v 9 5 6\n") }
        #expect(throws: ReadError(file: "g.co", line: 1, .expected("a number as X", found: "'x'"))) {
            try read("v 1 x 6\n")
        }
    }

    @Test("queries are read with a header or without, and compared with what is known")
    func queries() throws {
        let graph = try graph("p sp 3 1\na 1 2 5\n", file: "g.gr")
        func read(_ text: String) throws -> [Query] {
            try QueryReader.read(BytesInMemory(text), file: "q.tsv", for: graph)
        }
        let expected = [
            Query(source: 0, target: 1, expected: .cost(5), line: 2),
            Query(source: 1, target: 0, expected: Query.Expected.none, line: 3),
            Query(source: 2, target: 2, line: 4),
        ]
        #expect(try read("from\tto\tdistance\n1\t2\t5\n2\t1\tnone\n3\t3\n") == expected)
        #expect(try read("1\t2\t5\r\n").first?.line == 1)
        #expect(try read("1\t2\t5.5\n").first?.agrees(with: .cost(5)) == false)
        #expect(throws: ReadError(file: "q.tsv", line: 1, .unknownNode("'4'"))) { try read("4\t2\n") }
        #expect(throws: ReadError(file: "q.tsv", line: 1, .expected("a distance or 'none'", found: "'x'"))) {
            try read("1\t2\tx\n")
        }
        #expect(try read("\u{FEFF}1 2 5\n") == [Query(source: 0, target: 1, expected: .cost(5), line: 1)])
        #expect(try read("1,2,5\n").first?.expected == .cost(5))
        #expect(try read("From;To\n1;2;inf\n").first?.expected == Query.Expected.none)
        #expect(throws: ReadError.self) { try read("1\n") }
    }

    @Test("limits hold for nodes, arcs, lines and documents")
    func limits() {
        func limited(_ text: String, _ file: String, _ change: (inout ReadLimits) -> Void) throws {
            _ = try graph(text, file: file) { change(&$0.limits) }
        }
        #expect(throws: ReadError(file: "g.csv", line: 1, .tooMany(what: "nodes", limit: 1))) {
            try limited("a,b,1\n", "g.csv") { $0.nodes = 1 }
        }
        #expect(throws: ReadError(file: "g.csv", line: 2, .tooMany(what: "edges", limit: 1))) {
            try limited("a,b,1\na,b,1\n", "g.csv") { $0.arcs = 1 }
        }
        #expect(throws: ReadError(file: "g.gr", line: 1, .tooMany(what: "arcs", limit: 1))) {
            try limited("p sp 1 2\n", "g.gr") { $0.arcs = 1 }
        }
        #expect(throws: ReadError(file: "g.csv", .tooMany(what: "bytes in one line", limit: 1000))) {
            try limited(String(repeating: "a", count: 1 << 20), "g.csv") { $0.lineBytes = 1000 }
        }
        #expect(throws: ReadError(file: "g.json", .tooMany(what: "bytes", limit: 10))) {
            try limited("[[1, 2, 3], [1, 2, 3]]", "g.json") { $0.jsonBytes = 10 }
        }
    }

    @Test("random bytes and damaged files are refused or read, but never end the program")
    func damagedInputs() {
        let good = [
            ("g.gr", "c x\np sp 3 2\na 1 2 5\na 2 3 7\n"), ("g.csv", "from,to,weight\n\"a\",b,5\nb,c,7.5\n"),
            ("g.json", #"{"nodes":[{"id":"a","x":1,"y":2},"b"],"edges":[["a","b",5],{"from":"b","to":"a"}]}"#),
        ]
        var random = SeededRandom(state: 7)
        for (file, text) in good {
            for _ in 0..<1500 {
                var bytes = Array(text.utf8)
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
                    default: bytes.remove(at: place)
                    }
                }
                do {
                    let graph = try GraphReader.read(BytesInMemory(bytes), file: file)
                    #expect(graph.listed.count == graph.arcCount)
                } catch let error as ReadError {
                    #expect(error.description.hasPrefix(file))
                } catch {
                    Issue.record("\(error)")
                }
            }
        }
    }
}
