import Graphs

/// A picture of a graph whose nodes have coordinates: arcs as thin lines, paths in colour on top.
struct GraphPicture {
    private let graph: Graph
    private let coordinates: [Coordinate]
    private var corner = Coordinate(x: 0, y: 0)
    private var scale = 1.0
    private var squeeze = 1.0
    private var size = (width: 0.0, height: 0.0)

    /// The longer side of the drawing, in the picture's units, and what is left free around it.
    private static let side = 1000.0
    private static let margin = 20.0

    /// Small graphs get dots and names.
    private static let mostNames = 60

    /// Colours that people with any colour vision tell apart (after Okabe and Ito); the best path comes first.
    private static let colours = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

    /// - Precondition: the graph has coordinates.
    init(_ graph: Graph) {
        self.graph = graph
        coordinates = graph.coordinates ?? []
        guard let first = coordinates.first else { return }
        var (low, high) = (first, first)
        for point in coordinates {
            low = Coordinate(x: min(low.x, point.x), y: min(low.y, point.y))
            high = Coordinate(x: max(high.x, point.x), y: max(high.y, point.y))
        }
        corner = Coordinate(x: low.x, y: high.y)
        squeeze = Self.squeeze(low, high)
        let extent = (x: (high.x - low.x) * squeeze, y: high.y - low.y)
        let longer = max(extent.x, extent.y)
        if longer > 0, longer.isFinite { scale = Self.side / longer }
        size = (extent.x * scale, extent.y * scale)
    }

    /// Millionths of degrees are drawn with the right proportions for their latitude; all other units as they are.
    private static func squeeze(_ low: Coordinate, _ high: Coordinate) -> Double {
        let middle = (low.y + high.y) / 2
        guard max(abs(low.x), abs(high.x)) <= 180e6, max(abs(low.y), abs(high.y)) <= 85e6, high.x - low.x > 10_000,
            abs(middle) > 100_000
        else { return 1 }
        let square = middle / 1e6 * .pi / 180 * (middle / 1e6 * .pi / 180)
        return max(0.05, 1 - square / 2 * (1 - square / 12 * (1 - square / 30)))
    }

    /// The whole document: `routes` drawn over the arcs, `ends` marked.
    func svg(routes: [[Node]], ends: [Node]) -> [UInt8] {
        let width = text(size.width + 2 * Self.margin)
        let height = text(size.height + 2 * Self.margin)
        var svg = Array(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">
            <rect width="100%" height="100%" fill="#fff"/>
            <path fill="none" stroke="#b8b8b8" stroke-width="\(coordinates.count > 5000 ? "0.4" : "1.5")" d="
            """.utf8)
        appendArcs(to: &svg)
        svg += "\"/>\n".utf8
        let isTree = routes.allSatisfy { $0.count == 2 } && routes.count > Self.colours.count
        if isTree {
            svg += "<path fill=\"none\" stroke=\"\(Self.colours[1])\" stroke-width=\"1\" d=\"".utf8
            for route in routes { append(route, to: &svg) }
            svg += "\"/>\n".utf8
        } else {
            for (index, route) in routes.enumerated().reversed() {
                let colour = Self.colours[index % Self.colours.count]
                svg += "<path fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(index == 0 ? 4 : 3)\" ".utf8
                svg += "stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"".utf8
                append(route, to: &svg)
                svg += "\"/>\n".utf8
            }
        }
        for node in ends {
            svg += "<circle cx=\"\(x(node))\" cy=\"\(y(node))\" r=\"7\" fill=\"#000\"/>\n".utf8
        }
        if coordinates.count <= Self.mostNames { appendNames(to: &svg) }
        svg += "</svg>\n".utf8
        return svg
    }

    /// Each arc once, whichever way it leads.
    private func appendArcs(to svg: inout [UInt8]) {
        for node in 0..<graph.nodeCount {
            var drawn: Set<Node> = []
            for arc in graph.arcs(from: node) where arc.head != node && drawn.insert(arc.head).inserted {
                // The arc back is drawn at its other end, unless there is none.
                if arc.head < node, graph.arcs(from: arc.head).contains(where: { $0.head == node }) { continue }
                append([node, arc.head], to: &svg)
            }
        }
    }

    private func append(_ route: [Node], to svg: inout [UInt8]) {
        for (index, node) in route.enumerated() { svg += "\(index == 0 ? "M" : "L")\(x(node)) \(y(node))".utf8 }
    }

    private func appendNames(to svg: inout [UInt8]) {
        svg += "<g font-family=\"sans-serif\" font-size=\"16\">\n".utf8
        for node in coordinates.indices {
            let name = graph.names[node].unicodeScalars.map { scalar in
                switch scalar {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                default: scalar.value < 0x20 ? "\u{FFFD}" : String(scalar)
                }
            }
            svg += "<circle cx=\"\(x(node))\" cy=\"\(y(node))\" r=\"3\"/>".utf8
            svg += "<text x=\"\(x(node))\" y=\"\(y(node))\" dx=\"8\" dy=\"-6\">\(name.joined())</text>\n".utf8
        }
        svg += "</g>\n".utf8
    }

    private func x(_ node: Node) -> String { text((coordinates[node].x - corner.x) * squeeze * scale + Self.margin) }

    private func y(_ node: Node) -> String { text((corner.y - coordinates[node].y) * scale + Self.margin) }

    /// A number with one decimal.
    private func text(_ value: Double) -> String {
        let tenths = value.isFinite ? Int((min(max(value, -1e9), 1e9) * 10).rounded()) : 0
        return tenths % 10 == 0
            ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
