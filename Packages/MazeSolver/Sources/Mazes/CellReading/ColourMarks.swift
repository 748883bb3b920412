/// Where the colours of a picture say that the path begins and ends.
///
/// A mark is a patch of one colour that is hardly larger than a cell. Green and red, one patch each, are start and goal;
/// otherwise two patches, of one colour or of two, are the ends, the upper one first.
struct ColourMarks {
    let start: Point?
    let goal: Point?
    /// The colours that were taken, for the message.
    let colours: String

    private struct Patch {
        let colour: PixelPicture.Colour
        var pixels = 0
        var columns: ClosedRange<Int>
        var rows: ClosedRange<Int>
        var sum = (x: 0, y: 0)

        /// The pixel in the middle.
        var middle: Point { Point(x: sum.x / max(1, pixels), y: sum.y / max(1, pixels)) }
    }

    /// Looks for marks; nil when there are none, or when they say nothing clear.
    init?(of picture: PixelPicture, columns: [Range<Int>], rows: [Range<Int>], on open: BitGrid) {
        guard let pixels = picture.colours, !columns.isEmpty, !rows.isEmpty else { return nil }
        let patches = Self.patches(pixels, width: picture.width, height: picture.height)
        // A cell and its walls are two or three squares wide; where a pixel is a square, a mark may have more of them.
        func largest(_ squares: [Range<Int>]) -> Int {
            let length = (squares.last?.upperBound ?? 0) - (squares.first?.lowerBound ?? 0)
            let square = length / squares.count
            return square > 1 ? 4 * square + 2 : max(3, length / 8)
        }
        let (wide, high) = (largest(columns), largest(rows))
        var marks: [PixelPicture.Colour: [Patch]] = [:]
        var spoiled: Set<PixelPicture.Colour> = []
        for patch in patches {
            if patch.columns.count <= wide && patch.rows.count <= high {
                marks[patch.colour, default: []].append(patch)
            } else {
                spoiled.insert(patch.colour)
            }
        }
        for (colour, found) in marks {
            // Specks beside a patch, as JPEG files have them, are none.
            let most = found.map(\.pixels).max() ?? 0
            marks[colour] = spoiled.contains(colour) ? nil : found.filter { $0.pixels * 4 >= most }
        }
        func square(_ patch: Patch) -> Point? {
            Self.openSquare(near: patch.middle, columns, rows, open)
        }
        let single = PixelPicture.Colour.allCases.compactMap { marks[$0]?.count == 1 ? marks[$0]?.first : nil }
        let green = single.first { $0.colour == .green }
        let red = single.first { $0.colour == .red }
        let pairs = marks.values.filter { $0.count == 2 }
        if let green, let red {
            (start, goal, colours) = (square(green), square(red), "green and red")
        } else if single.count == 2 {
            let ordered = single.sorted { one, other in
                if one.colour == .green || other.colour == .red { return true }
                if one.colour == .red || other.colour == .green { return false }
                return (one.middle.y, one.middle.x) < (other.middle.y, other.middle.x)
            }
            (start, goal) = (square(ordered[0]), square(ordered[1]))
            colours = ordered.map { "\($0.colour)" }.joined(separator: " and ")
        } else if single.isEmpty, pairs.count == 1, let pair = pairs.first {
            let ordered = pair.sorted { ($0.middle.y, $0.middle.x) < ($1.middle.y, $1.middle.x) }
            (start, goal, colours) = (square(ordered[0]), square(ordered[1]), "\(pair[0].colour)")
        } else if single.count == 1, let one = single.first {
            (start, goal) = one.colour == .red ? (nil, square(one)) : (square(one), nil)
            colours = "\(one.colour)"
        } else {
            return nil
        }
        if start == nil && goal == nil || start == goal { return nil }
    }

    /// The open square in which a pixel lies, or the nearest one within three squares.
    private static func openSquare(
        near pixel: Point, _ columns: [Range<Int>], _ rows: [Range<Int>], _ open: BitGrid
    ) -> Point? {
        func index(_ squares: [Range<Int>], _ pixel: Int) -> Int {
            squares.firstIndex { pixel < $0.upperBound } ?? squares.count - 1
        }
        let home = Point(x: index(columns, pixel.x), y: index(rows, pixel.y))
        if open[home] { return home }
        var near: [Point] = []
        for dy in -3...3 {
            for dx in -3...3 { near.append(Point(x: home.x + dx, y: home.y + dy)) }
        }
        func distance(_ point: Point) -> Int { abs(point.x - home.x) + abs(point.y - home.y) }
        return near.filter { open[$0] }.min { distance($0) < distance($1) }
    }

    /// The connected patches of one colour each.
    private static func patches(_ colours: [UInt8], width: Int, height: Int) -> [Patch] {
        var waiting: [Int] = []
        var rest = colours
        var patches: [Patch] = []
        for first in colours.indices where rest[first] != 0 {
            guard let colour = PixelPicture.Colour(rawValue: rest[first]) else { continue }
            let (x, y) = (first % width, first / width)
            var patch = Patch(colour: colour, columns: x...x, rows: y...y)
            waiting.append(first)
            rest[first] = 0
            while let pixel = waiting.popLast() {
                let (x, y) = (pixel % width, pixel / width)
                patch.pixels += 1
                patch.sum.x += x
                patch.sum.y += y
                patch.columns = min(patch.columns.lowerBound, x)...max(patch.columns.upperBound, x)
                patch.rows = min(patch.rows.lowerBound, y)...max(patch.rows.upperBound, y)
                func look(_ neighbour: Int, _ isInside: Bool) {
                    guard isInside, rest[neighbour] == colour.rawValue else { return }
                    rest[neighbour] = 0
                    waiting.append(neighbour)
                }
                look(pixel - 1, x > 0)
                look(pixel + 1, x < width - 1)
                look(pixel - width, y > 0)
                look(pixel + width, y < height - 1)
            }
            patches.append(patch)
        }
        return patches
    }
}
