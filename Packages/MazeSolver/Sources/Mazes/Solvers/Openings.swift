/// Where a maze begins and ends, when nobody says: at the openings of its border.
public enum Openings {
    /// What the border tells.
    public enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// The border has no opening, or one only.
        case tooFew(Int)
        /// The border has more openings than two, and none of them stands out.
        case tooMany([Point])
        /// There is hardly a wall in the border: the openings are no doors.
        case openAllRound

        /// The fault, and what would be right.
        public var description: String {
            switch self {
            case .tooFew(0):
                "no entrance: the border of the maze is closed; name the ends by --from x,y --to x,y"
            case .tooFew:
                "no exit: the border of the maze has no other opening; name the ends by --from x,y --to x,y"
            case .tooMany(let points):
                "\(points.count) candidates for entrance and exit in the border ("
                    + points.prefix(6).map(\.description).joined(separator: " ") + (points.count > 6 ? " …" : "")
                    + "); name two of them by --from x,y --to x,y"
            case .openAllRound:
                "no entrance: the border is open all round, so that it has no door; cut off what lies outside of the "
                    + "maze, or name the ends by --from x,y --to x,y"
            }
        }
    }

    /// Where the path begins, and where it may end.
    public struct Doors: Sendable, Equatable {
        /// The entrance.
        public let entrance: Point
        /// The exits, one or more: the nearest is meant.
        public let exits: [Point]
        /// How many openings the border has that are neither.
        public let ignored: Int
    }

    /// The entrance and the exits that the border shows. Open squares side by side in the border are one opening, and its
    /// middle stands for it.
    ///
    /// Of two openings the upper (then the left) one is the entrance. Of more:
    /// 1. Where the first and the last row have one opening each, these are meant, whatever the sides have.
    /// 2. Where the first row has one, it is the entrance, and all others are exits.
    /// 3. Where the first row has none and the first column has one, that is the entrance.
    /// 4. Otherwise nobody can tell.
    public static func find(in map: GridMap) throws(Fault) -> Doors {
        let openings = try sorted(in: map)
        guard openings.count >= 2 else { throw .tooFew(openings.count) }
        if openings.count == 2 { return Doors(entrance: openings[0], exits: [openings[1]], ignored: 0) }
        let top = openings.filter { $0.y == 0 }
        let bottom = openings.filter { $0.y == map.height - 1 }
        if top.count == 1, bottom.count == 1 {
            return Doors(entrance: top[0], exits: bottom, ignored: openings.count - 2)
        }
        let left = openings.filter { $0.x == 0 }
        let first = top.count == 1 ? top[0] : top.isEmpty && left.count == 1 ? left[0] : nil
        guard let first else { throw .tooMany(openings) }
        return Doors(entrance: first, exits: openings.filter { $0 != first }, ignored: 0)
    }

    /// The openings that are not `point`: where the path may end when it is known where it begins, or the other way round.
    public static func others(than point: Point, in map: GridMap) throws(Fault) -> [Point] {
        let others = try sorted(in: map).filter { opening in
            opening != point && !isSameOpening(opening, point, in: map)
        }
        guard !others.isEmpty else { throw .tooFew(1) }
        return others
    }

    /// The middles of all openings, the upper one first.
    private static func sorted(in map: GridMap) throws(Fault) -> [Point] {
        let border = border(of: PixelBox(x: 0, y: 0, width: map.width, height: map.height))
        let openings = all(in: map).sorted { ($0.y, $0.x) < ($1.y, $1.x) }
        // A maze of three squares a side may have four doors in eight squares.
        guard border.count < 12 || border.count(where: { map.open[$0] }) * 2 <= border.count else {
            throw .openAllRound
        }
        return openings
    }

    /// Whether the border is open from one square to the other.
    private static func isSameOpening(_ one: Point, _ other: Point, in map: GridMap) -> Bool {
        runs(of: border(of: PixelBox(x: 0, y: 0, width: map.width, height: map.height)), where: { map.open[$0] })
            .contains { $0.contains(one) && $0.contains(other) }
    }

    /// The middles of all openings, clockwise from the top left.
    static func all(in map: GridMap) -> [Point] {
        let border = border(of: PixelBox(x: 0, y: 0, width: map.width, height: map.height))
        guard !border.allSatisfy({ map.open[$0] }) else { return [] }
        return runs(of: border, where: { map.open[$0] }).map { $0[($0.count - 1) / 2] }
    }

    /// The runs of squares side by side that are wanted, once round: a run over the end goes on at the beginning.
    static func runs(of border: [Point], where isWanted: (Point) -> Bool) -> [[Point]] {
        guard let first = border.firstIndex(where: { !isWanted($0) }) else { return border.isEmpty ? [] : [border] }
        var runs: [[Point]] = []
        var run: [Point] = []
        for square in border[first...] + border[...first] {
            if isWanted(square) {
                run.append(square)
            } else if !run.isEmpty {
                runs.append(run)
                run = []
            }
        }
        return runs
    }

    /// The border of a rectangle, clockwise from the top left.
    static func border(of box: PixelBox) -> [Point] {
        let (left, top) = (box.x, box.y)
        let (right, bottom) = (box.x + box.width - 1, box.y + box.height - 1)
        guard box.width > 0, box.height > 0 else { return [] }
        var border = (left...right).map { Point(x: $0, y: top) }
        border += (top...bottom).dropFirst().map { Point(x: right, y: $0) }
        if bottom > top { border += (left..<right).reversed().map { Point(x: $0, y: bottom) } }
        if right > left { border += (top..<bottom).dropFirst().reversed().map { Point(x: left, y: $0) } }
        return border
    }
}
