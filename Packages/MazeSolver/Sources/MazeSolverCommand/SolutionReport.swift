import CommandKit
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
    ///
    /// The path is put together by hand: a million points take 0.3 s so, and 3.4 s by Foundation's encoder (measured side
    /// by side, in release mode).
    func json(isOptimal: Bool, path: Bool, moves: Bool) throws -> String {
        let found = solution.path
        var object = try JSONLines.line(Numbers(self, isOptimal: isOptimal))
        if path {
            let points = found.map { $0.points.map { "[\($0.x),\($0.y)]" } } ?? []
            object = object.dropLast() + ",\"path\":[\(points.joined(separator: ","))]}"
        }
        if moves {
            object = object.dropLast() + ",\"moves\":\"\(found?.moves.map(\.letters).joined(separator: " ") ?? "")\"}"
        }
        return object
    }

    /// The members of the JSON; null where there is no path.
    struct Numbers: Encodable {
        let algorithm: String
        let length: Int?
        let cost: Double?
        let cells: Int
        let expanded: Int
        let generated: Int
        let optimal: Bool
        let milliseconds: Double
        /// The bytes that the search took; left out unless it is asked for.
        let memory: Int?

        init(_ report: SolutionReport, isOptimal: Bool, withMemory: Bool = false) {
            let solution = report.solution
            algorithm = solution.solver.rawValue
            length = solution.path?.length
            cost = solution.path == nil ? nil : report.cost
            (cells, expanded, generated, optimal) = (report.cells, solution.expanded, solution.generated, isOptimal)
            milliseconds = report.milliseconds.rounded(toPlaces: 3)
            memory = withMemory ? solution.memory : nil
        }

        private enum Key: String, CodingKey {
            case algorithm, length, cost, cells, expanded, generated, optimal, milliseconds, memory
        }

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: Key.self)
            try members.encode(algorithm, forKey: .algorithm)
            // Null says that there is no path; a missing member would say nothing.
            try members.encode(length, forKey: .length)
            try members.encode(cost, forKey: .cost)
            try members.encode(cells, forKey: .cells)
            try members.encode(expanded, forKey: .expanded)
            try members.encode(generated, forKey: .generated)
            try members.encode(optimal, forKey: .optimal)
            try members.encode(milliseconds, forKey: .milliseconds)
            try members.encodeIfPresent(memory, forKey: .memory)
        }
    }

    /// One line for people.
    var summary: String {
        guard let path = solution.path else { return "no path" }
        return "\(solution.solver.rawValue): length \(path.length), cost \(Self.number(cost.rounded(toPlaces: 6))), "
            + "\(solution.expanded) of \(cells) squares expanded, \(milliseconds.rounded(toPlaces: 3)) ms"
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
