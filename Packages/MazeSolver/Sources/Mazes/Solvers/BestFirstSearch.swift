/// A search that answers many queries on the same map: Dijkstra's algorithm, A* and greedy best-first search, which
/// differ in the key alone. The loop is `FrontierSearch`; this chooses its frontier.
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

        /// The solver of that name.
        var solver: Solver {
            switch self {
            case .dijkstra: .dijkstra
            case .aStar: .aStar
            case .greedy: .greedy
            }
        }
    }

    private let map: GridMap
    private let order: Order
    private var search: Search

    private enum Search {
        case buckets(FrontierSearch<BucketFrontier>)
        case heap(FrontierSearch<HeapFrontier>)
    }

    /// Prepares for queries about a map.
    public init(map: GridMap, order: Order) {
        self.map = map
        self.order = order
        // Only Dijkstra's keys never fall; a weighted estimate lets them.
        search =
            order == .dijkstra
            ? .buckets(FrontierSearch(map: map, frontier: BucketFrontier(), order: order))
            : .heap(FrontierSearch(map: map, frontier: HeapFrontier(), order: order))
    }

    /// Finds a path between two open squares.
    ///
    /// - Throws: `QueryError` when one of them lies outside or in a wall.
    public mutating func solve(from start: Point, to goal: Point) throws(QueryError) -> Solution {
        try map.check(start, goal)
        return solve(from: map.open.index(of: start), to: Goals(map.open.index(of: goal)), Silence())
    }

    mutating func solve(from start: Int, to goals: Goals, _ events: some EventSink) -> Solution {
        // The search is taken out while it works, so that its arrays are not copied.
        switch search {
        case .buckets(var buckets):
            search = .heap(FrontierSearch(map: Self.nothing, frontier: HeapFrontier()))
            defer { search = .buckets(buckets) }
            return buckets.solve(order.solver, from: start, to: goals, events)
        case .heap(var heap):
            search = .heap(FrontierSearch(map: Self.nothing, frontier: HeapFrontier()))
            defer { search = .heap(heap) }
            return heap.solve(order.solver, from: start, to: goals, events)
        }
    }

    private static let nothing = GridMap(open: BitGrid(width: 0, height: 0))
}

extension GridMap {
    /// The goal to which the path from `start` is cheapest; nil when none can be reached.
    ///
    /// - Throws: `QueryError` when one of the squares lies outside or in a wall.
    public func nearest(of goals: [Point], from start: Point) throws(QueryError) -> Point? {
        guard let first = goals.first else { return nil }
        for goal in goals { try check(start, goal) }
        if goals.count == 1 { return first }
        let ends = Goals(open.index(of: first), others: Set(goals.dropFirst().map(open.index)))
        let from = open.index(of: start)
        if weights == nil, movement == .fourNeighbours {
            var search = FrontierSearch(map: self, frontier: QueueFrontier())
            return search.solve(.breadthFirst, from: from, to: ends, Silence()).path?.end
        }
        var search = BestFirstSearch(map: self, order: .dijkstra)
        return search.solve(from: from, to: ends, Silence()).path?.end
    }

    /// Throws unless both ends are open squares of the map.
    func check(_ start: Point, _ goal: Point) throws(QueryError) {
        for (name, point) in [("start", start), ("goal", goal)] {
            guard open.contains(point) else { throw .outside(name, point, width: width, height: height) }
            guard open[point] else { throw .inWall(name, point) }
        }
    }
}

/// The least cost of each square so far, and whether it is settled. Every query has a number of its own: what another one
/// wrote counts as nothing.
struct Labels {
    private var costs: [Int64]
    /// Which query wrote the square's cost, times 2; plus 1 when the square is settled.
    private var stamps: [UInt32]
    private var stamp: UInt32 = 0

    init(count: Int) {
        costs = [Int64](repeating: 0, count: count)
        stamps = [UInt32](repeating: 0, count: count)
    }

    /// How much memory the labels take, in bytes.
    var memory: Int { costs.count * 12 }

    mutating func beginQuery() {
        if stamp >= .max - 3 {
            stamps = [UInt32](repeating: 0, count: stamps.count)
            stamp = 0
        }
        stamp += 2
    }

    @inline(__always)
    func isSettled(_ square: Int) -> Bool { stamps[square] == stamp + 1 }

    @inline(__always)
    mutating func settle(_ square: Int) { stamps[square] = stamp + 1 }

    @inline(__always)
    func cost(of square: Int) -> Int64 { costs[square] }

    /// Whether a square is not settled and has no label as cheap as `cost`.
    @inline(__always)
    func canImprove(_ square: Int, to cost: Int64) -> Bool {
        stamps[square] != stamp + 1 && !(stamps[square] == stamp && costs[square] <= cost)
    }

    @inline(__always)
    mutating func improve(_ square: Int, to cost: Int64) {
        stamps[square] = stamp
        costs[square] = cost
    }
}

/// How a square's key is made of its cost and its distance to the goal, as if there were no walls and all weights 1:
/// never more than the truth, and consistent, so that a settled square stays settled.
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
    func key(_ cost: Int64, at square: Int) -> Int64 {
        switch order {
        case .dijkstra: cost
        case .greedy: toGoal(from: square)
        case .aStar(let weight):
            cost + (weight == 1 ? toGoal(from: square) : Int64(Double(toGoal(from: square)) * weight))
        }
    }

    /// The least cost from a square to the goal without walls: Manhattan or octile distance.
    @inline(__always)
    func toGoal(from square: Int) -> Int64 {
        let (row, column) = (square - 64).quotientAndRemainder(dividingBy: rowBits)
        let dx = Int64(abs(column - goalColumn))
        let dy = Int64(abs(row - goalRow))
        guard isOctile else { return (dx + dy) * PathCost.straight.units }
        return (max(dx, dy) - min(dx, dy)) * PathCost.straight.units + min(dx, dy) * PathCost.diagonal.units
    }
}
