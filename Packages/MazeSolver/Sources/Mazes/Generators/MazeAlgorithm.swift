/// The algorithms that make a maze. Each makes a *perfect* maze: between any two cells there is exactly one way.
public enum MazeAlgorithm: String, Sendable, CaseIterable {
    /// Depth-first search with random choices: long winding passages, few dead ends.
    case recursiveBacktracker = "recursive-backtracker"
    /// Prim's algorithm with random weights of passages: a minimum spanning tree.
    case prim
    /// Prim's algorithm with equal weights: grows at a random cell of its rim.
    case simplifiedPrim = "simplified-prim"
    /// Kruskal's algorithm: passages in random order, unless they would close a ring.
    case kruskal
    /// Wilson's algorithm: loop-erased random walks; every maze is equally likely.
    case wilson
    /// Aldous and Broder's algorithm: one random walk; every maze is equally likely.
    case aldousBroder = "aldous-broder"
    /// Eller's algorithm: row by row, with the memory of one row.
    case eller
    /// Random walks that begin beside what is carved already.
    case huntAndKill = "hunt-and-kill"
    /// Runs to the east, each with one passage to the north; row by row.
    case sidewinder
    /// A passage to the north or the west from each cell; row by row.
    case binaryTree = "binary-tree"
    /// Grows from the newest cell or from a random one, by turns of a coin.
    case growingTree = "growing-tree"
    /// Halves the room by a wall with one gap, again and again.
    case recursiveDivision = "recursive-division"

    /// The algorithm in a few words.
    public var summary: String {
        switch self {
        case .recursiveBacktracker: "depth-first, long winding passages"
        case .prim: "Prim with random weights"
        case .simplifiedPrim: "Prim with equal weights, many short dead ends"
        case .kruskal: "passages in random order"
        case .wilson: "loop-erased random walks, uniform"
        case .aldousBroder: "one random walk, uniform, slow"
        case .eller: "row by row, any height in constant memory"
        case .huntAndKill: "random walks, then a hunt for the next start"
        case .sidewinder: "runs to the east, row by row"
        case .binaryTree: "north or west, row by row"
        case .growingTree: "newest or random cell by a coin"
        case .recursiveDivision: "rooms halved by walls"
        }
    }

    /// Whether the maze can be made row by row, with the memory of one row.
    public var streams: Bool {
        switch self {
        case .eller, .sidewinder, .binaryTree: true
        default: false
        }
    }
}

extension CellGrid {
    /// Makes a maze of `width` by `height` cells.
    ///
    /// - Parameters:
    ///   - seed: the same seed gives the same maze everywhere.
    ///   - events: takes what happens, at the squares of the maze's picture (`MazePicture`).
    public static func maze(
        width: Int, height: Int, by algorithm: MazeAlgorithm, seed: UInt64, events: (any EventReceiver)? = nil
    ) -> CellGrid {
        if let events {
            var carver = Carver(width: width, height: height, seed: seed, events: Relay(receiver: events))
            carver.carve(by: algorithm)
            return carver.grid
        }
        var carver = Carver(width: width, height: height, seed: seed, events: Silence())
        carver.carve(by: algorithm)
        return carver.grid
    }
}

/// A maze that is being carved: what every generator works with.
struct Carver<Events: EventSink> {
    var grid: CellGrid
    var random: MazeRandom
    let events: Events
    let offsets: [Int]

    init(width: Int, height: Int, seed: UInt64, events: Events) {
        grid = CellGrid(width: width, height: height)
        random = MazeRandom(seed: seed)
        offsets = grid.offsets
        self.events = events
    }

    mutating func carve(by algorithm: MazeAlgorithm) {
        switch algorithm {
        case .recursiveBacktracker: carveByBacktracking()
        case .prim: carveByPrim()
        case .simplifiedPrim: carveBySimplifiedPrim()
        case .kruskal: carveByKruskal()
        case .wilson: carveByWilson()
        case .aldousBroder: carveByAldousBroder()
        case .huntAndKill: carveByHuntAndKill()
        case .growingTree: carveByGrowingTree()
        case .recursiveDivision: carveByDivision()
        case .eller: carveRows(of: Eller(width: grid.width, height: grid.height, random: random))
        case .sidewinder: carveRows(of: Sidewinder(width: grid.width, height: grid.height, random: random))
        case .binaryTree: carveRows(of: BinaryTree(width: grid.width, height: grid.height, random: random))
        }
    }

    /// Opens a passage and tells so.
    @inline(__always)
    mutating func open(_ cell: Int, _ move: Move) {
        grid.carve(cell, move)
        guard !Events.isSilent else { return }
        let square = pictureSquare(of: cell)
        for step in [square, square.moved(move), square.moved(move).moved(move)] { events.emit(.carve, step) }
    }

    /// Where a cell lies on the maze's picture.
    func pictureSquare(of cell: Int) -> Point {
        let square = grid.square(of: cell)
        return Point(x: 2 * square.x + 1, y: 2 * square.y + 1)
    }

    /// The neighbours' moves for which `condition` holds, as a mask by raw values.
    @inline(__always)
    func moves(from cell: Int, where condition: (UInt8) -> Bool) -> UInt8 {
        var mask: UInt8 = 0
        for code in 0..<4 where condition(grid.cells[cell + offsets[code]]) { mask |= 1 << UInt8(code) }
        return mask
    }

    /// One of the moves in a mask, which is not empty, each as likely as the other.
    @inline(__always)
    mutating func anyMove(of mask: UInt8) -> Move {
        var mask = mask
        var skipped = mask.nonzeroBitCount == 1 ? 0 : random.below(mask.nonzeroBitCount)
        while skipped > 0 {
            mask &= mask - 1
            skipped -= 1
        }
        return Move(code: UInt8(mask.trailingZeroBitCount))
    }

    /// A cell, each as likely as the other.
    mutating func anyCell() -> Int {
        grid.index(x: random.below(grid.width), y: random.below(grid.height))
    }

    /// Carves what a generator of rows makes.
    private mutating func carveRows(of rows: some CellRows) {
        var rows = rows
        var row = CellRow(width: grid.width)
        for y in 0..<grid.height {
            rows.readRow(y, into: &row)
            for x in 0..<grid.width {
                let cell = grid.index(x: x, y: y)
                let bit = UInt64(x & 63)
                if row.east[x >> 6] >> bit & 1 != 0 { open(cell, .east) }
                if row.south[x >> 6] >> bit & 1 != 0 { open(cell, .south) }
            }
        }
    }
}
