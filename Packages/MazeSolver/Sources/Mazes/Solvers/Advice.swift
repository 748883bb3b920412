/// Which solver suits a map, and why: what `--algorithm auto` goes by.
public struct Advice: Sendable, Equatable {
    /// The solver.
    public let solver: Solver
    /// The reason, as a sentence without its end.
    public let reason: String

    /// Looks at a map: O(squares / 64).
    public init(for map: GridMap) {
        if map.weights != nil {
            solver = .aStar
            reason = "squares have different weights, and each costs at least what the estimate of A* assumes"
            return
        }
        if map.movement == .eightNeighbours {
            solver = .jumpPoint
            reason = "eight neighbours and equal weights, where jumps skip most squares"
            return
        }
        let squares = map.open.count
        let deadEnds = map.open.countOfDeadEnds
        // Below one dead end in a hundred squares there is too little to fill.
        if deadEnds * 100 >= squares {
            solver = .deadEndFilling
            reason = "\(deadEnds) of \(squares) squares are dead ends, and they are filled 64 at a time"
        } else {
            solver = .breadthFirst
            reason = "there are hardly any dead ends to fill, and every move costs the same"
        }
    }
}

extension BitGrid {
    /// How many one bits have at most one orthogonal neighbour.
    var countOfDeadEnds: Int {
        var count = 0
        for word in rowWords..<words.count - rowWords {
            let here = words[word]
            if here == 0 { continue }
            let east = here >> 1 | words[word + 1] << 63
            let west = here << 1 | words[word - 1] >> 63
            let (above, below) = (words[word - rowWords], words[word + rowWords])
            let twoOrMore = (above & below) | (east & west) | ((above ^ below) & (east ^ west))
            count += (here & ~twoOrMore).nonzeroBitCount
        }
        return count
    }
}
