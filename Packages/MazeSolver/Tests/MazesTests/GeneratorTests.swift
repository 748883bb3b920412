import Mazes
import Testing

@Suite("Generators")
struct GeneratorTests {
    @Test(
        "a maze is a spanning tree of its cells", arguments: MazeAlgorithm.allCases,
        [(1, 1), (1, 9), (9, 1), (2, 2), (33, 7), (64, 65), (130, 40)])
    func aMazeIsASpanningTree(algorithm: MazeAlgorithm, size: (Int, Int)) throws {
        let cells = CellGrid.maze(width: size.0, height: size.1, by: algorithm, seed: 11)
        var edges = 0
        var reached: Set<Point> = [Point(x: 0, y: 0)]
        var waiting = Array(reached)
        while let square = waiting.popLast() {
            for move in Move.orthogonal where cells.hasPassage(x: square.x, y: square.y, move) {
                edges += 1
                let next = square.moved(move)
                try #require((0..<size.0).contains(next.x) && (0..<size.1).contains(next.y))
                #expect(cells.hasPassage(x: next.x, y: next.y, move.opposite))
                if reached.insert(next).inserted { waiting.append(next) }
            }
        }
        #expect(reached.count == size.0 * size.1)
        #expect(edges == 2 * (size.0 * size.1 - 1))
    }

    /// FNV-1a of the mazes as text; drawn by this package and the same ever since. A change here changes everybody's
    /// mazes.
    static let fingerprints: [MazeAlgorithm: UInt64] = [
        .recursiveBacktracker: 0xC946_7FC9_CF61_6B4B,
        .prim: 0x41E6_7248_EFDA_45C1,
        .simplifiedPrim: 0x120C_F278_4106_C87F,
        .kruskal: 0xCB68_DCD0_AF41_5F49,
        .wilson: 0x6DDC_1491_DC9E_F86B,
        .aldousBroder: 0x90EC_0805_A562_E147,
        .eller: 0x6F78_88C9_7C37_D98D,
        .huntAndKill: 0x3493_A96C_29A7_128F,
        .sidewinder: 0x02FB_790B_59DC_2CC1,
        .binaryTree: 0x1900_1065_3915_3945,
        .growingTree: 0xCD7B_0C6D_8D71_CE3B,
        .recursiveDivision: 0x6993_87F1_6A60_5BCF,
    ]

    @Test("the same seed makes the same maze, on every machine", arguments: MazeAlgorithm.allCases)
    func theSameSeedMakesTheSameMaze(algorithm: MazeAlgorithm) {
        func fingerprint(_ seed: UInt64) -> UInt64 {
            let map = GridMap(CellGrid.maze(width: 30, height: 20, by: algorithm, seed: seed))
            return map.open.words.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1) &* 0x0000_0100_0000_01B3 }
        }
        #expect(fingerprint(1) == Self.fingerprints[algorithm], "\(algorithm): \(fingerprint(1))")
        #expect(fingerprint(1) != fingerprint(2))
    }

    @Test("rows that stream are those of the maze in memory")
    func rowsThatStreamAreThoseInMemory() {
        let random = MazeRandom(seed: 8)
        let inMemory = { GridMap(CellGrid.maze(width: 77, height: 31, by: $0, seed: 8)).open }
        #expect(GridMap(Eller(width: 77, height: 31, random: random)).open == inMemory(.eller))
        #expect(GridMap(Sidewinder(width: 77, height: 31, random: random)).open == inMemory(.sidewinder))
        #expect(GridMap(BinaryTree(width: 77, height: 31, random: random)).open == inMemory(.binaryTree))
    }

    @Test("braiding opens dead ends and never closes a passage")
    func braidingOpensDeadEnds() {
        func deadEnds(_ cells: CellGrid) -> Int { MazeStatistics(of: GridMap(cells)).deadEnds }
        let perfect = CellGrid.maze(width: 40, height: 30, by: .recursiveBacktracker, seed: 2)
        var half = perfect
        half.braid(0.5, seed: 2)
        var full = perfect
        full.braid(1, seed: 2)
        var none = perfect
        none.braid(0, seed: 2)
        #expect(deadEnds(full) == 0)
        #expect(deadEnds(half) > 0 && deadEnds(half) < deadEnds(perfect))
        #expect(GridMap(none).open == GridMap(perfect).open)
        for (before, after) in zip(GridMap(perfect).open.words, GridMap(full).open.words) {
            #expect(before & ~after == 0)
        }
    }

    @Test("carving tells each square that it opens", arguments: MazeAlgorithm.allCases)
    func carvingTellsEachPlace(algorithm: MazeAlgorithm) throws {
        let log = EventLog()
        let cells = CellGrid.maze(width: 9, height: 6, by: algorithm, seed: 4, events: log)
        let map = GridMap(cells)
        var told = BitGrid(width: map.width, height: map.height)
        for event in log.events where event.kind == .carve { told[event.point] = true }
        told[try #require(map.start)] = true
        told[try #require(map.goal)] = true
        #expect(told == map.open)
        #expect(map.open == GridMap(CellGrid.maze(width: 9, height: 6, by: algorithm, seed: 4)).open)
    }

    @Test("numbers below a bound are equally likely")
    func numbersBelowABoundAreEquallyLikely() {
        var random = MazeRandom(seed: 3)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[random.below(7)] += 1 }
        let chiSquared = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
        #expect(chiSquared < 27.9, "beyond 99.99 % for 6 degrees of freedom")
    }
}

@Suite("Uniformity over the 192 spanning trees of 3 by 3 cells")
struct UniformityTests {
    /// χ² of how often each tree comes; also how many trees came.
    private func chiSquared(_ algorithm: MazeAlgorithm, perTree: Int = 60) -> (value: Double, trees: Int) {
        var counts: [[UInt64]: Int] = [:]
        let samples = 192 * perTree
        for seed in 0..<samples {
            let map = GridMap(CellGrid.maze(width: 3, height: 3, by: algorithm, seed: UInt64(seed)))
            counts[map.open.words, default: 0] += 1
        }
        let expected = Double(perTree)
        let sum = counts.values.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        return (sum + Double(192 - counts.count) * expected, counts.count)
    }

    /// The 99.99 % point of χ² with 191 degrees of freedom, by Wilson and Hilferty's approximation.
    private let limit = 271.0

    @Test("Wilson and Aldous–Broder make every maze equally often", arguments: [MazeAlgorithm.wilson, .aldousBroder])
    func uniformGenerators(algorithm: MazeAlgorithm) {
        let (value, trees) = chiSquared(algorithm)
        #expect(trees == 192)
        #expect(value < limit)
    }

    @Test("the test tells a biased generator", arguments: [MazeAlgorithm.recursiveBacktracker, .kruskal, .binaryTree])
    func biasedGenerators(algorithm: MazeAlgorithm) {
        #expect(chiSquared(algorithm).value > limit)
    }
}
