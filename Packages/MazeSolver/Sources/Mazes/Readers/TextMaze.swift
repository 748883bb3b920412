/// A maze as lines of text, one character per square.
///
/// Walls are `#`, blocks, box-drawing characters and, where a text has none of these, `+`, `-` and `|`, or the character
/// of which the border consists. Passages are spaces and what this package itself draws on passages. `S` marks the start, `E` or
/// `G` the goal; other letters that are common for this count when they stand alone (`TextAlphabet`).
public enum TextMaze {
    /// What the caller knows better than the text shows.
    public struct Options: Sendable {
        /// The characters that are walls; all others are passages or marks. Nil to find out.
        public var wallCharacters: String?
        /// Keeps what lies outside of the outer wall, because the ends lie there, or may do.
        public var keepsMargin = true

        /// The defaults.
        public init() {}
    }

    /// A maze, and what had to be understood to read it.
    public struct Reading: Sendable {
        /// The maze.
        public let map: GridMap
        /// Sentences for the user, without a full stop: what was taken for a wall, what was cut off.
        public let notes: [String]
    }

    /// Reads a maze.
    public static func read(_ bytes: some Collection<UInt8>) throws(MazeFileError) -> GridMap {
        try reading(bytes).map
    }

    /// Reads a maze, and tells how it was understood.
    public static func reading(
        _ bytes: some Collection<UInt8>, options: Options = Options()
    ) throws(MazeFileError) -> Reading {
        if let text = utf16(bytes) { return try reading(text, options: options) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        return try reading(text, options: options)
    }

    /// Reads a maze.
    public static func read(_ text: String) throws(MazeFileError) -> GridMap {
        try reading(text).map
    }

    /// Reads a maze, and tells how it was understood.
    ///
    /// Lines that are shorter than the longest are continued by passages, since editors drop spaces at the ends of lines.
    /// A line of spaces is a row; lines without any character at the end are none.
    public static func reading(_ text: String, options: Options = Options()) throws(MazeFileError) -> Reading {
        var notes: [String] = []
        var lines = lines(of: text)
        guard lines.contains(where: { $0.contains { !$0.properties.isWhitespace } }) else { throw .empty }
        if let table = numbers(in: lines) {
            lines = table
            notes.append("the numbers of each line are its squares")
        } else if lines.contains(where: { $0.contains("\t") }) {
            lines = lines.map(expandingTabs)
            notes.append("tabs go on to the next eighth column")
        }
        guard let width = lines.map(\.count).max(), width > 0 else { throw .empty }
        guard GridMap.fits(width: width, height: lines.count) else {
            throw .tooLarge(width: width, height: lines.count)
        }
        let alphabet = try TextAlphabet(of: lines, width: width, wallCharacters: options.wallCharacters)
        notes += alphabet.notes

        var open = BitGrid(width: width, height: lines.count)
        // What a short line leaves out is filled a word at a time: a long line and many empty ones are few bytes and many
        // squares.
        let allOpen = [UInt64](repeating: .max, count: open.rowWords)
        var hasWall = false
        var start: Point?
        var goals: [Point] = []
        for (y, line) in lines.enumerated() {
            open.setRow(y, to: allOpen)
            for (x, scalar) in line.enumerated() {
                switch alphabet.meaning(of: scalar) {
                case .wall:
                    hasWall = true
                    open[Point(x: x, y: y)] = false
                case .passage: break
                case .start:
                    guard start == nil else { throw .doubledMark(Character(scalar), line: y + 1, column: x + 1) }
                    start = Point(x: x, y: y)
                case .goal: goals.append(Point(x: x, y: y))
                case nil: throw .unknownCharacter(Character(scalar), line: y + 1, column: x + 1)
                }
            }
        }
        guard hasWall else { throw .noWall }
        var map = GridMap(open: open, start: start)
        map.goals = goals
        if !options.keepsMargin, let cropped = map.withoutMargin {
            let (box, inner) = cropped
            notes.append(
                "cut off outside of the outer wall: \(map.width - box.width) columns, "
                    + "\(map.height - box.height) rows; 0,0 is the corner of the wall")
            map = inner
        }
        return Reading(map: map, notes: notes)
    }

    // MARK: Lines

    private static func lines(of text: String) -> [[Unicode.Scalar]] {
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { line in
            // Marks of order and variation say how a character looks, and take no column.
            line.unicodeScalars.filter { $0 != "\u{FEFF}" && $0 != "\u{FE0F}" && $0 != "\u{200B}" }
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { Array($0) }
    }

    private static func expandingTabs(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var expanded: [Unicode.Scalar] = []
        for scalar in line {
            if scalar == "\t" {
                expanded += [Unicode.Scalar](repeating: " ", count: 8 - expanded.count % 8)
            } else {
                expanded.append(scalar)
            }
        }
        return expanded
    }

    /// The lines of a table of digits (`1,0,1`, `[[1 0 1]`), one digit per square; nil when the text is none.
    private static func numbers(in lines: [[Unicode.Scalar]]) -> [[Unicode.Scalar]]? {
        let separators: Set<Unicode.Scalar> = [" ", ",", ";", "\t", "[", "]", "{", "}", "(", ")"]
        var table: [[Unicode.Scalar]] = []
        var isSeparated = false
        for line in lines {
            var row: [Unicode.Scalar] = []
            var wasDigit = false
            for scalar in line {
                if ("0"..."9").contains(scalar) {
                    if wasDigit { return nil }
                    row.append(scalar)
                    wasDigit = true
                } else if separators.contains(scalar) {
                    wasDigit = false
                } else {
                    return nil
                }
            }
            isSeparated = isSeparated || row.count > 1
            if !row.isEmpty { table.append(row) }
        }
        return isSeparated ? table : nil
    }

    /// The text of a file that begins with a byte order mark of UTF-16.
    private static func utf16(_ bytes: some Collection<UInt8>) -> String? {
        let isLittle = bytes.starts(with: [0xFF, 0xFE])
        guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return nil }
        var units: [UInt16] = []
        var first: UInt8?
        for byte in bytes.dropFirst(2) {
            guard let half = first else {
                first = byte
                continue
            }
            units.append(isLittle ? UInt16(byte) << 8 | UInt16(half) : UInt16(half) << 8 | UInt16(byte))
            first = nil
        }
        return first == nil ? String(validating: units, as: UTF16.self) : nil
    }
}

extension GridMap {
    /// The part within the outer wall; nil when nothing lies outside of it, when there is no such wall, or when an end
    /// lies outside.
    fileprivate var withoutMargin: (PixelBox, GridMap)? {
        let wall = OuterWall(open, painted: nil, isLight: false, isSharp: true)
        let box = wall.box
        guard wall.isClosed, box != PixelBox(x: 0, y: 0, width: width, height: height) else { return nil }
        func moved(_ point: Point) -> Point { Point(x: point.x - box.x, y: point.y - box.y) }
        var inner = GridMap(open: open.cropped(to: box), movement: movement, start: start.map(moved))
        inner.goals = goals.map(moved)
        guard ([inner.start].compactMap { $0 } + inner.goals).allSatisfy(inner.open.contains) else { return nil }
        return (box, inner)
    }
}
