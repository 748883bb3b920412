/// Which pixels are walls, the dark or the light ones, and the rectangle that the outer wall encloses: what lies outside
/// of it is margin.
struct OuterWall {
    /// Whether the walls are the light pixels.
    let isLight: Bool
    /// The rectangle whose border is the outer wall; the whole picture when there is no such wall.
    let box: PixelBox
    /// Whether the border of the box is a wall with a few openings.
    let isClosed: Bool
    /// Whether light walls are a guess: the margin of a dark maze looks like a closed outer wall.
    let isGuessed: Bool
    /// How many openings the outer wall has.
    let gaps: Int
    private let isSharp: Bool

    /// Looks for the outer wall.
    ///
    /// A wall is a ring with hardly a gap. The cells along a wall form a ring as well (a maze and its walls are much
    /// alike), but one with a gap at each wall between them. The margin forms a ring, too, but one without any gap, while
    /// the other colour has a ring within. So both colours are tried, in these steps:
    /// 1. A ring without a wall for a third of its length is none.
    /// 2. Where both have a ring, one that reaches the picture's edge and has gaps there is the wall: a margin has none.
    /// 3. If the ring at the edge has no gap, the ring within is the wall, if it has no more gaps than doors.
    /// 4. Dark walls go before light ones.
    ///
    /// - Parameters:
    ///   - light: the light pixels.
    ///   - painted: pixels that are drawn on the passages, and are no wall of either kind.
    ///   - isLight: nil to find out.
    ///   - isSharp: whether a gap of one pixel is a gap, and not noise.
    init(_ light: BitGrid, painted: BitGrid?, isLight: Bool?, isSharp: Bool) {
        let unpainted = painted?.complement
        func ring(_ walls: BitGrid) -> Ring {
            Ring(of: unpainted.map(walls.intersection) ?? walls, isSharp: isSharp).withoutFrame()
        }
        let whole = PixelBox(x: 0, y: 0, width: light.width, height: light.height)
        let clean = isSharp ? light : light.despeckled
        let (dark, bright) = (ring(clean.complement), ring(clean))
        let chosen = isLight ?? Self.lightIsWall(dark, bright, whole)
        let wall = chosen ? bright : dark
        self.isLight = chosen
        isClosed = wall.isWall
        isGuessed = isLight == nil && chosen && bright.gaps == 0
        gaps = wall.gaps
        self.isSharp = isSharp
        box = wall.isWall ? wall.box : whole
    }

    /// The sides on which walls go on beyond the box.
    ///
    /// One line that leads away is an arrow, and what is no longer than three pixels is noise.
    func sides(whereWallsGoOn walls: BitGrid) -> [String] {
        guard isClosed else { return [] }
        let (near, far) = isSharp ? (1, 4) : (4, 8)
        let (right, bottom) = (box.x + box.width - 1, box.y + box.height - 1)
        /// Whether at least three walls lead away; `step` gives the pixel at a distance from the box.
        func goesOn(_ count: Int, _ room: Int, _ step: (_ index: Int, _ distance: Int) -> Point) -> Bool {
            guard room > near else { return false }
            let distances = near...min(far, room)
            func isWall(_ index: Int) -> Bool { distances.allSatisfy { walls[step(index, $0)] } }
            return (0..<count).count { isWall($0) && ($0 == 0 || !isWall($0 - 1)) } >= 3
        }
        return [
            ("left", goesOn(box.height, box.x) { Point(x: box.x - $1, y: box.y + $0) }),
            ("top", goesOn(box.width, box.y) { Point(x: box.x + $0, y: box.y - $1) }),
            ("right", goesOn(box.height, walls.width - 1 - right) { Point(x: right + $1, y: box.y + $0) }),
            ("bottom", goesOn(box.width, walls.height - 1 - bottom) { Point(x: box.x + $0, y: bottom + $1) }),
        ].filter(\.1).map(\.0)
    }

    private static func lightIsWall(_ dark: Ring, _ light: Ring, _ whole: PixelBox) -> Bool {
        guard light.isWall else { return false }
        guard dark.isWall else { return true }
        // The frame around a page has the colour of what is drawn on it.
        if dark.isFramed != light.isFramed { return light.isFramed }
        switch (dark.box == whole, light.box == whole) {
        case (true, false): return dark.gaps == 0 && light.gaps <= 2
        case (false, true): return light.gaps > 0 || dark.gaps > 6
        default: return light.gaps < dark.gaps && dark.gaps > 4
        }
    }

    /// The outermost rows and columns that look like a wall.
    private struct Ring {
        let box: PixelBox
        let share: Double
        let gaps: Int

        /// Whether the ring is a wall with openings, and not a few lines that happen to lie outside.
        var isWall: Bool { share >= 0.66 && box.width >= 3 && box.height >= 3 }

        /// Whether a frame around it was taken off.
        private(set) var isFramed = false
        private let walls: BitGrid
        private let isSharp: Bool

        /// What a frame around the page encloses: a closed ring, paper all round, and another ring within. The outer wall of
        /// a maze has cells behind it, and walls between them.
        func withoutFrame() -> Ring {
            guard isWall, gaps == 0 else { return self }
            var (left, top) = (box.x, box.y)
            var (right, bottom) = (box.x + box.width - 1, box.y + box.height - 1)
            func count(row y: Int) -> Int { (left...right).count { walls[Point(x: $0, y: y)] } }
            func count(column x: Int) -> Int { (top...bottom).count { walls[Point(x: x, y: $0)] } }
            /// Takes lines of pixels off each side while they are as wanted; the fewest of any side.
            func peel(_ isWanted: (_ walls: Int, _ length: Int) -> Bool) -> Int {
                let before = (left, top, right, bottom)
                while bottom - top > 4, isWanted(count(row: top), right - left + 1) { top += 1 }
                while bottom - top > 4, isWanted(count(row: bottom), right - left + 1) { bottom -= 1 }
                while right - left > 4, isWanted(count(column: left), bottom - top + 1) { left += 1 }
                while right - left > 4, isWanted(count(column: right), bottom - top + 1) { right -= 1 }
                return min(left - before.0, top - before.1, before.2 - right, before.3 - bottom)
            }
            // First the frame, then the paper.
            guard peel({ $0 * 50 >= $1 * 49 }) > 0, peel({ $0 * 100 <= $1 }) > 0 else { return self }
            let inner = PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
            let ring = Ring(of: walls.cropped(to: inner), isSharp: isSharp)
            // Within a closed outer wall lies a ring of cells: that one has a gap at each wall.
            guard ring.isWall, ring.gaps <= 4 else { return self }
            return ring.moved(x: left, y: top)
        }

        private func moved(x: Int, y: Int) -> Ring {
            var ring = Ring(
                box: PixelBox(x: box.x + x, y: box.y + y, width: box.width, height: box.height), share: share,
                gaps: gaps, walls: walls, isSharp: isSharp)
            ring.isFramed = true
            return ring
        }

        private init(box: PixelBox, share: Double, gaps: Int, walls: BitGrid, isSharp: Bool) {
            (self.box, self.share, self.gaps, self.walls, self.isSharp) = (box, share, gaps, walls, isSharp)
        }

        init(of walls: BitGrid, isSharp: Bool) {
            (self.walls, self.isSharp) = (walls, isSharp)
            // A row of the outer wall is nearly full; captions, specks and arrows beside the maze fill little of theirs.
            let rows = Self.bounds((0..<walls.height).map { walls.count(inRow: $0) }, fifths: isSharp ? 2 : 3)
            let columns = Self.bounds(walls.countsByColumn, fifths: isSharp ? 2 : 3)
            box = PixelBox(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
            let rim = (left: box.x, right: box.x + box.width - 1)
            guard !rows.isEmpty, !columns.isEmpty else {
                (share, gaps) = (0, 0)
                return
            }
            // Soft edges and noise gnaw at the outermost pixels: the wall counts where it is a little further in.
            let depth = isSharp ? 1 : 3 + min(3, min(box.width, box.height) / 300)
            let border = Openings.border(of: box)
            let (middleX, middleY) = (box.x + box.width / 2, box.y + box.height / 2)
            let isWall = border.map { point in
                (0..<depth).contains { step in
                    let isSide = point.x == rim.left || point.x == rim.right
                    let inward =
                        isSide
                        ? Point(x: point.x + (point.x < middleX ? step : -step), y: point.y)
                        : Point(x: point.x, y: point.y + (point.y < middleY ? step : -step))
                    return walls[inward]
                }
            }
            share = Double(isWall.count { $0 }) / Double(border.count)
            let shortest = isSharp ? 1 : max(3, border.count / 500)
            gaps = Self.gaps(isWall, shortest: shortest)
        }

        /// The runs without a wall, once round.
        private static func gaps(_ isWall: [Bool], shortest: Int) -> Int {
            guard let first = isWall.firstIndex(of: true) else { return 1 }
            var (gaps, run) = (0, 0)
            for wall in isWall[first...] + isWall[...first] {
                if wall {
                    if run >= shortest { gaps += 1 }
                    run = 0
                } else {
                    run += 1
                }
            }
            return gaps
        }

        /// From the first to the last row with so many fifths of the most: where an edge is soft, its middle.
        private static func bounds(_ counts: [Int], fifths: Int) -> Range<Int> {
            let most = counts.max() ?? 0
            guard most > 0, let first = counts.firstIndex(where: { 5 * $0 >= fifths * most }),
                let last = counts.lastIndex(where: { 5 * $0 >= fifths * most })
            else { return 0..<0 }
            return first..<last + 1
        }
    }
}
