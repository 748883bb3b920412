/// What a maze is like, in numbers.
///
/// Where the map is the picture of a maze of cells (walls at even columns and rows, passages at odd ones), cells are
/// counted; otherwise every open square counts as a cell. Neighbours are orthogonal.
public struct MazeStatistics: Sendable, Equatable {
    /// Open cells.
    public private(set) var cells = 0
    /// Cells with one passage on or none, the two ends of the maze left out.
    public private(set) var deadEnds = 0
    /// Cells with three passages on.
    public private(set) var junctions = 0
    /// Cells with four passages on.
    public private(set) var crossroads = 0
    /// Of the cells with two passages on, the share where they lie opposite each other.
    public private(set) var straightness = 0.0
    /// How long dead-end corridors are on average, in cells from the dead end to before the junction: a maze of few
    /// long ones has a high river.
    public private(set) var riverFactor = 0.0
    /// Of all cells, the share on the shortest solution.
    public private(set) var solutionShare = 0.0
    /// How many bits of luck the solution takes: the sum over its cells of log₂ of the number of passages on.
    public private(set) var difficulty = 0.0
    /// Whether the map is the picture of a maze of cells.
    public private(set) var isLattice = false

    /// Measures a maze.
    ///
    /// - Parameters:
    ///   - ends: where it begins and ends; they are no dead ends.
    ///   - solution: the shortest path between them, if there is one.
    public init(of map: GridMap, ends: [Point] = [], solution: Path? = nil) {
        let cells = Cells(map)
        isLattice = cells.isLattice
        let exempt = Set(ends.map(cells.nearest))
        var straight = 0
        var corridors = 0
        var riverCells = 0
        cells.visitAll { cell in
            self.cells += 1
            let passages = cells.passages(from: cell)
            switch passages.count {
            case 0, 1:
                guard !exempt.contains(cell) else { break }
                deadEnds += 1
                riverCells += cells.corridorLength(from: cell, exempt: exempt)
            case 2:
                corridors += 1
                if passages[0] == passages[1].opposite { straight += 1 }
            case 3: junctions += 1
            default: crossroads += 1
            }
        }
        straightness = corridors == 0 ? 0 : Double(straight) / Double(corridors)
        riverFactor = deadEnds == 0 ? 0 : Double(riverCells) / Double(deadEnds)
        if let solution { measure(solution, cells) }
    }

    private mutating func measure(_ solution: Path, _ cells: Cells) {
        var onPath = 0
        for (number, point) in solution.points.enumerated() where cells.isCell(point) {
            onPath += 1
            // Nobody goes back where he came from, and at the goal nobody chooses.
            let back = number == 0 ? nil : solution.moves[number - 1].opposite
            let onward = cells.passages(from: point).count { $0 != back }
            if onward > 1 && number < solution.length { difficulty += Self.log2(Double(onward)) }
        }
        solutionShare = self.cells == 0 ? 0 : Double(onPath) / Double(self.cells)
    }

    /// log₂ of 2 and 3, the only numbers of passages on beside 4 at the start: no mathematics library is needed.
    private static func log2(_ passages: Double) -> Double {
        passages == 2 ? 1 : passages == 3 ? 1.584962500721156 : 2
    }
}

/// The cells of a map and the passages between them.
private struct Cells {
    let map: GridMap
    let isLattice: Bool

    init(_ map: GridMap) {
        self.map = map
        isLattice = map.open.isNearlyLattice
    }

    func isCell(_ point: Point) -> Bool {
        map.open[point] && (!isLattice || (point.x & 1 == 1 && point.y & 1 == 1))
    }

    /// The cell at, or beside, an end of the maze.
    func nearest(_ point: Point) -> Point {
        isCell(point) ? point : Move.orthogonal.map(point.moved).first(where: isCell) ?? point
    }

    func visitAll(_ body: (Point) -> Void) {
        map.open.forEachIndex { index in
            let point = map.open.point(at: index)
            if isCell(point) { body(point) }
        }
    }

    /// The moves that lead to another cell.
    func passages(from cell: Point) -> [Move] {
        Move.orthogonal.filter { move in
            let next = cell.moved(move)
            guard map.open[next] else { return false }
            return !isLattice || map.open[next.moved(move)]
        }
    }

    func corridorLength(from deadEnd: Point, exempt: Set<Point>) -> Int {
        var length = 0
        var cell = deadEnd
        var cameBy: Move?
        while true {
            let passages = passages(from: cell).filter { $0 != cameBy?.opposite }
            guard passages.count <= 1, cell == deadEnd || !exempt.contains(cell) else { return length }
            length += 1
            guard let passage = passages.first else { return length }
            cell = isLattice ? cell.moved(passage).moved(passage) : cell.moved(passage)
            cameBy = passage
        }
    }
}
