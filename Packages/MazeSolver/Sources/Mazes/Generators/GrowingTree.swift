extension Carver {
    /// The growing tree: a list of cells; the newest or a random one, by a coin, is joined to an untouched neighbour,
    /// which is added; one without such a neighbour leaves the list.
    ///
    /// Always the newest would be the recursive backtracker, always a random one close to Prim's algorithm.
    mutating func carveByGrowingTree() {
        let first = anyCell()
        var growing = [Int32(first)]
        while !growing.isEmpty {
            let index = random.next() >> 63 == 0 ? growing.count - 1 : random.below(growing.count)
            let cell = Int(growing[index])
            let untouched = moves(from: cell) { $0 == 0 }
            if untouched == 0 {
                growing.swapAt(index, growing.count - 1)
                growing.removeLast()
                continue
            }
            let move = anyMove(of: untouched)
            open(cell, move)
            growing.append(Int32(cell + offsets[Int(move.rawValue)]))
        }
    }
}
