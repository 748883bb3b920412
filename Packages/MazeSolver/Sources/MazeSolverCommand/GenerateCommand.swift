import ArgumentParser
import MazeDrawing
import Mazes

/// `mazesolver generate`: makes a maze.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Make a maze.",
        discussion: """
            Examples:
              mazesolver generate --size 20x10
              mazesolver generate --size 60x40 --algorithm wilson --seed 7 --scale 8 --output maze.png
              mazesolver generate --size 40x40 --braid 0.5 --output maze.svg
              mazesolver generate --size 1000x1000000 --algorithm eller --output tower.png

            Algorithms:
            \(MazeAlgorithm.allCases.map { "  " + $0.rawValue + ": " + $0.summary }.joined(separator: "\n"))
            """)

    @Option(help: "The number of cells, as WxH; the picture is 2W+1 by 2H+1.")
    var size = MazeSize(width: 20, height: 10)

    @Option(help: "The algorithm: see below.")
    var algorithm: MazeAlgorithm = .recursiveBacktracker

    @Option(help: "The seed: the same seed makes the same maze, on every machine. Default: a random one.")
    var seed: UInt64?

    @Option(help: "The share of dead ends to open, 0 to 1.")
    var braid = Share(value: 0)

    @Option(help: "Pixels for each square of a PNG picture.")
    var scale = 1

    @Flag(help: "Draw text with box-drawing characters.")
    var boxes = false

    @Option(
        name: .shortAndLong, help: "The file to write: .txt, .png, .svg or .json. Default: text to standard output.")
    var output: String?

    @Flag(name: .shortAndLong, help: "Say nothing about the seed and the progress.")
    var quiet = false

    func validate() throws {
        guard (1...64).contains(scale) else { throw ValidationError("'\(scale)' is not a valid --scale (1–64).") }
        if let output { _ = try OutputFormat(path: output, allowed: [.text, .png, .svg, .json]) }
        if algorithm.streams && braid.value == 0 { return }
        // A cell is a byte, and its number has to fit 30 bits.
        guard size.width * size.height <= 1 << 29 else {
            throw ValidationError(
                "\(size.width)x\(size.height) cells do not fit in memory: --algorithm eller makes mazes of any height.")
        }
    }

    func run() throws {
        try Console.run {
            let seed = seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
            try makeMaze(seed: seed)
            if self.seed == nil && !quiet { Console.note("seed \(seed)") }
        }
    }

    private func makeMaze(seed: UInt64) throws {
        let random = MazeRandom(seed: seed)
        let (width, height) = (size.width, size.height)
        guard braid.value == 0, algorithm.streams else {
            var cells = CellGrid.maze(width: width, height: height, by: algorithm, seed: seed)
            if braid.value > 0 { cells.braid(braid.value, seed: seed) }
            return try write(cells, seed: seed)
        }
        switch algorithm {
        case .sidewinder: try write(Sidewinder(width: width, height: height, random: random), seed: seed)
        case .binaryTree: try write(BinaryTree(width: width, height: height, random: random), seed: seed)
        default: try write(Eller(width: width, height: height, random: random), seed: seed)
        }
    }

    private func write(_ rows: some CellRows, seed: UInt64) throws {
        let picture = MazePicture(of: ReportedRows(rows, isSilent: quiet))
        let format = try output.map { try OutputFormat(path: $0, allowed: [.text, .png, .svg, .json]) } ?? .text
        try Console.write(to: output ?? "-") { sink in
            switch format {
            case .png: try PictureWriter.write(picture, scale: scale, to: sink)
            case .svg: try SVGWriter.write(picture, to: sink)
            case .json:
                let head = [
                    "\"width\":\(size.width)", "\"height\":\(size.height)",
                    "\"algorithm\":\"\(algorithm.rawValue)\"", "\"seed\":\(seed)", "\"braid\":\(braid.value)",
                ]
                try MazeJSON.write(picture, head: head, to: sink)
            default:
                if boxes {
                    try TextWriter.writeBoxes(MapDrawing(GridMap(rows)), to: sink)
                } else {
                    try TextWriter.write(picture, to: sink)
                }
            }
        }
    }
}
