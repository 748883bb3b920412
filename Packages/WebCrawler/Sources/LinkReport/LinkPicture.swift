/// The link graph as a picture in SVG: a tree around the seed.
///
/// Each page hangs on the page that named it first, so that the parts of a site become the parts of the circle. A page
/// is as large as its PageRank, and as far from the middle as it is from the seed. Thin lines are the other links.
public struct LinkPicture: Sendable {
    /// The most pages that a picture shows: the best by PageRank, and the pages on the way to them.
    public static let maximumPages = 400
    /// The most thin lines: more would be a grey disc.
    private static let maximumLines = 4000
    /// The most names that are written beside the best pages.
    private static let labels = 8
    /// The radius of the outermost ring.
    private static let radius = 450.0
    /// Colours by ring; the last one serves all further rings. Each has a contrast above 3 to white and to black.
    private static let colors = ["#c2410c", "#0b63ce", "#0f766e", "#7c3aed", "#a16207", "#be185d"]

    /// A page with its position in the tree.
    private struct Node {
        var id: Int
        var children: [Int] = []
        /// How many leaves hang on the page: its share of the circle.
        var leaves = 1
        var ring = 0
        /// The middle and the width of its part of the circle, in turns.
        var turn = 0.0
        var width = 1.0
    }

    private let report: SiteReport
    /// The pages, each behind the one that it hangs on; the first is the seed.
    private var nodes: [Node] = []
    private var indices: [Int: Int] = [:]

    /// Draws a report, which must have ranks.
    public init(_ report: SiteReport) {
        self.report = report
        plant()
        spread()
    }

    private var graph: SiteGraph { report.graph }

    /// Chooses the pages and hangs each on its parent.
    private mutating func plant() {
        var isPage = [Bool](repeating: false, count: graph.addresses.count + 1)
        for id in graph.htmlPages { isPage[id] = true }
        for (best, _) in report.byRank where nodes.count < Self.maximumPages {
            var path: [Int] = []
            var next: Int? = best
            while let id = next, indices[id] == nil {
                if isPage[id] { path.append(id) }
                next = graph.addresses.source(id)
            }
            guard nodes.count + path.count <= Self.maximumPages else { continue }
            var parent = next.flatMap { indices[$0] } ?? (nodes.isEmpty ? nil : 0)
            for id in path.reversed() {
                let index = nodes.count
                indices[id] = index
                nodes.append(Node(id: id))
                if let parent {
                    nodes[parent].children.append(index)
                    nodes[index].ring = nodes[parent].ring + 1
                }
                parent = index
            }
        }
    }

    /// Gives each page a part of its parent's part of the circle, by its leaves.
    private mutating func spread() {
        for index in nodes.indices.reversed() where !nodes[index].children.isEmpty {
            nodes[index].leaves = nodes[index].children.reduce(0) { $0 + nodes[$1].leaves }
        }
        for index in nodes.indices {
            let node = nodes[index]
            var start = node.turn - node.width / 2
            let children = node.children.sorted { graph.url(nodes[$0].id) < graph.url(nodes[$1].id) }
            for child in children {
                let width = node.width * Double(nodes[child].leaves) / Double(node.leaves)
                nodes[child].width = width
                nodes[child].turn = start + width / 2
                start += width
            }
        }
    }

    private func point(_ node: Node) -> (x: Double, y: Double) {
        let rings = max(1, nodes.map(\.ring).max() ?? 1)
        let distance = Self.radius * Double(node.ring) / Double(rings)
        let direction = Circle.point(node.turn)
        return (direction.x * distance, direction.y * distance)
    }

    /// The picture.
    public var svg: String {
        let points = nodes.map(point)
        let (branches, lines) = paths(points)
        let rings = max(1, nodes.map(\.ring).max() ?? 1)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="-500 -500 1000 1050" class="links" role="img" \
            aria-label="\(nodes.count) pages as a tree around the seed">
            <style>
            .links { --paper: #fff; --ink: #1f2933; font: 15px system-ui, sans-serif; }
            @media (prefers-color-scheme: dark) { .links { --paper: #14181d; --ink: #e6eaee; } }
            .links text { fill: var(--ink); stroke: var(--paper); stroke-width: 3px; paint-order: stroke; }
            </style>
            <rect x="-500" y="-500" width="1000" height="1050" style="fill: var(--paper)"/>
            <path d="\(lines)" style="stroke: var(--ink)" stroke-opacity="0.10" stroke-width="0.6" fill="none"/>
            <path d="\(branches)" style="stroke: var(--ink)" stroke-opacity="0.45" stroke-width="0.8" fill="none"/>
            \(circles(points, rings))\(names(points))\(legend)</svg>

            """
    }

    /// The tree's branches, and the other links.
    private func paths(_ points: [(x: Double, y: Double)]) -> (branches: String, lines: String) {
        func line(_ from: Int, _ to: Int) -> String {
            "M\(tenths(points[from].x)) \(tenths(points[from].y))L\(tenths(points[to].x)) \(tenths(points[to].y))"
        }
        var (branches, lines, count) = ("", "", 0)
        for (index, node) in nodes.enumerated() {
            for child in node.children { branches += line(index, child) }
            for target in graph.outlinks(node.id) where count < Self.maximumLines {
                guard let end = indices[graph.resolve(target).end], end != index, !node.children.contains(end) else {
                    continue
                }
                lines += line(index, end)
                count += 1
            }
        }
        return (branches, lines)
    }

    private func circles(_ points: [(x: Double, y: Double)], _ rings: Int) -> String {
        let greatest = max(nodes.map { report.rank.pageRank(of: $0.id) }.max() ?? 1, 1e-300)
        var circles = ""
        for (node, point) in zip(nodes, points) {
            let wanted = 2 + 8 * (report.rank.pageRank(of: node.id) / greatest).squareRoot()
            // Half the way to the neighbour on the ring: circles touch, but do not cover each other.
            let room = Double.pi * Self.radius * Double(node.ring) / Double(rings) * node.width * 0.95
            let radius = node.ring == 0 ? 10 : min(wanted, max(room, 1.3))
            circles += """
                <circle cx="\(tenths(point.x))" cy="\(tenths(point.y))" r="\(tenths(radius))" fill="\(color(node.ring))">\
                <title>\(Markup.escaped(graph.url(node.id)))</title></circle>

                """
        }
        return circles
    }

    /// The addresses of the best pages; none is written over another.
    private func names(_ points: [(x: Double, y: Double)]) -> String {
        var taken: [(x: Double, y: Double)] = []
        var names = ""
        for (id, _) in report.byRank.prefix(Self.labels) {
            guard let index = indices[id], index > 0 else { continue }
            let point = points[index]
            guard !taken.contains(where: { abs($0.y - point.y) < 20 && abs($0.x - point.x) < 320 }) else { continue }
            taken.append(point)
            names += """
                <text x="\(tenths(point.x))" y="\(tenths(point.y - 12))" text-anchor="\(point.x < 0 ? "start" : "end")">\
                \(Markup.escaped(String(report.shortened(graph.url(id)).prefix(40))))</text>

                """
        }
        return names
    }

    private var legend: String {
        let rings = min((nodes.map(\.ring).max() ?? 0) + 1, Self.colors.count)
        return (0..<rings).map { ring in
            let x = -480.0 + 160 * Double(ring)
            let name = ring == 0 ? "the seed" : ring == 1 ? "1 link away" : "\(ring) links away"
            let more = ring == Self.colors.count - 1 ? " or more" : ""
            return """
                <circle cx="\(tenths(x))" cy="525" r="7" fill="\(color(ring))"/>\
                <text x="\(tenths(x + 14))" y="530">\(name)\(more)</text>

                """
        }.joined()
    }

    private func color(_ ring: Int) -> String { Self.colors[min(ring, Self.colors.count - 1)] }

    private func tenths(_ value: Double) -> String { String((value * 10).rounded() / 10) }
}

/// Points of the unit circle, without a mathematics library: the heart stays free of the platform.
private enum Circle {
    static func point(_ turn: Double) -> (x: Double, y: Double) {
        // The eighth of a turn is close enough to its series; the rest is doubling of angles.
        let angle = turn * 2 * Double.pi / 8
        let square = angle * angle
        var x = 1 - square / 2 + square * square / 24 - square * square * square / 720
        var y = angle * (1 - square / 6 + square * square / 120 - square * square * square / 5040)
        for _ in 0..<3 { (x, y) = (x * x - y * y, 2 * x * y) }
        return (x, y)
    }
}
