import Mazes

/// A map and what a solver found on it: what every still picture shows.
public struct MapDrawing {
    /// What is seen at a square.
    public enum Layer: UInt8, Sendable, Hashable {
        /// A wall.
        case wall
        /// A passage.
        case passage
        /// The path that was found.
        case path
        /// What was reached, or visited.
        case reached
    }

    /// The map.
    public let map: GridMap
    /// The squares of the path.
    public private(set) var path: BitGrid?
    /// The path itself.
    public let pathFound: Path?
    /// The squares that were reached.
    public let reached: BitGrid?

    /// Makes a drawing.
    ///
    /// - Parameter reached: squares to show in a colour of their own, of the map's size.
    public init(_ map: GridMap, path: Path? = nil, reached: BitGrid? = nil) {
        self.map = map
        self.reached = reached
        pathFound = path
        guard let path else { return }
        var squares = BitGrid(width: map.width, height: map.height)
        for point in path.points { squares[point] = true }
        self.path = squares
    }

    /// What is seen at a square.
    public func layer(x: Int, y: Int) -> Layer {
        let point = Point(x: x, y: y)
        if let path, path[point] { return .path }
        guard map.open[point] else { return .wall }
        return reached?[point] == true ? .reached : .passage
    }
}
