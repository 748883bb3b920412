import ArgumentParser
import MazeDrawing
import Mazes

/// `mazesolver solve`: finds the path.
struct SolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Find the path through a maze.",
        discussion: """
            Examples:
              mazesolver solve maze.txt
              mazesolver solve maze.png --output solved.png
              mazesolver solve maze.png --algorithm a-star --weight 1.5 --json --path
              mazesolver solve arena.map --from 5,112 --to 275,181 --moves

            Without --output, --json, --path or --moves the solved maze is printed as text, or, when it is wide, a \
            summary. Coordinates count squares from 0 at the top left. The pixels of a picture are read as the walls and \
            passages of a maze, whatever their width, and what was understood is printed; --as-pixels takes each pixel as \
            a square. With --weights, entering a white square costs 1, a darker one 256 minus its grey value.
            """)

    @OptionGroup var input: MazeInput

    @Option(help: "auto, or one of: \(Solver.allCases.map(\.rawValue).joined(separator: ", ")).")
    var algorithm: SolverChoice = .auto

    @Option(help: "By what A* multiplies its estimate: more than 1 is faster, and the path at most so much dearer.")
    var weight = 1.0

    @Flag(help: "Print statistics as JSON.")
    var json = false

    @Flag(help: "Print the path as coordinates, one x,y a line; with --json as its member path.")
    var path = false

    @Flag(help: "Print the path as moves (E S W N SE SW NW NE); with --json as its member moves.")
    var moves = false

    @Flag(help: "Draw text with box-drawing characters.")
    var boxes = false

    @Option(help: "Pixels for each square of a PNG picture; default: as large as the picture that was read, or 1.")
    var scale: Int?

    @Option(name: .shortAndLong, help: "The file for the solved maze: .png, .svg or .txt.")
    var output: String?

    @Flag(name: .shortAndLong, help: "Print nothing but what was asked for.")
    var quiet = false

    func validate() throws {
        guard weight >= 1, weight <= 1000 else {
            throw ValidationError("'\(weight)' is not a valid --weight (1–1000).")
        }
        guard scale.map((1...64).contains) ?? true else { throw ValidationError("--scale must be 1–64.") }
        if let output { _ = try OutputFormat(path: output, allowed: [.png, .svg, .text]) }
    }

    func run() throws {
        try Console.run {
            let maze = try input.maze()
            let map = maze.map
            let ends: ReadMaze.Ends
            do {
                ends = try maze.ends(input.reading)
            } catch {
                // Without the ends, how the picture was understood may tell why.
                if !quiet, let summary = maze.summary(nil) { Console.note(summary) }
                throw error
            }
            if !quiet, let summary = maze.summary(ends) { Console.note(summary) }
            let solver = choose(for: map)
            let clock = ContinuousClock()
            let begin = clock.now
            let solution = try input.file.inContext {
                try map.solve(from: ends.start, to: ends.goal, by: solver, heuristicWeight: weight)
            }
            let report = SolutionReport(solution, on: map, duration: clock.now - begin)
            guard let found = solution.path else { return try reportNoPath(report, maze, ends) }
            if let output { try draw(MapDrawing(map, path: found), maze.reading, to: output) }
            try tell(report, map, found, ends)
        }
    }

    private func choose(for map: GridMap) -> Solver {
        switch algorithm {
        case .named(let solver): return solver
        case .auto:
            let advice = Advice(for: map)
            if !quiet { Console.note("auto: \(advice.solver.rawValue), because \(advice.reason)") }
            return advice.solver
        }
    }

    private func tell(
        _ report: SolutionReport, _ map: GridMap, _ found: Path, _ ends: ReadMaze.Ends
    ) throws {
        if json {
            let isOptimal = try report.isOptimal(on: map, ends, heuristicWeight: weight)
            return try Console.print(try report.json(isOptimal: isOptimal, path: path, moves: moves) + "\n")
        }
        if path || moves {
            return try Console.write(to: "-") { sink in
                if path { for point in found.points { try sink.write("\(point)\n") } }
                if moves { try sink.write(found.moves.map(\.letters).joined(separator: " ") + "\n") }
            }
        }
        // Text that is wider than any terminal says nothing.
        if output == nil && map.width <= 400 {
            try Console.write(to: "-") { sink in
                if boxes {
                    try TextWriter.writeBoxes(MapDrawing(map, path: found), to: sink)
                } else {
                    try TextWriter.write(MapDrawing(map, path: found), to: sink)
                }
            }
        }
        if !quiet { Console.note(report.summary) }
    }

    /// Without a path the reachable part is what can be shown.
    private func reportNoPath(
        _ report: SolutionReport, _ maze: ReadMaze, _ ends: ReadMaze.Ends
    ) throws {
        let map = maze.map
        if json { try Console.print(try report.json(isOptimal: false, path: path, moves: moves) + "\n") }
        let visited = VisitedSquares(width: map.width, height: map.height)
        let check = try map.solve(from: ends.start, to: ends.goal, by: .breadthFirst, events: visited)
        if let output { try draw(MapDrawing(map, reached: visited.squares), maze.reading, to: output) }
        guard check.path == nil else {
            throw Failure(
                "no path found by \(report.solution.solver.rawValue): it walks in circles; "
                    + "a path exists, and breadth-first finds it")
        }
        throw Failure(
            "no path from \(ends.start) to \(ends.goal): \(visited.squares.count) of \(map.open.count) squares can be "
                + "reached")
    }

    /// A picture of cells is drawn again as large as it was; otherwise a square has `scale` pixels.
    private func draw(_ drawing: MapDrawing, _ reading: CellReading?, to path: String) throws {
        let format = try OutputFormat(path: path, allowed: [.png, .svg, .text])
        try Console.write(to: path) { sink in
            switch format {
            case .svg: try SVGWriter.write(drawing, to: sink)
            case .text:
                if boxes {
                    try TextWriter.writeBoxes(drawing, to: sink)
                } else {
                    try TextWriter.write(drawing, to: sink)
                }
            default:
                if let reading, !reading.isPixelByPixel, scale == nil {
                    try CellPictureWriter(drawing, reading).write(to: sink)
                } else {
                    try PictureWriter.write(drawing, scale: scale ?? 1, to: sink)
                }
            }
        }
    }
}
