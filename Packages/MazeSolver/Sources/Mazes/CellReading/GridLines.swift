/// Where the pixels of one direction are cut into walls and passages: square `i` takes the pixels `edges[i]..<edges[i + 1]`.
struct GridLines: Equatable {
    /// One more than there are squares, rising.
    let edges: [Int]
    /// The mean width of the walls between cells, in pixels.
    let wall: Double
    /// The mean width of the passages, in pixels; nil when walls and passages are not told apart.
    let passage: Double?

    /// The number of squares.
    var count: Int { edges.count - 1 }

    /// Squares of equal width.
    init(equal width: Int, count: Int) {
        edges = (0...count).map { $0 * width }
        wall = Double(width)
        passage = nil
    }

    /// An outer wall, then `cells` passages with walls between them, then an outer wall.
    init(outer: Double, wall: Double, passage: Double, cells: Int, length: Int) {
        var edges = [0]
        for cell in 0..<cells {
            let start = outer + Double(cell) * (wall + passage)
            for edge in [start, start + passage] {
                // Rounding must not make a square vanish.
                edges.append(min(max(Int(edge.rounded()), (edges.last ?? 0) + 1), length - 1))
            }
        }
        edges.append(length)
        self.edges = edges
        self.wall = wall
        self.passage = passage
    }

    /// Lines where the edges are, told by the caller: a wall first, then passages and walls in turn.
    init(uneven edges: [Int]) {
        let widths = zip(edges, edges.dropFirst()).map { Double($1 - $0) }
        func mean(_ parity: Int) -> Double {
            let these = widths.indices.dropFirst().dropLast().filter { $0 & 1 == parity }.map { widths[$0] }
            return these.isEmpty ? widths.first ?? 1 : these.reduce(0, +) / Double(these.count)
        }
        self.init(edges: edges, wall: mean(0), passage: mean(1))
    }

    /// How many pixels a wall and a passage have together.
    var period: Double { wall + (passage ?? wall) }

    /// Whether every square has a pixel.
    var isRising: Bool { zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 } }

    /// Whether walls and passages are as wide as those of the other direction, but for a tenth.
    func isLike(_ other: GridLines) -> Bool {
        let (one, two) = (wall + (passage ?? wall), other.wall + (other.passage ?? other.wall))
        return abs(one - two) <= 0.1 * min(one, two) && abs(wall - other.wall) <= max(1.5, 0.25 * min(one, two))
    }

    /// The square in which a pixel lies; the nearest one for pixels outside.
    func square(of pixel: Int) -> Int {
        var (low, high) = (0, count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if edges[middle] <= pixel { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The same lines, each moved by at most a pixel to where most changes are: a picture that was made larger by a
    /// fraction has its edges at rounded positions.
    func drawn(to changes: [Double]) -> GridLines {
        var moved = edges
        for square in 1..<max(1, edges.count - 1) {
            let edge = edges[square]
            var best = edge
            for other in [edge - 1, edge + 1] where other > 0 && other < changes.count {
                // A whole wall must not vanish between two lines.
                guard other > moved[square - 1], other < edges[square + 1] else { continue }
                if changes[other] > changes[best] * 1.2 { best = other }
            }
            moved[square] = best
        }
        return GridLines(edges: moved, wall: wall, passage: passage)
    }

    /// The same lines with every pixel `factor` times as wide.
    func enlarged(by factor: Int) -> GridLines {
        GridLines(
            edges: edges.map { $0 * factor }, wall: wall * Double(factor),
            passage: passage.map { $0 * Double(factor) })
    }

    private init(edges: [Int], wall: Double, passage: Double?) {
        self.edges = edges
        self.wall = wall
        self.passage = passage
    }
}

/// Lines that fit a picture without noise: every edge between light and dark lies on one of them.
enum ExactLines {
    /// The columns, or the rows, of a maze whose walls have one width and whose passages have another; nil when the edges
    /// say otherwise.
    ///
    /// - Parameters:
    ///   - edges: the pixels before which the picture changes anywhere, rising.
    ///   - length: the pixels of the direction.
    static func cells(edges: [Int], length: Int) -> GridLines? {
        // The outer wall may have a width of its own, on either side.
        guard let first = edges.first, let last = edges.last, first < last else { return nil }
        // n passages and the n - 1 walls between them: n·period - wall = inside. The fewest cells that explain all edges.
        let inside = last - first
        if edges.count == 2 {
            return GridLines(
                outer: Double(first), wall: Double(first), passage: Double(inside), cells: 1, length: length)
        }
        guard inside >= 3 else { return nil }
        for cells in 2...(inside + 1) / 2 {
            var wall = cells - inside % cells
            while wall < (inside + wall) / cells {
                let period = (inside + wall) / cells
                let passage = period - wall
                if edges.allSatisfy({ ($0 - first) % period == 0 || ($0 - first) % period == passage }) {
                    return GridLines(
                        outer: Double(first), wall: Double(wall), passage: Double(passage), cells: cells, length: length
                    )
                }
                wall += cells
            }
        }
        return nil
    }

    /// The widest pixel that the picture can be made of: the greatest common divisor of all edges and sides.
    static func scale(_ edges: [Int], _ length: Int) -> Int {
        edges.reduce(length, greatestCommonDivisor)
    }

    static func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
        var (one, other) = (one, other)
        while other != 0 { (one, other) = (other, one % other) }
        return one
    }
}

/// Lines of a picture whose walls and passages have unequal widths: each edge is one.
enum UnevenLines {
    /// The lines of one direction; nil if there are too few, or as many as in noise.
    ///
    /// - Parameters:
    ///   - changes: for each pixel how often the picture changes before it.
    ///   - tolerance: edges this near to each other are one, and lie where most changes are.
    static func lines(changes: [Int], tolerance: Int) -> GridLines? {
        var edges: [Int] = [0]
        var last = -tolerance - 1
        for pixel in 1..<max(1, changes.count) where changes[pixel] > 0 {
            if pixel - last <= tolerance, let summit = edges.last, edges.count > 1 {
                if changes[pixel] > changes[summit] { edges[edges.count - 1] = pixel }
            } else {
                edges.append(pixel)
            }
            last = pixel
        }
        edges.append(changes.count)
        // An odd number of squares, of three pixels each on average.
        guard edges.count >= 4, edges.count & 1 == 0, edges.count * 3 <= changes.count else { return nil }
        let lines = GridLines(uneven: edges)
        return lines.isRising ? lines : nil
    }
}

/// Lines that fit a picture with soft edges, blur or noise: most changes between light and dark lie near to them.
struct FuzzyLines {
    private let length: Int
    /// The pixels before which more changes than noise makes, and how many.
    private var changes: [(edge: Double, count: Double)] = []
    private var total = 0.0
    /// For each pixel how many more changes come before it than noise makes.
    private let raised: [Double]
    /// Fewer cells than this cannot explain the peaks.
    private var fewestCells = 1

    /// - Parameters:
    ///   - counts: for each pixel how often the picture changes before it.
    ///   - faces: whether the first and the last pixels are no wall, since the outer wall begins a little further in.
    init(counts: [Int], faces: (first: Bool, last: Bool)) {
        let length = counts.count
        self.length = length
        guard length >= 8 else {
            raised = []
            return
        }
        // Noise makes changes everywhere: a fifth of all pixels have less than the background.
        let background = Double(counts.sorted()[counts.count / 5])
        let floor = background + 2 * background.squareRoot()
        let raised = counts.map { max(0, Double($0) - floor) }
        self.raised = raised
        let least = (raised.max() ?? 0) * 0.05
        for (edge, count) in raised.enumerated() where edge > 0 && count > least {
            // Half of a soft edge lies outside of the wall: there the outer wall begins, and no passage.
            if edge <= 2 && faces.first || length - edge <= 2 && faces.last { continue }
            changes.append((Double(edge), count))
            total += count
        }
        let peaks = raised.indices.dropFirst().dropLast().count {
            raised[$0] > least && raised[$0] >= raised[$0 - 1] && raised[$0] > raised[$0 + 1]
        }
        fewestCells = max(1, Int(Double(peaks) * 0.35))
    }

    /// Up to eight ways to cut into walls and passages, the one with the fewest cells first, and the share of all changes that
    /// each explains.
    var candidates: [(lines: GridLines, share: Double)] {
        guard total > 0 else { return [] }
        var found: [(GridLines, Double)] = []
        let (first, last) = (
            outerWall(changes),
            Double(length) - outerWall(changes.map { (Double(length) - $0.edge, $0.count) }.reversed())
        )
        let inside = last - first
        var cells = fewestCells
        // Less than two pixels for a wall and a passage together, twice over, is no soft picture of a maze but a sharp one.
        while inside > 0, Double(cells) * 3.5 <= inside + 2, found.count < 8, cells <= 8 * fewestCells + 64 {
            defer { cells += 1 }
            // Several widths may explain as much: the middle one is taken.
            var best = (score: 0.0, first: 0.0, wall: 0.0)
            var wall = 1.0
            while wall <= inside {
                let passage = (inside - Double(cells - 1) * wall) / Double(cells)
                guard passage >= 1 else { break }
                let score = score(first: first, wall: wall, passage: passage)
                if score > best.score * (1 + 1e-9) {
                    best = (score, wall, wall)
                } else if score >= best.score * (1 - 1e-9) {
                    best.wall = (best.first + wall) / 2
                }
                // One cell has no wall between cells.
                if cells == 1 { break }
                wall += 0.5
            }
            guard best.score >= 0.6 * total else { continue }
            let passage = (inside - Double(cells - 1) * best.wall) / Double(cells)
            let lines = GridLines(outer: first, wall: best.wall, passage: passage, cells: cells, length: length)
                .drawn(to: raised)
            if lines.isRising { found.append((lines, best.score / total)) }
        }
        return found
    }

    /// How thick the outer wall is: up to the first edge that runs along much of the picture.
    private func outerWall(_ changes: [(edge: Double, count: Double)]) -> Double {
        let most = changes.map(\.count).max() ?? 0
        guard let peak = changes.firstIndex(where: { $0.count >= 0.3 * most }) else { return 1 }
        // The middle of the peak: a soft edge lies over two or three pixels.
        let near = changes[peak...].prefix { $0.edge - changes[peak].edge <= 2 }
        let weight = near.reduce(0.0) { $0 + $1.count }
        let summit = near.max { $0.count < $1.count }?.edge ?? changes[peak].edge
        let close = near.filter { abs($0.edge - summit) <= 1 }
        let mean = close.reduce(0.0) { $0 + $1.edge * $1.count } / max(1, close.reduce(0.0) { $0 + $1.count })
        return weight > 0 ? max(1, mean) : 1
    }

    /// How many changes lie on or near to the lines.
    private func score(first: Double, wall: Double, passage: Double) -> Double {
        let period = wall + passage
        let narrow = min(wall, passage)
        return changes.reduce(0.0) { sum, change in
            let from = change.edge - first
            let rest = from - period * ((from + wall / 2) / period).rounded(.down)
            return sum + change.count * Self.nearness(min(abs(rest), abs(rest - passage)), narrow)
        }
    }

    /// 1 on a line, 0 away from it. Where squares are narrow, near must mean nearer.
    private static func nearness(_ distance: Double, _ narrow: Double) -> Double {
        distance <= 0.6 ? 1 : max(0, 1 - (distance - 0.6) / min(1.2, max(0.3, narrow / 4)))
    }
}
