import Foundation
import TestKit
import Testing

private let shortestpath = BuiltTool("shortestpath")

private let town = """
    c a town
    p sp 5 6
    a 1 2 4
    a 1 3 2
    a 3 2 1
    a 2 4 5
    a 3 4 8
    a 4 1 1

    """
private let townPlaces = "p aux sp co 5\nv 1 0 0\nv 2 1 1\nv 3 1 -1\nv 4 2 0\nv 5 3 3\n"

/// Runs in a folder that has the town, its coordinates and a few other graphs.
private func run(_ arguments: String..., input: String = "") async throws -> BuiltTool.Result {
    try await withTemporaryFolder { folder in
        let files = [
            "town.gr": town, "town.co": townPlaces, "negative.csv": "a,b,1\nb,c,-3\nc,d,1\nd,b,1\n",
            "flights.tsv": "from\tto\thours\nLIS\tMAD\t1.5\nMAD\tHEL\t4.25\nLIS\tHEL\t6\n",
            "right.tsv": "from\tto\tdistance\n1\t4\t8\n4\t2\t4\n1\t5\tnone\n5\t5\n",
            "wrong.tsv": "1\t4\t8\n4\t2\t5\n",
        ]
        for (name, text) in files {
            try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
        }
        return try await shortestpath.run(arguments, input: Data(input.utf8), in: folder)
    }
}

@Test("an unknown subcommand of shortestpath is a usage error")
func anUnknownSubcommandOfShortestpathIsAUsageError() async throws {
    #expect(try await shortestpath.run(["sing"]).status == 64)
    #expect(try await run("route", "town.gr", "--from", "1").status == 64)
    #expect(try await run("route", "town.gr", "--from", "1", "--to", "2", "--k", "0").status == 64)
    #expect(try await run("route", "town.gr", "--from", "1", "--to", "2", "--algorithm", "guess").status == 64)
}

@Test(
    "a route is printed with its cost and its nodes, whatever the algorithm",
    arguments: ["auto", "dijkstra", "bidirectional", "astar", "bellman-ford"])
func routes(algorithm: String) async throws {
    let result = try await run("route", "town.gr", "--from", "1", "--to", "4", "--algorithm", algorithm, "--quiet")
    #expect(result.status == 0)
    #expect(result.output == "cost 8, 3 arcs\n1 → 3 → 2 → 4\n")
    #expect(result.errors.isEmpty)
}

@Test("the k cheapest paths come in order")
func kRoutes() async throws {
    let result = try await run("route", "town.gr", "--from", "1", "--to", "4", "--k", "9", "--quiet")
    #expect(
        result.output
            == "cost 8, 3 arcs\n1 → 3 → 2 → 4\ncost 9, 2 arcs\n1 → 2 → 4\ncost 10, 2 arcs\n1 → 3 → 4\n")
}

@Test("a route as JSON has the words of the manual")
func routeAsJSON() async throws {
    struct Answer: Decodable {
        let algorithm: String
        let from, to, cost, length, expanded, generated: Int
        let path: [Int]
        let milliseconds: Double
    }
    let result = try await run("route", "town.gr", "--from", "1", "--to", "4", "--json")
    let answer = try JSONDecoder().decode(Answer.self, from: result.outputData)
    #expect(answer.algorithm == "dijkstra")
    #expect((answer.cost, answer.length) == (8, 3))
    #expect(answer.path == [1, 3, 2, 4])
}

@Test("decimal costs and named nodes stay what they are")
func decimalRoute() async throws {
    let result = try await run("route", "flights.tsv", "--from", "LIS", "--to", "HEL", "--quiet")
    #expect(result.output == "cost 5.75, 2 arcs\nLIS → MAD → HEL\n")
    let json = try await run("route", "flights.tsv", "--from", "LIS", "--to", "HEL", "--json")
    #expect(json.output.contains(#""cost":5.75,"length":2,"path":["LIS","MAD","HEL"]"#))
}

@Test("what was skipped or rounded is told on standard error, and columns are named by options")
func notesAndColumns() async throws {
    let rounded = try await run("route", "-", "--from", "a", "--to", "c", input: "a,b,0.30000000000000004\nb,c,100.5\n")
    #expect(rounded.output == "cost 100.8, 2 arcs\na → b → c\n")
    #expect(rounded.errors.contains("standard input: 1 weight rounded to 16 decimal places, the first in line 1"))
    let skipped = try await run("route", "-", "--from", "a", "--to", "c", input: "a,b,1\nb,c,\nb,c,2\n")
    #expect(skipped.output.hasPrefix("cost 3,") && skipped.errors.contains("1 edge without a weight skipped"))
    let table = "id;von;nach;meter\n1;a;b;1,5\n2;b;c;2,25\n"
    let named = try await run(
        "route", "-", "--from", "a", "--to", "c", "--from-column", "von", "--to-column", "nach", "--weight-column",
        "meter", "--decimal-comma", "--quiet", input: table)
    #expect(named.output == "cost 3.75, 2 arcs\na → b → c\n", "\(named.errors)")
    let told = try await run(
        "route", "-", "--from", "a", "--to", "b", "--separator", "tab", "--comment", "//", "--quiet",
        input: "// x\na\tb\t4\n")
    #expect(told.output.hasPrefix("cost 4,"))
    #expect(try await run("route", "-", "--from", "a", "--to", "b", "--separator", "xy").status == 64)
}

@Test("a negative cycle beside the path is no hindrance")
func aCycleBesideTheWay() async throws {
    let edges = "a,b,1\nb,c,1\na,x,1\nx,y,-2\ny,x,-2\n"
    let route = try await run("route", "-", "--from", "a", "--to", "c", "--quiet", input: edges)
    #expect(route.output == "cost 2, 2 arcs\na → b → c\n")
    let through = try await run("route", "-", "--from", "a", "--to", "y", input: edges)
    #expect(through.status == 1 && through.errors.contains("negative cycle, x → y → x"))
}

@Test("where there is no path, the exit status is 1 and a line says so")
func noPath() async throws {
    let result = try await run("route", "town.gr", "--from", "1", "--to", "5")
    #expect(result.status == 1)
    #expect(result.errors.contains("no path from 1 to 5"))
    let json = try await run("route", "town.gr", "--from", "1", "--to", "5", "--json")
    #expect(json.status == 1)
    for member in [#""cost":null,"#, #""length":null,"#, #""path":null,"#] { #expect(json.output.contains(member)) }
}

@Test("a negative cycle is named, and negative weights under Dijkstra are refused")
func negativeWeights() async throws {
    let cycle = try await run("route", "negative.csv", "--from", "a", "--to", "d", "--algorithm", "bellman-ford")
    #expect(cycle.status == 1)
    #expect(cycle.errors.contains("negative cycle, b → c → d → b, which costs -1 a round"))
    let refused = try await run("route", "negative.csv", "--from", "a", "--to", "d", "--algorithm", "dijkstra")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("the arc from b to c weighs -3 (negative)"))
    let json = try await run("route", "negative.csv", "--from", "a", "--to", "d", "--json")
    #expect(json.output.contains(#""cycleCost":-1,"negativeCycle":["b","c","d"]"#))
}

@Test("a tree has a line for each node")
func tree() async throws {
    let result = try await run("tree", "town.gr", "--from", "1", "--quiet")
    #expect(result.output == "1\t0\t-\n2\t3\t3\n3\t2\t1\n4\t8\t2\n5\tnone\t-\n")
}

@Test("a matrix names its columns and rows")
func matrix() async throws {
    let result = try await run("matrix", "flights.tsv")
    #expect(result.output == "\tLIS\tMAD\tHEL\nLIS\t0\t1.5\t5.75\nMAD\tnone\t0\t4.25\nHEL\tnone\tnone\t0\n")
}

@Test("components are counted")
func components() async throws {
    let result = try await run("components", "town.gr")
    let counts = "2 components, of 4, 1 nodes"
    #expect(result.output == "5 nodes, 6 arcs\nweak: \(counts)\nstrong: \(counts)\n")
    #expect(try await run("components", "town.gr", "--list", "strong").output == "1\t1\n2\t1\n3\t1\n4\t1\n5\t2\n")
}

@Test("a batch prints distances without a header, and exits 1 on a difference")
func queries() async throws {
    let right = try await run("queries", "town.gr", "right.tsv", "--quiet")
    #expect(right.status == 0)
    #expect(right.output == "1\t4\t8\n4\t2\t4\n1\t5\tnone\n5\t5\t0\n")
    let wrong = try await run("queries", "town.gr", "wrong.tsv")
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("wrong.tsv:2: expected 5, found 4"))
    let json = try await run("queries", "town.gr", "right.tsv", "--json", "--summary")
    #expect(json.output.contains(#"{"queries":4,"compared":3,"mismatches":0,"unreachable":1,"#))
    #expect(try await run("queries", "town.gr", "-", "--quiet", input: "3\t1\n").output == "3\t1\t7\n")
}

@Test("a graph comes from standard input, gzipped or not")
func standardInput() async throws {
    let plain = try await run("route", "-", "--from", "a", "--to", "c", "--quiet", input: "a,b,5\nb,c,-2\n")
    #expect(plain.output == "cost 3, 2 arcs\na → b → c\n")
    let gzip = try RequiredTool.path(of: "gzip", package: "gzip")
    try await withTemporaryFolder { folder in
        let file = folder.appending(path: "t.gr")
        try town.write(to: file, atomically: false, encoding: .utf8)
        _ = try await Program(gzip, [file.path]).output()
        let packed = try Data(contentsOf: folder.appending(path: "t.gr.gz"))
        let arguments = ["route", "--from", "1", "--to", "4", "--quiet"]
        let named = try await shortestpath.run(arguments + ["t.gr.gz"], in: folder)
        let piped = try await shortestpath.run(arguments + ["-"], input: packed)
        #expect(named.output == "cost 8, 3 arcs\n1 → 3 → 2 → 4\n")
        #expect(piped.output == named.output)
        let cut = try await shortestpath.run(arguments + ["-"], input: packed.dropLast(4))
        #expect(cut.status == 1)
        #expect(cut.errors.contains("the gzip data is cut off"))
        var damaged = packed
        damaged[damaged.count - 6] ^= 0x55
        #expect(try await shortestpath.run(arguments + ["-"], input: damaged).errors.contains("damaged"))
    }
}

@Test("a picture shows the arcs and the path, and needs coordinates")
func pictures() async throws {
    let result = try await run("route", "town.gr", "--from", "1", "--to", "4", "--svg")
    #expect(result.output.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(result.output.contains("stroke=\"#d55e00\""))
    #expect(try XMLDocumentCheck.isWellFormed(result.outputData))
    let refused = try await run("route", "flights.tsv", "--from", "LIS", "--to", "HEL", "--svg")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("coordinates"))
}

@Test("unreadable input is told with its name, and never crashes")
func unreadableInput() async throws {
    let missing = try await run("route", "nowhere.gr", "--from", "1", "--to", "2")
    #expect(missing.status == 1)
    #expect(missing.errors.contains("nowhere.gr: cannot be read: No such file or directory."))
    let bad = try await run("route", "-", "--from", "1", "--to", "2", input: "p sp 2 1\na 1 2 x\n")
    #expect(bad.status == 1)
    #expect(bad.errors.contains("standard input:2: expected a whole number as the weight, found 'x'."))
    let unknown = try await run("route", "town.gr", "--from", "9", "--to", "2")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("--from: '9' is not a node of town.gr; its nodes are numbered from 1 to 5."))
}

@Test("a generated graph is the same for the same seed, and readable")
func generated() async throws {
    let one = try await run("generate", "--rows", "20", "--columns", "30", "--seed", "5")
    let other = try await run("generate", "--rows", "20", "--columns", "30", "--seed", "5")
    #expect(one.output == other.output)
    let parts = try await run("components", "-", "--json", input: one.output)
    #expect(parts.output.contains(#"{"nodes":600,"arcs":1520,"weak":{"count":1,"#))
}

/// The distances of the road network were computed by others.
@Test(
    "every distance of the Luxembourg road network is exact",
    .enabled(if: ProcessInfo.processInfo.environment["VECTORS"] != nil, "VECTORS is not set"))
func roadNetwork() async throws {
    let environment = ProcessInfo.processInfo.environment
    let roads = URL(filePath: try #require(environment["VECTORS"])).appending(path: "roads")
    let all = try String(contentsOf: roads.appending(path: "luxembourg-time.queries.tsv"), encoding: .utf8)
    var lines = all.split(separator: "\n")
    let header = lines.removeFirst()
    // A debug build takes a tenth of a second for each query.
    if environment["TEST_FULL"] == nil { lines = stride(from: 0, to: lines.count, by: 400).map { lines[$0] } }
    let batch = ([header] + lines).joined(separator: "\n") + "\n"
    let graph = roads.appending(path: "luxembourg-time.gr").path
    let result = try await shortestpath.run(["queries", graph, "-", "--quiet"], input: Data(batch.utf8))
    #expect(result.status == 0)
    #expect(result.output == lines.map { $0 + "\n" }.joined())
    // The coordinates lie in luxembourg.co beside luxembourg-time.gr.
    let route = try await shortestpath.run(
        ["route", graph, "--from", "10076", "--to", "20151", "--algorithm", "astar", "--quiet"])
    #expect(route.output.hasPrefix("cost 3558000, "))
}

@Test("an answer that cannot be written whole leaves the file as it was, and says why")
func anAnswerIsWholeOrAbsent() async throws {
    try await withTemporaryFolder { folder in
        try Data("a,b,1\n".utf8).write(to: folder.appending(path: "g.csv"))
        let route = ["route", "g.csv", "--from", "a", "--to", "b", "--quiet", "--output"]
        let file = folder.appending(path: "answer.txt")
        try Data("old".utf8).write(to: file)
        #expect(try await shortestpath.run(route + ["answer.txt"], in: folder).status == 0)
        #expect(try String(contentsOf: file, encoding: .utf8) == "cost 1, 1 arc\na → b\n")
        let refused = try await shortestpath.run(route + ["nowhere/answer.txt"], in: folder)
        #expect(refused.status == 1 && refused.errors.contains("'nowhere/answer.txt' cannot be written: "))
        #if os(Linux)
            let full = try await shortestpath.run(route + ["/dev/full"], in: folder)
            #expect(full.status == 1 && full.errors.contains("No space left on device"))
        #endif
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["answer.txt", "g.csv"])
    }
}
