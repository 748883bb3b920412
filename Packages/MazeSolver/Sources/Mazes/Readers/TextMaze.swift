/// A maze as lines of text, one character a place.
///
/// Walls are `#`, blocks, box-drawing characters and, where a text has none of these, `+`, `-` and `|`. Ways are spaces
/// and what this package itself draws on ways. `S` marks the start, `E` or `G` the goal.
public enum TextMaze {
    /// Reads a maze.
    ///
    /// Lines that are shorter than the longest are continued by ways, since editors drop spaces at the ends of lines.
    public static func read(_ bytes: some Collection<UInt8>) throws(MazeFileError) -> GridMap {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        return try read(text)
    }

    /// Reads a maze.
    public static func read(_ text: String) throws(MazeFileError) -> GridMap {
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { Array($0.unicodeScalars) }
        if let first = lines.first?.first, first == "\u{FEFF}" { lines[0].removeFirst() }
        while let last = lines.last, last.allSatisfy(\.properties.isWhitespace) { lines.removeLast() }
        guard let width = lines.map(\.count).max(), width > 0 else { throw .empty }
        guard GridMap.fits(width: width, height: lines.count) else {
            throw .tooLarge(width: width, height: lines.count)
        }
        var open = BitGrid(width: width, height: lines.count)
        var ends = Ends()
        let isPlain = !lines.contains { $0.contains(where: isDrawnWall) }
        var hasWall = false
        // What a short line leaves out is filled a word at a time: a long line and many empty ones are few bytes and many
        // places.
        let allOpen = [UInt64](repeating: .max, count: open.rowWords)
        for (y, line) in lines.enumerated() {
            open.setRow(y, to: allOpen)
            for (x, scalar) in line.enumerated() {
                if isDrawnWall(scalar) || (isPlain && (scalar == "+" || scalar == "-" || scalar == "|")) {
                    hasWall = true
                    open[Point(x: x, y: y)] = false
                    continue
                }
                guard isWay(scalar) else { throw .unknownCharacter(Character(scalar), line: y + 1, column: x + 1) }
                try ends.note(scalar, x: x, y: y)
            }
        }
        guard hasWall else { throw .noWall }
        return GridMap(open: open, start: ends.start, goal: ends.goal)
    }

    private static func isDrawnWall(_ scalar: Unicode.Scalar) -> Bool {
        // Box drawing is U+2500 to U+257F, blocks are U+2580 to U+259F.
        scalar == "#" || (0x2500...0x259F).contains(scalar.value)
    }

    /// Spaces, marks, and what a solved maze is drawn with.
    private static func isWay(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", ".", ":", "*", "o", "·", "•", "\u{00A0}", "S", "E", "G", "s", "e", "g": true
        default: false
        }
    }

    /// The marked ends of the way.
    private struct Ends {
        var start: Point?
        var goal: Point?

        mutating func note(_ scalar: Unicode.Scalar, x: Int, y: Int) throws(MazeFileError) {
            let point = Point(x: x, y: y)
            switch scalar {
            case "S", "s":
                guard start == nil else { throw .doubledMark(Character(scalar), line: y + 1, column: x + 1) }
                start = point
            case "E", "G", "e", "g":
                guard goal == nil else { throw .doubledMark(Character(scalar), line: y + 1, column: x + 1) }
                goal = point
            default: break
            }
        }
    }
}
