import Foundation
import TestKit
import Testing

private let mazesolver = BuiltTool("mazesolver")

/// Length and cost that `solve` reports for a maze.
private func solution(_ maze: String, _ algorithm: String, in folder: URL) async throws -> (length: Int, cost: Double) {
    struct Report: Decodable {
        let length: Int
        let cost: Double
    }
    let result = try await mazesolver.run(["solve", maze, "--json", "--algorithm", algorithm], in: folder)
    let report = try JSONDecoder().decode(Report.self, from: result.outputData)
    return (report.length, report.cost)
}

/// Length and cost in a caption of the page: `length 14, cost 18, expanded 30`.
private func numbers(_ caption: String) throws -> (length: Int, cost: Double) {
    let match = try #require(caption.wholeMatch(of: /length (\d+), cost ([0-9.]+), expanded \d+/), "\(caption)")
    return (try #require(Int(match.1)), try #require(Double(match.2)))
}

@Suite("the recorded page in Chromium", .watchesClock)
struct PlayerTests {
    private let chromium: String

    init() throws {
        chromium = try RequiredTool.path(of: "chromium", package: "chromium")
    }

    /// The page with these algorithms, played to its end: each algorithm's caption.
    private func captions(_ names: [String], in folder: URL) async throws -> [String: String] {
        let page = try await Program(
            chromium,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile", "--dump-dom",
                "file://\(folder.path)/page.html#algorithms=\(names.joined(separator: ","))&at=end",
            ]
        ).run().output
        return Dictionary(
            page.matches(of: /data-algorithm="([a-z-]+)">([^<]*)</).map { (String($0.1), String($0.2)) },
            uniquingKeysWith: { $1 })
    }

    @Test("every algorithm solves a maze as the program does")
    func mazes() async throws {
        let names = [
            "breadth-first", "bidirectional", "dijkstra", "a-star", "dead-end-filling", "depth-first",
            "greedy-best-first", "wall-follower-left", "wall-follower-right", "pledge", "tremaux",
        ]
        try await withTemporaryFolder { folder in
            let make = ["generate", "--size", "12x9", "--seed", "5", "--braid", "0.4", "--output", "maze.png"]
            #expect(try await mazesolver.run(make, in: folder).status == 0)
            #expect(try await mazesolver.run(["watch", "maze.png", "--record", "page.html"], in: folder).status == 0)
            let captions = try await captions(names + ["jump-point-search"], in: folder)
            for name in names {
                let expected = try await solution("maze.png", name, in: folder)
                let found = try numbers(try #require(captions[name]))
                #expect(found.length == expected.length && found.cost == expected.cost, "\(name)")
            }
            #expect(captions["jump-point-search"]?.contains("needs eight neighbours") == true)
        }
    }

    @Test("jump points and the others solve a map with eight neighbours as the program does")
    func maps() async throws {
        var random = SystemRandomNumberGenerator()
        try await withTemporaryFolder { folder in
            for _ in 0..<3 {
                let (width, height) = (24, 17)
                var rows = (0..<height).map { _ in
                    (0..<width).map { _ in Int.random(in: 0..<10, using: &random) < 3 ? "@" : "." as Character }
                }
                // A border of passages, so that there is always a path.
                for x in 0..<width { (rows[0][x], rows[height - 1][x]) = (".", ".") }
                for y in 0..<height { (rows[y][0], rows[y][width - 1]) = (".", ".") }
                let text = "type octile\nheight \(height)\nwidth \(width)\nmap\n"
                try Data((text + rows.map { String($0) + "\n" }.joined()).utf8)
                    .write(to: folder.appending(path: "plain.map"))
                let ends = ["--from", "0,\(height / 2)", "--to", "\(width - 1),\(height / 2)"]
                let record = ["watch", "plain.map", "--record", "page.html"] + ends
                #expect(try await mazesolver.run(record, in: folder).status == 0)
                let captions = try await captions(["jump-point-search", "a-star", "dijkstra"], in: folder)
                let solved = try await mazesolver.run(
                    ["solve", "plain.map", "--json", "--algorithm", "jump-point-search"] + ends, in: folder)
                struct Cost: Decodable { let cost: Double }
                let expected = try JSONDecoder().decode(Cost.self, from: solved.outputData).cost
                for (name, caption) in captions {
                    #expect(abs(try numbers(caption).cost - expected) < 1e-3, "\(name):\n\(rows.map { String($0) })")
                }
                #expect(captions.count == 3)
            }
        }
    }

    @Test("its reader draws walls, passages, weights, start and goal with the mouse and with the keyboard")
    func drawing() async throws {
        struct Report: Decodable {
            let asRecorded, aWallByTheMouse, aWeightByTheKeyboard, aWallByTheKeyboard,
                aWayByTheKeyboard: [String: String]
            let anotherStart, anotherGoal, aStartAndAWeightByTheMouse, anotherAlgorithm: [String: String]
            let focused, button: String
            let stepped: Int
            let complaints: [String]
        }
        let room = "#########\nS       E\n#       #\n#       #\n#       #\n#########\n"
        let walled = "#########\nS   #   E\n#   #   #\n#   #   #\n#       #\n#########\n"
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/player.py")
        try await withTemporaryFolder { folder in
            try Data(room.utf8).write(to: folder.appending(path: "room.txt"))
            try Data(walled.utf8).write(to: folder.appending(path: "walled.txt"))
            #expect(try await mazesolver.run(["watch", "room.txt", "--record", "page.html"], in: folder).status == 0)
            let report: Report = try await PeerScript.ask(script, ["file://\(folder.path)/page.html"])

            func expect(_ captions: [String: String], _ length: Int, _ cost: Double) throws {
                #expect(captions.count >= 2)
                for (name, caption) in captions {
                    let found = try numbers(caption)
                    #expect(found.length == length && found.cost == cost, "\(name): \(caption)")
                }
            }
            for (captions, maze) in [(report.asRecorded, "room.txt"), (report.aWallByTheMouse, "walled.txt")] {
                let expected = try await solution(maze, "dijkstra", in: folder)
                try expect(captions, expected.length, expected.cost)
            }
            #expect(report.focused == "canvas")
            // The only gap costs 5 instead of 1; then it is closed, and opened again.
            try expect(report.aWeightByTheKeyboard, 14, 18)
            #expect(report.aWallByTheKeyboard.values.allSatisfy { $0.hasPrefix("no path") })
            try expect(report.aWayByTheKeyboard, 14, 14)
            try expect(report.anotherStart, 6, 6)
            try expect(report.anotherGoal, 1, 1)
            // From 1,4 to 6,4 through a square that costs 9, or round it: Dijkstra goes round, breadth-first may not.
            let last = try numbers(try #require(report.aStartAndAWeightByTheMouse["dijkstra"]))
            #expect(last.length == 7 && last.cost == 7)
            #expect(try numbers(try #require(report.aStartAndAWeightByTheMouse["breadth-first"])).length == 5)
            #expect(report.anotherAlgorithm.keys.contains("a-star") && report.anotherAlgorithm.count == 3)
            #expect(report.button == "Play" && report.stepped == 2)
            #expect(report.complaints == [])
        }
    }
}
