extension CellGrid {
    /// Removes dead ends: each, with the given probability, gets a second passage, to another dead end where one lies
    /// beside it. A maze without dead ends is a *braid*.
    ///
    /// - Parameter probability: from 0 (nothing changes) to 1 (no dead end is left).
    public mutating func braid(_ probability: Double, seed: UInt64) {
        // A stream of its own: the maze below stays the one that its seed makes.
        var random = MazeRandom(seed: seed ^ 0x6272_6169_6473)
        let offsets = offsets
        for y in 0..<height {
            for x in 0..<width {
                let cell = index(x: x, y: y)
                guard degree(cell) == 1, random.chance(probability) else { continue }
                let closed = Move.orthogonal.filter { move in
                    cells[cell] & (1 << move.rawValue) == 0
                        && cells[cell + offsets[Int(move.rawValue)]] & Self.margin == 0
                }
                let deadEnds = closed.filter { degree(cell + offsets[Int($0.rawValue)]) == 1 }
                let choices = deadEnds.isEmpty ? closed : deadEnds
                if !choices.isEmpty { carve(cell, choices[random.below(choices.count)]) }
            }
        }
    }
}
