/// Where a maze begins and ends, when nobody says: at the openings of its border.
public enum Openings {
    /// What the border tells.
    public enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// The border has no opening, or one only.
        case tooFew(Int)
        /// The border has more than two openings.
        case tooMany([Point])

        /// The fault, and what would be right.
        public var description: String {
            switch self {
            case .tooFew(0):
                "no entrance: the border of the maze is closed; name the ends by --from x,y --to x,y"
            case .tooFew:
                "no exit: the border of the maze has one opening only; name the ends by --from x,y --to x,y"
            case .tooMany(let points):
                "\(points.count) candidates for entrance and exit in the border ("
                    + points.prefix(6).map(\.description).joined(separator: " ") + (points.count > 6 ? " …" : "")
                    + "); name two of them by --from x,y --to x,y"
            }
        }
    }

    /// The two openings of the border, the upper (then the left) one first. Open places side by side in the border are
    /// one opening, and its middle stands for it.
    public static func find(in map: GridMap) throws(Fault) -> (entrance: Point, exit: Point) {
        let openings = all(in: map).sorted { ($0.y, $0.x) < ($1.y, $1.x) }
        guard openings.count >= 2 else { throw .tooFew(openings.count) }
        guard openings.count == 2 else { throw .tooMany(openings) }
        return (openings[0], openings[1])
    }

    /// The middles of all openings, clockwise from the top left.
    static func all(in map: GridMap) -> [Point] {
        let border = border(of: map)
        guard let firstWall = border.firstIndex(where: { !map.open[$0] }) else { return [] }
        var openings: [Point] = []
        var run: [Point] = []
        // Once round, beginning at a wall, so that no opening is cut in two.
        for place in border[firstWall...] + border[...firstWall] {
            if map.open[place] {
                run.append(place)
            } else if !run.isEmpty {
                openings.append(run[(run.count - 1) / 2])
                run = []
            }
        }
        return openings
    }

    private static func border(of map: GridMap) -> [Point] {
        let (right, bottom) = (map.width - 1, map.height - 1)
        guard right >= 0, bottom >= 0 else { return [] }
        var border = (0...right).map { Point(x: $0, y: 0) }
        border += (0...bottom).dropFirst().map { Point(x: right, y: $0) }
        if bottom > 0 { border += (0..<right).reversed().map { Point(x: $0, y: bottom) } }
        if right > 0 { border += (0..<bottom).dropFirst().reversed().map { Point(x: 0, y: $0) } }
        return border
    }
}
