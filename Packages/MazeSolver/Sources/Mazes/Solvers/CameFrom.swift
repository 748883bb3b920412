/// The came-from map of a search: by which move each square was reached first. Four bits per square.
///
/// It is at once the set of squares reached and the memory of the path back.
struct CameFrom {
    private static let start: UInt8 = 9
    fileprivate var nibbles: [UInt8]

    init(count: Int) {
        nibbles = [UInt8](repeating: 0, count: (count + 1) / 2)
    }

    /// How much memory the map takes, in bytes.
    var memory: Int { nibbles.count }

    @inline(__always)
    private func value(at index: Int) -> UInt8 {
        nibbles[index >> 1] >> UInt8(truncatingIfNeeded: (index & 1) << 2) & 0x0F
    }

    /// Whether a square was reached.
    @inline(__always)
    func isReached(_ index: Int) -> Bool { value(at: index) != 0 }

    /// Notes that a square, not reached so far, was reached by a move.
    @inline(__always)
    mutating func reach(_ index: Int, by code: UInt8) {
        nibbles[index >> 1] |= (code + 1) << UInt8(truncatingIfNeeded: (index & 1) << 2)
    }

    /// Notes a better path to a square that was reached before.
    @inline(__always)
    mutating func replace(_ index: Int, by code: UInt8) {
        let shift = UInt8(truncatingIfNeeded: (index & 1) << 2)
        nibbles[index >> 1] = nibbles[index >> 1] & ~(0x0F << shift) | (code + 1) << shift
    }

    /// Notes where the search began.
    mutating func begin(at index: Int) {
        replace(index, by: Self.start - 1)
    }

    /// By which move a square was reached; nil where the search began or never came.
    @inline(__always)
    func move(to index: Int) -> Move? {
        let value = value(at: index)
        return value == 0 || value == Self.start ? nil : Move(code: value - 1)
    }

    /// The moves from where the search began to `index`: the map is read backwards.
    func moves(to index: Int, on map: GridMap) -> [Move] {
        let offsets = Move.allCases.map(map.offset)
        var moves: [Move] = []
        var index = index
        while let move = move(to: index) {
            moves.append(move)
            index -= offsets[Int(move.rawValue)]
        }
        moves.reverse()
        return moves
    }
}

extension CameFrom {
    /// Makes a square one that was never reached.
    @inline(__always)
    mutating func forget(_ index: Int) {
        nibbles[index >> 1] &= ~(0x0F << UInt8(truncatingIfNeeded: (index & 1) << 2))
    }
}
