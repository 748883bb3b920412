import ArgumentParser
import MazeDrawing
import Mazes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `mazesolver watch`: shows an algorithm think.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch an algorithm at work, in the terminal or as a recording.",
        discussion: """
            Examples:
              mazesolver watch maze.png --algorithm a-star
              mazesolver watch --size 30x15 --generator wilson --seed 4
              mazesolver watch maze.png --algorithm depth-first --record search.apng
              mazesolver watch maze.png --record player.html

            Red is a move, grey an undone one, green the path. Keys: space pauses, right and left (or . and ,) go one \
            step on and back, + and - change the speed, r restarts, e goes to the end, q quits. The HTML page is one \
            file with its own player: several algorithms side by side, and walls and weights to draw.
            """)

    @Argument(help: "The maze: PNG, JPEG, text, .map or JSON. Without one, a maze is made, and its making is shown.")
    var file: String?

    @OptionGroup var reading: ReadingOptions

    @Option(help: "The solver, as in solve.")
    var algorithm: SolverChoice = .named(.depthFirst)

    @Option(help: "By what A* multiplies its estimate.")
    var weight = 1.0

    @Option(help: "Without a file: the number of cells, as WxH.")
    var size = MazeSize(width: 24, height: 12)

    @Option(help: "Without a file: the generator, as in generate.")
    var generator: MazeAlgorithm = .recursiveBacktracker

    @Option(help: "Without a file: the seed of the maze.")
    var seed: UInt64?

    @Option(help: "Steps a second; default: so many that the whole takes twelve seconds.")
    var speed: Double?

    @Option(help: "Record instead: a file whose name ends in .apng (or .png) or .html.")
    var record: String?

    @Option(help: "Colours in the terminal: auto, always or never.")
    var color: ColourChoice = .auto

    func validate() throws {
        guard speed.map({ $0 > 0 && $0 <= 1_000_000 }) ?? true else {
            throw ValidationError("--speed must be above 0, and at most 1000000.")
        }
        guard weight >= 1, weight <= 1000 else {
            throw ValidationError("'\(weight)' is not a valid --weight (1–1000).")
        }
        // A square and its event take some thirty bytes while one watches.
        guard size.width * size.height <= 1 << 22 else {
            throw ValidationError("\(size.width)x\(size.height) cells are too many to watch.")
        }
        if let record { _ = try OutputFormat(path: record, allowed: [.apng, .png, .html]) }
    }

    func run() throws {
        try Console.run {
            let show = try prepare()
            if let record {
                try Console.write(to: record) { sink in
                    if try OutputFormat(path: record, allowed: [.apng, .png, .html]) == .html {
                        try PlayerPage(map: show.map, start: show.start, goal: show.goal).write(to: sink)
                    } else {
                        let seconds = speed.map { Double(show.animation.events.count) / $0 } ?? 12
                        let recorder = AnimationRecorder(milliseconds: Int(min(600, max(0.1, seconds)) * 1000))
                        try recorder.record(show.animation, to: sink)
                    }
                }
            } else {
                try play(show)
            }
        }
    }

    /// What is to be seen.
    private struct Show {
        var map: GridMap
        var start: Point
        var goal: Point
        var title: String
        var animation: Animation
    }

    private func prepare() throws -> Show {
        let log = EventLog()
        let maze: ReadMaze
        if let file {
            maze = try reading.maze(file)
            guard maze.map.open.count <= 1 << 24 else { throw Failure("\(file): the maze is too large to watch") }
        } else {
            let seed = seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
            let cells = CellGrid.maze(
                width: size.width, height: size.height, by: generator, seed: seed, events: log)
            var map = GridMap(cells)
            if reading.diagonal { map.movement = .eightNeighbours }
            maze = ReadMaze(name: "the maze", map: map, reading: nil, notes: [])
        }
        let map = maze.map
        let ends = try maze.ends(reading)
        if let summary = maze.summary(ends) { Console.note(summary) }
        let solver: Solver =
            switch algorithm {
            case .named(let solver): solver
            case .auto: Advice(for: map).solver
            }
        // What is carved appears out of the wall; a maze from a file stands there from the start.
        let initial = file == nil ? BitGrid(width: map.width, height: map.height) : map.open
        if file == nil {
            for end in [ends.start, ends.goal] { log.receive(Event(.carve, at: end)) }
        }
        _ = try map.solve(from: ends.start, to: ends.goal, by: solver, heuristicWeight: weight, events: log)
        return Show(
            map: map, start: ends.start, goal: ends.goal, title: solver.rawValue,
            animation: Animation(open: initial, events: log.events))
    }

    private func play(_ show: Show) throws {
        let environment = ProcessInfo.processInfo.environment
        let colours: TerminalColours =
            switch color {
            case .never: .none
            case .always: TerminalColours.of(environment: environment.filter { $0.key != "NO_COLOR" })
            case .auto: TerminalColours.of(environment: environment)
            }
        guard let session = TerminalSession() else {
            throw Failure("watch needs a terminal; --record file.apng or file.html works without one")
        }
        var player = TerminalPlayer(
            show.animation, title: show.title, colours: colours,
            speed: speed ?? max(5, Double(show.animation.events.count) / 12))
        player.play(in: session)
    }
}
