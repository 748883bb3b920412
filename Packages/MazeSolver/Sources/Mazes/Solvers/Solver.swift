/// The algorithms that solve a maze.
public enum Solver: String, Sendable, CaseIterable {
    /// The last square put in is taken out first.
    case depthFirst = "depth-first"
    /// The first square put in is taken out first.
    case breadthFirst = "breadth-first"
    /// Breadth-first from both ends until they meet.
    case bidirectional
    /// The cheapest square is taken out first.
    case dijkstra
    /// The square with the least cost so far plus estimated cost to come is taken out first.
    case aStar = "a-star"
    /// The square that seems nearest to the goal is taken out first.
    case greedy = "greedy-best-first"
    /// The left hand stays on the wall.
    case wallFollowerLeft = "wall-follower-left"
    /// The right hand stays on the wall.
    case wallFollowerRight = "wall-follower-right"
    /// Straight on, and along walls until all turns cancel out.
    case pledge
    /// Chalk marks at junctions; no passage is walked more than twice.
    case tremaux
    /// Passages without an end are filled until only the solution is left.
    case deadEndFilling = "dead-end-filling"
    /// A* on eight neighbours that jumps over squares where nothing can turn.
    case jumpPoint = "jump-point-search"

    /// Whether the solver's paths on `map` are always the cheapest.
    ///
    /// - Parameter heuristicWeight: of A*; above 1 it gives up the promise.
    public func isOptimal(on map: GridMap, heuristicWeight: Double = 1) -> Bool {
        let countsMoves = map.movement == .fourNeighbours && map.weights == nil
        switch self {
        case .dijkstra, .deadEndFilling: return true
        case .aStar: return heuristicWeight <= 1
        case .jumpPoint: return map.movement == .eightNeighbours && map.weights == nil
        case .breadthFirst, .bidirectional: return countsMoves
        case .depthFirst, .greedy, .wallFollowerLeft, .wallFollowerRight, .pledge, .tremaux: return false
        }
    }

    /// Why the solver cannot work on `map`; nil when it can.
    public func objection(to map: GridMap) -> String? {
        guard self == .jumpPoint else { return nil }
        if map.weights != nil {
            return "jump point search needs equal weights, and this map has several; use dijkstra or a-star"
        }
        if map.movement == .fourNeighbours {
            return "jump point search jumps diagonally, and this map has four neighbours per square; add --diagonal"
        }
        return nil
    }
}

/// What a solver found, and what it did for it.
public struct Solution: Sendable {
    /// Who solved it.
    public var solver: Solver
    /// The path from the start to the goal; nil when there is none, or when this solver cannot find it.
    public var path: Path?
    /// What the path costs; zero without a path.
    public var cost: PathCost
    /// How many squares were taken out of the frontier, or stepped on.
    public var expanded: Int
    /// How many squares were put into the frontier.
    public var generated: Int
    /// How much memory the search itself took, in bytes: came-from map, frontier, costs; not the map.
    public var memory: Int

    /// The cost as a number: where no weights are involved it is computed from the count of straight and diagonal
    /// moves.
    public func costValue(on map: GridMap) -> Double {
        guard let path, map.weights == nil else { return cost.value }
        let diagonal = path.moves.count { $0.isDiagonal }
        return PathCost.octile(straight: path.length - diagonal, diagonal: diagonal)
    }
}

/// A query that no solver can work on.
public enum QueryError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A square outside of the map.
    case outside(String, Point, width: Int, height: Int)
    /// A square in a wall.
    case inWall(String, Point)
    /// The solver does not fit the map.
    case unsuitable(String)

    /// The fault, and what would be right.
    public var description: String {
        switch self {
        case .outside(let name, let point, let width, let height):
            "the \(name) \(point) lies outside of the maze: x is 0 to \(width - 1), y is 0 to \(height - 1)"
        case .inWall(let name, let point):
            "the \(name) \(point) lies in a wall: name an open square"
        case .unsuitable(let reason): reason
        }
    }
}

extension GridMap {
    /// Finds a path from `start` to `goal`.
    ///
    /// - Parameters:
    ///   - heuristicWeight: by what A* multiplies its estimate; 1 is optimal, more is faster.
    ///   - events: takes what happens.
    /// - Throws: `QueryError` when an end lies outside or in a wall, or when the solver does not fit the map.
    public func solve(
        from start: Point, to goal: Point, by solver: Solver, heuristicWeight: Double = 1,
        events: (any EventReceiver)? = nil
    ) throws(QueryError) -> Solution {
        try check(start, goal)
        if let reason = solver.objection(to: self) { throw .unsuitable(reason) }
        let ends = (open.index(of: start), open.index(of: goal))
        guard let events else {
            return solve(from: ends.0, to: ends.1, by: solver, heuristicWeight, Silence())
        }
        let solution = solve(from: ends.0, to: ends.1, by: solver, heuristicWeight, Relay(receiver: events))
        if let path = solution.path {
            for point in path.points { events.receive(Event(.path, at: point)) }
        }
        return solution
    }

    private func solve(
        from start: Int, to goal: Int, by solver: Solver, _ heuristicWeight: Double, _ events: some EventSink
    ) -> Solution {
        switch solver {
        case .depthFirst: search(StackFrontier(), solver, start, goal, events)
        case .breadthFirst: search(QueueFrontier(), solver, start, goal, events)
        case .bidirectional: BidirectionalSearch(map: self, events: events).solve(from: start, to: goal)
        case .dijkstra: search(BucketFrontier(), solver, start, goal, events)
        case .aStar: search(HeapFrontier(), order: .aStar(weight: heuristicWeight), solver, start, goal, events)
        case .greedy: search(HeapFrontier(), order: .greedy, solver, start, goal, events)
        case .wallFollowerLeft: WallFollower(map: self, hand: .left, events: events).solve(from: start, to: goal)
        case .wallFollowerRight: WallFollower(map: self, hand: .right, events: events).solve(from: start, to: goal)
        case .pledge: Pledge(map: self, events: events).solve(from: start, to: goal)
        case .tremaux: Tremaux(map: self, events: events).solve(from: start, to: goal)
        case .deadEndFilling: DeadEndFilling(map: self, events: events).solve(from: start, to: goal)
        case .jumpPoint:
            jumpPointSearch(start, goal, events)
        }
    }

    /// The one loop, with a frontier of the solver's choice.
    private func search(
        _ frontier: some Frontier, order: BestFirstSearch.Order = .dijkstra, _ solver: Solver, _ start: Int,
        _ goal: Int,
        _ events: some EventSink
    ) -> Solution {
        var search = FrontierSearch(map: self, frontier: frontier, order: order)
        return search.solve(solver, from: start, to: Goals(goal), events)
    }

    private func jumpPointSearch(_ start: Int, _ goal: Int, _ events: some EventSink) -> Solution {
        var search = JumpPointSearch(map: self)
        return search.solve(from: start, to: goal, events)
    }
}
