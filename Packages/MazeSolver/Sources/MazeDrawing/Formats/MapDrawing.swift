import Mazes

/// A map and what a solver found on it: what every still picture shows.
public struct MapDrawing {
    /// What is seen at a place.
    public enum Layer: UInt8, Sendable, Hashable {
        /// A wall.
        case wall
        /// A way.
        case way
        /// The path that was found.
        case path
        /// What was reached, or visited.
        case reached
    }

    /// The map.
    public let map: GridMap
    /// The places of the path.
    public private(set) var path: BitGrid?
    /// The path itself.
    public let pathFound: Path?
    /// The places that were reached.
    public let reached: BitGrid?

    /// Makes a drawing.
    ///
    /// - Parameter reached: places to show in a colour of their own, of the map's size.
    public init(_ map: GridMap, path: Path? = nil, reached: BitGrid? = nil) {
        self.map = map
        self.reached = reached
        pathFound = path
        guard let path else { return }
        var places = BitGrid(width: map.width, height: map.height)
        for point in path.points { places[point] = true }
        self.path = places
    }

    /// What is seen at a place.
    public func layer(x: Int, y: Int) -> Layer {
        let point = Point(x: x, y: y)
        if let path, path[point] { return .path }
        guard map.open[point] else { return .wall }
        return reached?[point] == true ? .reached : .way
    }
}
