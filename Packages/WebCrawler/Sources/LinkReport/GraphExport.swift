import Crawling

/// The link graph for other programs, and as a picture.
public struct GraphExport: Sendable {
    private let report: SiteReport

    /// Makes the export of a report.
    public init(_ report: SiteReport) {
        self.report = report
    }

    private var graph: SiteGraph { report.graph }

    private func edges(_ id: Int, _ known: Set<Int>) -> [Int] {
        var seen: Set<Int> = []
        return graph.outlinks(id).map { graph.resolve($0).end }.filter {
            known.contains($0) && seen.insert($0).inserted
        }
    }

    /// Writes GraphML, which Gephi, yEd and NetworkX read.
    public func writeGraphML(to sink: ([UInt8]) throws -> Void) rethrows {
        let known = Set(graph.htmlPages)
        try sink(
            Array(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
                <key id="url" for="node" attr.name="url" attr.type="string"/>
                <key id="title" for="node" attr.name="title" attr.type="string"/>
                <key id="rank" for="node" attr.name="pagerank" attr.type="double"/>
                <graph edgedefault="directed">

                """.utf8))
        for id in graph.htmlPages {
            let title = Markup.escaped(graph.pages.text(.title, of: id) ?? "")
            let rank = report.rank.pageRank(of: id)
            try sink(
                Array(
                    """
                    <node id="n\(id)"><data key="url">\(Markup.escaped(graph.url(id)))</data>\
                    <data key="title">\(title)</data><data key="rank">\(rank)</data></node>

                    """.utf8))
        }
        for id in graph.htmlPages {
            let lines = edges(id, known).map { "<edge source=\"n\(id)\" target=\"n\($0)\"/>\n" }
            try sink(Array(lines.joined().utf8))
        }
        try sink(Array("</graph>\n</graphml>\n".utf8))
    }

    /// Writes DOT, which Graphviz draws.
    public func writeDOT(to sink: ([UInt8]) throws -> Void) rethrows {
        let known = Set(graph.htmlPages)
        try sink(Array("digraph site {\n".utf8))
        for id in graph.htmlPages {
            let label = graph.url(id).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            try sink(Array("  n\(id) [label=\"\(label)\"];\n".utf8))
            try sink(Array(edges(id, known).map { "  n\(id) -> n\($0);\n" }.joined().utf8))
        }
        try sink(Array("}\n".utf8))
    }

    /// The most pages that a picture shows: the best by PageRank.
    static let picturedPages = 400

    /// A picture in SVG: pages in rings by depth, as large as their PageRank, with the links between them.
    public var svg: String {
        let chosen = report.byRank.prefix(Self.picturedPages).map(\.id)
        let known = Set(chosen)
        let places = places(chosen)
        let greatest = chosen.map(report.rank.pageRank).max() ?? 1
        var lines = ""
        for id in chosen {
            guard let from = places[id] else { continue }
            for target in edges(id, known) {
                guard let to = places[target] else { continue }
                lines += "M\(tenths(from.x)) \(tenths(from.y))L\(tenths(to.x)) \(tenths(to.y))"
            }
        }
        var circles = ""
        for id in chosen {
            guard let place = places[id] else { continue }
            let radius = 2 + 8 * (report.rank.pageRank(of: id) / greatest).squareRoot()
            circles += """
                <circle cx="\(tenths(place.x))" cy="\(tenths(place.y))" r="\(tenths(radius))">\
                <title>\(Markup.escaped(graph.url(id)))</title></circle>

                """
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="-500 -500 1000 1000" role="img" \
            aria-label="Pages in rings by depth">
            <rect x="-500" y="-500" width="1000" height="1000" fill="#fff"/>
            <path d="\(lines)" stroke="#456" stroke-opacity="0.12" fill="none"/>
            <g fill="#0b63ce" stroke="#fff" stroke-width="0.5">
            \(circles)</g>
            </svg>

            """
    }

    private func places(_ chosen: [Int]) -> [Int: (x: Double, y: Double)] {
        let rings = Dictionary(grouping: chosen.sorted()) { graph.depth(of: $0) ?? 99 }
        let width = 470 / Double(max(1, rings.count - 1))
        var places: [Int: (x: Double, y: Double)] = [:]
        for (ring, depth) in rings.keys.sorted().enumerated() {
            let members = rings[depth] ?? []
            for (index, id) in members.enumerated() {
                let turn = Double(index) / Double(members.count)
                let point = Circle.point(turn)
                places[id] = (point.x * width * Double(ring), point.y * width * Double(ring))
            }
        }
        return places
    }

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

/// Text in HTML and XML.
public enum Markup {
    /// The text with what could be markup escaped, and with what XML cannot hold replaced.
    public static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
