/// Where the pixels of one direction are cut into walls and ways: place `i` takes the pixels `edges[i]..<edges[i + 1]`.
struct GridLines: Equatable {
    /// One more than there are places, rising.
    let edges: [Int]
    /// The mean width of the walls between cells, in pixels.
    let wall: Double
    /// The mean width of the ways, in pixels; nil when walls and ways are not told apart.
    let way: Double?

    /// The number of places.
    var count: Int { edges.count - 1 }

    /// Places of equal width.
    init(equal width: Int, count: Int) {
        edges = (0...count).map { $0 * width }
        wall = Double(width)
        way = nil
    }

    /// An outer wall, then `cells` ways with walls between them, then an outer wall.
    init(outer: Double, wall: Double, way: Double, cells: Int, length: Int) {
        var edges = [0]
        for cell in 0..<cells {
            let start = outer + Double(cell) * (wall + way)
            for edge in [start, start + way] {
                // Rounding must not make a place vanish.
                edges.append(min(max(Int(edge.rounded()), (edges.last ?? 0) + 1), length - 1))
            }
        }
        edges.append(length)
        self.edges = edges
        self.wall = wall
        self.way = way
    }

    /// Whether every place has a pixel.
    var isRising: Bool { zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 } }

    /// Whether walls and ways are as wide as those of the other direction, but for a tenth.
    func isLike(_ other: GridLines) -> Bool {
        let (one, two) = (wall + (way ?? wall), other.wall + (other.way ?? other.wall))
        return abs(one - two) <= 0.1 * min(one, two) && abs(wall - other.wall) <= max(1.5, 0.25 * min(one, two))
    }

    /// The place in which a pixel lies; the nearest one for pixels outside.
    func place(of pixel: Int) -> Int {
        var (low, high) = (0, count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if edges[middle] <= pixel { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The same lines, each moved by at most a pixel to where most changes are: a picture that was made larger by a
    /// fraction has its edges at rounded places.
    func drawn(to changes: [Double]) -> GridLines {
        var moved = edges
        for place in 1..<max(1, edges.count - 1) {
            let edge = edges[place]
            var best = edge
            for other in [edge - 1, edge + 1] where other > 0 && other < changes.count {
                // A whole wall must not vanish between two lines.
                guard other > moved[place - 1], other < edges[place + 1] else { continue }
                if changes[other] > changes[best] * 1.2 { best = other }
            }
            moved[place] = best
        }
        return GridLines(edges: moved, wall: wall, way: way)
    }

    /// The same lines with every pixel `factor` times as wide.
    func enlarged(by factor: Int) -> GridLines {
        GridLines(edges: edges.map { $0 * factor }, wall: wall * Double(factor), way: way.map { $0 * Double(factor) })
    }

    private init(edges: [Int], wall: Double, way: Double?) {
        self.edges = edges
        self.wall = wall
        self.way = way
    }
}

/// Lines that fit a picture without noise: every edge between light and dark lies on one of them.
enum ExactLines {
    /// The columns, or the rows, of a maze whose walls have one width and whose ways have another; nil when the edges
    /// say otherwise.
    ///
    /// - Parameters:
    ///   - edges: the pixels before which the picture changes anywhere, rising.
    ///   - length: the pixels of the direction.
    static func cells(edges: [Int], length: Int) -> GridLines? {
        // The outer wall may have a width of its own, on either side.
        guard let first = edges.first, let last = edges.last, first < last else { return nil }
        // n ways and the n - 1 walls between them: n·period - wall = inside. The fewest cells that explain all edges.
        let inside = last - first
        if edges.count == 2 {
            return GridLines(outer: Double(first), wall: Double(first), way: Double(inside), cells: 1, length: length)
        }
        guard inside >= 3 else { return nil }
        for cells in 2...(inside + 1) / 2 {
            var wall = cells - inside % cells
            while wall < (inside + wall) / cells {
                let period = (inside + wall) / cells
                let way = period - wall
                if edges.allSatisfy({ ($0 - first) % period == 0 || ($0 - first) % period == way }) {
                    return GridLines(
                        outer: Double(first), wall: Double(wall), way: Double(way), cells: cells, length: length)
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
            // Half of a soft edge lies outside of the wall: there the outer wall begins, and no way.
            if edge <= 2 && faces.first || length - edge <= 2 && faces.last { continue }
            changes.append((Double(edge), count))
            total += count
        }
        let peaks = raised.indices.dropFirst().dropLast().count {
            raised[$0] > least && raised[$0] >= raised[$0 - 1] && raised[$0] > raised[$0 + 1]
        }
        fewestCells = max(1, Int(Double(peaks) * 0.35))
    }

    /// Up to eight ways to cut into walls and ways, the one with the fewest cells first, and the share of all changes that
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
        // Less than two pixels for a wall and a way together, twice over, is no soft picture of a maze but a sharp one.
        while inside > 0, Double(cells) * 3.5 <= inside + 2, found.count < 8, cells <= 8 * fewestCells + 64 {
            defer { cells += 1 }
            // Several widths may explain as much: the middle one is taken.
            var best = (score: 0.0, first: 0.0, wall: 0.0)
            var wall = 1.0
            while wall <= inside {
                let way = (inside - Double(cells - 1) * wall) / Double(cells)
                guard way >= 1 else { break }
                let score = score(first: first, wall: wall, way: way)
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
            let way = (inside - Double(cells - 1) * best.wall) / Double(cells)
            let lines = GridLines(outer: first, wall: best.wall, way: way, cells: cells, length: length)
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
    private func score(first: Double, wall: Double, way: Double) -> Double {
        let period = wall + way
        let narrow = min(wall, way)
        return changes.reduce(0.0) { sum, change in
            let from = change.edge - first
            let rest = from - period * ((from + wall / 2) / period).rounded(.down)
            return sum + change.count * Self.nearness(min(abs(rest), abs(rest - way)), narrow)
        }
    }

    /// 1 on a line, 0 away from it. Where places are narrow, near must mean nearer.
    private static func nearness(_ distance: Double, _ narrow: Double) -> Double {
        distance <= 0.6 ? 1 : max(0, 1 - (distance - 0.6) / min(1.2, max(0.3, narrow / 4)))
    }
}
