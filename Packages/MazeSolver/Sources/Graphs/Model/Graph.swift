/// A directed graph with whole-number weights, in compressed sparse rows.
///
/// It does not change once a `GraphBuilder` has made it. Parallel arcs and loops are kept; of parallel arcs, the
/// cheapest decides.
public struct Graph: Sendable {
    /// What the nodes are called outside.
    public let names: NodeNames
    /// Where the nodes lie, if that is known: as many points as nodes.
    public private(set) var coordinates: [Coordinate]?
    /// How many decimal places of a written cost are in a weight: 1.25 is the weight 125 at 2 places.
    public let decimalPlaces: Int
    /// The smallest and the largest weight; nil for a graph without arcs.
    public let weights: ClosedRange<Int64>?

    /// What was skipped or rounded when the graph was read: sentences without a full stop.
    public private(set) var notes: [String] = []
    /// Whether a weight was rounded when the graph was read.
    public private(set) var isRounded = false

    let rows: Rows

    /// The two layouts of arcs. Each algorithm is compiled for both.
    enum Rows: Sendable {
        case narrow(CompressedRows<NarrowArc>)
        case wide(CompressedRows<WideArc>)
    }

    init(names: NodeNames, coordinates: [Coordinate]?, decimalPlaces: Int, weights: ClosedRange<Int64>?, rows: Rows) {
        self.names = names
        self.coordinates = coordinates
        self.decimalPlaces = decimalPlaces
        self.weights = weights
        self.rows = rows
    }

    /// How many nodes there are, numbered from 0.
    public var nodeCount: Int {
        switch rows {
        case .narrow(let rows): rows.nodeCount
        case .wide(let rows): rows.nodeCount
        }
    }

    /// How many arcs there are, parallel ones and loops counted each.
    public var arcCount: Int {
        switch rows {
        case .narrow(let rows): rows.arcs.count
        case .wide(let rows): rows.arcs.count
        }
    }

    /// Whether some weight is below zero.
    public var hasNegativeWeights: Bool { weights.map { $0.lowerBound < 0 } ?? false }

    /// The arcs that leave `node`, in the order in which they were given.
    public func arcs(from node: Node) -> [Arc] {
        func list<Layout>(_ rows: CompressedRows<Layout>) -> [Arc] {
            rows.row(of: node).map {
                Arc(tail: node, head: Int(rows.arcs[$0].head), weight: rows.arcs[$0].weight)
            }
        }
        return switch rows {
        case .narrow(let rows): list(rows)
        case .wide(let rows): list(rows)
        }
    }

    /// This graph with more to be told about how it was read.
    func noting(_ more: [String], isRounded: Bool = false) -> Graph {
        var graph = self
        graph.notes += more
        graph.isRounded = self.isRounded || isRounded
        return graph
    }

    /// This graph with its nodes placed on a plane: one point a node, in their order.
    ///
    /// - Precondition: there are as many points as nodes.
    public func placed(at coordinates: [Coordinate]) -> Graph {
        precondition(coordinates.count == nodeCount)
        var graph = self
        graph.coordinates = coordinates
        return graph
    }
}

/// A point: x to the right, y upwards, as on a map; for geographic data the longitude and the latitude.
public struct Coordinate: Sendable, Hashable {
    /// To the right, or the longitude.
    public var x: Double
    /// Upwards, or the latitude.
    public var y: Double

    /// Makes a point.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}
