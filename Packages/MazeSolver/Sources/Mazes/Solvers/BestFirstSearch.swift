/// A search whose frontier is a priority queue: Dijkstra's algorithm, A* and greedy best-first search differ in the key
/// alone.
///
/// One search may answer many questions on the same map: what an earlier question left behind counts as empty, so that
/// nothing has to be cleared.
public struct BestFirstSearch {
    /// What is taken out first.
    public enum Order: Sendable, Equatable {
        /// The least cost so far.
        case dijkstra
        /// The least sum of the cost so far and `weight` times the estimate: 1 is optimal; with more, a path costs at
        /// most `weight` times the least.
        case aStar(weight: Double)
        /// The least estimate.
        case greedy
    }

    private let map: GridMap
    private let order: Order
    private var costs: [Int64]
    /// Which question wrote the place's cost, times 2; plus 1 when the place is settled.
    private var stamps: [UInt32]
    private var stamp: UInt32 = 0
    private var cameFrom: CameFrom
    private var heap = MinHeap<Int64>()

    /// Prepares for questions about a map.
    public init(map: GridMap, order: Order) {
        self.map = map
        self.order = order
        costs = [Int64](repeating: 0, count: map.open.indexCount)
        stamps = [UInt32](repeating: 0, count: map.open.indexCount)
        cameFrom = CameFrom(count: map.open.indexCount)
    }

    /// Finds a way between two open places.
    ///
    /// - Throws: `QuestionError` when one of them lies outside or in a wall.
    public mutating func solve(from start: Point, to goal: Point) throws(QuestionError) -> Solution {
        try map.check(start, goal)
        return solve(from: map.open.index(of: start), to: map.open.index(of: goal), Silence())
    }

    mutating func solve(from start: Int, to goal: Int, _ events: some EventSink) -> Solution {
        beginQuestion()
        let open = map.open
        let offsets = map.offsets
        let estimate = Estimate(map: map, goal: goal, order: order)
        var expanded = 0
        var generated = 1
        var isFound = false

        costs[start] = 0
        stamps[start] = stamp
        cameFrom.begin(at: start)
        heap.push(estimate.key(0, at: start), Int32(start))
        while let entry = heap.pop() {
            let place = Int(entry.payload)
            if stamps[place] == stamp + 1 { continue }
            stamps[place] = stamp + 1
            expanded += 1
            events.emit(.visit, open.point(at: place))
            if place == goal {
                isFound = true
                break
            }
            let cost = costs[place]
            for code in offsets.indices {
                let next = place + offsets[code]
                guard open[next], stamps[next] != stamp + 1 else { continue }
                let move = Move(code: UInt8(code))
                if move.isDiagonal && !map.allows(move, from: place) { continue }
                let newCost = cost + PathCost.of(move, weight: map.weight(at: next)).units
                if stamps[next] == stamp && costs[next] <= newCost { continue }
                stamps[next] = stamp
                costs[next] = newCost
                cameFrom.replace(next, by: UInt8(code))
                heap.push(estimate.key(newCost, at: next), Int32(next))
                generated += 1
            }
        }
        let path = isFound ? Path(start: open.point(at: start), moves: cameFrom.moves(to: goal, on: map)) : nil
        let solver: Solver = order == .dijkstra ? .dijkstra : order == .greedy ? .greedy : .aStar
        return Solution(
            solver: solver, path: path, cost: isFound ? PathCost(units: costs[goal]) : .zero, expanded: expanded,
            generated: generated, memory: memory)
    }

    private var memory: Int { costs.count * 12 + cameFrom.memory + heap.capacity * 16 }

    private mutating func beginQuestion() {
        heap.removeAll()
        if stamp >= .max - 3 {
            stamps = [UInt32](repeating: 0, count: stamps.count)
            stamp = 0
        }
        stamp += 2
    }
}

extension GridMap {
    /// Throws unless both ends are open places of the map.
    func check(_ start: Point, _ goal: Point) throws(QuestionError) {
        for (name, point) in [("start", start), ("goal", goal)] {
            guard open.contains(point) else { throw .outside(name, point, width: width, height: height) }
            guard open[point] else { throw .inWall(name, point) }
        }
    }
}

/// How a place's key is made of its cost and its distance to the goal, as if there were no walls and all weights 1:
/// never more than the truth, and consistent, so that a settled place stays settled.
struct Estimate {
    private let rowBits: Int
    private let goalColumn: Int
    private let goalRow: Int
    private let isOctile: Bool
    private let order: BestFirstSearch.Order

    init(map: GridMap, goal: Int, order: BestFirstSearch.Order) {
        rowBits = map.open.rowBits
        (goalRow, goalColumn) = (goal - 64).quotientAndRemainder(dividingBy: rowBits)
        isOctile = map.movement == .eightNeighbours
        self.order = order
    }

    /// The key in the priority queue.
    @inline(__always)
    func key(_ cost: Int64, at place: Int) -> Int64 {
        switch order {
        case .dijkstra: cost
        case .greedy: toGoal(from: place)
        case .aStar(let weight):
            cost + (weight == 1 ? toGoal(from: place) : Int64(Double(toGoal(from: place)) * weight))
        }
    }

    /// The least cost from a place to the goal without walls: Manhattan or octile distance.
    @inline(__always)
    func toGoal(from place: Int) -> Int64 {
        let (row, column) = (place - 64).quotientAndRemainder(dividingBy: rowBits)
        let dx = Int64(abs(column - goalColumn))
        let dy = Int64(abs(row - goalRow))
        guard isOctile else { return (dx + dy) * PathCost.straight.units }
        return (max(dx, dy) - min(dx, dy)) * PathCost.straight.units + min(dx, dy) * PathCost.diagonal.units
    }
}
