/// A maze as a picture of 2·width + 1 by 2·height + 1 squares, made row by row: cells lie at odd columns and rows, and
/// what lies between two cells is a passage or a wall. The entrance is above the first cell, the exit below the last.
public struct MazePicture<Rows: CellRows> {
    private var rows: Rows
    private var cells: CellRow
    private var next = 0

    /// Draws the maze `rows`.
    public init(of rows: Rows) {
        self.rows = rows
        cells = CellRow(width: rows.width)
    }

    /// The number of columns.
    public var width: Int { 2 * rows.width + 1 }
    /// The number of rows.
    public var height: Int { 2 * rows.height + 1 }
    /// The opening in the top row.
    public var entrance: Point { Point(x: 1, y: 0) }
    /// The opening in the bottom row.
    public var exit: Point { Point(x: width - 2, y: height - 1) }
    /// The words of one row.
    public var rowWords: Int { (width + 63) / 64 }

    /// Writes the next row, one bit per square, open squares 1, into the first `rowWords` words; false after the last row.
    public mutating func nextRow(into row: inout [UInt64]) -> Bool {
        guard next < height else { return false }
        if next == 0 {
            clear(&row)
            row[0] = 0b10
        } else if next & 1 == 1 {
            rows.readRow(next / 2, into: &cells)
            spread(cells.east, withCells: true, into: &row)
        } else if next < height - 1 {
            spread(cells.south, withCells: false, into: &row)
        } else {
            clear(&row)
            row[exit.x / 64] = 1 << UInt64(exit.x % 64)
        }
        next += 1
        return true
    }

    private func clear(_ row: inout [UInt64]) {
        for index in 0..<rowWords { row[index] = 0 }
    }

    /// Puts the bit of cell x at 2x + 2 (the passage on its right), and the cell's own at 2x + 1; or, in a row between
    /// cells, at 2x + 1.
    private func spread(_ bits: [UInt64], withCells: Bool, into row: inout [UInt64]) {
        var carried: UInt64 = 0
        for index in 0..<rowWords {
            let word = index / 2 < bits.count ? bits[index / 2] : 0
            let half = UInt32(truncatingIfNeeded: index & 1 == 0 ? word : word >> 32)
            let spread = Self.interleaved(half)
            guard withCells else {
                row[index] = spread << 1
                continue
            }
            let cellsLeft = rows.width - index * 32
            let ones = cellsLeft >= 32 ? UInt32.max : cellsLeft > 0 ? (UInt32(1) << UInt32(cellsLeft)) - 1 : 0
            row[index] = (Self.interleaved(ones) << 1) | (spread << 2) | carried
            carried = spread >> 62
        }
    }

    /// The 32 bits at the even positions of 64 (Hacker's Delight, section 7-2).
    private static func interleaved(_ bits: UInt32) -> UInt64 {
        var word = UInt64(bits)
        word = (word | word << 16) & 0x0000_FFFF_0000_FFFF
        word = (word | word << 8) & 0x00FF_00FF_00FF_00FF
        word = (word | word << 4) & 0x0F0F_0F0F_0F0F_0F0F
        word = (word | word << 2) & 0x3333_3333_3333_3333
        return (word | word << 1) & 0x5555_5555_5555_5555
    }
}

extension GridMap {
    /// The picture of a maze as a map to walk on, from its entrance to its exit.
    public init(_ rows: some CellRows) {
        var picture = MazePicture(of: rows)
        var open = BitGrid(width: picture.width, height: picture.height)
        var row = [UInt64](repeating: 0, count: picture.rowWords)
        var y = 0
        while picture.nextRow(into: &row) {
            open.setRow(y, to: row)
            y += 1
        }
        self.init(open: open, start: picture.entrance, goal: picture.exit)
    }
}
