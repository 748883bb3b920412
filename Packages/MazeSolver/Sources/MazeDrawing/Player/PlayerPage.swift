import Mazes

/// One HTML page that holds a maze and a player for it: no server, no other file, no network.
///
/// The page solves the maze itself, since its reader may draw walls and weights; a test compares its answers with this
/// package's solvers.
public struct PlayerPage {
    /// The most squares of a maze in a page: browsers draw each by itself.
    public static let mostSquares = 1 << 20

    /// Why a page cannot be made.
    public enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// The maze has too many squares.
        case tooLarge(squares: Int)

        /// The fault as a sentence.
        public var description: String {
            switch self {
            case .tooLarge(let squares):
                "a page holds at most \(PlayerPage.mostSquares) squares; this maze has \(squares)"
            }
        }
    }

    private let map: GridMap
    private let start: Point
    private let goal: Point

    /// Makes a page.
    ///
    /// - Throws: `Fault` when the maze is too large for a browser.
    public init(map: GridMap, start: Point, goal: Point) throws(Fault) {
        guard map.width * map.height <= Self.mostSquares else { throw .tooLarge(squares: map.width * map.height) }
        self.map = map
        self.start = start
        self.goal = goal
    }

    /// Writes the page.
    public func write(to sink: any ByteSink) throws {
        let page = String(decoding: PackageResources.player_html, as: UTF8.self)
        let parts = page.split(separator: "/*MAZE*/", maxSplits: 1, omittingEmptySubsequences: false)
        try sink.write(String(parts[0]))
        try sink.write(json)
        for part in parts.dropFirst() { try sink.write(String(part)) }
    }

    private var json: String {
        let rows = (0..<map.height).map { y in
            "\"" + String((0..<map.width).map { map.open[Point(x: $0, y: y)] ? " " : "#" as Character }) + "\""
        }
        var weights: [String] = []
        map.open.forEachIndex { index in
            let weight = map.weight(at: index)
            guard weight != 1 else { return }
            let point = map.open.point(at: index)
            weights.append("[\(point.y * map.width + point.x),\(weight)]")
        }
        let head = "\"width\":\(map.width),\"height\":\(map.height),\"diagonal\":\(map.movement == .eightNeighbours)"
        let ends = "\"from\":[\(start.x),\(start.y)],\"to\":[\(goal.x),\(goal.y)]"
        return
            "{\(head),\(ends),\"weights\":[\(weights.joined(separator: ","))],\"rows\":[\(rows.joined(separator: ","))]}"
    }
}
