extension Carver {
    /// Depth-first search: goes to a random untouched neighbour as long as there is one, then back.
    ///
    /// The way back is written into the cells themselves, so that no stack grows with the maze: 25 million cells take
    /// 25 MB.
    mutating func carveByBacktracking() {
        // Bits 4–5: the move that led here; bit 6: carving began here.
        let isStart: UInt8 = 0x40
        var cell = anyCell()
        grid.cells[cell] |= isStart
        while true {
            let untouched = moves(from: cell) { $0 == 0 }
            if untouched != 0 {
                let move = anyMove(of: untouched)
                open(cell, move)
                cell += offsets[Int(move.rawValue)]
                grid.cells[cell] |= move.rawValue << 4
            } else {
                if grid.cells[cell] & isStart != 0 { break }
                events.emit(.backtrack, pictureSquare(of: cell))
                cell -= offsets[Int(grid.cells[cell] >> 4 & 3)]
            }
        }
        clearNotes()
    }

    /// Leaves only the passages in the cells.
    mutating func clearNotes() {
        for cell in grid.cells.indices { grid.cells[cell] &= CellGrid.passages | CellGrid.margin }
    }
}
