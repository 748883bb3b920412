/// A hand on the wall: at each square the first open passage is taken, from the hand's side round to the back.
///
/// In a perfect maze, and wherever start and goal lie at the outer wall, this leads to the goal. Round an island it
/// leads in circles, which is noticed when the walker comes to a square it left before in the same direction.
struct WallFollower<Events: EventSink> {
    /// The hand that touches the wall.
    enum Hand {
        case left
        case right
    }

    let map: GridMap
    let hand: Hand
    let events: Events

    func solve(from start: Int, to goal: Int) -> Solution {
        var walk = Walk(map: map, start: start, events: events)
        // For each square, which headings it was left with: four bits.
        var headings = [UInt8](repeating: 0, count: (map.open.indexCount + 1) / 2)
        var heading = firstHeading(at: start)
        while walk.square != goal {
            guard let next = turn(from: heading, at: walk.square) else { break }
            let bit = (UInt8(1) << next.rawValue) << UInt8(truncatingIfNeeded: (walk.square & 1) << 2)
            if headings[walk.square >> 1] & bit != 0 { break }
            headings[walk.square >> 1] |= bit
            heading = next
            walk.step(heading)
        }
        return walk.solution(hand == .left ? .wallFollowerLeft : .wallFollowerRight, goal: goal, memory: headings.count)
    }

    /// Where the walker looks at first: away from a wall behind it, if there is one.
    private func firstHeading(at start: Int) -> Move {
        Move.orthogonal.first { map.allows($0, from: start) && !map.allows($0.opposite, from: start) } ?? .east
    }

    private func turn(from heading: Move, at square: Int) -> Move? {
        let left = heading.turnedLeft
        let right = heading.turnedRight
        let order = hand == .left ? [left, heading, right] : [right, heading, left]
        return (order + [heading.opposite]).first { map.allows($0, from: square) }
    }
}

/// The steps of a walker that sees only its own square; its path is what is left when the loops are taken out.
struct Walk<Events: EventSink> {
    private let map: GridMap
    private let events: Events
    private let start: Int
    private(set) var square: Int
    private(set) var steps = 0
    /// The path without loops, and where on it each square lies.
    private var trail: [Move] = []
    private var cameFrom: CameFrom

    init(map: GridMap, start: Int, events: Events) {
        self.map = map
        self.events = events
        self.start = start
        square = start
        cameFrom = CameFrom(count: map.open.indexCount)
        cameFrom.begin(at: start)
        events.emit(.visit, map.open.point(at: start))
    }

    /// Goes one step; coming to a square of the trail again takes the loop out.
    mutating func step(_ move: Move) {
        steps += 1
        square += map.offset(of: move)
        guard cameFrom.isReached(square) else {
            cameFrom.reach(square, by: move.rawValue)
            trail.append(move)
            events.emit(.visit, map.open.point(at: square))
            return
        }
        var last = square - map.offset(of: move)
        while last != square, let back = trail.popLast() {
            events.emit(.backtrack, map.open.point(at: last))
            cameFrom.forget(last)
            last -= map.offset(of: back)
        }
    }

    /// What the walk amounts to.
    func solution(_ solver: Solver, goal: Int, memory: Int) -> Solution {
        let path = square == goal ? Path(start: map.open.point(at: start), moves: trail) : nil
        return Solution(
            solver: solver, path: path, cost: path?.cost(on: map) ?? .zero, expanded: steps + 1, generated: steps + 1,
            memory: memory + cameFrom.memory + trail.capacity)
    }
}
