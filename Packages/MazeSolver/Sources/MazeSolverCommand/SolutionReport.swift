import Mazes

/// What a solver found, as people and programs read it.
struct SolutionReport {
    let solution: Solution
    let cost: Double
    let cells: Int
    let milliseconds: Double

    init(_ solution: Solution, on map: GridMap, duration: Duration) {
        self.solution = solution
        cost = solution.costValue(on: map)
        cells = map.open.count
        milliseconds = duration / .milliseconds(1)
    }

    /// Whether the path is the cheapest: because the solver promises it, or because it costs no more than one that is.
    func isOptimal(on map: GridMap, _ ends: ReadMaze.Ends, heuristicWeight: Double) throws -> Bool {
        guard solution.path != nil else { return false }
        if solution.solver.isOptimal(on: map, heuristicWeight: heuristicWeight) { return true }
        let reference = map.movement == .fourNeighbours && map.weights == nil ? Solver.deadEndFilling : .dijkstra
        return try map.solve(from: ends.start, to: ends.goal, by: reference).cost == solution.cost
    }

    /// One line of JSON; without a path, length and cost are null.
    func json(isOptimal: Bool, path: Bool, moves: Bool) -> String {
        let found = solution.path
        var members = [
            "\"algorithm\":\"\(solution.solver.rawValue)\"",
            "\"length\":\(found.map { "\($0.length)" } ?? "null")",
            "\"cost\":\(found == nil ? "null" : Self.number(cost))",
            "\"cells\":\(cells)",
            "\"expanded\":\(solution.expanded)",
            "\"generated\":\(solution.generated)",
            "\"optimal\":\(isOptimal)",
            "\"milliseconds\":\(Self.number(milliseconds.rounded(toPlaces: 3)))",
        ]
        if path {
            let points = found.map { $0.points.map { "[\($0.x),\($0.y)]" } } ?? []
            members.append("\"path\":[\(points.joined(separator: ","))]")
        }
        if moves {
            members.append("\"moves\":\"\(found?.moves.map(\.letters).joined(separator: " ") ?? "")\"")
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// One line for people.
    var summary: String {
        guard let path = solution.path else { return "no path" }
        return "\(solution.solver.rawValue): length \(path.length), cost \(Self.number(cost.rounded(toPlaces: 6))), "
            + "\(solution.expanded) of \(cells) places expanded, \(milliseconds.rounded(toPlaces: 3)) ms"
    }

    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}

extension Double {
    /// The number, rounded to so many decimals.
    func rounded(toPlaces places: Int) -> Double {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        return (self * scale).rounded() / scale
    }
}
