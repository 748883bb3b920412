/// A*: Dijkstra's algorithm that looks at the goal. A node's key is its cost plus a bound for the rest of the path.
///
/// Nobody has to say how coordinates and weights relate: the bound is the straight distance to the goal times the
/// least weight per distance of any arc, which holds by the triangle inequality whatever the units are. A graph with
/// one free arc between two distant nodes has no such bound but zero, and the search is Dijkstra's.
public enum AStar {
    /// The cheapest path from `source` to `target`; nil if there is none.
    ///
    /// - Throws: `SearchError.negativeWeight`, `.needsCoordinates`, `.overflow`.
    public static func route(
        in graph: Graph, from source: Node, to target: Node
    ) throws(SearchError) -> Found<Route?> {
        try graph.requireNoNegativeWeights(for: "astar")
        guard let coordinates = graph.coordinates else { throw .needsCoordinates(algorithm: "astar") }
        return switch graph.rows {
        case .narrow(let rows):
            try route(in: rows, of: graph, StraightLine(rows, coordinates, to: target), from: source, to: target)
        case .wide(let rows):
            try route(in: rows, of: graph, StraightLine(rows, coordinates, to: target), from: source, to: target)
        }
    }

    /// Rounding may make the bound inconsistent by a hair, so a node is opened again when its label improves, and a
    /// key never falls below the last one (pathmax): both keep the search exact for any bound that never overestimates.
    private static func route<Layout>(
        in rows: CompressedRows<Layout>, of graph: Graph, _ bound: StraightLine, from source: Node, to target: Node
    ) throws(SearchError) -> Found<Route?> {
        var labels = [UInt64](repeating: unreached, count: rows.nodeCount)
        var parents = [UInt32](repeating: noParent, count: rows.nodeCount)
        var isOpen = [Bool](repeating: false, count: rows.nodeCount)
        var queue = BucketQueue()
        var expanded = 0
        labels[source] = 0
        isOpen[source] = true
        queue.push(UInt32(source), key: bound.toGoal(from: source))
        while let (node32, key) = queue.popMinimum() {
            let node = Int(node32)
            guard isOpen[node] else { continue }
            if node == target { break }
            isOpen[node] = false
            expanded += 1
            for index in rows.row(of: node) {
                let arc = rows.arcs[index]
                let head = Int(arc.head)
                let candidate = arc.label(after: labels[node])
                guard candidate < labels[head] else { continue }
                labels[head] = candidate
                parents[head] = node32
                isOpen[head] = true
                queue.push(arc.head, key: max(key, saturatingSum(candidate, bound.toGoal(from: head))))
            }
        }
        let cost = try Distance(label: labels[target]).cost(in: graph, from: source, to: target)
        let effort = Effort(expanded: expanded, generated: queue.pushes)
        guard let cost else { return Found(value: nil, effort: effort) }
        var nodes = [target]
        while let last = nodes.last, parents[last] != noParent { nodes.append(Int(parents[last])) }
        return Found(value: Route(nodes: nodes.reversed(), cost: cost), effort: effort)
    }
}

/// A lower bound for the cost to a goal, from straight distances.
private struct StraightLine {
    private let coordinates: [Coordinate]
    private let goal: Coordinate
    /// The least weight per unit of distance, a little less.
    private let rate: Double
    /// How much shorter a step in x is than one in y: degrees of longitude are, away from the equator.
    private let squeeze: Double

    /// Looks at every arc: O(arcs).
    init<Layout>(_ rows: CompressedRows<Layout>, _ coordinates: [Coordinate], to target: Node) {
        self.coordinates = coordinates
        goal = coordinates[target]
        // Any scale of x gives a valid bound. If the points can be degrees, or millionths of them, the one of their
        // latitude is tried, too, and the tighter bound wins.
        let candidates = [1, Self.squeeze(of: coordinates)].map { squeeze in
            (squeeze: squeeze, rate: Self.leastRate(rows, coordinates, squeeze))
        }
        let reach = candidates.map { candidate in
            coordinates.reduce(0) {
                $0 + candidate.rate * Self.distance($1, coordinates[target], candidate.squeeze)
            }
        }
        let best = reach[1] > reach[0] ? candidates[1] : candidates[0]
        squeeze = best.squeeze
        // The margin is far above what rounding in `distance` can add, and far below what anyone would notice.
        rate = best.rate.isFinite ? best.rate * (1 - 1e-9) : 0
    }

    /// The bound from `node`, rounded down.
    func toGoal(from node: Node) -> UInt64 {
        let bound = rate * Self.distance(coordinates[node], goal, squeeze)
        return bound < 9e18 ? UInt64(max(0, bound)) : tooFar
    }

    private static func distance(_ one: Coordinate, _ other: Coordinate, _ squeeze: Double) -> Double {
        let (across, up) = ((one.x - other.x) * squeeze, one.y - other.y)
        return (across * across + up * up).squareRoot()
    }

    /// The cosine of the middle latitude, for points that can be degrees or millionths of degrees.
    private static func squeeze(of coordinates: [Coordinate]) -> Double {
        let extent = coordinates.reduce(into: (x: 0.0, y: 0.0)) {
            $0 = (max($0.x, abs($1.x)), max($0.y, abs($1.y)))
        }
        let unit = extent.x <= 180 && extent.y <= 90 ? 1.0 : 1e6
        guard extent.x <= 180 * unit, extent.y <= 90 * unit, !coordinates.isEmpty else { return 1 }
        let latitude = coordinates.reduce(0) { $0 + $1.y } / Double(coordinates.count) / unit
        // The series of the cosine to the sixth power: any value near it does.
        let angle = latitude * .pi / 180
        let square = angle * angle
        return max(0.01, 1 - square / 2 * (1 - square / 12 * (1 - square / 30)))
    }

    private static func leastRate<Layout>(
        _ rows: CompressedRows<Layout>, _ coordinates: [Coordinate], _ squeeze: Double
    ) -> Double {
        var least = Double.infinity
        for node in 0..<rows.nodeCount {
            for index in rows.row(of: node) {
                let arc = rows.arcs[index]
                let distance = distance(coordinates[node], coordinates[Int(arc.head)], squeeze)
                if distance > 0 { least = min(least, Double(arc.weight) / distance) }
            }
        }
        return least
    }
}
