import Mazes

/// Draws mazes as text, one character per square: `#` is a wall, a space a passage, `.` the path, `:` what was reached.
public enum TextWriter {
    /// Writes a maze that is made row by row.
    public static func write(_ picture: MazePicture<some CellRows>, to sink: any ByteSink) throws {
        try writeRows(of: picture, before: "", after: "\n", between: "", to: sink)
    }

    static func writeRows(
        of picture: MazePicture<some CellRows>, before: String, after: String, between: String, to sink: any ByteSink
    ) throws {
        var picture = picture
        var bits = [UInt64](repeating: 0, count: picture.rowWords)
        var line = [UInt8](repeating: 0, count: picture.width)
        var isFirst = true
        while picture.nextRow(into: &bits) {
            if !isFirst { try sink.write(between) }
            isFirst = false
            for x in line.indices {
                line[x] = bits[x >> 6] >> UInt64(x & 63) & 1 == 0 ? UInt8(ascii: "#") : UInt8(ascii: " ")
            }
            try sink.write(before)
            try sink.write(line)
            try sink.write(after)
        }
    }

    /// Writes a map with what was found on it.
    public static func write(_ drawing: MapDrawing, to sink: any ByteSink) throws {
        let characters: [MapDrawing.Layer: UInt8] = [
            .wall: UInt8(ascii: "#"), .passage: UInt8(ascii: " "),
            .path: UInt8(ascii: "."), .reached: UInt8(ascii: ":"),
        ]
        for y in 0..<drawing.map.height {
            var line = (0..<drawing.map.width).map { characters[drawing.layer(x: $0, y: y)] ?? UInt8(ascii: "?") }
            line.append(UInt8(ascii: "\n"))
            try sink.write(line)
        }
    }

    /// Writes a map with box-drawing characters: each wall is joined to the walls beside it.
    public static func writeBoxes(_ drawing: MapDrawing, to sink: any ByteSink) throws {
        // By the walls to the east (1), south (2), west (4) and north (8).
        let boxes = Array("▪╶╷┌╴─┐┬╵└│├┘┴┤┼")
        let open = drawing.map.open
        for y in 0..<drawing.map.height {
            var line = ""
            for x in 0..<drawing.map.width {
                switch drawing.layer(x: x, y: y) {
                case .wall:
                    var joined = 0
                    for move in Move.orthogonal {
                        let beside = Point(x: x, y: y).moved(move)
                        if open.contains(beside) && !open[beside] { joined |= 1 << Int(move.rawValue) }
                    }
                    line.append(boxes[joined])
                case .passage: line.append(" ")
                case .path: line.append("•")
                case .reached: line.append("·")
                }
            }
            try sink.write(line + "\n")
        }
    }
}
