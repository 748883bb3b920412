import Mazes

/// Maps for property tests, and an oracle that shares no code with the solvers.
enum RandomMaps {
    /// A map of random walls; its first and last squares are open.
    static func map(
        width: Int, height: Int, walls: Double, movement: GridMap.Movement, weighted: Bool = false, seed: UInt64
    ) -> (map: GridMap, start: Point, goal: Point) {
        var random = MazeRandom(seed: seed)
        var open = BitGrid(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width { open[Point(x: x, y: y)] = !random.chance(walls) }
        }
        let start = Point(x: random.below(width), y: random.below(height))
        let goal = Point(x: random.below(width), y: random.below(height))
        open[start] = true
        open[goal] = true
        let weights = weighted ? (0..<open.indexCount).map { _ in UInt8(1 + random.below(9)) } : nil
        return (GridMap(open: open, weights: weights, movement: movement), start, goal)
    }

    /// The least cost by Bellman and Ford's rule, repeated until nothing changes; nil without a path.
    static func leastCost(_ map: GridMap, from start: Point, to goal: Point) -> Double? {
        var best: [Point: Double] = [start: 0]
        var changed: [Point] = [start]
        while !changed.isEmpty {
            var next: Set<Point> = []
            for square in changed {
                for (dx, dy) in steps(map) {
                    let there = Point(x: square.x + dx, y: square.y + dy)
                    guard map.open[there] else { continue }
                    if dx != 0 && dy != 0 {
                        let beside = Point(x: square.x + dx, y: square.y)
                        let below = Point(x: square.x, y: square.y + dy)
                        guard map.open[beside], map.open[below] else { continue }
                    }
                    let weight = map.weights.map { Double($0[map.open.index(of: there)]) } ?? 1
                    let cost = (best[square] ?? 0) + weight * (dx != 0 && dy != 0 ? 2.0.squareRoot() : 1)
                    if cost < (best[there] ?? .infinity) - 1e-9 {
                        best[there] = cost
                        next.insert(there)
                    }
                }
            }
            changed = Array(next)
        }
        return best[goal]
    }

    private static func steps(_ map: GridMap) -> [(Int, Int)] {
        let straight = [(1, 0), (0, 1), (-1, 0), (0, -1)]
        return map.movement == .fourNeighbours ? straight : straight + [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    }
}
