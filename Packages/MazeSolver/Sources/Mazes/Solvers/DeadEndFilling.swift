// Unsafe pointers: neighbours of a cell lie within the grid, whose border is wall.

/// Dead-end filling: a square with at most one open neighbour is on no path from start to goal, so it becomes a wall,
/// which may make a dead end of the next one, and so on. In a perfect maze only the solution is left; otherwise the
/// rest, which is often small, is searched by the optimal search that fits the map.
///
/// 64 squares are looked at at once: four words (the row above, the row below, and the row itself shifted left and
/// right) hold the neighbours of 64 squares, and six operations tell which of them have two or more. When a sweep finds
/// little, the dead ends that are left are long corridors, and each is followed square by square.
struct DeadEndFilling<Events: EventSink> {
    let map: GridMap
    let events: Events

    func solve(from start: Int, to goal: Int) -> Solution {
        var left = map.open
        let before = left.count
        fill(&left, keeping: (start, goal))
        let filled = before - left.count
        if let path = onlyWay(in: left, from: start, to: goal) {
            return Solution(
                solver: .deadEndFilling, path: path, cost: path.cost(on: map) ?? .zero,
                expanded: filled + path.length + 1, generated: filled + path.length + 1,
                memory: left.words.count * 8 + path.length)
        }
        let rest = GridMap(open: left, weights: map.weights, movement: map.movement)
        var solution: Solution
        if rest.weights == nil && rest.movement == .fourNeighbours {
            var search = FrontierSearch(map: rest, frontier: QueueFrontier())
            solution = search.solve(.deadEndFilling, from: start, to: Goals(goal), events)
        } else {
            var search = FrontierSearch(map: rest, frontier: HeapFrontier(), order: .aStar(weight: 1))
            solution = search.solve(.deadEndFilling, from: start, to: Goals(goal), events)
        }
        solution.expanded += filled
        solution.generated += filled
        solution.memory += left.words.count * 8
        return solution
    }

    /// Fills every dead end, except that the two ends stay.
    private func fill(_ grid: inout BitGrid, keeping ends: (Int, Int)) {
        let words = grid.rowWords
        let height = grid.height
        // Sweeps go on as long as they fill more than one square in eight words: following costs that much for each.
        var isDown = true
        while true {
            var filled = 0
            for row in 0..<height {
                filled += sweep(row: isDown ? row : height - 1 - row, of: &grid, keeping: ends)
            }
            isDown.toggle()
            if filled <= words * height / 8 { break }
        }
        follow(in: &grid, keeping: ends)
    }

    /// Fills the dead ends of one row and returns how many; along the row they are filled until none is left in a word.
    private func sweep(row: Int, of grid: inout BitGrid, keeping ends: (Int, Int)) -> Int {
        let words = grid.rowWords
        let first = grid.firstWord(ofRow: row)
        let kept = (ends.0 >> 6, ends.1 >> 6)
        var filled = 0
        grid.words.withUnsafeMutableBufferPointer { grid in
            for square in first..<first + words {
                var here = grid[square]
                if here == 0 { continue }
                let before = here
                let above = grid[square - words]
                let below = grid[square + words]
                let fromLeft = grid[square - 1] >> 63
                let fromRight = grid[square + 1] << 63
                var keep: UInt64 = 0
                if square == kept.0 { keep |= 1 << UInt64(truncatingIfNeeded: ends.0 & 63) }
                if square == kept.1 { keep |= 1 << UInt64(truncatingIfNeeded: ends.1 & 63) }
                let vertical = above ^ below
                let bothVertical = above & below
                while true {
                    let east = here >> 1 | fromRight
                    let west = here << 1 | fromLeft
                    let twoOrMore = bothVertical | (east & west) | (vertical & (east ^ west))
                    let rest = here & (twoOrMore | keep)
                    if rest == here { break }
                    here = rest
                }
                if here != before {
                    grid[square] = here
                    filled += (before & ~here).nonzeroBitCount
                    if !Events.isSilent { tell(before & ~here, at: square) }
                }
            }
        }
        return filled
    }

    private func tell(_ bits: UInt64, at word: Int) {
        var bits = bits
        while bits != 0 {
            events.emit(.backtrack, map.open.point(at: word * 64 + bits.trailingZeroBitCount))
            bits &= bits - 1
        }
    }

    /// Follows each dead end that is left to its junction.
    ///
    /// Without bounds checks this takes two thirds of the time; every square is open, and so inside of the margin.
    private func follow(in grid: inout BitGrid, keeping ends: (Int, Int)) {
        let words = grid.rowWords
        let row = grid.rowBits
        grid.words.withUnsafeMutableBufferPointer { grid in
            func isOpen(_ square: Int) -> Bool { grid[square >> 6] >> UInt64(truncatingIfNeeded: square & 63) & 1 != 0 }
            for word in words..<grid.count - words {
                let here = grid[word]
                if here == 0 { continue }
                let east = here >> 1 | grid[word + 1] << 63
                let west = here << 1 | grid[word - 1] >> 63
                let (above, below) = (grid[word - words], grid[word + words])
                let twoOrMore = (above & below) | (east & west) | ((above ^ below) & (east ^ west))
                var deadEnds = here & ~twoOrMore
                while deadEnds != 0 {
                    var square = word * 64 + deadEnds.trailingZeroBitCount
                    deadEnds &= deadEnds - 1
                    while square != ends.0 && square != ends.1 && isOpen(square) {
                        // What is open counts one and gives its offset: with one way open, the sum is that way.
                        let (right, left) = (isOpen(square + 1) ? 1 : 0, isOpen(square - 1) ? 1 : 0)
                        let (down, up) = (isOpen(square + row) ? 1 : 0, isOpen(square - row) ? 1 : 0)
                        if right + left + down + up > 1 { break }
                        grid[square >> 6] &= ~(1 << UInt64(truncatingIfNeeded: square & 63))
                        events.emit(.backtrack, map.open.point(at: square))
                        square += right - left + (down - up) * row
                    }
                }
            }
        }
    }

    /// Walks from the start as long as there is exactly one passage on; nil when that does not lead to the goal.
    private func onlyWay(in grid: BitGrid, from start: Int, to goal: Int) -> Path? {
        let offsets = Move.orthogonal.map(map.offset)
        var moves: [Move] = []
        var square = start
        events.emit(.visit, map.open.point(at: start))
        while square != goal {
            var onward: Move?
            for move in Move.orthogonal where grid[square + offsets[Int(move.rawValue)]] {
                if let last = moves.last, move == last.opposite { continue }
                guard onward == nil else { return nil }
                onward = move
            }
            guard let onward, moves.count < grid.indexCount else { return nil }
            moves.append(onward)
            square += offsets[Int(onward.rawValue)]
            if square == start { return nil }
            events.emit(.visit, map.open.point(at: square))
        }
        return Path(start: map.open.point(at: start), moves: moves)
    }
}
