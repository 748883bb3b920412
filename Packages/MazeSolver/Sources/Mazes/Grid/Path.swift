/// A path through a map: where it begins, and its moves, one byte each.
public struct Path: Sendable, Equatable {
    /// The first square.
    public let start: Point
    /// The moves, in order.
    public let moves: [Move]

    /// Makes a path.
    public init(start: Point, moves: [Move]) {
        self.start = start
        self.moves = moves
    }

    /// The number of moves.
    public var length: Int { moves.count }

    /// Every square, both ends included, made while one iterates.
    public var points: some Sequence<Point> {
        sequence(state: (next: 0, point: start)) { state -> Point? in
            guard state.next <= moves.count else { return nil }
            if state.next > 0 { state.point = state.point.moved(moves[state.next - 1]) }
            state.next += 1
            return state.point
        }
    }

    /// The last square.
    public var end: Point {
        moves.reduce(start) { $0.moved($1) }
    }

    /// What the path costs on `map`; nil when it cannot be walked there.
    ///
    /// This is the judge of every solver: it knows nothing of how the path was found.
    public func cost(on map: GridMap) -> PathCost? {
        guard map.open[start] else { return nil }
        var sum = PathCost.zero
        var index = map.open.index(of: start)
        for move in moves {
            guard map.allows(move, from: index) else { return nil }
            index += map.offset(of: move)
            sum = sum + .of(move, weight: map.weight(at: index))
        }
        return sum
    }
}
