/// A rectangle of bits, one per square: 64 squares a word, so that 100 million of them take 12.5 MB.
///
/// Around the rectangle lies a margin of zero bits: one row and a word above, one row below, and at least one bit at the
/// right end of each row, which is also the left neighbour of the next row's first square. An algorithm may therefore
/// look at the eight neighbours of any square without asking whether they exist.
///
/// A square's *index* counts bits from the start of the margin: the orthogonal neighbours of index `i` are `i ± 1` and
/// `i ± rowBits`.
public struct BitGrid: Sendable, Equatable {
    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The words of one row, its margin included.
    public let rowWords: Int
    /// The words of all rows, the margins above and below included. Bit `n` of a word is its `n`-th square from the left.
    public internal(set) var words: [UInt64]

    /// The distance between the indices of two squares, one below the other.
    public var rowBits: Int { rowWords * 64 }

    /// Makes a rectangle of zero bits.
    public init(width: Int, height: Int) {
        precondition(width >= 0 && height >= 0, "a grid has no negative side")
        self.width = width
        self.height = height
        rowWords = width / 64 + 1
        words = [UInt64](repeating: 0, count: Self.indexCount(width: width, height: height) / 64)
    }

    /// The number of bits that a grid of this size takes; sides are below 2³¹.
    static func indexCount(width: Int, height: Int) -> Int {
        ((width / 64 + 1) * (height + 2) + 1) * 64
    }

    /// The number of bits, the margin included: every index is below it.
    public var indexCount: Int { words.count * 64 }

    /// The index of a square inside the rectangle.
    public func index(of point: Point) -> Int {
        (point.y + 1) * rowBits + 64 + point.x
    }

    /// The square of an index inside the rectangle.
    public func point(at index: Int) -> Point {
        let (row, column) = (index - 64).quotientAndRemainder(dividingBy: rowBits)
        return Point(x: column, y: row - 1)
    }

    /// Whether a square lies inside the rectangle.
    public func contains(_ point: Point) -> Bool {
        point.x >= 0 && point.y >= 0 && point.x < width && point.y < height
    }

    /// The bit at an index.
    public subscript(index: Int) -> Bool {
        @inline(__always) get { words[index >> 6] >> UInt64(truncatingIfNeeded: index & 63) & 1 != 0 }
        set {
            let bit = UInt64(1) << UInt64(truncatingIfNeeded: index & 63)
            if newValue { words[index >> 6] |= bit } else { words[index >> 6] &= ~bit }
        }
    }

    /// The bit at a square; false outside of the rectangle.
    public subscript(point: Point) -> Bool {
        get { contains(point) && self[index(of: point)] }
        set {
            precondition(contains(point), "\(point) lies outside of a grid of \(width)x\(height)")
            self[index(of: point)] = newValue
        }
    }

    /// The number of one bits: O(words).
    public var count: Int {
        words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// The position in `words` where the row `y` begins.
    public func firstWord(ofRow y: Int) -> Int { (y + 1) * rowWords + 1 }

    /// The words of one row, its margin included.
    public func row(_ y: Int) -> ArraySlice<UInt64> {
        words[firstWord(ofRow: y)..<firstWord(ofRow: y) + rowWords]
    }

    /// Replaces one row; bits beyond the width are dropped, so that the margin stays zero.
    public mutating func setRow(_ y: Int, to row: some Collection<UInt64>) {
        var index = firstWord(ofRow: y)
        let end = index + rowWords
        for word in row {
            guard index < end else { break }
            words[index] = word
            index += 1
        }
        let last = end - 1
        let spare = rowBits - width
        words[last] &= spare >= 64 ? 0 : .max >> UInt64(spare)
    }

    /// Calls `body` with the index of every one bit, row by row.
    public func forEachIndex(_ body: (Int) -> Void) {
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                body(index * 64 + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }
}
