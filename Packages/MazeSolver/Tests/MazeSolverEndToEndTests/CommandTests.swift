import Foundation
import TestKit
import Testing

@testable import MazeSolverCommand

private let mazesolver = BuiltTool("mazesolver")

/// What `--json` prints for a solution.
private struct Report: Decodable {
    var algorithm: String
    var length: Int?
    var cost: Double?
    var cells: Int
    var expanded: Int
    var generated: Int
    var optimal: Bool
    var milliseconds: Double
    var path: [[Int]]?
}

private func report(_ result: BuiltTool.Result) throws -> Report {
    try JSONDecoder().decode(Report.self, from: result.outputData)
}

private let room = """
    ##########
    S        #
    # ###### #
    # #    # #
    #   ##   E
    ##########
    """

@Suite("mazesolver, as its user runs it", .watchesClock)
struct CommandTests {
    @Test("an unknown subcommand is a usage error, and so are wrong values")
    func usageErrors() async throws {
        for arguments in [
            ["sing"], ["solve"], ["generate", "--size", "0x5"], ["generate", "--algorithm", "magic"],
            ["generate", "--output", "maze.doc"], ["solve", "x", "--from", "1;2"], ["generate", "--braid", "7"],
        ] {
            #expect(try await mazesolver.run(arguments).status == 64, "\(arguments)")
        }
        #expect(try await mazesolver.run(["--help"]).output.contains("Examples"))
        #expect(try await mazesolver.run(["--version"]).status == 0)
    }

    @Test("a maze goes through every format and is solved alike", arguments: ["txt", "png", "json"])
    func everyFormat(format: String) async throws {
        try await withTemporaryFolder { folder in
            let make = ["generate", "--size", "20x10", "--seed", "1", "--output", "maze.\(format)"]
            #expect(try await mazesolver.run(make, in: folder).status == 0)
            let again = try await mazesolver.run(["generate", "--size", "20x10", "--seed", "1"])
            #expect(again.output.split(separator: "\n").count == 21)
            #expect(again.output.split(separator: "\n").allSatisfy { $0.count == 41 })
            let solved = try await mazesolver.run(["solve", "maze.\(format)", "--json", "--path"], in: folder)
            let report = try report(solved)
            #expect(report.optimal && report.cells == 401)
            let path = try #require(report.path)
            #expect(path.first == [1, 0] && path.last == [39, 20])
            #expect(report.length == path.count - 1 && report.cost == Double(path.count - 1))
            for (from, to) in zip(path, path.dropFirst()) {
                #expect(abs(from[0] - to[0]) + abs(from[1] - to[1]) == 1)
            }
        }
    }

    @Test("the solved picture is written in every format, and read again", arguments: ["txt", "png", "svg"])
    func theSolvedPicture(format: String) async throws {
        try await withTemporaryFolder { folder in
            try Data(room.utf8).write(to: folder.appending(path: "room.txt"))
            let solve = ["solve", "room.txt", "--output", "solved.\(format)", "--quiet"]
            #expect(try await mazesolver.run(solve, in: folder).status == 0)
            let bytes = try Data(contentsOf: folder.appending(path: "solved.\(format)"))
            #expect(!bytes.isEmpty)
            if format == "svg" {
                #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("<svg"))
                #expect(throws: Never.self) { try XMLCheck.wellFormed(bytes) }
            } else {
                let again = try await mazesolver.run(["solve", "solved.\(format)", "--json", "--quiet"], in: folder)
                #expect(again.status == 0)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
        }
    }

    @Test("coordinates and moves tell the same path")
    func coordinatesAndMoves() async throws {
        let input = Data(room.utf8)
        let path = try await mazesolver.run(["solve", "-", "--path", "--quiet"], input: input)
        #expect(path.output.hasPrefix("0,1\n1,1\n") && path.output.hasSuffix("9,4\n"))
        let moves = try await mazesolver.run(["solve", "-", "--moves", "--quiet"], input: input)
        #expect(moves.output.split(separator: " ").count + 1 == path.output.split(separator: "\n").count)
        let ends = try await mazesolver.run(
            ["solve", "-", "--from", "1,1", "--to", "1,4", "--moves", "--quiet"], input: input)
        #expect(ends.output == "S S S\n")
    }

    @Test(
        "what cannot be solved ends with exit status 1 and a reason",
        arguments: [
            ("#####\n#   #\n#####", [], "no entrance"), ("# ###\n#   #\n#####", [], "no exit"),
            ("# # #\n#   #\n### #", [], "3 candidates"), ("# ###\n# # #\n### #", [], "no path"),
            ("# ###\n#   #\n### #", ["--from", "0,0"], "lies in a wall"),
            ("# ###\n#   #\n### #", ["--to", "9,9"], "lies outside"), ("", [], "empty"), ("ab", [], "'a' is neither"),
            ("\u{89}PNG\r\n", [], "neither"), ("type octile\nheight 2\n", [], "line 3"), ("{}", [], "rows"),
        ] as [(String, [String], String)])
    func whatCannotBeSolved(maze: String, arguments: [String], reason: String) async throws {
        let result = try await mazesolver.run(["solve", "-"] + arguments, input: Data(maze.utf8))
        #expect(result.status == 1)
        #expect(result.errors.contains(reason), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count <= 2)
    }

    @Test("without a path the reachable part is drawn")
    func theReachablePartIsDrawn() async throws {
        try await withTemporaryFolder { folder in
            try Data("# ###\n# # #\n# # #\n### #".utf8).write(to: folder.appending(path: "cut.txt"))
            let result = try await mazesolver.run(
                ["solve", "cut.txt", "--output", "reached.txt", "--json"], in: folder)
            #expect(result.status == 1)
            #expect(try report(result).length == nil)
            let text = try String(contentsOf: folder.appending(path: "reached.txt"), encoding: .utf8)
            #expect(text == "#:###\n#:# #\n#:# #\n### #\n")
        }
    }

    @Test("a file that is missing, or a folder, is told by name")
    func aMissingFile() async throws {
        let result = try await mazesolver.run(["solve", "nowhere.png"])
        #expect(result.status == 1 && result.errors.contains("nowhere.png"))
        #expect(try await mazesolver.run(["solve", "/"]).status == 1)
        #expect(try await mazesolver.run(["generate", "--output", "/nowhere/x.png"]).status == 1)
    }

    @Test("race runs every solver and says who is optimal")
    func race() async throws {
        try await withTemporaryFolder { folder in
            let make = ["generate", "--size", "30x30", "--seed", "4", "--braid", "1", "--output", "maze.png"]
            #expect(try await mazesolver.run(make, in: folder).status == 0)
            let result = try await mazesolver.run(["race", "maze.png", "--json", "--output", "race.png"], in: folder)
            let reports = try JSONDecoder().decode([Report].self, from: result.outputData)
            #expect(reports.count == 11)
            let best = reports.compactMap(\.cost).min()
            for report in reports { #expect(report.optimal == (report.cost == best), "\(report.algorithm)") }
            #expect(reports.first { $0.algorithm == "breadth-first" }?.optimal == true)
            #expect(try Data(contentsOf: folder.appending(path: "race.png")).count > 500)
            let table = try await mazesolver.run(["race", "maze.png", "--diagonal"], in: folder)
            #expect(table.output.contains("jump-point-search"))
        }
    }

    @Test("stats measures, bench compares")
    func statsAndBench() async throws {
        try await withTemporaryFolder { folder in
            let stats = try await mazesolver.run(["stats", "-", "--json"], input: Data(room.utf8))
            let numbers = try #require(try JSONSerialization.jsonObject(with: stats.outputData) as? [String: Any])
            #expect(numbers["deadEnds"] as? Int == 0 && numbers["solutionLength"] as? Int == 12)
            try Data("type octile\nheight 3\nwidth 4\nmap\n....\n.@..\n....\n".utf8)
                .write(to: folder.appending(path: "m.map"))
            let good = "version 1\n0\tm.map\t4\t3\t0\t0\t3\t0\t3\n0\tm.map\t4\t3\t0\t1\t3\t1\t4.5\n"
            try Data(good.utf8).write(to: folder.appending(path: "m.map.scen"))
            for solver in ["jps", "a-star", "dijkstra"] {
                let result = try await mazesolver.run(
                    ["bench", "--scenario", "m.map.scen", "--json", "--algorithm", solver], in: folder)
                #expect(result.status == 1, "the second length is wrong: it is 3 + √2")
                #expect(result.output.contains("\"instances\":2,"), "\(result.output)")
                #expect(result.output.contains("\"mismatches\":1}"), "\(result.output)")
                #expect(result.errors.contains("m.map.scen:3: length 4.41421"))
            }
            try Data(good.replacing("4.5", with: "4.41421").utf8).write(to: folder.appending(path: "m.map.scen"))
            #expect(try await mazesolver.run(["bench", "--scenario", "m.map.scen"], in: folder).status == 0)
        }
    }

    @Test("an enlarged picture is measured and solved as the small one, and drawn as large as it was")
    func enlargedPictures() async throws {
        try await withTemporaryFolder { folder in
            let make = ["generate", "--size", "16x10", "--seed", "3", "--braid", "0.2", "--output"]
            #expect(try await mazesolver.run(make + ["small.png"], in: folder).status == 0)
            #expect(try await mazesolver.run(make + ["large.png", "--scale", "8"], in: folder).status == 0)
            let small = try await mazesolver.run(["stats", "small.png", "--json"], in: folder)
            let large = try await mazesolver.run(["stats", "large.png", "--json"], in: folder)
            #expect(small.output == large.output && large.output.contains("\"cells\":160"))
            #expect(
                large.errors
                    == "large.png: 16×10 cells, walls 8 px, passages 8 px, entrance (1,0), exit (31,20)\n",
                "\(large.errors)")
            let solved = try await mazesolver.run(
                ["solve", "large.png", "--output", "solved.png", "--json", "--quiet"], in: folder)
            let again = try await mazesolver.run(["solve", "solved.png", "--json", "--quiet"], in: folder)
            #expect(solved.errors.isEmpty && again.errors.isEmpty)
            #expect(try report(solved).length == report(again).length)
            #expect(try report(solved).cells == report(again).cells)
            let pixels = try await mazesolver.run(["solve", "large.png", "--as-pixels", "--json"], in: folder)
            #expect(try #require(try report(pixels).length) > 7 * (try #require(try report(solved).length)))
        }
    }

    @Test("of more openings the ones of the first and the last row are meant, and of several exits the nearest")
    func severalDoors() async throws {
        let doors = Data("#.#######\n...     #\n# ##### #\n      # #\n##### # #\n#     # #\n#######.#\n".utf8)
        let solved = try await mazesolver.run(["solve", "-", "--path"], input: doors)
        #expect(solved.output.hasPrefix("1,0\n") && solved.output.hasSuffix("\n7,6\n"))
        #expect(solved.errors.contains("2 at the sides are not"))
        let started = try await mazesolver.run(
            ["solve", "-", "--path", "--from", "2,3"], input: doors)
        #expect(started.output.hasSuffix("\n0,3\n") && started.errors.contains("4 exits; the nearest is 0,3"))
        let goals = Data("#######\n#E S E#\n#######\n".utf8.map { $0 })
        #expect(try report(await mazesolver.run(["solve", "-", "--json"], input: goals)).length == 2)
    }

    @Test("jump point search on a maze of four neighbours is refused, not asked another question")
    func jumpPointSearchIsRefused() async throws {
        for command in [
            ["solve", "-", "--algorithm", "jps"], ["watch", "-", "--algorithm", "jps", "--record", "x.apng"],
        ] {
            let result = try await mazesolver.run(command, input: Data(room.utf8))
            #expect(result.status == 1 && result.errors.contains("add --diagonal"), "\(result.errors)")
        }
        let asked = try await mazesolver.run(
            ["solve", "-", "--algorithm", "jps", "--diagonal"], input: Data(room.utf8))
        #expect(asked.status == 0)
    }

    @Test("what a text was taken for is told, and a margin is cut off")
    func textsAreUnderstood() async throws {
        let text = "\n  XXXXXXX  \r\n  A     X\r\n  XXXXX X\r\n  X     B  \r\n  XXXXXXX\r\n"
        let result = try await mazesolver.run(["solve", "-", "--json"], input: Data(text.utf8))
        #expect(try report(result).length == 8)
        #expect(result.errors.contains("'X', of which the border consists, is a wall"))
        #expect(result.errors.contains("cut off outside of the outer wall"))
        let open = try await mazesolver.run(["solve", "-"], input: Data("       \n ##### \n # # # \n       \n".utf8))
        #expect(open.status == 1 && open.errors.contains("open all round"))
    }

    @Test("the line below a watched maze fits sixty columns with all its keys")
    func theStatusLineFits() {
        for title in ["greedy-best-first", "wall-follower-right", "dfs"] {
            let line = StatusLine.text(title: title, position: 123, count: 4567, state: "1000/s", columns: 60)
            #expect(line.count <= 60)
            for key in ["space", "←→", "+-", "r", "q"] { #expect(line.contains(key), "\(line)") }
        }
        #expect(StatusLine.text(title: "a-star", position: 1, count: 2, state: "5/s", columns: 100).contains("q quit"))
        #expect(StatusLine.text(title: "a-star", position: 1, count: 2, state: "5/s", columns: 5).count == 5)
    }

    @Test("watch records, and without a terminal says so")
    func watchRecords() async throws {
        try await withTemporaryFolder { folder in
            let made = ["watch", "--size", "6x4", "--seed", "1", "--record"]
            #expect(try await mazesolver.run(made + ["out.apng"], in: folder).status == 0)
            let bytes = try Data(contentsOf: folder.appending(path: "out.apng"))
            #expect(bytes.range(of: Data("acTL".utf8)) != nil)
            let result = try await mazesolver.run(["watch", "--size", "6x4"])
            #expect(result.status == 1 && result.errors.contains("terminal"))
        }
    }

    @Test("an interrupted program leaves no half file behind", arguments: [SIGINT, SIGTERM])
    func anInterruptedProgram(signal: Int32) async throws {
        try await withTemporaryFolder { folder in
            var program = try mazesolver.program(
                ["generate", "--size", "20000x100000", "--algorithm", "eller", "--output", "tower.png"], in: folder)
            #if os(Linux)
                // What a shell runs in its background ignores interrupts, Dispatch's threads block both signals, and
                // programs inherit that.
                program.arguments = ["--default-signal=INT,TERM", program.executable] + program.arguments
                program.executable = "/usr/bin/env"
            #endif
            let running = try await RunningProgram.start(program)
            func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
            // At once: the file is hardly there when the signal comes.
            while try files().isEmpty, running.isRunning { await Task.yield() }
            running.send(signal)
            #expect(await running.waitUntilExit() == 128 + signal)
            #expect(try files().isEmpty)
        }
    }

    @Test("a closed pipe is no error")
    func aClosedPipe() async throws {
        let pipe = Pipe()
        let running = try await RunningProgram.start(
            mazesolver.program(["generate", "--size", "300x300", "--algorithm", "eller", "--seed", "1"]),
            reading: .data(Data()), output: pipe.fileHandleForWriting)
        try pipe.fileHandleForReading.close()
        #expect(await running.waitUntilExit() == 0)
    }

    @Test(
        "the mazes of others are solved", .enabled(if: ProcessInfo.processInfo.environment["VECTORS"] != nil),
        arguments: [
            ("tiny", 15), ("small", 44), ("normal", 308), ("braid200", 596), ("combo400", 1008), ("logo", 1788),
        ])
    func theMazesOfOthers(name: String, length: Int) async throws {
        let vectors = try #require(ProcessInfo.processInfo.environment["VECTORS"])
        for solver in ["auto", "breadth-first", "a-star", "bidirectional"] {
            let result = try await mazesolver.run(
                ["solve", "\(vectors)/mazes/\(name).png", "--algorithm", solver, "--json"])
            #expect(try report(result).length == length)
        }
    }
}

/// A well-formedness check without a library: every tag that opens is closed in order.
private enum XMLCheck {
    struct Fault: Error {}

    static func wellFormed(_ bytes: Data) throws {
        var open: [Substring] = []
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let start = rest.firstIndex(of: "<") {
            guard let end = rest[start...].firstIndex(of: ">") else { throw Fault() }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasSuffix("/") { continue }
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { throw Fault() }
            } else {
                open.append(tag.prefix { $0 != " " && $0 != "\n" })
            }
        }
        guard open.isEmpty else { throw Fault() }
    }
}
