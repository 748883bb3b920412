/// A picture is not a maze yet: this is how its pixels become cells, before anything else sees them.
///
/// Five questions are asked, in this order, because each needs the answer of the one before:
/// 1. *What is dark, what is light?* `Threshold` finds the grey between the two groups of pixels.
/// 2. *Which of them are walls, and where does the maze lie?* `OuterWall` finds the ring that has hardly a gap, and cuts
///    off the margin around it. What is painted in colours lies on the passages.
/// 3. *How wide are walls and passages?* `ExactLines` finds lines on which every edge of the picture lies, as in enlarged
///    pictures; `UnevenLines` those between walls of unequal widths; `FuzzyLines` those on which most lie, as in scans.
/// 4. *Which squares are open?* A square between the lines is open when most of its inner pixels are.
/// 5. *What do the colours mean?* `ColourMarks` finds a green and a red patch, or two of another colour.
///
/// An example, 7 pixels wide, walls 1 and passages 2, is read as 5 columns of squares:
/// ```
///   pixels  #..#..#      squares  # . # . #      columns.edges  0 1 3 4 6 7
/// ```
/// A maze of cells has its walls in even, its cells in odd columns and rows. What holds of every reading: the map has as
/// many columns and rows as there are lines less one, and each pixel of the box lies in exactly one square.
public struct CellReading: Sendable {
    /// What the caller knows better than the picture shows.
    public struct Options: Sendable {
        /// Greys below this are dark; nil to find out.
        public var wallsBelow: UInt8?
        /// Whether the walls are light; nil to find out.
        public var wallsAreLight: Bool?
        /// Takes each pixel as a square.
        public var asPixels = false
        /// Takes the greys of passages as costs: white 1, darker more. Then only pure black is a wall, unless `wallsBelow`
        /// says otherwise.
        public var usesWeights = false

        /// The defaults: find everything out.
        public init() {}
    }

    /// How the pixels were cut into squares.
    public enum Cut: Sendable, Equatable {
        /// A pixel is a square because the caller says so, or because the picture of a maze of cells is that small.
        case pixels
        /// A pixel is a square because no regular walls and passages were found in a picture that is not sharp.
        case noCellsFound
        /// Every square has so many pixels each way.
        case enlarged
        /// Walls of one width and passages of another.
        case cells
        /// Walls and passages of unequal widths.
        case unevenCells
    }

    /// Why a picture cannot be a maze.
    public enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// All pixels have much the same grey.
        case blank

        /// The fault, and what would be right.
        public var description: String {
            "the picture has no contrast: walls and passages must differ in brightness (--walls-below N sets the limit)"
        }
    }

    /// The squares, and where the colours say that the path begins and ends.
    public let map: GridMap
    /// How the pixels were cut into squares.
    public let cut: Cut
    /// The pixels of each column of squares, from the left edge of the picture.
    public let columns: [Range<Int>]
    /// The pixels of each row of squares.
    public let rows: [Range<Int>]
    /// The sides of the picture in pixels.
    public let picture: (width: Int, height: Int)
    /// Whether the walls are lighter than the passages.
    public let wallsAreLight: Bool
    /// Whether the light pixels may be the margin of a dark maze, which looks like an outer wall without an opening: the
    /// caller should say so.
    public let wallsAreGuessed: Bool
    /// Whether the map's border is an outer wall with a few openings.
    public let hasOuterWall: Bool
    /// The sides on which walls go on beyond the outer wall, as in a picture that was cropped: `left`, `bottom`.
    public let cutOffSides: [String]
    /// How many squares are neither clearly open nor clearly wall.
    public let doubtfulSquares: Int
    /// The widths of walls and passages in pixels, as a sentence says them.
    public let widths: String
    /// The colours that say where the path begins and ends: `green and red`.
    public let markColours: String?

    /// Reads a picture.
    ///
    /// O(pixels) for sharp pictures; for others some hundred times the sum of the sides more; twice that in uneven light.
    public init(of picture: PixelPicture, options: Options = Options()) throws(Fault) {
        self.picture = (picture.width, picture.height)
        var contrast = try Contrast(of: picture, options)
        var sheet = Self.cut(contrast, options)
        // Where no cells are found, uneven light may be the reason; and where it breaks a dark outer wall, the cells between
        // the walls look like walls, and the walls like passages.
        let findsAll = !options.asPixels && !options.usesWeights && options.wallsBelow == nil
        let isUnsure = !sheet.open.isNearlyLattice || contrast.wallsAreLight && !contrast.isSharp
        if findsAll, isUnsure, let even = picture.evenlyLit, let other = try? Contrast(of: even, options) {
            let again = Self.cut(other, options)
            let isDark = !other.wallsAreLight && other.hasOuterWall && other.gaps <= 8
            if again.open.isNearlyLattice, isDark || !sheet.open.isNearlyLattice {
                (contrast, sheet) = (other, again)
            }
        }
        let box = contrast.box
        let lines = sheet.lines
        columns = zip(lines.columns.edges, lines.columns.edges.dropFirst()).map { box.x + $0..<box.x + $1 }
        rows = zip(lines.rows.edges, lines.rows.edges.dropFirst()).map { box.y + $0..<box.y + $1 }
        cut = sheet.cut
        wallsAreLight = contrast.wallsAreLight
        // A margin that is taken for the outer wall is seldom as wide as the walls within.
        let outer = Double(lines.columns.edges.dropFirst().first ?? 0)
        let isMargin =
            contrast.wallsAreLight && options.wallsAreLight == nil && box == picture.box
            && abs(outer - lines.columns.wall) > max(1.5, lines.columns.wall / 4)
        wallsAreGuessed = contrast.wallsAreGuessed || isMargin
        hasOuterWall = contrast.hasOuterWall && !wallsAreGuessed
        cutOffSides = contrast.cutOffSides
        doubtfulSquares = sheet.doubtful
        widths = Self.widths(lines.columns, lines.rows, cut, isCells: sheet.open.isNearlyLattice)

        var map = GridMap(open: sheet.open)
        if options.usesWeights {
            map = GridMap(open: sheet.open, weights: Self.weights(of: picture, sheet.open, columns, rows))
        }
        var colours: String?
        if let marks = ColourMarks(of: picture, columns: columns, rows: rows, on: sheet.open) {
            map.start = marks.start
            map.goals = marks.goal.map { [$0] } ?? []
            colours = marks.colours
        }
        self.map = map
        markColours = colours
    }

    /// The number of cells each way, when the squares are those of a maze of cells.
    public var cells: (width: Int, height: Int)? {
        guard map.open.isNearlyLattice else { return nil }
        return (map.width / 2, map.height / 2)
    }

    /// How many pixels of margin were cut off: left, top, right and bottom.
    public var margin: (left: Int, top: Int, right: Int, bottom: Int) {
        (
            columns.first?.lowerBound ?? 0, rows.first?.lowerBound ?? 0,
            picture.width - (columns.last?.upperBound ?? 0),
            picture.height - (rows.last?.upperBound ?? 0)
        )
    }

    /// Whether each pixel is a square and nothing was cut off.
    public var isPixelByPixel: Bool { map.width == picture.width && map.height == picture.height }

    // MARK: From pixels to squares

    private struct Sheet {
        let lines: (columns: GridLines, rows: GridLines)
        let open: BitGrid
        let cut: Cut
        var doubtful = 0
    }

    /// The strictest reading that fits: all edges on even lines, all edges on uneven lines, most edges on even lines. A
    /// reading counts only if it makes a maze of cells; lines that are close enough together explain anything.
    private static func cut(_ contrast: Contrast, _ options: Options) -> Sheet {
        let (open, isSharp) = (contrast.open, contrast.isSharp)
        let pixels = (GridLines(equal: 1, count: open.width), GridLines(equal: 1, count: open.height))
        if options.asPixels || open.isLattice { return Sheet(lines: pixels, open: open, cut: .pixels) }
        let exact = isSharp ? exact(open) : nil
        if let exact, exact.open.isNearlyLattice { return exact }
        // Lines of fractions of a pixel, or specks: no line fits all edges, or only lines that are much too close.
        let isSmall = open.width < 8 || open.height < 8
        if !options.usesWeights, !isSmall {
            if let fuzzy = fuzzy(open, contrast.openness) { return fuzzy }
            if let uneven = uneven(open, contrast.openness) { return uneven }
        }
        if let exact { return exact }
        return Sheet(lines: pixels, open: open, cut: isSharp && !isTall(open) ? .pixels : .noCellsFound)
    }

    /// Whether a picture is so large, and so full of wide areas, that a pixel is hardly meant to be a square.
    private static func isTall(_ open: BitGrid) -> Bool {
        let changes = open.changesByColumn.reduce(0, +)
        return open.width * open.height > 10_000 && changes * 8 < open.width * open.height
    }

    private static func exact(_ open: BitGrid) -> Sheet? {
        let (across, down) = (open.edgesByColumn, open.edgesByRow)
        if let corridor = corridor(open, across, down) { return corridor }
        guard !across.isEmpty, !down.isEmpty else { return nil }
        let scale = ExactLines.greatestCommonDivisor(
            ExactLines.scale(across, open.width), ExactLines.scale(down, open.height))
        let enlarged = (
            columns: GridLines(equal: scale, count: open.width / scale),
            rows: GridLines(equal: scale, count: open.height / scale)
        )
        let small = open.sampled(enlarged.columns, enlarged.rows)
        if scale > 1, small.isLattice { return Sheet(lines: enlarged, open: small, cut: .enlarged) }
        if let columns = ExactLines.cells(edges: across.map { $0 / scale }, length: small.width),
            let rows = ExactLines.cells(edges: down.map { $0 / scale }, length: small.height)
        {
            let lines = (columns: columns.enlarged(by: scale), rows: rows.enlarged(by: scale))
            let cells = open.sampled(lines.columns, lines.rows)
            // Halls without pillars are no lattice; but where fewer than half of the lines are edges, they prove nothing.
            let areProven = 2 * across.count >= columns.count && 2 * down.count >= rows.count
            if cells.isNearlyLattice || areProven && min(columns.period, rows.period) > 2 {
                return Sheet(lines: lines, open: cells, cut: .cells)
            }
        }
        return scale > 1 ? Sheet(lines: enlarged, open: small, cut: .enlarged) : nil
    }

    /// A single row or column of cells between two openings: no edge tells how long a cell is, so it is as long as wide.
    private static func corridor(_ open: BitGrid, _ across: [Int], _ down: [Int]) -> Sheet? {
        func lines(_ edges: [Int], _ width: Int, _ length: Int) -> (GridLines, GridLines)? {
            guard edges.count == 2, edges[0] == width - edges[1] else { return nil }
            let (wall, passage) = (edges[0], edges[1] - edges[0])
            let (cells, rest) = (length - wall).quotientAndRemainder(dividingBy: wall + passage)
            guard rest == 0, cells > 0 else { return nil }
            func line(_ cells: Int, _ length: Int) -> GridLines {
                GridLines(
                    outer: Double(wall), wall: Double(wall), passage: Double(passage), cells: cells, length: length)
            }
            return (line(1, width), line(cells, length))
        }
        if down.isEmpty, let (columns, rows) = lines(across, open.width, open.height) {
            return Sheet(lines: (columns, rows), open: open.sampled(columns, rows), cut: .cells)
        }
        if across.isEmpty, let (rows, columns) = lines(down, open.height, open.width) {
            return Sheet(lines: (columns, rows), open: open.sampled(columns, rows), cut: .cells)
        }
        return nil
    }

    /// Each edge of the picture is a line, whatever is between two of them: a wall, then a passage, then a wall.
    private static func uneven(_ open: BitGrid, _ openness: ((Int, Int) -> Int)?) -> Sheet? {
        let (across, down) = (open.changesByColumn, open.changesByRow)
        for tolerance in 0...3 {
            guard let columns = UnevenLines.lines(changes: across, tolerance: tolerance),
                let rows = UnevenLines.lines(changes: down, tolerance: tolerance)
            else { continue }
            let (squares, doubtful) = open.majority(columns, rows, openness: openness)
            if doubtful * 20 < squares.width * squares.height, squares.isNearlyLattice, squares.hasClosedBorder {
                return Sheet(lines: (columns, rows), open: squares, cut: .unevenCells, doubtful: doubtful)
            }
        }
        return nil
    }

    private static func fuzzy(_ open: BitGrid, _ openness: ((Int, Int) -> Int)?) -> Sheet? {
        let clean = open.despeckled
        let (columns, rows) = (clean.countsByColumn, (clean.count(inRow: 0), clean.count(inRow: open.height - 1)))
        func isOpen(_ count: Int?, of all: Int) -> Bool { 2 * (count ?? 0) > all }
        let across = FuzzyLines(
            counts: clean.changesByColumn,
            faces: (isOpen(columns.first, of: open.height), isOpen(columns.last, of: open.height)))
        let down = FuzzyLines(
            counts: clean.changesByRow, faces: (isOpen(rows.0, of: open.width), isOpen(rows.1, of: open.width)))
        typealias Pair = (columns: GridLines, rows: GridLines, share: Double)
        func first(_ pairs: [Pair], doubt limit: Double, _ isRight: (BitGrid) -> Bool) -> Sheet? {
            // What explains the most comes first. The finest lines explain everything, even noise: of those that explain
            // about as much, the coarsest are right.
            func rank(_ pair: Pair) -> (Int, Int) { (-Int(pair.share * 24), pair.columns.count * pair.rows.count) }
            for (columns, rows, _) in pairs.sorted(by: { rank($0) < rank($1) }) {
                let (squares, doubtful) = open.majority(columns, rows, openness: openness)
                let doubt = Double(doubtful) / Double(squares.width * squares.height)
                if doubt < limit, isRight(squares), squares.isNearlyLattice, squares.hasClosedBorder {
                    return Sheet(lines: (columns, rows), open: squares, cut: .cells, doubtful: doubtful)
                }
            }
            return nil
        }
        let pairs = across.candidates.flatMap { column in
            down.candidates.map { row in Pair(column.lines, row.lines, min(column.share, row.share)) }
        }
        // Cells are as wide as high unless the picture was stretched, and then the lines must be the surer.
        return first(pairs.filter { $0.columns.isLike($0.rows) }, doubt: 0.05) { $0.shareOfOpenCells > 0.95 }
            ?? first(pairs.filter { $0.share > 0.86 }, doubt: 0.03) { $0.shareOfOpenCells > 0.98 }
    }

    /// The weights of the squares, by the grey in the middle of each.
    private static func weights(
        of picture: PixelPicture, _ open: BitGrid, _ columns: [Range<Int>], _ rows: [Range<Int>]
    ) -> [UInt8]? {
        var weights = [UInt8](repeating: 0, count: open.indexCount)
        var kinds: Set<UInt8> = []
        for (y, row) in rows.enumerated() {
            for (x, column) in columns.enumerated() where open[Point(x: x, y: y)] {
                let grey = picture.grey(
                    x: (column.lowerBound + column.upperBound) / 2, y: (row.lowerBound + row.upperBound) / 2)
                let weight = UInt8(clamping: 256 - Int(grey))
                weights[open.index(of: Point(x: x, y: y))] = weight
                if kinds.count < 2 { kinds.insert(weight) }
            }
        }
        // Passages of one grey cost the same, whatever it is.
        return kinds.count > 1 ? weights : nil
    }

    private static func widths(_ columns: GridLines, _ rows: GridLines, _ cut: Cut, isCells: Bool) -> String {
        func pixels(_ across: Double, _ down: Double) -> String {
            func text(_ value: Double) -> String {
                let tenths = Int((value * 10).rounded())
                return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
            }
            return abs(across - down) < 0.3 ? "\(text(across)) px" : "\(text(across)) by \(text(down)) px"
        }
        if let across = columns.passage, let down = rows.passage {
            let about = cut == .unevenCells ? "about " : ""
            return "walls \(about)\(pixels(columns.wall, rows.wall)), passages \(about)\(pixels(across, down))"
        }
        let width = cut == .enlarged ? pixels(columns.wall, rows.wall) : "1 px"
        return isCells ? "walls \(width), passages \(width)" : "\(width) per square"
    }
}
