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
}
