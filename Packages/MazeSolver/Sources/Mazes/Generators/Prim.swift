extension Carver {
    /// Prim's algorithm: of all passages that lead out of what is carved, the lightest is opened; weights are random.
    mutating func carveByPrim() {
        // A passage is its cell and its move; its weight is drawn when it is first seen, which is once from the inside.
        var rim = MinHeap<UInt64>()
        var inside = anyCell()
        mark(inside)
        while true {
            for code in 0..<4 where grid.cells[inside + offsets[code]] == 0 {
                rim.push(random.next() >> 1, Int32(truncatingIfNeeded: inside << 2 | code))
            }
            guard let cell = openLightest(of: &rim) else { break }
            inside = cell
        }
        clearNotes()
    }

    private mutating func openLightest(of rim: inout MinHeap<UInt64>) -> Int? {
        while let passage = rim.pop() {
            let from = Int(UInt32(bitPattern: passage.payload) >> 2)
            let move = Move(code: UInt8(passage.payload & 3))
            let to = from + offsets[Int(move.rawValue)]
            guard grid.cells[to] == 0 else { continue }
            open(from, move)
            mark(to)
            return to
        }
        return nil
    }

    /// Prim's algorithm with equal weights: a random cell of the rim is joined to a random neighbour inside.
    mutating func carveBySimplifiedPrim() {
        var rim: [Int32] = []
        let first = anyCell()
        mark(first)
        addNeighbours(of: first, to: &rim)
        while !rim.isEmpty {
            rim.swapAt(random.below(rim.count), rim.count - 1)
            let cell = Int(rim.removeLast())
            let inside = moves(from: cell) { $0 & 0x10 != 0 && $0 & CellGrid.margin == 0 }
            let move = anyMove(of: inside)
            open(cell + offsets[Int(move.rawValue)], move.opposite)
            mark(cell)
            addNeighbours(of: cell, to: &rim)
        }
        clearNotes()
    }

    /// Puts the untouched neighbours into the rim; bit 5 notes it, so that no cell stands there twice.
    private mutating func addNeighbours(of cell: Int, to rim: inout [Int32]) {
        for offset in offsets where grid.cells[cell + offset] == 0 {
            grid.cells[cell + offset] |= 0x20
            rim.append(Int32(cell + offset))
        }
    }

    /// Notes in bit 4 that a cell belongs to the maze.
    private mutating func mark(_ cell: Int) {
        grid.cells[cell] |= 0x10
    }
}
