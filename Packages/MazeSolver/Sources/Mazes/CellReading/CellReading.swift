/// A picture is not a maze yet: this is how its pixels become cells, before anything else sees them.
///
/// Five questions are asked, in this order, because each needs the answer of the one before:
/// 1. *What is dark, what is light?* `Threshold` finds the grey between the two groups of pixels.
/// 2. *Which of them are walls, and where does the maze lie?* `OuterWall` finds the ring that has hardly a gap, and cuts
///    off the margin around it. What is painted in colours lies on the ways.
/// 3. *How wide are walls and ways?* `ExactLines` finds lines on which every edge of the picture lies, as in enlarged
///    pictures; `FuzzyLines` those on which most lie, as in scans.
/// 4. *Which places are open?* A place between the lines is open when most of its inner pixels are.
/// 5. *What do the colours mean?* `ColourMarks` finds a green and a red patch, or two of another colour.
///
/// An example, 7 pixels wide, walls 1 and ways 2, is read as 5 columns of places:
/// ```
///   pixels  #..#..#      places  # . # . #      columns.edges  0 1 3 4 6 7
/// ```
/// A maze of cells has its walls in even, its cells in odd columns and rows. What holds of every reading: the map has as
/// many columns and rows as there are lines less one, and each pixel of the box lies in exactly one place.
public struct CellReading: Sendable {
    /// What the caller knows better than the picture shows.
    public struct Options: Sendable {
        /// Greys below this are dark; nil to find out.
        public var wallsBelow: UInt8?
        /// Whether the walls are light; nil to find out.
        public var wallsAreLight: Bool?
        /// Takes each pixel as a place.
        public var asPixels = false
        /// Takes the greys of ways as costs: white 1, darker more. Then only pure black is a wall, unless `wallsBelow`
        /// says otherwise.
        public var usesWeights = false

        /// The defaults: find everything out.
        public init() {}
    }

    /// How the pixels were cut into places.
    public enum Cut: Sendable, Equatable {
        /// A pixel is a place because the caller says so, or because the picture of a maze of cells is that small.
        case pixels
        /// A pixel is a place because no regular walls and ways were found in a picture that is not sharp.
        case noCellsFound
        /// Every place has so many pixels each way.
        case enlarged
        /// Walls of one width and ways of another.
        case cells
    }

    /// Why a picture cannot be a maze.
    public enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// All pixels have much the same grey.
        case blank

        /// The fault, and what would be right.
        public var description: String {
            "the picture has no contrast: walls and ways must differ in brightness (--walls-below N sets the limit)"
        }
    }

    /// The places, and where the colours say that the way begins and ends.
    public let map: GridMap
    /// How the pixels were cut into places.
    public let cut: Cut
    /// The pixels of each column of places, from the left edge of the picture.
    public let columns: [Range<Int>]
    /// The pixels of each row of places.
    public let rows: [Range<Int>]
    /// The sides of the picture in pixels.
    public let picture: (width: Int, height: Int)
    /// Whether the walls are lighter than the ways.
    public let wallsAreLight: Bool
    /// The widths of walls and ways in pixels, as a sentence says them.
    public let widths: String
    /// The colours that say where the way begins and ends: `green and red`.
    public let markColours: String?

    /// Reads a picture.
    ///
    /// O(pixels) for sharp pictures; for others some hundred times the sum of the sides more.
    public init(of picture: PixelPicture, options: Options = Options()) throws(Fault) {
        self.picture = (picture.width, picture.height)
        let contrast = try Contrast(of: picture, options)
        let box = contrast.box
        let sheet = Self.cut(contrast, options)
        let lines = sheet.lines
        columns = zip(lines.columns.edges, lines.columns.edges.dropFirst()).map { box.x + $0..<box.x + $1 }
        rows = zip(lines.rows.edges, lines.rows.edges.dropFirst()).map { box.y + $0..<box.y + $1 }
        cut = sheet.cut
        wallsAreLight = contrast.wallsAreLight
        widths = Self.widths(lines.columns, lines.rows, cut, isCells: sheet.open.isLattice)

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

    /// The number of cells each way, when the places are those of a maze of cells.
    public var cells: (width: Int, height: Int)? {
        guard map.width & 1 == 1, map.height & 1 == 1, map.open.isLattice else { return nil }
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

    /// Whether each pixel is a place and nothing was cut off.
    public var isPixelByPixel: Bool { map.width == picture.width && map.height == picture.height }

    // MARK: From pixels to places

    private struct Sheet {
        let lines: (columns: GridLines, rows: GridLines)
        let open: BitGrid
        let cut: Cut
    }

    private static func cut(_ contrast: Contrast, _ options: Options) -> Sheet {
        let (open, isSharp) = (contrast.open, contrast.isSharp)
        let pixels = (GridLines(equal: 1, count: open.width), GridLines(equal: 1, count: open.height))
        if options.asPixels || open.isLattice { return Sheet(lines: pixels, open: open, cut: .pixels) }
        let exact = isSharp ? exact(open) : nil
        if let exact, exact.open.shareOfOpenCells == 1 { return exact }
        // Lines of fractions of a pixel, or specks: no line fits all edges, or only lines that are much too close.
        let isSmall = open.width < 8 || open.height < 8
        if !options.usesWeights, !isSmall, let fuzzy = fuzzy(open, contrast.openness),
            exact == nil || fuzzy.cut == .cells
        {
            return fuzzy
        }
        if let exact { return exact }
        return Sheet(lines: pixels, open: open, cut: isSharp && !isTall(open) ? .pixels : .noCellsFound)
    }

    /// Whether a picture is so large, and so full of wide areas, that a pixel is hardly meant to be a place.
    private static func isTall(_ open: BitGrid) -> Bool {
        let changes = open.changesByColumn.reduce(0, +)
        return open.width * open.height > 10_000 && changes * 8 < open.width * open.height
    }

    private static func exact(_ open: BitGrid) -> Sheet? {
        let (across, down) = (open.edgesByColumn, open.edgesByRow)
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
            let isPixels = lines.columns.count == open.width && lines.rows.count == open.height
            return Sheet(
                lines: lines, open: open.sampled(lines.columns, lines.rows), cut: isPixels ? .pixels : .cells)
        }
        return scale > 1 ? Sheet(lines: enlarged, open: small, cut: .enlarged) : nil
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
                let (places, doubt) = open.majority(columns, rows, openness: openness)
                if doubt < limit, isRight(places), places.hasClosedBorder {
                    return Sheet(lines: (columns, rows), open: places, cut: .cells)
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

    /// The weights of the places, by the grey in the middle of each.
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
        // Ways of one grey cost the same, whatever it is.
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
        if let across = columns.way, let down = rows.way {
            return "walls \(pixels(columns.wall, rows.wall)), ways \(pixels(across, down))"
        }
        let width = cut == .enlarged ? pixels(columns.wall, rows.wall) : "1 px"
        return isCells ? "walls \(width), ways \(width)" : "\(width) a place"
    }
}

/// The first two steps: what is dark, what is wall, where the maze lies.
private struct Contrast {
    /// The pixels of the box that are no walls.
    let open: BitGrid
    let box: PixelBox
    let wallsAreLight: Bool
    /// Whether the picture has hardly a pixel that is neither clearly dark nor clearly light.
    let isSharp: Bool
    /// How open a pixel of the box is, 0 to 255, by its grey; nil where the bits say all.
    private(set) var openness: ((_ x: Int, _ y: Int) -> Int)?

    init(of picture: PixelPicture, _ options: CellReading.Options) throws(CellReading.Fault) {
        let keepsGreys = options.asPixels || options.usesWeights
        if let limit = options.wallsBelow ?? (keepsGreys ? 1 : nil) {
            let light = picture.light(from: Int(limit))
            let wall = OuterWall(light, painted: nil, isLight: options.wallsAreLight ?? false, isSharp: true)
            wallsAreLight = wall.isLight
            box = options.asPixels ? picture.box : wall.box
            open = (wall.isLight ? light.complement : light).cropped(to: box)
            isSharp = true
            return
        }
        // The picture of a maze of cells, a pixel a place, needs no more questions: the largest pictures are such.
        if case .two(_, _, let light) = picture.greys,
            let isLight = [false, true].first(where: { isLight in
                options.wallsAreLight != !isLight && (isLight ? light.complement : light).isLattice
            })
        {
            open = isLight ? light.complement : light
            box = picture.box
            wallsAreLight = isLight
            isSharp = true
            return
        }
        let frame = picture.frame
        let colours = PaintedColours(of: picture, in: frame)
        guard let first = Threshold(of: picture.histogram(in: frame, counts: { !colours.painted.contains($0) })),
            first.isContrast
        else { throw .blank }
        let painted = picture.coloured { colours.painted.contains($0) }
        func wall(_ threshold: Int) -> (light: BitGrid, painted: BitGrid?, wall: OuterWall) {
            let light = picture.light(from: threshold).cropped(to: frame)
            let painted = painted?.cropped(to: frame)
            let wall = OuterWall(
                light, painted: painted, isLight: options.wallsAreLight,
                isSharp: picture.isSharp(threshold, in: frame) && !light.isSpeckled)
            return (light, painted, wall)
        }
        // Within the outer wall the two groups are more equal in number, and the limit between them is surer.
        var found = wall(first.value)
        let inner = PixelBox(
            x: frame.x + found.wall.box.x, y: frame.y + found.wall.box.y, width: found.wall.box.width,
            height: found.wall.box.height)
        if inner != frame,
            let second = Threshold(of: picture.histogram(in: inner, counts: { !colours.painted.contains($0) })),
            second.isContrast, second.value != first.value
        {
            let again = wall(second.value)
            if again.wall.isClosed, again.wall.isLight == found.wall.isLight { found = again }
        }
        let local = found.wall.box
        var open = found.wall.isLight ? found.light.complement : found.light
        if let painted = found.painted { open = open.union(painted) }
        self.open = open.cropped(to: local)
        wallsAreLight = found.wall.isLight
        box = PixelBox(x: frame.x + local.x, y: frame.y + local.y, width: local.width, height: local.height)
        isSharp = picture.isSharp(first.value, in: box)
        if case .many(let greys) = picture.greys {
            let (dark, light) = (Int(first.darkMean), Int(first.lightMean))
            let (box, isLight, paint, width) = (box, found.wall.isLight, painted, picture.width)
            openness = { x, y in
                if let paint, paint[Point(x: box.x + x, y: box.y + y)] { return 255 }
                let grey = Int(greys[(box.y + y) * width + box.x + x])
                let share = min(255, max(0, (grey - dark) * 255 / max(1, light - dark)))
                return isLight ? 255 - share : share
            }
        }
    }
}

/// Which colours lie on the ways, as marks and drawn paths do, and are neither wall nor paper.
private struct PaintedColours {
    let painted: Set<PixelPicture.Colour>

    init(of picture: PixelPicture, in box: PixelBox) {
        guard let colours = picture.colours else {
            painted = []
            return
        }
        var counts = [Int](repeating: 0, count: 256)
        for y in box.y..<box.y + box.height {
            for pixel in y * picture.width + box.x..<y * picture.width + box.x + box.width {
                counts[Int(colours[pixel])] += 1
            }
        }
        let total = box.width * box.height
        // Black and white are there already: what has a colour was drawn on the paper.
        let plain = picture.histogram(in: box) { $0 == .none }
        let hasBoth =
            Threshold(of: plain).map { threshold in
                let dark = plain[..<threshold.value].reduce(0, +)
                let light = plain[threshold.value...].reduce(0, +)
                return threshold.lightMean - threshold.darkMean > 64 && min(dark, light) * 50 > total
            } ?? false
        // Otherwise the walls or the paper are coloured: what covers little is a mark.
        painted = Set(
            PixelPicture.Colour.allCases.filter {
                let count = counts[Int($0.rawValue)]
                return $0 != .none && count > 0 && (hasBoth || count * 25 < total)
            })
    }
}

extension PixelPicture {
    /// The picture without a margin of a grey that is not found inside of it: around a scan, or a frame.
    fileprivate var frame: PixelBox {
        guard case .many(let greys) = greys, width > 8, height > 8 else { return box }
        let corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)].map {
            Int(grey(x: $0.0, y: $0.1))
        }
        guard let darkest = corners.min(), let lightest = corners.max(), lightest - darkest <= 16 else { return box }
        let near = max(0, darkest - 12)...min(255, lightest + 12)
        func isMargin(_ pixels: some Sequence<Int>, of count: Int) -> Bool {
            pixels.count { near.contains(Int(greys[$0])) } * 100 >= 97 * count
        }
        func row(_ y: Int) -> Bool { isMargin(y * width..<(y + 1) * width, of: width) }
        func column(_ x: Int) -> Bool { isMargin(stride(from: x, to: width * height, by: width), of: height) }
        guard let top = (0..<height).first(where: { !row($0) }),
            let bottom = (0..<height).last(where: { !row($0) }),
            let left = (0..<width).first(where: { !column($0) }),
            let right = (0..<width).last(where: { !column($0) }), right - left > 4, bottom - top > 4
        else { return box }
        let inner = PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
        let inside = histogram(in: inner)[near].reduce(0, +)
        return inner != box && inside * 66 < inner.width * inner.height ? inner : box
    }

    /// Whether at most one pixel in 500 is neither near to the darkest nor near to the lightest.
    fileprivate func isSharp(_ threshold: Int, in box: PixelBox) -> Bool {
        guard case .many = greys else { return true }
        let histogram = histogram(in: box) { $0 == .none }
        let total = histogram.reduce(0, +)
        guard let dark = histogram[..<threshold].indices.max(by: { histogram[$0] < histogram[$1] }),
            let light = histogram[threshold...].indices.max(by: { histogram[$0] < histogram[$1] })
        else { return true }
        let near = histogram.indices.filter { abs($0 - dark) <= 8 || abs($0 - light) <= 8 }
        return (total - near.reduce(0) { $0 + histogram[$1] }) * 500 <= total
    }
}
