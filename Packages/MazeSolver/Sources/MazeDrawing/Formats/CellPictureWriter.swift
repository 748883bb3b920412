import Mazes

/// Draws a solved maze as large as the picture that it was read from: walls and passages where they were, and the path as a
/// line along the middle of the passages, a third as wide as they are.
///
/// The picture is drawn anew: what the reading cut off or smoothed, a margin's colour or the noise of a scan, is not in
/// it.
public struct CellPictureWriter {
    private let drawing: MapDrawing
    private let reading: CellReading
    /// For each square of the path the moves by which the path enters or leaves it, a bit each.
    private var links: [Point: UInt8] = [:]
    private let columnOfPixel: [Int]
    private let rowOfPixel: [Int]

    private static let red: UInt8 = 2
    private static let outside = -1

    /// - Precondition: the drawing shows the map of the reading.
    public init(_ drawing: MapDrawing, _ reading: CellReading) {
        precondition(drawing.map.width == reading.columns.count && drawing.map.height == reading.rows.count)
        self.drawing = drawing
        self.reading = reading
        columnOfPixel = Self.squares(reading.columns, length: reading.picture.width)
        rowOfPixel = Self.squares(reading.rows, length: reading.picture.height)
        if let path = drawing.pathFound {
            for (point, move) in zip(path.points, path.moves) {
                links[point, default: 0] |= 1 << move.rawValue
                links[point.moved(move), default: 0] |= 1 << move.opposite.rawValue
            }
            if path.moves.isEmpty { links[path.start] = 0 }
        }
    }

    /// Writes a PNG picture.
    public func write(to sink: any ByteSink) throws {
        let (paper, wall): (UInt8, UInt8) = reading.wallsAreLight ? (0, 1) : (1, 0)
        let writer = try PNGWriter(
            to: sink, width: reading.picture.width, height: reading.picture.height,
            palette: PNGWriter.Palette(PictureWriter.colours))
        try writer.writePicture { y, row in
            for square in row.indices { row[square] = 0 }
            for x in 0..<reading.picture.width {
                let colour = colour(x, y, paper: paper, wall: wall)
                row[x >> 2] |= colour << UInt8(6 - 2 * (x & 3))
            }
        }
        try writer.finish()
    }

    private func colour(_ x: Int, _ y: Int, paper: UInt8, wall: UInt8) -> UInt8 {
        let (column, row) = (columnOfPixel[x], rowOfPixel[y])
        guard column != Self.outside, row != Self.outside else { return paper }
        let square = Point(x: column, y: row)
        guard drawing.map.open[square] else { return wall }
        if let links = links[square], isOnLine(x, y, reading.columns[column], reading.rows[row], links) {
            return Self.red
        }
        return drawing.reached?[square] == true ? 3 : paper
    }

    /// Whether a pixel of a square lies on the line that links its middle to the sides, or corners, named in `links`.
    private func isOnLine(_ x: Int, _ y: Int, _ columns: Range<Int>, _ rows: Range<Int>, _ links: UInt8) -> Bool {
        func band(_ range: Range<Int>) -> ClosedRange<Int> {
            let width = max(1, range.count / 3)
            let first = range.lowerBound + (range.count - width) / 2
            return first...first + width - 1
        }
        let (across, down) = (band(columns), band(rows))
        let isMiddle = (across.contains(x), down.contains(y))
        if isMiddle == (true, true) { return true }
        func has(_ move: Move) -> Bool { links >> move.rawValue & 1 == 1 }
        if isMiddle.1, has(.east), x > across.upperBound { return true }
        if isMiddle.1, has(.west), x < across.lowerBound { return true }
        if isMiddle.0, has(.south), y > down.upperBound { return true }
        if isMiddle.0, has(.north), y < down.lowerBound { return true }
        return isOnDiagonal(x, y, columns, rows, links)
    }

    private func isOnDiagonal(_ x: Int, _ y: Int, _ columns: Range<Int>, _ rows: Range<Int>, _ links: UInt8) -> Bool {
        guard links > 15 else { return false }
        // From -1 to 1 within the square.
        let dx = (2 * Double(x - columns.lowerBound) + 1) / Double(columns.count) - 1
        let dy = (2 * Double(y - rows.lowerBound) + 1) / Double(rows.count) - 1
        guard abs(abs(dx) - abs(dy)) <= 0.34 else { return false }
        let move: Move = dx > 0 ? (dy > 0 ? .southEast : .northEast) : (dy > 0 ? .southWest : .northWest)
        return links >> move.rawValue & 1 == 1
    }

    private static func squares(_ ranges: [Range<Int>], length: Int) -> [Int] {
        var squares = [Int](repeating: outside, count: length)
        for (square, range) in ranges.enumerated() {
            for pixel in range { squares[pixel] = square }
        }
        return squares
    }
}
