import ArgumentParser
import CommandKit
import MazeDrawing
import Mazes

/// `mazesolver bench`: solves the queries of a scenario file and compares the lengths.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Solve a movingai scenario and compare with its optimal lengths.",
        discussion: """
            Examples:
              mazesolver bench --scenario arena2.map.scen
              mazesolver bench --scenario arena2.map.scen --map maps/arena2.map --algorithm a-star --json

            The map lies beside the scenario unless --map says where. Lengths match when they differ by less than one \
            part in 100,000. Exit status 1 when one does not match.
            """)

    /// The solvers that answer many queries with one preparation, and are optimal.
    enum BenchSolver: String, ExpressibleByArgument, CaseIterable {
        case jumpPoint = "jump-point-search"
        case aStar = "a-star"
        case dijkstra

        init?(argument: String) {
            guard case .named(let solver) = SolverChoice(argument: argument) else { return nil }
            self.init(rawValue: solver.rawValue)
        }
    }

    @Option(help: "The scenario file.")
    var scenario: String

    @Option(help: "The map file.")
    var map: String?

    @Option(help: "jump-point-search, a-star or dijkstra.")
    var algorithm: BenchSolver = .jumpPoint

    @Flag(help: "Print the totals as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Do not print mismatches one by one.")
    var quiet = false

    func run() throws {
        try Console.run {
            let queries = try scenario.inContext { try Scenario(InputFile.read(scenario)).instances }
            let mapPath = map ?? Self.mapPath(beside: scenario, named: queries.first?.mapName)
            let grid = try mapPath.inContext { try MazeFile().map(InputFile.read(mapPath)) }
            let tally = try answer(queries, on: grid)
            let perInstance = queries.isEmpty ? 0 : tally.seconds * 1e6 / Double(queries.count)
            let microseconds = perInstance.rounded(toPlaces: 3)
            if json {
                let totals = Totals(
                    instances: queries.count, mismatches: tally.mismatches, microsecondsPerInstance: microseconds,
                    algorithm: algorithm.rawValue)
                try Console.print(try JSONLines.line(totals) + "\n")
            } else {
                try Console.print(
                    "\(algorithm.rawValue): \(queries.count) instances, \(tally.mismatches) mismatches, "
                        + "\(SolutionReport.number(microseconds)) microseconds each\n")
            }
            if tally.mismatches > 0 { throw ExitCode.failure }
        }
    }

    /// What `--json` prints.
    private struct Totals: Encodable {
        let instances: Int
        let mismatches: Int
        let microsecondsPerInstance: Double
        let algorithm: String
    }

    private static func mapPath(beside scenario: String, named name: String?) -> String {
        if scenario.hasSuffix(".scen") { return String(scenario.dropLast(5)) }
        let folder = scenario.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let file = name?.split(separator: "/").last.map(String.init) ?? scenario
        return (folder.map(String.init) + [file]).joined(separator: "/")
    }

    private func answer(
        _ queries: [Scenario.Instance], on grid: GridMap
    ) throws -> (mismatches: Int, seconds: Double) {
        var grid = grid
        grid.movement = .eightNeighbours
        guard grid.weights == nil else { throw Failure("a scenario needs a map without weights") }
        let ask = solver(for: grid)
        var mismatches = 0
        var time = Duration.zero
        let clock = ContinuousClock()
        for query in queries {
            var problem: String?
            let begin = clock.now
            do {
                let solution = try ask(query.start, query.goal)
                time += clock.now - begin
                problem = Self.difference(solution, query, grid)
            } catch {
                problem = "\(error)"
            }
            if let problem {
                mismatches += 1
                if !quiet { Console.note("\(scenario):\(query.line): \(problem)") }
            }
        }
        return (mismatches, time / .seconds(1))
    }

    private func solver(for grid: GridMap) -> (Point, Point) throws -> Solution {
        switch algorithm {
        case .jumpPoint:
            var search = JumpPointSearch(map: grid)
            return { try search.solve(from: $0, to: $1) }
        case .aStar, .dijkstra:
            var search = BestFirstSearch(map: grid, order: algorithm == .aStar ? .aStar(weight: 1) : .dijkstra)
            return { try search.solve(from: $0, to: $1) }
        }
    }

    /// What does not fit; nil when the path can be walked and is as long as it should be.
    private static func difference(
        _ solution: Solution, _ query: Scenario.Instance, _ grid: GridMap
    ) -> String? {
        guard let path = solution.path else { return "no path from \(query.start) to \(query.goal)" }
        guard path.cost(on: grid) == solution.cost, path.end == query.goal else {
            return "the path from \(query.start) to \(query.goal) cannot be walked"
        }
        let length = solution.costValue(on: grid)
        let isEqual = abs(length - query.optimalLength) <= 1e-5 * max(1, query.optimalLength)
        return isEqual ? nil : "length \(length) instead of \(query.optimalLength)"
    }
}
