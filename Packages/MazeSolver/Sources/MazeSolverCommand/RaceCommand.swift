import ArgumentParser
import CommandKit
import MazeDrawing
import Mazes

/// `mazesolver race`: every solver on one maze.
struct RaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "race",
        abstract: "Run every solver on one maze and compare them.",
        discussion: """
            Examples:
              mazesolver race maze.png
              mazesolver race maze.png --output race.png
              mazesolver race arena.map --from 5,112 --to 275,181 --json

            The picture shows one maze a solver, with its name below: what it visited, and its path.
            """)

    @OptionGroup var input: MazeInput

    @Flag(help: "Print the results as a JSON array.")
    var json = false

    @Option(name: .shortAndLong, help: "A .png for the visited squares and the path of each solver.")
    var output: String?

    @Flag(name: .shortAndLong, help: "Say nothing about the reading, and about solvers that cannot run.")
    var quiet = false

    func validate() throws {
        if let output { _ = try OutputFormat(path: output, allowed: [.png]) }
    }

    /// How one solver did.
    private struct Runner {
        let report: SolutionReport
        var isOptimal = false
    }

    func run() throws {
        try Console.run {
            let maze = try input.maze()
            let map = maze.map
            let ends = try maze.ends(input.reading)
            if !quiet, let summary = maze.summary(ends) { Console.note(summary) }
            let clock = ContinuousClock()
            var runners: [Runner] = []
            for solver in Solver.allCases {
                if let objection = solver.objection(to: map) {
                    if !quiet { Console.note("\(solver.rawValue) does not run: \(objection)") }
                    continue
                }
                let begin = clock.now
                let solution = try input.file.inContext { try map.solve(from: ends.start, to: ends.goal, by: solver) }
                runners.append(Runner(report: SolutionReport(solution, on: map, duration: clock.now - begin)))
            }
            let best = runners.filter { $0.report.solution.path != nil }.map(\.report.solution.cost).min()
            for square in runners.indices where runners[square].report.solution.path != nil {
                runners[square].isOptimal = runners[square].report.solution.cost == best
            }
            try Console.print(json ? try Self.json(runners) : Self.table(runners))
            if let output { try draw(runners, map, ends, to: output) }
            if best == nil { throw Failure("no path from \(ends.start) to \(ends.goal)") }
        }
    }

    private static func json(_ runners: [Runner]) throws -> String {
        try JSONLines.line(
            runners.map { SolutionReport.Numbers($0.report, isOptimal: $0.isOptimal, withMemory: true) }) + "\n"
    }

    private static func table(_ runners: [Runner]) -> String {
        var rows = [["algorithm", "expanded", "length", "cost", "optimal", "ms", "memory"]]
        for runner in runners {
            let (report, solution) = (runner.report, runner.report.solution)
            rows.append([
                solution.solver.rawValue, "\(solution.expanded)", solution.path.map { "\($0.length)" } ?? "no path",
                solution.path == nil ? "-" : SolutionReport.number(report.cost.rounded(toPlaces: 3)),
                runner.isOptimal ? "yes" : "no", SolutionReport.number(report.milliseconds.rounded(toPlaces: 2)),
                "\((solution.memory + 1023) / 1024) KiB",
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + padding : padding + row[column]
            }.joined(separator: "  ") + "\n"
        }.joined()
    }

    private func draw(
        _ runners: [Runner], _ map: GridMap, _ ends: ReadMaze.Ends, to path: String
    ) throws {
        let tiles = try runners.map { runner in
            let visited = VisitedSquares(width: map.width, height: map.height)
            let solution = try map.solve(
                from: ends.start, to: ends.goal, by: runner.report.solution.solver, events: visited)
            return RaceSheet.Tile(
                name: solution.solver.rawValue, drawing: MapDrawing(map, path: solution.path, reached: visited.squares))
        }
        try Console.write(to: path) { try RaceSheet(tiles).write(to: $0) }
    }
}
