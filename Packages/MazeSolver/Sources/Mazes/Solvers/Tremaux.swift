/// Trémaux's rules (before 1882), for a walker with chalk who sees only the passages at its own square: mark each passage where
/// you enter and where you leave it; at a square never seen go on by any new passage; at a square seen before turn round,
/// if you came by a new passage; else take the passage with the fewest marks, and none with two.
///
/// Every passage is walked at most twice; those marked once at the end are the path.
struct Tremaux<Events: EventSink> {
    let map: GridMap
    let events: Events

    func solve(from start: Int, to goal: Int) -> Solution {
        let offsets = Move.orthogonal.map(map.offset)
        // For each square and orthogonal passage two bits: how often it was walked.
        var marks = [UInt8](repeating: 0, count: map.open.indexCount)
        var walk = Walk(map: map, start: start, events: events)
        var cameBy: Move?
        while walk.square != goal {
            let square = walk.square
            let passages = Move.orthogonal.filter { map.allows($0, from: square) }
            let seenBefore = cameBy.map { came in
                passages.contains { $0 != came.opposite && count(marks[square], $0) > 0 }
            }
            let next: Move?
            if let cameBy, seenBefore == true, count(marks[square], cameBy.opposite) == 1 {
                next = cameBy.opposite
            } else {
                next = passages.filter { count(marks[square], $0) < 2 }.min { left, right in
                    let (first, second) = (count(marks[square], left), count(marks[square], right))
                    return first != second ? first < second : left != cameBy?.opposite && right == cameBy?.opposite
                }
            }
            guard let next else { break }
            marks[square] += 1 << (2 * next.rawValue)
            marks[square + offsets[Int(next.rawValue)]] += 1 << (2 * next.opposite.rawValue)
            walk.step(next)
            cameBy = next
        }
        return walk.solution(.tremaux, goal: goal, memory: marks.count)
    }

    private func count(_ marks: UInt8, _ move: Move) -> UInt8 {
        marks >> (2 * move.rawValue) & 3
    }
}
