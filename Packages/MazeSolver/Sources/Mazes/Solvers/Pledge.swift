/// Pledge's algorithm: straight on in one direction to the next wall; then along it, counting the turns, until the
/// count is zero again; and so on.
///
/// It leads out of every maze, islands or not; as a search for an inner goal it may fail.
struct Pledge<Events: EventSink> {
    let map: GridMap
    let events: Events

    func solve(from start: Int, to goal: Int) -> Solution {
        var walk = Walk(map: map, start: start, events: events)
        let favourite = Move.orthogonal.first { map.allows($0, from: start) } ?? .east
        var heading = favourite
        // Quarter turns to the right minus those to the left, since the wall was met.
        var turns = 0
        // Once round the whole outer wall and back from every island: no useful walk is longer.
        let patience = 8 * map.open.count + 16
        while walk.square != goal && walk.steps < patience {
            if turns == 0 {
                if map.allows(favourite, from: walk.square) {
                    heading = favourite
                    walk.step(favourite)
                    continue
                }
                // The left hand goes to the wall.
                heading = favourite.turnedRight
                turns = 1
            } else {
                heading = heading.turnedLeft
                turns -= 1
                // Round the outer corner; but not past zero, where the walker leaves the wall.
            }
            var tried = 0
            while !map.allows(heading, from: walk.square) && tried < 4 {
                heading = heading.turnedRight
                turns += 1
                tried += 1
            }
            if tried == 4 { break }
            walk.step(heading)
        }
        return walk.solution(.pledge, goal: goal, memory: 0)
    }
}
