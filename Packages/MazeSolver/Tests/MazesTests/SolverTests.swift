import Foundation
import Mazes
import Testing

/// With `TEST_FULL` thousands of maps are tried, otherwise a sample.
private let isFull = ProcessInfo.processInfo.environment["TEST_FULL"] != nil
private let mapCount = isFull ? 4000 : 250

@Suite("Solvers against an oracle")
struct SolverTests {
    @Test("every solver's path can be walked, and an optimal one is the cheapest", arguments: Solver.allCases)
    func everyPathCanBeWalked(solver: Solver) throws {
        var found = 0
        for seed in 0..<UInt64(mapCount) {
            let movement: GridMap.Movement = seed % 2 == 0 || solver == .jumpPoint ? .eightNeighbours : .fourNeighbours
            let weighted = seed % 3 == 0 && solver != .jumpPoint
            let (map, start, goal) = RandomMaps.map(
                width: 3 + Int(seed % 70), height: 2 + Int(seed % 11), walls: Double(seed % 5) * 0.1,
                movement: movement, weighted: weighted, seed: seed)
            let best = RandomMaps.leastCost(map, from: start, to: goal)
            let solution = try map.solve(from: start, to: goal, by: solver)
            guard let path = solution.path else {
                // The walkers may lose their way; the searches may not.
                let mayFail = [.wallFollowerLeft, .wallFollowerRight, .pledge, .tremaux].contains(solver)
                #expect(best == nil || mayFail, "map \(seed): no path")
                continue
            }
            found += 1
            #expect(path.start == start && path.end == goal, "map \(seed)")
            #expect(path.cost(on: map) == solution.cost, "map \(seed): the path cannot be walked")
            let least = try #require(best, "map \(seed): a path where there is none")
            let cost = solution.costValue(on: map)
            #expect(cost > least - 1e-6, "map \(seed): cheaper than the cheapest")
            if solver.isOptimal(on: map) {
                #expect(abs(cost - least) < 1e-5 * max(1, least), "map \(seed): \(cost) instead of \(least)")
            }
            let points = Array(path.points)
            #expect(Set(points).count == points.count, "map \(seed): the path crosses itself")
        }
        #expect(found > mapCount / 5)
    }

    @Test("in a perfect maze every solver finds the only path", arguments: Solver.allCases, MazeAlgorithm.allCases)
    func everySolverFindsTheOnlyPath(solver: Solver, algorithm: MazeAlgorithm) throws {
        for seed in 0..<4 {
            var map = GridMap(CellGrid.maze(width: 12, height: 9, by: algorithm, seed: UInt64(seed)))
            if solver == .jumpPoint { map.movement = .eightNeighbours }
            let start = try #require(map.start)
            let goal = try #require(map.goal)
            let expected = try #require(RandomMaps.leastCost(map, from: start, to: goal))
            let path = try #require(try map.solve(from: start, to: goal, by: solver).path)
            #expect(Double(path.length) == expected)
        }
    }

    @Test("weighted A* stays within its promise", arguments: [1.0, 1.2, 2, 5])
    func weightedAStarStaysWithinItsPromise(weight: Double) throws {
        for seed in 0..<100 {
            let (map, start, goal) = RandomMaps.map(
                width: 30, height: 20, walls: 0.25, movement: .eightNeighbours, weighted: true, seed: UInt64(seed))
            guard let least = RandomMaps.leastCost(map, from: start, to: goal) else { continue }
            let solution = try map.solve(from: start, to: goal, by: .aStar, heuristicWeight: weight)
            #expect(solution.costValue(on: map) <= weight * least + 1e-6)
        }
    }

    @Test("one search answers many questions")
    func oneSearchAnswersManyQuestions() throws {
        let (map, _, _) = RandomMaps.map(width: 90, height: 70, walls: 0.2, movement: .eightNeighbours, seed: 5)
        var jumps = JumpPointSearch(map: map)
        var dijkstra = BestFirstSearch(map: map, order: .dijkstra)
        var random = MazeRandom(seed: 1)
        var asked = 0
        while asked < 300 {
            let start = Point(x: random.below(90), y: random.below(70))
            let goal = Point(x: random.below(90), y: random.below(70))
            guard map.open[start], map.open[goal] else { continue }
            asked += 1
            let (first, second) = (try jumps.solve(from: start, to: goal), try dijkstra.solve(from: start, to: goal))
            #expect(first.cost == second.cost)
            #expect((first.path == nil) == (second.path == nil))
        }
    }

    @Test("the wall follower notices that it walks in circles, and Pledge leaves the island")
    func theWallFollowerNoticesCircles() throws {
        let map = try TextMaze.read(
            """
            #########
            #       #
            # ##### #
            # #S  # #
            # ### # #
            #   # # #
            ### # # #
            #     #E#
            #########
            """)
        let start = try #require(map.start)
        let goal = try #require(map.goal)
        for solver in Solver.allCases where solver.objection(to: map) == nil {
            let solution = try map.solve(from: start, to: goal, by: solver)
            if let path = solution.path { #expect(path.cost(on: map) != nil) }
        }
        #expect(try map.solve(from: start, to: goal, by: .breadthFirst).path != nil)
        let room = try TextMaze.read("#####\n#   #\n# # #\n#   #\n#####")
        let inside = try room.solve(from: Point(x: 1, y: 1), to: Point(x: 3, y: 3), by: .wallFollowerLeft)
        #expect(inside.path != nil)
        let hall = try TextMaze.read("#######\n#     #\n#     #\n#  #  #\n#     #\n#     #\n#######")
        let lost = try hall.solve(from: Point(x: 1, y: 1), to: Point(x: 2, y: 3), by: .wallFollowerRight)
        #expect(lost.path == nil, "the goal lies in the middle of the room, where no wall leads")
        #expect(lost.expanded < 40)
    }

    @Test("ends that no solver can use are refused by name")
    func endsAreRefusedByName() throws {
        let map = try TextMaze.read("####\n#  #\n####")
        let inside = Point(x: 1, y: 1)
        #expect(throws: QueryError.outside("goal", Point(x: 9, y: 1), width: 4, height: 3)) {
            try map.solve(from: inside, to: Point(x: 9, y: 1), by: .breadthFirst)
        }
        #expect(throws: QueryError.inWall("start", Point(x: 0, y: 0))) {
            try map.solve(from: Point(x: 0, y: 0), to: inside, by: .breadthFirst)
        }
        #expect(throws: QueryError.self) { try map.solve(from: inside, to: inside, by: .jumpPoint) }
        #expect(try map.solve(from: inside, to: inside, by: .tremaux).path?.length == 0)
    }

    @Test("events tell the story: visits, backtracks, then the path", arguments: Solver.allCases)
    func eventsTellTheStory(solver: Solver) throws {
        var map = GridMap(CellGrid.maze(width: 10, height: 8, by: .wilson, seed: 3))
        if solver == .jumpPoint { map.movement = .eightNeighbours }
        let log = EventLog()
        let start = try #require(map.start)
        let goal = try #require(map.goal)
        let told = try map.solve(from: start, to: goal, by: solver, events: log)
        let silent = try map.solve(from: start, to: goal, by: solver)
        #expect(told.path == silent.path && told.expanded == silent.expanded)
        let path = log.events.filter { $0.kind == .path }.map(\.point)
        #expect(path == told.path.map { Array($0.points) })
        #expect(log.events.allSatisfy { map.open[$0.point] && $0.kind != .carve })
        if solver == .depthFirst {
            // What was visited and not given up is the path.
            let visited = log.events.filter { $0.kind == .visit }.map(\.point)
            let undone = Set(log.events.filter { $0.kind == .backtrack }.map(\.point))
            #expect(visited.filter { !undone.contains($0) } == path)
        }
    }

    @Test("auto chooses by the kind of map")
    func autoChoosesByTheKindOfMap() {
        let maze = GridMap(CellGrid.maze(width: 20, height: 20, by: .prim, seed: 1))
        #expect(Advice(for: maze).solver == .deadEndFilling)
        let field = RandomMaps.map(width: 50, height: 50, walls: 0, movement: .fourNeighbours, seed: 1).map
        #expect(Advice(for: field).solver == .breadthFirst)
        let plain = RandomMaps.map(width: 50, height: 50, walls: 0.1, movement: .eightNeighbours, seed: 1).map
        #expect(Advice(for: plain).solver == .jumpPoint)
        let hills = RandomMaps.map(width: 9, height: 9, walls: 0, movement: .fourNeighbours, weighted: true, seed: 1)
        #expect(Advice(for: hills.map).solver == .aStar)
    }
}
