// Unsafe pointers: a row of cells is worked on without checks; the loop stays below the width.

/// Coins, 64 for one call of the generator.
struct Coins {
    private var random: MazeRandom
    private var bits: UInt64 = 0
    private var left = 0

    init(_ random: MazeRandom) {
        self.random = random
    }

    /// Heads or tails.
    @inline(__always)
    mutating func toss() -> Bool {
        if left == 0 {
            bits = random.next()
            left = 64
        }
        left -= 1
        defer { bits >>= 1 }
        return bits & 1 != 0
    }

    /// A number below `bound`.
    mutating func below(_ bound: Int) -> Int { random.below(bound) }
}

/// Eller's algorithm: holds one row, and which of its cells are joined by what lies above.
///
/// The sets of a row never cross each other, so each is kept as a ring of its cells from left to right (after John
/// Tromp): a cell and the next one on its right are of one set exactly when they follow each other in a ring, and
/// joining and leaving take constant time.
public struct Eller: CellRows {
    /// The number of cells from left to right.
    public let width: Int
    /// The number of cells from top to bottom.
    public let height: Int
    private var coins: Coins
    private var right: [Int32]
    private var left: [Int32]

    /// Prepares a maze; nothing is made until rows are read.
    public init(width: Int, height: Int, random: MazeRandom) {
        self.width = width
        self.height = height
        coins = Coins(random)
        right = (0..<Int32(clamping: width)).map { $0 }
        left = right
    }

    /// Makes the next row.
    public mutating func readRow(_ y: Int, into row: inout CellRow) {
        let isLast = y == height - 1
        right.withUnsafeMutableBufferPointer { right in
            left.withUnsafeMutableBufferPointer { left in
                for index in row.east.indices {
                    var east: UInt64 = 0
                    var south: UInt64 = 0
                    let first = index * 64
                    for cell in first..<min(width, first + 64) {
                        let bit = UInt64(1) << UInt64(truncatingIfNeeded: cell - first)
                        let next = cell + 1
                        if next < width && right[cell] != Int32(next) && (isLast || coins.toss()) {
                            east |= bit
                            let (ringLeft, ringRight) = (left[next], right[cell])
                            right[Int(ringLeft)] = ringRight
                            left[Int(ringRight)] = ringLeft
                            right[cell] = Int32(next)
                            left[next] = Int32(cell)
                        }
                        // The last cell of a set in this row must lead down, or the set would be cut off.
                        if isLast || (right[cell] != Int32(cell) && coins.toss()) {
                            let (ringLeft, ringRight) = (left[cell], right[cell])
                            right[Int(ringLeft)] = ringRight
                            left[Int(ringRight)] = ringLeft
                            right[cell] = Int32(cell)
                            left[cell] = Int32(cell)
                        } else {
                            south |= bit
                        }
                    }
                    row.east[index] = east
                    row.south[index] = south
                }
            }
        }
    }
}

/// Runs of cells to the east, as long as a coin says; from a random cell of each run a passage leads north.
public struct Sidewinder: CellRows {
    /// The number of cells from left to right.
    public let width: Int
    /// The number of cells from top to bottom.
    public let height: Int
    private var coins: Coins
    /// The passages to the south of the row read last: they were drawn as the next row's passages to the north.
    private var pending: CellRow

    /// Prepares a maze; nothing is made until rows are read.
    public init(width: Int, height: Int, random: MazeRandom) {
        self.width = width
        self.height = height
        coins = Coins(random)
        pending = CellRow(width: width)
        pending.setEast(to: width - 1)
    }

    /// Makes the next row.
    public mutating func readRow(_ y: Int, into row: inout CellRow) {
        row.east = pending.east
        row.clearSouth()
        guard y < height - 1 else { return }
        pending.clearEast()
        var runStart = 0
        for x in 0..<width {
            if x + 1 < width && coins.toss() {
                pending.east[x >> 6] |= 1 << UInt64(x & 63)
            } else {
                let riser = runStart + coins.below(x + 1 - runStart)
                row.south[riser >> 6] |= 1 << UInt64(riser & 63)
                runStart = x + 1
            }
        }
    }
}

/// From each cell a passage to the north or to the west, by a coin.
public struct BinaryTree: CellRows {
    /// The number of cells from left to right.
    public let width: Int
    /// The number of cells from top to bottom.
    public let height: Int
    private var coins: Coins
    private var pending: CellRow

    /// Prepares a maze; nothing is made until rows are read.
    public init(width: Int, height: Int, random: MazeRandom) {
        self.width = width
        self.height = height
        coins = Coins(random)
        pending = CellRow(width: width)
        pending.setEast(to: width - 1)
    }

    /// Makes the next row.
    public mutating func readRow(_ y: Int, into row: inout CellRow) {
        row.east = pending.east
        row.clearSouth()
        guard y < height - 1 else { return }
        pending.clearEast()
        for x in 0..<width {
            if x > 0 && coins.toss() {
                pending.east[(x - 1) >> 6] |= 1 << UInt64((x - 1) & 63)
            } else {
                row.south[x >> 6] |= 1 << UInt64(x & 63)
            }
        }
    }
}

extension CellRow {
    /// Opens the first `count` passages to the east.
    fileprivate mutating func setEast(to count: Int) {
        for x in 0..<count { east[x >> 6] |= 1 << UInt64(x & 63) }
    }

    fileprivate mutating func clearEast() {
        for index in east.indices { east[index] = 0 }
    }

    fileprivate mutating func clearSouth() {
        for index in south.indices { south[index] = 0 }
    }
}
