/// Jump point search for eight neighbours without corner cutting (Harabor and Grastien, 2011 and 2014), by blocks of 64
/// squares, with pruned intermediate turning points.
///
/// Of the many equally cheap paths through open space only those are followed that move diagonally first. Such a path
/// turns only where it passes the end of a wall: at a *jump point*. Everything between two jump points is jumped over.
/// Running straight to the next jump point is finding the next one bit in a row of stop bits (wall, or end of a wall
/// beside it); for columns the same is done on a transposed copy.
public struct JumpPointSearch {
    private let map: GridMap
    private let rows: Stops
    private let columns: Stops
    private var labels: [Label]
    /// The number of the query, in the bits that ``Label/mark`` has for it.
    private var stamp: UInt32 = 0
    private var heap = MinHeap<Int64>()

    /// Prepares for queries about a map with eight neighbours and without weights: O(squares / 64).
    public init(map: GridMap) {
        precondition(map.movement == .eightNeighbours && map.weights == nil, "the map does not suit jump point search")
        self.map = map
        rows = Stops(of: map.open)
        columns = Stops(of: map.open.transposed)
        labels = [Label](repeating: Label(cost: 0, parent: 0, mark: 0), count: map.open.indexCount)
    }

    /// What is known of a square, in a quarter of a cache line.
    private struct Label {
        var cost: Int64
        var parent: Int32
        /// The query that wrote it, times 16; in the lower four bits by which of the straight moves the square was
        /// reached at this cost.
        var mark: UInt32
    }

    /// Finds a cheapest path between two open squares.
    ///
    /// - Throws: `QueryError` when one of them lies outside or in a wall.
    public mutating func solve(from start: Point, to goal: Point) throws(QueryError) -> Solution {
        try map.check(start, goal)
        return solve(from: map.open.index(of: start), to: map.open.index(of: goal), Silence())
    }

    /// What is known while one query is answered.
    private struct Query {
        let goal: Int
        let transposedGoal: Int
        let estimate: Estimate
        var expanded = 0
        var generated = 1
    }

    /// A square under both ways of counting, and what the path to it cost.
    private struct Position {
        var index: Int
        var transposed: Int
        var cost: Int64
    }

    mutating func solve(from start: Int, to goal: Int, _ events: some EventSink) -> Solution {
        beginQuestion()
        var query = Query(
            goal: goal, transposedGoal: columns.open.index(of: flipped(map.open.point(at: goal))),
            estimate: Estimate(map: map, goal: goal, order: .aStar(weight: 1)))
        labels[start] = Label(cost: 0, parent: Int32(start), mark: stamp | 0x0F)
        var isFound = start == goal
        if isFound { query.expanded = 1 } else { expandStart(start, &query, events) }
        while !isFound, let entry = heap.pop() {
            let square = Int(UInt32(bitPattern: entry.payload) >> 2)
            let cost = entry.key - query.estimate.toGoal(from: square)
            if cost > labels[square].cost { continue }
            if square == goal {
                isFound = true
            } else {
                expand(square, by: Move(code: UInt8(entry.payload & 3)), cost, &query)
            }
            query.expanded += 1
            events.emit(.visit, map.open.point(at: square))
        }
        return Solution(
            solver: .jumpPoint, path: isFound ? path(from: start, to: goal) : nil,
            cost: isFound ? PathCost(units: labels[goal].cost) : .zero, expanded: query.expanded,
            generated: query.generated, memory: memory)
    }

    private var memory: Int {
        labels.count * MemoryLayout<Label>.stride + rows.bytes + columns.bytes + heap.capacity * 16
    }

    private func flipped(_ point: Point) -> Point { Point(x: point.y, y: point.x) }

    private mutating func beginQuestion() {
        heap.removeAll()
        if stamp == .max & ~0x0F {
            for square in labels.indices { labels[square].mark = 0 }
            stamp = 0
        }
        stamp += 0x10
    }

    private func position(_ index: Int, cost: Int64) -> Position {
        let transposed = columns.open.index(of: flipped(map.open.point(at: index)))
        return Position(index: index, transposed: transposed, cost: cost)
    }

    /// The start runs in all eight directions.
    private mutating func expandStart(_ start: Int, _ query: inout Query, _ events: some EventSink) {
        let position = position(start, cost: 0)
        events.emit(.visit, map.open.point(at: start))
        query.expanded += 1
        for move in Move.orthogonal { run(move, from: position, parent: start, &query) }
        for (first, second) in [(Move.east, Move.south), (.west, .south), (.west, .north), (.east, .north)] {
            runDiagonally(first, second, from: position, parent: start, &query)
        }
    }

    /// A jump point runs on as it was reached, and turns to each side where a wall ends beside it.
    private mutating func expand(_ square: Int, by move: Move, _ cost: Int64, _ query: inout Query) {
        let position = position(square, cost: cost)
        let back = square - map.offset(of: move)
        run(move, from: position, parent: square, &query)
        for side in [move.turnedLeft, move.turnedRight] {
            let offset = map.offset(of: side)
            guard map.open[square + offset], !map.open[back + offset] else { continue }
            run(side, from: position, parent: square, &query)
            let isHorizontal = move == .east || move == .west
            runDiagonally(
                isHorizontal ? move : side, isHorizontal ? side : move, from: position, parent: square, &query)
        }
    }

    /// Runs straight to the next jump point or the goal.
    @inline(__always)
    private mutating func run(_ move: Move, from position: Position, parent: Int, _ query: inout Query) {
        let distance =
            switch move {
            case .east: rows.distanceForward(from: position.index, goal: query.goal)
            case .west: -rows.distanceBackward(from: position.index, goal: query.goal)
            case .south: columns.distanceForward(from: position.transposed, goal: query.transposedGoal)
            default: -columns.distanceBackward(from: position.transposed, goal: query.transposedGoal)
            }
        guard distance != 0 else { return }
        let isHorizontal = move == .east || move == .west
        let square = position.index + distance * (isHorizontal ? 1 : map.open.rowBits)
        let cost = position.cost + Int64(abs(distance)) * PathCost.straight.units
        reach(square, by: move, cost, parent, &query)
    }

    /// Goes diagonally as far as it can, and at each square runs straight in both directions.
    private mutating func runDiagonally(
        _ horizontal: Move, _ vertical: Move, from position: Position, parent: Int, _ query: inout Query
    ) {
        let beside = horizontal.dx
        let below = vertical.dy * map.open.rowBits
        let transposedStep = vertical.dy + horizontal.dx * columns.open.rowBits
        var position = position
        while map.open[position.index + beside], map.open[position.index + below],
            map.open[position.index + beside + below]
        {
            position.index += beside + below
            position.transposed += transposedStep
            position.cost += PathCost.diagonal.units
            if position.index == query.goal {
                reach(position.index, by: horizontal, position.cost, parent, &query)
                return
            }
            run(horizontal, from: position, parent: parent, &query)
            run(vertical, from: position, parent: parent, &query)
        }
    }

    /// Puts a jump point into the frontier unless it was reached more cheaply, or as cheaply by the same move.
    @inline(__always)
    private mutating func reach(
        _ square: Int, by move: Move, _ cost: Int64, _ parent: Int, _ query: inout Query
    ) {
        let arrival: UInt32 = 1 << UInt32(move.rawValue)
        let label = labels[square]
        if label.mark & ~0x0F == stamp && label.cost <= cost {
            if label.cost < cost || label.mark & arrival != 0 { return }
            labels[square].mark |= arrival
        } else {
            labels[square] = Label(cost: cost, parent: Int32(parent), mark: stamp | arrival)
        }
        query.generated += 1
        let payload = UInt32(truncatingIfNeeded: square) << 2 | UInt32(move.rawValue)
        heap.push(cost + query.estimate.toGoal(from: square), Int32(bitPattern: payload))
    }

    /// Fills the jumps with moves: first the diagonal ones.
    private func path(from start: Int, to goal: Int) -> Path {
        var moves: [Move] = []
        var square = goal
        // From the end to the beginning, so that the straight moves come first.
        while square != start {
            let parent = Int(labels[square].parent)
            let (first, last) = (map.open.point(at: parent), map.open.point(at: square))
            let (dx, dy) = (last.x - first.x, last.y - first.y)
            let diagonal = min(abs(dx), abs(dy))
            let horizontal: Move = dx > 0 ? .east : .west
            let vertical: Move = dy > 0 ? .south : .north
            let straight = max(abs(dx), abs(dy)) - diagonal
            moves.append(contentsOf: repeatElement(abs(dx) > abs(dy) ? horizontal : vertical, count: straight))
            let between: Move =
                dx > 0 ? (dy > 0 ? .southEast : .northEast) : dy > 0 ? .southWest : .northWest
            moves.append(contentsOf: repeatElement(between, count: diagonal))
            square = parent
        }
        moves.reverse()
        return Path(start: map.open.point(at: start), moves: moves)
    }
}

/// Where a run along a row must stop: at a wall, or at a jump point, where a wall beside the row has just ended.
private struct Stops {
    let open: BitGrid
    private let forward: [UInt64]
    private let backward: [UInt64]

    init(of open: BitGrid) {
        self.open = open
        let words = open.words
        var forward = [UInt64](repeating: .max, count: words.count)
        var backward = forward
        for word in open.rowWords..<words.count - open.rowWords {
            let rows = [word - open.rowWords, word + open.rowWords]
            for row in rows {
                let behind = words[row] << 1 | words[row - 1 >= 0 ? row - 1 : row] >> 63
                let ahead = words[row] >> 1 | words[row + 1 < words.count ? row + 1 : row] << 63
                if row == rows[0] {
                    forward[word] = ~words[word]
                    backward[word] = ~words[word]
                }
                forward[word] |= words[row] & ~behind
                backward[word] |= words[row] & ~ahead
            }
        }
        self.forward = forward
        self.backward = backward
    }

    var bytes: Int { open.words.count * 24 }

    /// How far it is to the next jump point, or the goal if that comes first; 0 when a wall comes first.
    @inline(__always)
    func distanceForward(from index: Int, goal: Int) -> Int {
        let first = index + 1
        var word = first >> 6
        var bits = forward[word] & (.max << UInt64(truncatingIfNeeded: first & 63))
        while bits == 0 {
            word += 1
            bits = forward[word]
        }
        let stop = word * 64 + bits.trailingZeroBitCount
        if goal > index && goal <= stop { return goal - index }
        return open[stop] ? stop - index : 0
    }

    /// The same in the other direction.
    @inline(__always)
    func distanceBackward(from index: Int, goal: Int) -> Int {
        let last = index - 1
        var word = last >> 6
        var bits = backward[word] & (.max >> UInt64(truncatingIfNeeded: 63 - (last & 63)))
        while bits == 0 {
            word -= 1
            bits = backward[word]
        }
        let stop = word * 64 + 63 - bits.leadingZeroBitCount
        if goal < index && goal >= stop { return index - goal }
        return open[stop] ? index - stop : 0
    }
}
