import Mazes
import Testing

@Suite("Grids, moves and costs")
struct GridTests {
    @Test("a transposed grid has its columns for rows", arguments: [(1, 1), (64, 64), (63, 65), (200, 3), (1, 130)])
    func aTransposedGrid(size: (Int, Int)) {
        let map = RandomMaps.map(width: size.0, height: size.1, walls: 0.5, movement: .fourNeighbours, seed: 1).map
        let turned = map.open.transposed
        #expect(turned.width == size.1 && turned.height == size.0)
        #expect(turned.transposed == map.open)
        for y in 0..<size.1 {
            for x in 0..<size.0 { #expect(turned[Point(x: y, y: x)] == map.open[Point(x: x, y: y)]) }
        }
    }

    @Test("rows beyond the width are cut, so that the margin stays empty")
    func rowsAreCut() {
        var grid = BitGrid(width: 70, height: 2)
        grid.setRow(0, to: [.max, .max, .max])
        #expect(grid.count == 70)
        #expect(grid[Point(x: 69, y: 0)])
        #expect(!grid[Point(x: 70, y: 0)] && !grid[Point(x: 0, y: 1)] && !grid[Point(x: -1, y: 0)])
    }

    @Test("moves turn and turn round", arguments: Move.allCases)
    func movesTurn(move: Move) {
        #expect(move.opposite.dx == -move.dx && move.opposite.dy == -move.dy)
        #expect(move.turnedRight.turnedLeft == move)
        #expect(move.turnedRight.dx == -move.dy && move.turnedRight.dy == move.dx)
        #expect(move.isDiagonal == (move.dx != 0 && move.dy != 0))
    }

    @Test("the costs of many moves are ordered as a + b√2 is")
    func costsAreOrdered() throws {
        // 99/70 and 577/408 are the nearest fractions to √2 below these denominators: 577 straight moves against 408
        // diagonal ones differ by 0.0009 only.
        for (straight, diagonal) in [(99, 70), (577, 408), (3363, 2378)] {
            let open = RandomMaps.map(
                width: straight + 1, height: diagonal + 1, walls: 0, movement: .eightNeighbours, seed: 1
            ).map
            let along = Path(start: Point(x: 0, y: 0), moves: [Move](repeating: .east, count: straight))
            let across = Path(start: Point(x: 0, y: 0), moves: [Move](repeating: .southEast, count: diagonal))
            let (first, second) = (try #require(along.cost(on: open)), try #require(across.cost(on: open)))
            #expect((first < second) == (straight * straight < 2 * diagonal * diagonal))
            #expect(abs(second.value - Double(diagonal) * 2.0.squareRoot()) < 1e-4)
        }
    }

    @Test("a path through a wall or round a corner has no cost")
    func aPathThroughAWall() throws {
        var map = try TextMaze.read("#####\n# # #\n#   #\n#####")
        let start = Point(x: 1, y: 1)
        #expect(Path(start: start, moves: [.east]).cost(on: map) == nil)
        #expect(Path(start: start, moves: [.south, .east, .east, .north]).cost(on: map)?.value == 4)
        map.movement = .eightNeighbours
        #expect(Path(start: start, moves: [.southEast]).cost(on: map) == nil, "this would cut the corner")
        #expect(Path(start: Point(x: 0, y: 0), moves: []).cost(on: map) == nil)
    }

    @Test("openings are found in the border, and what is wrong with them is told")
    func openingsAreFound() throws {
        let maze = try TextMaze.read("# ###\n#   #\n### #")
        let ends = try Openings.find(in: maze)
        #expect(ends.entrance == Point(x: 1, y: 0) && ends.exits == [Point(x: 3, y: 2)])
        let wide = try TextMaze.read("#   ###\n#     #\n       \n#######")
        let wideEnds = try #require(try? Openings.find(in: TextMaze.read("#   ###\n#     #\n#      \n#######")))
        #expect(wideEnds.entrance == Point(x: 2, y: 0) && wideEnds.exits == [Point(x: 6, y: 2)])
        #expect(try Openings.find(in: wide).exits == [Point(x: 0, y: 2), Point(x: 6, y: 2)])
        #expect(throws: Openings.Fault.tooMany([Point(x: 1, y: 0), Point(x: 3, y: 0), Point(x: 6, y: 2)])) {
            try Openings.find(in: TextMaze.read("# # ###\n#     #\n#      \n#######"))
        }
        #expect(throws: Openings.Fault.tooFew(0)) { try Openings.find(in: TextMaze.read("###\n# #\n###")) }
        #expect(throws: Openings.Fault.tooFew(1)) { try Openings.find(in: TextMaze.read("# #\n# #\n###")) }
        // An opening round a corner is one.
        #expect(throws: Openings.Fault.tooFew(1)) { try Openings.find(in: TextMaze.read("  #\n# #\n###")) }
    }

    @Test("statistics count what the picture shows")
    func statisticsCount() throws {
        let map = try TextMaze.read(
            """
            # #####
            #     #
            # ### #
            #   # #
            # # # #
            # #   #
            ##### #
            """)
        let ends = try Openings.find(in: map)
        let path = try map.solve(from: ends.entrance, to: ends.exits[0], by: .breadthFirst).path
        let statistics = MazeStatistics(of: map, ends: [ends.entrance, ends.exits[0]], solution: path)
        #expect(statistics.isLattice)
        #expect(statistics.cells == 9)
        #expect(statistics.deadEnds == 1)
        #expect(statistics.junctions == 1)
        #expect(statistics.crossroads == 0)
        #expect(statistics.riverFactor == 1)
        #expect(statistics.difficulty == 1)
        #expect(abs(statistics.solutionShare - 5.0 / 9) < 1e-9)
    }
}
