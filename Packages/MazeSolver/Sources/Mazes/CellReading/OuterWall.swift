/// Which pixels are walls, the dark or the light ones, and the rectangle that the outer wall encloses: what lies outside
/// of it is margin.
struct OuterWall {
    /// Whether the walls are the light pixels.
    let isLight: Bool
    /// The rectangle whose border is the outer wall; the whole picture when there is no such wall.
    let box: PixelBox
    /// Whether the border of the box is a wall with a few openings.
    let isClosed: Bool

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
    ///   - painted: pixels that are drawn on the ways, and are no wall of either kind.
    ///   - isLight: nil to find out.
    ///   - isSharp: whether a gap of one pixel is a gap, and not noise.
    init(_ light: BitGrid, painted: BitGrid?, isLight: Bool?, isSharp: Bool) {
        let unpainted = painted?.complement
        func ring(_ walls: BitGrid) -> Ring {
            Ring(of: unpainted.map(walls.intersection) ?? walls, isSharp: isSharp)
        }
        let whole = PixelBox(x: 0, y: 0, width: light.width, height: light.height)
        let clean = isSharp ? light : light.despeckled
        let (dark, bright) = (ring(clean.complement), ring(clean))
        let chosen = isLight ?? Self.lightIsWall(dark, bright, whole)
        let wall = chosen ? bright : dark
        self.isLight = chosen
        isClosed = wall.isWall
        box = wall.isWall ? wall.box : whole
    }

    private static func lightIsWall(_ dark: Ring, _ light: Ring, _ whole: PixelBox) -> Bool {
        guard light.isWall else { return false }
        guard dark.isWall else { return true }
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

        init(of walls: BitGrid, isSharp: Bool) {
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
