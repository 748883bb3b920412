extension BitGrid {
    /// Whether this is the picture of a maze of cells, a pixel per square: walls where neither row nor column is odd, passages
    /// where both are. Tested by masks on words: O(words).
    var isLattice: Bool {
        guard width & 1 == 1, height & 1 == 1, width > 1, height > 1 else { return false }
        let odd: UInt64 = 0xAAAA_AAAA_AAAA_AAAA
        for y in 0..<height {
            for (square, word) in row(y).enumerated() {
                let left = width - square * 64
                let inside: UInt64 = left >= 64 ? .max : left > 0 ? (1 << UInt64(left)) - 1 : 0
                if y & 1 == 0 && word & ~odd & inside != 0 { return false }
                if y & 1 == 1 && word & odd & inside != odd & inside { return false }
            }
        }
        return true
    }

    /// Whether this is the picture of a maze of cells but for a few squares: one pillar in ten may be missing, as in a
    /// maze with many loops, and three cells in ten may be filled, as under a drawing. O(cells).
    var isNearlyLattice: Bool {
        guard width & 1 == 1, height & 1 == 1, width > 1, height > 1 else { return false }
        let even: UInt64 = 0x5555_5555_5555_5555
        let missing = stride(from: 0, to: height, by: 2).reduce(0) { count, y in
            row(y).reduce(count) { $0 + ($1 & even).nonzeroBitCount }
        }
        let pillars = (width / 2 + 1) * (height / 2 + 1)
        return (missing <= 1 || missing * 10 <= pillars) && shareOfOpenCells >= 0.7
    }

    /// The share of the squares in odd columns and rows that are open: there the cells of a maze lie.
    var shareOfOpenCells: Double {
        guard width & 1 == 1, height & 1 == 1, width > 1, height > 1 else { return 0 }
        var open = 0
        for y in stride(from: 1, to: height, by: 2) {
            open += row(y).reduce(0) { $0 + ($1 & 0xAAAA_AAAA_AAAA_AAAA).nonzeroBitCount }
        }
        return Double(open) / Double((width / 2) * (height / 2))
    }

    /// Whether at least three in four squares of the border are walls.
    var hasClosedBorder: Bool {
        let border = Openings.border(of: PixelBox(x: 0, y: 0, width: width, height: height))
        return border.count { self[$0] } * 4 <= border.count
    }

    /// For each word of a row, the bits that differ from the bit on their left; the first column has none.
    private func changes(inRow y: Int, _ body: (_ word: Int, _ bits: UInt64) -> Void) {
        let first = firstWord(ofRow: y)
        var carried: UInt64 = words[first] & 1
        for word in 0..<(width + 63) / 64 {
            let here = words[first + word]
            let left = width - word * 64
            let inside: UInt64 = left >= 64 ? .max : (1 << UInt64(left)) - 1
            body(word, (here ^ (here << 1 | carried)) & inside)
            carried = here >> 63
        }
    }

    /// The columns before which some row changes, rising.
    var edgesByColumn: [Int] {
        var any = [UInt64](repeating: 0, count: (width + 63) / 64)
        for y in 0..<height { changes(inRow: y) { any[$0] |= $1 } }
        return (0..<width).filter { any[$0 / 64] >> UInt64($0 % 64) & 1 != 0 }
    }

    /// The rows before which some column changes, rising.
    var edgesByRow: [Int] {
        (1..<max(1, height)).filter { row($0) != row($0 - 1) }
    }

    /// How many rows change before each column.
    var changesByColumn: [Int] {
        var counts = [Int](repeating: 0, count: width)
        for y in 0..<height {
            changes(inRow: y) { word, bits in
                var rest = bits
                while rest != 0 {
                    counts[word * 64 + rest.trailingZeroBitCount] += 1
                    rest &= rest - 1
                }
            }
        }
        return counts
    }

    /// How many columns change before each row.
    var changesByRow: [Int] {
        (0..<height).map { y in
            y == 0 ? 0 : zip(row(y), row(y - 1)).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        }
    }

    /// The picture without its specks: a pixel that differs from all four neighbours is turned over.
    var despeckled: BitGrid {
        var clean = self
        for y in 1..<max(1, height - 1) {
            let first = firstWord(ofRow: y)
            for word in first..<first + rowWords {
                let here = words[word]
                let east = here >> 1 | words[word + 1] << 63
                let west = here << 1 | words[word - 1] >> 63
                let (above, below) = (words[word - rowWords], words[word + rowWords])
                let alone = (here ^ east) & (here ^ west) & (here ^ above) & (here ^ below)
                clean.words[word] = here ^ alone
            }
            // The border has no four neighbours.
            for x in [0, width - 1] { clean[Point(x: x, y: y)] = self[Point(x: x, y: y)] }
            clean.clearMargin(ofRow: y)
        }
        return clean
    }

    /// Whether more than one pixel in a thousand differs from all its neighbours, in a picture of some size whose walls and
    /// passages are wider than a pixel.
    var isSpeckled: Bool {
        guard width * height > 1000, changesByRow.reduce(0, +) * 10 < 3 * width * height else { return false }
        let clean = despeckled
        let changed = zip(words, clean.words).map { ($0 & ~$1, ~$0 & $1) }
        let light = changed.reduce(0) { $0 + $1.0.nonzeroBitCount }
        let dark = changed.reduce(0) { $0 + $1.1.nonzeroBitCount }
        // Pillars a pixel wide are specks as well, but noise makes specks of both kinds.
        return (light + dark) * 1000 > width * height && min(light, dark) * 8 > light + dark
    }

    /// The pixel in the middle of each square.
    func sampled(_ columns: GridLines, _ rows: GridLines) -> BitGrid {
        if columns.count == width && rows.count == height { return self }
        let middles = zip(columns.edges, columns.edges.dropFirst()).map { ($0 + $1) / 2 }
        var squares = BitGrid(width: columns.count, height: rows.count)
        for (y, (top, bottom)) in zip(rows.edges, rows.edges.dropFirst()).enumerated() {
            let row = firstWord(ofRow: (top + bottom) / 2) * 64
            let target = squares.firstWord(ofRow: y) * 64
            for (x, middle) in middles.enumerated() where self[row + middle] { squares[target + x] = true }
        }
        return squares
    }

    /// What most of the inner pixels of each square say, and of how many squares a third and more say otherwise.
    ///
    /// - Parameter openness: how open a pixel is, 0 to 255; nil where the bits say all.
    func majority(
        _ columns: GridLines, _ rows: GridLines, openness: ((_ x: Int, _ y: Int) -> Int)?
    ) -> (BitGrid, doubtful: Int) {
        // A soft edge spoils the outer pixels of a square; a quarter on each side is left out where there are enough.
        func inner(_ lines: GridLines) -> [Range<Int>] {
            zip(lines.edges, lines.edges.dropFirst()).map { from, to in
                let cut = (to - from) / 4
                return from + cut..<to - cut
            }
        }
        var squares = BitGrid(width: columns.count, height: rows.count)
        var doubtful = 0
        let spans = inner(columns)
        for (y, row) in inner(rows).enumerated() {
            for (x, span) in spans.enumerated() {
                var open = 0
                for line in row {
                    let start = firstWord(ofRow: line) * 64
                    for pixel in span {
                        open += openness?(pixel, line) ?? (self[start + pixel] ? 255 : 0)
                    }
                }
                let area = row.count * span.count * 255
                if 2 * open > area { squares[Point(x: x, y: y)] = true }
                if 3 * open > area && 3 * (area - open) > area { doubtful += 1 }
            }
        }
        return (squares, doubtful)
    }
}
