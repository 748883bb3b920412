/// A maze by its cells: for each, to which of its four neighbours a passage leads. One byte a cell.
///
/// Around the cells lies a margin that counts as visited, so that generators need not ask where the maze ends.
public struct CellGrid: Sendable {
    /// The number of cells from left to right.
    public let width: Int
    /// The number of cells from top to bottom.
    public let height: Int
    /// The distance between the indices of two cells, one below the other.
    let rowCells: Int
    /// By cell: bits 0–3 are the passages by the moves' raw values; bits 4–6 are the generator's own; bit 7 marks the
    /// margin.
    var cells: [UInt8]

    static let passages: UInt8 = 0x0F
    static let margin: UInt8 = 0x80

    /// Makes a grid without any passage.
    ///
    /// - Precondition: both sides are positive.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a maze has at least one cell")
        self.width = width
        self.height = height
        rowCells = width + 1
        cells = [UInt8](repeating: Self.margin, count: rowCells * (height + 2) + 1)
        for y in 0..<height {
            let row = index(x: 0, y: y)
            for cell in row..<row + width { cells[cell] = 0 }
        }
    }

    /// The number of cells.
    public var count: Int { width * height }

    /// The index of a cell; indices of neighbours differ by the offsets.
    @inline(__always)
    func index(x: Int, y: Int) -> Int { (y + 1) * rowCells + x + 1 }

    /// The cell's column and row.
    func square(of cell: Int) -> Point {
        let (row, column) = (cell - 1).quotientAndRemainder(dividingBy: rowCells)
        return Point(x: column, y: row - 1)
    }

    /// How far a move changes an index.
    @inline(__always)
    func offset(of move: Move) -> Int { move.dy * rowCells + move.dx }

    /// The offsets of the four moves, by their raw values.
    var offsets: [Int] { Move.orthogonal.map(offset) }

    /// Whether a passage leads from the cell in column `x` and row `y` by `move`; `move` is orthogonal.
    public func hasPassage(x: Int, y: Int, _ move: Move) -> Bool {
        precondition(x >= 0 && y >= 0 && x < width && y < height, "\(x),\(y) is not a cell")
        return cells[index(x: x, y: y)] & (1 << move.rawValue) != 0
    }

    /// Opens the passage between a cell and its neighbour by `move`.
    @inline(__always)
    mutating func carve(_ cell: Int, _ move: Move) {
        cells[cell] |= 1 << move.rawValue
        cells[cell + offset(of: move)] |= 1 << (move.rawValue ^ 2)
    }

    /// Whether a neighbour exists and has no passage yet.
    @inline(__always)
    func isUntouched(_ cell: Int) -> Bool { cells[cell] & (Self.passages | Self.margin) == 0 }

    /// The number of passages of a cell.
    func degree(_ cell: Int) -> Int { (cells[cell] & Self.passages).nonzeroBitCount }
}

extension CellGrid: CellRows {
    /// Writes the passages of the row `y`.
    public mutating func readRow(_ y: Int, into row: inout CellRow) {
        let first = index(x: 0, y: y)
        for square in row.east.indices {
            var east: UInt64 = 0
            var south: UInt64 = 0
            let from = square * 64
            for x in from..<min(width, from + 64) {
                let cell = cells[first + x]
                let bit = UInt64(truncatingIfNeeded: x - from)
                east |= UInt64(cell & 1) << bit
                south |= UInt64(cell >> 1 & 1) << bit
            }
            row.east[square] = east
            row.south[square] = south
        }
    }
}

/// The passages of one row of cells, one bit each.
public struct CellRow: Sendable {
    /// Whether a passage leads from each cell to the next one on its right.
    public var east: [UInt64]
    /// Whether a passage leads from each cell to the one below.
    public var south: [UInt64]

    /// Makes a row of `width` cells without passages.
    public init(width: Int) {
        east = [UInt64](repeating: 0, count: (width + 63) / 64)
        south = east
    }
}

/// A maze whose rows are read from the top to the bottom, each once.
///
/// A maze in memory is one; so is a generator that makes its rows on the way and holds only one of them.
public protocol CellRows {
    /// The number of cells from left to right.
    var width: Int { get }
    /// The number of cells from top to bottom.
    var height: Int { get }
    /// Writes the passages of the row `y`: rows are asked for in order.
    mutating func readRow(_ y: Int, into row: inout CellRow)
}
