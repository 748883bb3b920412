/// Trémaux's rules (before 1882), for a walker with chalk who sees only the ways at its own place: mark each way where
/// you enter and where you leave it; at a place never seen go on by any new way; at a place seen before turn round,
/// if you came by a new way; else take the way with the fewest marks, and none with two.
///
/// Every way is walked at most twice; those marked once at the end are the path.
struct Tremaux<Events: EventSink> {
    let map: GridMap
    let events: Events

    func solve(from start: Int, to goal: Int) -> Solution {
        let offsets = Move.orthogonal.map(map.offset)
        // For each place and orthogonal way two bits: how often it was walked.
        var marks = [UInt8](repeating: 0, count: map.open.indexCount)
        var walk = Walk(map: map, start: start, events: events)
        var cameBy: Move?
        while walk.place != goal {
            let place = walk.place
            let ways = Move.orthogonal.filter { map.allows($0, from: place) }
            let seenBefore = cameBy.map { came in
                ways.contains { $0 != came.opposite && count(marks[place], $0) > 0 }
            }
            let next: Move?
            if let cameBy, seenBefore == true, count(marks[place], cameBy.opposite) == 1 {
                next = cameBy.opposite
            } else {
                next = ways.filter { count(marks[place], $0) < 2 }.min { left, right in
                    let (first, second) = (count(marks[place], left), count(marks[place], right))
                    return first != second ? first < second : left != cameBy?.opposite && right == cameBy?.opposite
                }
            }
            guard let next else { break }
            marks[place] += 1 << (2 * next.rawValue)
            marks[place + offsets[Int(next.rawValue)]] += 1 << (2 * next.opposite.rawValue)
            walk.step(next)
            cameBy = next
        }
        return walk.solution(.tremaux, goal: goal, memory: marks.count)
    }

    private func count(_ marks: UInt8, _ move: Move) -> UInt8 {
        marks >> (2 * move.rawValue) & 3
    }
}
