import ArgumentParser
import MazeDrawing
import Mazes

/// `mazesolver bench`: solves the questions of a scenario file and compares the lengths.
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

    /// The solvers that answer many questions with one preparation, and are optimal.
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
            let questions = try scenario.inContext { try Scenario(InputFile.read(scenario)).instances }
            let mapPath = map ?? Self.mapPath(beside: scenario, named: questions.first?.mapName)
            let grid = try mapPath.inContext { try MazeFile().map(InputFile.read(mapPath)) }
            let tally = try answer(questions, on: grid)
            let perInstance = questions.isEmpty ? 0 : tally.seconds * 1e6 / Double(questions.count)
            let microseconds = SolutionReport.number(perInstance.rounded(toPlaces: 3))
            if json {
                try Console.print(
                    "{\"instances\":\(questions.count),\"mismatches\":\(tally.mismatches),"
                        + "\"microsecondsPerInstance\":\(microseconds),\"algorithm\":\"\(algorithm.rawValue)\"}\n")
            } else {
                try Console.print(
                    "\(algorithm.rawValue): \(questions.count) instances, \(tally.mismatches) mismatches, "
                        + "\(microseconds) microseconds each\n")
            }
            if tally.mismatches > 0 { throw ExitCode.failure }
        }
    }

    private static func mapPath(beside scenario: String, named name: String?) -> String {
        if scenario.hasSuffix(".scen") { return String(scenario.dropLast(5)) }
        let folder = scenario.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let file = name?.split(separator: "/").last.map(String.init) ?? scenario
        return (folder.map(String.init) + [file]).joined(separator: "/")
    }

    private func answer(
        _ questions: [Scenario.Instance], on grid: GridMap
    ) throws -> (mismatches: Int, seconds: Double) {
        var grid = grid
        grid.movement = .eightNeighbours
        guard grid.weights == nil else { throw Failure("a scenario needs a map without weights") }
        let ask = solver(for: grid)
        var mismatches = 0
        var time = Duration.zero
        let clock = ContinuousClock()
        for question in questions {
            var problem: String?
            let begin = clock.now
            do {
                let solution = try ask(question.start, question.goal)
                time += clock.now - begin
                problem = Self.difference(solution, question, grid)
            } catch {
                problem = "\(error)"
            }
            if let problem {
                mismatches += 1
                if !quiet { Console.note("\(scenario):\(question.line): \(problem)") }
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
        _ solution: Solution, _ question: Scenario.Instance, _ grid: GridMap
    ) -> String? {
        guard let path = solution.path else { return "no path from \(question.start) to \(question.goal)" }
        guard path.cost(on: grid) == solution.cost, path.end == question.goal else {
            return "the path from \(question.start) to \(question.goal) cannot be walked"
        }
        let length = solution.costValue(on: grid)
        let isEqual = abs(length - question.optimalLength) <= 1e-5 * max(1, question.optimalLength)
        return isEqual ? nil : "length \(length) instead of \(question.optimalLength)"
    }
}
