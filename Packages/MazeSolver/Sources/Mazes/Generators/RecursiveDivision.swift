extension Carver {
    /// Recursive division: a wall with one gap halves the room at a random position, across its longer side, and the
    /// halves are divided in turn until a room is one cell.
    ///
    /// What is carved are the gaps: every passage of the maze is the gap of exactly one wall.
    mutating func carveByDivision() {
        var rooms = [Room(x: 0, y: 0, width: grid.width, height: grid.height)]
        while let room = rooms.popLast() {
            if room.width == 1 && room.height == 1 { continue }
            let isUpright =
                room.width == room.height ? random.next() >> 63 == 0 : room.width > room.height
            if isUpright {
                let left = 1 + random.below(room.width - 1)
                let gap = room.y + random.below(room.height)
                open(grid.index(x: room.x + left - 1, y: gap), .east)
                rooms.append(Room(x: room.x, y: room.y, width: left, height: room.height))
                rooms.append(Room(x: room.x + left, y: room.y, width: room.width - left, height: room.height))
            } else {
                let above = 1 + random.below(room.height - 1)
                let gap = room.x + random.below(room.width)
                open(grid.index(x: gap, y: room.y + above - 1), .south)
                rooms.append(Room(x: room.x, y: room.y, width: room.width, height: above))
                rooms.append(Room(x: room.x, y: room.y + above, width: room.width, height: room.height - above))
            }
        }
    }
}

/// A part of the maze that is still to be divided.
private struct Room {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
}
