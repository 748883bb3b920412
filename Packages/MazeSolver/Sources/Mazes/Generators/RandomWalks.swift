extension Carver {
    /// Wilson's algorithm (1996): from each cell a random walk until it meets the maze; its loops are forgotten, the
    /// rest is carved. Every perfect maze is equally likely.
    mutating func carveByWilson() {
        // Bit 6: in the maze. Bits 4–5: by which move the walk left the cell last, which erases the loops by itself.
        let inMaze: UInt8 = 0x40
        grid.cells[anyCell()] |= inMaze
        for y in 0..<grid.height {
            for x in 0..<grid.width {
                let start = grid.index(x: x, y: y)
                var cell = start
                while grid.cells[cell] & inMaze == 0 {
                    let move = anyMove(of: moves(from: cell) { $0 & CellGrid.margin == 0 })
                    grid.cells[cell] = (grid.cells[cell] & ~0x30) | move.rawValue << 4
                    events.emit(.visit, pictureSquare(of: cell))
                    cell += offsets[Int(move.rawValue)]
                }
                cell = start
                while grid.cells[cell] & inMaze == 0 {
                    let move = Move(code: grid.cells[cell] >> 4 & 3)
                    grid.cells[cell] |= inMaze
                    open(cell, move)
                    cell += offsets[Int(move.rawValue)]
                }
            }
        }
        clearNotes()
    }

    /// Aldous and Broder's algorithm (1989, 1990): one random walk through all cells; the passage by which a cell is
    /// entered for the first time is carved. Every perfect maze is equally likely.
    mutating func carveByAldousBroder() {
        var cell = anyCell()
        var left = grid.count - 1
        while left > 0 {
            let move = anyMove(of: moves(from: cell) { $0 & CellGrid.margin == 0 })
            let next = cell + offsets[Int(move.rawValue)]
            if grid.isUntouched(next) {
                open(cell, move)
                left -= 1
            } else {
                events.emit(.visit, pictureSquare(of: next))
            }
            cell = next
        }
    }

    /// Hunt and kill: a random walk through untouched cells until it is stuck; then the first untouched cell that has a
    /// carved neighbour, in reading order, is joined to it and the walk goes on from there.
    mutating func carveByHuntAndKill() {
        var cell = anyCell()
        var left = grid.count - 1
        // No row above the one where the last hunt ended has an untouched cell.
        var firstRow = 0
        while left > 0 {
            let untouched = moves(from: cell) { $0 == 0 }
            if untouched != 0 {
                let move = anyMove(of: untouched)
                open(cell, move)
                cell += offsets[Int(move.rawValue)]
            } else {
                cell = hunt(from: &firstRow)
            }
            left -= 1
        }
    }

    private mutating func hunt(from firstRow: inout Int) -> Int {
        while true {
            var isComplete = true
            for y in firstRow..<grid.height {
                for x in 0..<grid.width {
                    let cell = grid.index(x: x, y: y)
                    guard grid.cells[cell] == 0 else { continue }
                    if isComplete { firstRow = y }
                    isComplete = false
                    let carved = moves(from: cell) { $0 & CellGrid.passages != 0 }
                    guard carved != 0 else { continue }
                    let move = anyMove(of: carved)
                    open(cell + offsets[Int(move.rawValue)], move.opposite)
                    return cell
                }
            }
        }
    }
}
