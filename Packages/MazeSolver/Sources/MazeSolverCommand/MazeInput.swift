import ArgumentParser
import MazeDrawing
import Mazes

/// How a maze is read, and where its path begins and ends.
struct ReadingOptions: ParsableArguments {
    @Option(help: "Where the path begins, as x,y in squares from the top left; default: the entrance in the border.")
    var from: Point?

    @Option(help: "Where the path ends, as x,y; default: the exit in the border, of several the nearest.")
    var to: Point?

    @Flag(help: "Move to eight neighbours, without cutting corners; .map files always do.")
    var diagonal = false

    @Flag(
        name: .customLong("as-pixels"),
        help: "Take each pixel of a picture as a square; only pure black is a wall then."
    )
    var asPixels = false

    @Flag(
        help: "Take the grey of a picture's passages as cost: white 1, darker 256 minus the grey; only black is a wall."
    )
    var weights = false

    @Option(help: "Whether the walls of a picture are dark or light: auto, dark or light.")
    var walls = WallChoice.auto

    @Option(
        name: .customLong("walls-below"),
        help: "Grey values of a picture below this are dark (0 black, 255 white); default: found in the picture.")
    var wallsBelow: UInt8?

    @Option(
        name: .customLong("wall-characters"),
        help: "The characters that are walls in a text; default: # and box drawing, or what the border consists of.")
    var wallCharacters: String?

    /// Which pixels are walls.
    enum WallChoice: String, ExpressibleByArgument, CaseIterable {
        case auto
        case dark
        case light
    }

    /// How files are read with these options.
    var file: MazeFile {
        var picture = CellReading.Options()
        picture.asPixels = asPixels
        picture.usesWeights = weights
        picture.wallsBelow = wallsBelow
        picture.wallsAreLight = walls == .auto ? nil : walls == .light
        var text = TextMaze.Options()
        text.wallCharacters = wallCharacters
        // Ends that the user names are counted in the file as it is.
        text.keepsMargin = from != nil || to != nil
        return MazeFile(picture: picture, text: text)
    }

    /// Reads the maze.
    func maze(_ name: String) throws -> ReadMaze {
        try name.inContext {
            let contents = try file.contents(InputFile.read(name))
            var map = contents.map
            if diagonal { map.movement = .eightNeighbours }
            return ReadMaze(name: name, map: map, reading: contents.reading, notes: contents.notes)
        }
    }
}

/// The maze to read, and what to make of it.
struct MazeInput: ParsableArguments {
    @Argument(
        help: "A PNG or JPEG picture, a text, a movingai .map, or JSON; - is standard input.")
    var file: String

    @OptionGroup var reading: ReadingOptions

    /// Reads the maze.
    func maze() throws -> ReadMaze { try reading.maze(file) }
}

/// A maze that was read, with what has to be told of the reading.
struct ReadMaze {
    let name: String
    var map: GridMap
    let reading: CellReading?
    let notes: [String]

    /// Where the path begins and ends, and how that is known.
    struct Ends {
        let start: Point
        let goal: Point
        /// Of more ends than two; a sentence for the user.
        var note: String?
    }

    /// Where the path begins and ends: as told, as marked in the file, or as the border shows; of several exits at the
    /// nearest.
    func ends(_ options: ReadingOptions) throws -> Ends {
        try name.inContext {
            let isKnown = (options.from ?? map.start) != nil && (options.to != nil || map.goal != nil)
            if let reading, !isKnown { try Self.checkOpenings(of: reading) }
            return try Self.ends(of: map, from: options.from, to: options.to)
        }
    }

    /// Throws where the openings of the border may be anything but an entrance and an exit.
    private static func checkOpenings(of reading: CellReading) throws {
        if !reading.cutOffSides.isEmpty {
            throw Failure(
                "the picture seems to be cropped: walls go on beyond the outer wall (\(reading.cutOffSides.joined(separator: ", "))); "
                    + "take the whole picture, or name the ends by --from x,y --to x,y")
        }
        guard reading.cut == .noCellsFound else { return }
        // In a picture that was not understood, openings of a pixel mean nothing, unless there is an outer wall with two.
        let doors = try? Openings.find(in: reading.map)
        guard reading.hasOuterWall, let doors, doors.exits.count == 1, doors.ignored == 0 else {
            throw Failure(
                "this is not an upright, rectangular maze, so it has no cells to count: straighten and crop a scan; solve "
                    + "a round, hexagonal or freely drawn maze pixel by pixel, by --as-pixels --walls-below 128 "
                    + "--from x,y --to x,y")
        }
    }

    static func ends(of map: GridMap, from: Point?, to: Point?) throws -> Ends {
        let start = from ?? map.start
        let goals = to.map { [$0] } ?? map.goals
        switch (start, goals.isEmpty) {
        case (let start?, false): return try nearest(of: goals, from: start, "goals", in: map)
        case (let start?, true):
            return try nearest(of: try Openings.others(than: start, in: map), from: start, "exits", in: map)
        case (nil, false):
            // The path back is as long: the nearest entrance is found from the goal.
            let entrances = try Openings.others(than: goals[0], in: map)
            let back = try nearest(of: entrances, from: goals[0], "entrances", in: map)
            return Ends(start: back.goal, goal: goals[0], note: back.note)
        case (nil, true):
            let doors = try Openings.find(in: map)
            var ends = try nearest(of: doors.exits, from: doors.entrance, "exits", in: map)
            if doors.ignored > 0 {
                ends.note =
                    "the one opening of the first row and the one of the last are meant; \(doors.ignored) at the sides "
                    + "are not"
            }
            return ends
        }
    }

    private static func nearest(of goals: [Point], from start: Point, _ what: String, in map: GridMap) throws -> Ends {
        guard goals.count > 1, let first = goals.first else { return Ends(start: start, goal: goals.first ?? start) }
        let nearest = try map.nearest(of: goals, from: start)
        return Ends(
            start: start, goal: nearest ?? first,
            note: nearest.map { "\(goals.count) \(what); the nearest is \($0)" }
                ?? "none of \(goals.count) \(what) can be reached")
    }

    /// What was understood, one line for the user; nil when there is nothing to say, as of a plain text.
    func summary(_ ends: Ends?) -> String? {
        var parts: [String] = []
        if let reading {
            if let cells = reading.cells {
                parts.append("\(cells.width)×\(cells.height) cells")
            } else {
                parts.append("\(map.width)×\(map.height) squares")
            }
            parts.append(reading.widths)
            if reading.wallsAreGuessed {
                parts.append(
                    "the light pixels are taken for walls, since the dark ones have no whole outer wall (or --walls dark)"
                )
            } else if reading.wallsAreLight {
                parts.append("the walls are light")
            }
            let margin = reading.margin
            let sides = [margin.left, margin.top, margin.right, margin.bottom]
            if sides.contains(where: { $0 > 0 }) {
                parts.append("margin of \(sides.map(String.init).joined(separator: ", ")) px cut off")
            }
            if let ends {
                parts.append("entrance (\(ends.start))")
                parts.append("exit (\(ends.goal))")
            }
            if let colours = reading.markColours { parts.append("marked \(colours)") }
            if !reading.cutOffSides.isEmpty {
                let sides = reading.cutOffSides.joined(separator: ", ")
                parts.append("walls go on beyond the outer wall (\(sides)), so the picture seems to be cropped")
            }
            if reading.doubtfulSquares > 0 {
                parts.append(
                    reading.doubtfulSquares == 1
                        ? "1 square is half dark and half light"
                        : "\(reading.doubtfulSquares) squares are half dark and half light")
            }
            if reading.cut == .noCellsFound {
                parts.append("no walls and passages of constant width were found, so each pixel is a square")
            }
        }
        parts += notes
        if let note = ends?.note { parts.append(note) }
        return parts.isEmpty ? nil : "\(name == "-" ? "standard input" : name): " + parts.joined(separator: ", ")
    }
}
