/// What a solver walks on: open squares and walls, perhaps with weights.
public struct GridMap: Sendable {
    /// Which neighbours a square has.
    public enum Movement: Sendable, Equatable {
        /// East, south, west and north: mazes.
        case fourNeighbours
        /// The diagonals too, without corner cutting: a diagonal move needs both squares beside it open.
        case eightNeighbours
    }

    /// The squares that can be entered.
    public let open: BitGrid
    /// The cost of entering a square, 1 to 255, by its index in `open`; nil when each costs 1.
    public let weights: [UInt8]?
    /// Which neighbours a square has.
    public var movement: Movement
    /// Where the maze says that it begins, if it does.
    public var start: Point?
    /// Where the maze says that it ends: at the nearest of these, if there are any.
    public var goals: [Point]

    /// Where the maze says that it ends, if it says one square or more: the first of them.
    public var goal: Point? {
        get { goals.first }
        set { goals = newValue.map { [$0] } ?? [] }
    }

    /// The most bits that a map may have, margins included: a step of a search must fit into 32 bits, 3 of which are
    /// its direction.
    public static let largestIndexCount = 1 << 29

    /// Makes a map.
    ///
    /// - Parameter weights: one byte for each index of `open`; squares of weight 0 count as weight 1.
    public init(
        open: BitGrid, weights: [UInt8]? = nil, movement: Movement = .fourNeighbours, start: Point? = nil,
        goal: Point? = nil
    ) {
        precondition(open.indexCount <= Self.largestIndexCount, "a map has at most 2^29 squares")
        precondition(weights.map { $0.count == open.indexCount } ?? true, "weights go with the indices")
        self.open = open
        self.weights = weights
        self.movement = movement
        self.start = start
        goals = goal.map { [$0] } ?? []
    }

    /// Whether a map of this size can be held.
    public static func fits(width: Int, height: Int, largest: Int = largestIndexCount) -> Bool {
        guard width > 0, height > 0, width < 1 << 31, height < 1 << 31 else { return false }
        return BitGrid.indexCount(width: width, height: height) <= largest
    }

    /// The number of columns.
    public var width: Int { open.width }
    /// The number of rows.
    public var height: Int { open.height }

    /// What it costs to enter a square.
    public func weight(at index: Int) -> Int {
        guard let weights else { return 1 }
        return max(1, Int(weights[index]))
    }

    /// How far a move changes an index.
    func offset(of move: Move) -> Int {
        move.dy * open.rowBits + move.dx
    }

    /// The offsets of the moves that the map allows, by the moves' raw values.
    var offsets: [Int] {
        Move.allCases.prefix(movement == .fourNeighbours ? 4 : 8).map(offset)
    }

    /// Whether a walker at `index` may make `move`: the passage is open, and no corner is cut.
    public func allows(_ move: Move, from index: Int) -> Bool {
        guard open[index + offset(of: move)] else { return false }
        guard move.isDiagonal else { return true }
        return movement == .eightNeighbours && open[index + move.dx] && open[index + move.dy * open.rowBits]
    }
}
