import Foundation
import Mazes
import Testing

@Suite("Mazes as text")
struct ReaderTests {
    @Test(
        "walls are #, blocks, box drawing or ASCII art",
        arguments: [
            "###\n# #\n###", "███\n█ █\n███", "┌─┐\n│ │\n└─┘", "╔═╗\n║ ║\n╚═╝", "+-+\n| |\n+-+",
            "\u{FEFF}###\r\n#.#\r\n###\r\n\r\n",
        ])
    func wallsAreRecognised(text: String) throws {
        let map = try TextMaze.read(text)
        #expect(map.width == 3 && map.height == 3)
        #expect(map.open.count == 1 && map.open[Point(x: 1, y: 1)])
    }

    @Test("short lines go on with passages, and marks name the ends")
    func shortLinesGoOn() throws {
        let map = try TextMaze.read("#####\n#S\n#E###")
        #expect(map.open[Point(x: 4, y: 1)])
        #expect(map.start == Point(x: 1, y: 1) && map.goal == Point(x: 1, y: 2))
    }

    @Test("a long line and many empty ones are read quickly")
    func aLongLineAndManyEmptyOnes() throws {
        let text = String(repeating: " ", count: 20_000) + "#" + String(repeating: "\n", count: 20_000) + "#"
        let clock = ContinuousClock()
        let begin = clock.now
        let map = try TextMaze.read(text)
        #expect(map.width == 20_001 && map.height == 20_001)
        #expect(map.open.count == 20_001 * 20_001 - 2)
        // Filling square by square took minutes.
        #expect(clock.now - begin < .seconds(20))
    }

    @Test("what is wrong with a text is told with its position")
    func faultsAreTold() {
        #expect(throws: MazeFileError.unknownCharacter("x", line: 2, column: 2)) { try TextMaze.read("###\n#x#") }
        #expect(throws: MazeFileError.empty) { try TextMaze.read(" \n \n") }
        #expect(throws: MazeFileError.noWall) { try TextMaze.read("...\n...") }
        #expect(throws: MazeFileError.doubledMark("S", line: 1, column: 3)) { try TextMaze.read("#SS#") }
        #expect(throws: MazeFileError.notText) { try TextMaze.read([0x23, 0xFF, 0xFE]) }
    }

    private func map(_ text: String) throws -> GridMap { try MovingAIMap.read(Array(text.utf8)) }

    @Test("a movingai map is read, and its faults are told with their lines")
    func movingAIMaps() throws {
        let good = try map("type octile\nheight 2\nwidth 3\nmap\n.@G\nTSW\n")
        #expect(good.movement == .eightNeighbours)
        #expect(good.open.count == 3)
        #expect(try map("type octile\r\nheight 1\r\nwidth 2\r\nmap\r\n..\r\n").open.count == 2)
        #expect(throws: MazeFileError.wrongHeader(line: 2, expected: "height H", found: "height x")) {
            try map("type octile\nheight x\nwidth 3\nmap\n")
        }
        #expect(throws: MazeFileError.wrongRow(line: 6, expected: 3, found: 2)) {
            try map("type octile\nheight 2\nwidth 3\nmap\n...\n..\n")
        }
        #expect(throws: MazeFileError.missingRows(expected: 5, found: 2)) {
            try map("type octile\nheight 5\nwidth 1\nmap\n.\n")
        }
        #expect(throws: MazeFileError.tooLarge(width: 2_000_000_000, height: 2_000_000_000)) {
            try map("type octile\nheight 2000000000\nwidth 2000000000\nmap\n.\n")
        }
        #expect(throws: MazeFileError.unknownCharacter("?", line: 5, column: 2)) {
            try map("type octile\nheight 1\nwidth 2\nmap\n.?\n")
        }
    }

    @Test("a scenario is read, and its faults are told with their lines")
    func scenarios() throws {
        let line = "3\tm.map\t9\t8\t1\t2\t3\t4\t5.5"
        let scenario = try Scenario(Array("version 1\n\(line)\n".utf8))
        #expect(scenario.instances.count == 1)
        #expect(scenario.instances[0].goal == Point(x: 3, y: 4) && scenario.instances[0].optimalLength == 5.5)
        #expect(throws: Scenario.Fault.self) { try Scenario(Array("\(line)\n".utf8)) }
        let error = #expect(throws: Scenario.Fault.self) { try Scenario(Array("version 1\n\(line)\n1 2 3\n".utf8)) }
        #expect(error?.line == 3)
    }

    static let vectors = ProcessInfo.processInfo.environment["VECTORS"]

    @Test(
        "the scenarios of the Moving AI Lab have the lengths that they give", .enabled(if: vectors != nil),
        arguments: [
            "AcrosstheCape", "arena2", "ht_keep", "lt_shop", "maze-400-4", "orz100d", "orz900d", "random-400-33",
            "room-400-40",
        ])
    func scenariosOfOthers(name: String) throws {
        let folder = URL(filePath: try #require(Self.vectors)).appending(path: "grids")
        let map = try MovingAIMap.read(Array(try Data(contentsOf: folder.appending(path: "\(name).map"))))
        let scenario = try Scenario(Array(try Data(contentsOf: folder.appending(path: "\(name).map.scen"))))
        let isFull = ProcessInfo.processInfo.environment["TEST_FULL"] != nil
        let step = isFull ? 1 : max(1, scenario.instances.count / 40)
        var jumps = JumpPointSearch(map: map)
        var aStar = BestFirstSearch(map: map, order: .aStar(weight: 1))
        for (number, question) in scenario.instances.enumerated() where number % step == 0 {
            let solution = try jumps.solve(from: question.start, to: question.goal)
            let path = try #require(solution.path)
            #expect(path.cost(on: map) == solution.cost)
            let length = solution.costValue(on: map)
            let tolerance = 1e-5 * max(1, question.optimalLength)
            #expect(abs(length - question.optimalLength) <= tolerance, "line \(question.line)")
            if number % (step * 8) == 0 {
                #expect(try aStar.solve(from: question.start, to: question.goal).cost == solution.cost)
            }
        }
    }
}
