import Mazes

/// Draws mazes as SVG: sharp at any size, small enough to print.
///
/// A run of wall squares side by side, or one above the other, becomes one line; a maze of cells therefore looks drawn
/// with a pen. Squares are ten units wide.
public enum SVGWriter {
    /// Writes a maze that is made row by row.
    public static func write(_ picture: MazePicture<some CellRows>, to sink: any ByteSink) throws {
        var picture = picture
        try writeHead(width: picture.width, height: picture.height, to: sink)
        try writeWalls(width: picture.width, to: sink) { picture.nextRow(into: &$0) }
        try sink.write("</svg>\n")
    }

    /// Writes a map with what was found on it.
    public static func write(_ drawing: MapDrawing, to sink: any ByteSink) throws {
        let open = drawing.map.open
        try writeHead(width: open.width, height: open.height, to: sink)
        if let weights = drawing.map.weights { try writeWeights(weights, of: open, to: sink) }
        if let reached = drawing.reached { try writeReached(reached, open, to: sink) }
        var y = 0
        try writeWalls(width: open.width, to: sink) { row in
            guard y < open.height else { return false }
            row.replaceSubrange(row.indices, with: open.row(y).prefix(row.count))
            y += 1
            return true
        }
        if let path = drawing.pathFound { try writePath(path, to: sink) }
        try sink.write("</svg>\n")
    }

    private static func writeHead(width: Int, height: Int, to sink: any ByteSink) throws {
        try sink.write(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(10 * width) \(10 * height)" \
            width="\(10 * width)" height="\(10 * height)">
            <rect width="100%" height="100%" fill="#fff"/>

            """)
    }

    /// Writes runs of walls, one row after the other; `nextRow` fills a row and says whether there was one.
    private static func writeWalls(
        width: Int, to sink: any ByteSink, nextRow: (inout [UInt64]) -> Bool
    ) throws {
        try sink.write("<path fill=\"none\" stroke=\"#000\" stroke-width=\"10\" stroke-linecap=\"square\" d=\"")
        var row = [UInt64](repeating: 0, count: (width + 63) / 64)
        // For each column the row in which the upright run of walls began.
        var runs = [Int](repeating: -1, count: width)
        // Whether the square where it began is drawn as a part of its row.
        var isDrawn = [Bool](repeating: false, count: width)
        var y = 0
        while nextRow(&row) {
            func isWall(_ x: Int) -> Bool { row[x >> 6] >> UInt64(x & 63) & 1 == 0 }
            var x = 0
            while x < width {
                guard isWall(x) else {
                    try endRun(&runs, x, above: y, isDrawn: isDrawn[x], to: sink)
                    x += 1
                    continue
                }
                let first = x
                while x < width && isWall(x) { x += 1 }
                for column in first..<x where runs[column] < 0 {
                    runs[column] = y
                    isDrawn[column] = x - first > 1
                }
                if x - first > 1 { try sink.write("M\(10 * first + 5) \(10 * y + 5)H\(10 * x - 5)") }
            }
            y += 1
        }
        for x in 0..<width { try endRun(&runs, x, above: y, isDrawn: isDrawn[x], to: sink) }
        try sink.write("\"/>\n")
    }

    /// Ends the run of walls in a column; a square without neighbours becomes a dot.
    private static func endRun(
        _ runs: inout [Int], _ x: Int, above y: Int, isDrawn: Bool, to sink: any ByteSink
    ) throws {
        let first = runs[x]
        guard first >= 0 else { return }
        runs[x] = -1
        if y - first > 1 {
            try sink.write("M\(10 * x + 5) \(10 * first + 5)V\(10 * y - 5)")
        } else if !isDrawn {
            try sink.write("M\(10 * x + 5) \(10 * first + 5)h0")
        }
    }

    private static func writePath(_ path: Path, to sink: any ByteSink) throws {
        try sink.write(
            "<path fill=\"none\" stroke=\"#dc1e1e\" stroke-width=\"4\" stroke-linejoin=\"round\" "
                + "stroke-linecap=\"round\" d=\"M\(10 * path.start.x + 5) \(10 * path.start.y + 5)")
        var index = 0
        while index < path.moves.count {
            let move = path.moves[index]
            var count = 0
            while index < path.moves.count && path.moves[index] == move {
                count += 1
                index += 1
            }
            try sink.write("l\(10 * count * move.dx) \(10 * count * move.dy)")
        }
        try sink.write("\"/>\n")
    }

    private static func writeReached(_ reached: BitGrid, _ open: BitGrid, to sink: any ByteSink) throws {
        try sink.write("<path fill=\"#96beeb\" d=\"")
        for y in 0..<open.height {
            for x in 0..<open.width where reached[Point(x: x, y: y)] {
                try sink.write("M\(10 * x) \(10 * y)h10v10h-10z")
            }
        }
        try sink.write("\"/>\n")
    }

    private static func writeWeights(_ weights: [UInt8], of open: BitGrid, to sink: any ByteSink) throws {
        for y in 0..<open.height {
            for x in 0..<open.width {
                let index = open.index(of: Point(x: x, y: y))
                guard open[index], weights[index] > 1 else { continue }
                let grey = 256 - Int(weights[index])
                try sink.write(
                    "<rect x=\"\(10 * x)\" y=\"\(10 * y)\" width=\"10\" height=\"10\" "
                        + "fill=\"rgb(\(grey),\(grey),\(grey))\"/>\n")
            }
        }
    }
}
