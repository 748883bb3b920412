/// Breadth-first from both ends, ring by ring, always on the side with the smaller ring, until the sides meet.
struct BidirectionalSearch<Events: EventSink> {
    let map: GridMap
    let events: Events

    /// One of the two searches.
    private struct Side {
        var cameFrom: CameFrom
        var ring: [Int32]
    }

    func solve(from start: Int, to goal: Int) -> Solution {
        let count = map.open.indexCount
        var sides = [start, goal].map { end in
            var cameFrom = CameFrom(count: count)
            cameFrom.begin(at: end)
            return Side(cameFrom: cameFrom, ring: [Int32(end)])
        }
        var expanded = 0
        var generated = 2
        var widest = 2
        var meeting: (first: Int, move: Move, second: Int)?
        if start == goal {
            return Solution(
                solver: .bidirectional, path: Path(start: map.open.point(at: start), moves: []), cost: .zero,
                expanded: 0, generated: 1, memory: 2 * sides[0].cameFrom.memory)
        }
        while meeting == nil, !sides[0].ring.isEmpty, !sides[1].ring.isEmpty {
            let near = sides[0].ring.count <= sides[1].ring.count ? 0 : 1
            meeting = expand(near, &sides, &expanded, &generated)
            widest = max(widest, sides[0].ring.count + sides[1].ring.count)
        }
        let path = meeting.map { meeting in
            let there = sides[0].cameFrom.moves(to: meeting.first, on: map)
            let back = sides[1].cameFrom.moves(to: meeting.second, on: map)
            return Path(
                start: map.open.point(at: start), moves: there + [meeting.move] + back.reversed().map(\.opposite))
        }
        return Solution(
            solver: .bidirectional, path: path, cost: path?.cost(on: map) ?? .zero, expanded: expanded,
            generated: generated, memory: 2 * sides[0].cameFrom.memory + widest * MemoryLayout<Int32>.size)
    }

    /// Moves one side on by a whole ring. The first meeting is a shortest path: the far side's outermost ring is the
    /// first of its squares that this side can touch.
    private func expand(
        _ near: Int, _ sides: inout [Side], _ expanded: inout Int, _ generated: inout Int
    ) -> (first: Int, move: Move, second: Int)? {
        let offsets = map.offsets
        let ring = sides[near].ring
        var nextRing: [Int32] = []
        for square in ring.lazy.map(Int.init) {
            expanded += 1
            events.emit(.visit, map.open.point(at: square))
            for code in offsets.indices {
                let next = square + offsets[code]
                let move = Move(code: UInt8(code))
                guard map.allows(move, from: square), !sides[near].cameFrom.isReached(next) else { continue }
                if sides[1 - near].cameFrom.isReached(next) {
                    return near == 0 ? (square, move, next) : (next, move.opposite, square)
                }
                sides[near].cameFrom.reach(next, by: UInt8(code))
                nextRing.append(Int32(next))
                generated += 1
            }
        }
        sides[near].ring = nextRing
        return nil
    }
}
