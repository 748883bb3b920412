import Crawling
import LooseJSON

/// The report of the learners' course: one record a page with its title, heading, paragraph, links and images.
public struct CourseReport: Sendable {
    private let graph: SiteGraph

    /// Makes the report of a crawl, which was read with its paragraphs.
    public init(_ graph: SiteGraph) {
        self.graph = graph
    }

    /// Writes `report.csv`. Several addresses in one field are separated by `;`.
    public func writeCSV(to sink: ([UInt8]) throws -> Void) rethrows {
        try sink(
            Array(
                CSV.line([
                    "url", "title", "first_heading", "first_paragraph", "outgoing_link_urls", "image_urls",
                ]).utf8))
        for id in graph.htmlPages {
            let texts = [SitePages.Text.title, .heading, .paragraph].map { graph.pages.text($0, of: id) ?? "" }
            let links = [links(id, isImage: false), links(id, isImage: true)].map { $0.joined(separator: ";") }
            try sink(Array(CSV.line([graph.url(id)] + texts + links).utf8))
        }
    }

    /// Writes `report.json`: an array with an object for each page.
    public func writeJSON(to sink: ([UInt8]) throws -> Void) rethrows {
        var writer = JSONWriter()
        try writer.array { json in
            for id in graph.htmlPages {
                json.object { json in
                    json.member("url", graph.url(id))
                    json.member("title", graph.pages.text(.title, of: id))
                    json.member("first_heading", graph.pages.text(.heading, of: id))
                    json.member("first_paragraph", graph.pages.text(.paragraph, of: id))
                    for (name, isImage) in [("outgoing_links", false), ("image_links", true)] {
                        json.name(name)
                        json.array { json in for link in links(id, isImage: isImage) { json.string(link) } }
                    }
                }
                if json.bytes.count > 1 << 16 { try sink(json.drain()) }
            }
        }
        writer.endLine()
        try sink(writer.drain())
    }

    private func links(_ id: Int, isImage: Bool) -> [String] {
        var seen: Set<Int> = []
        return graph.pages.links(of: id).filter { link in
            (isImage ? link.kind == 1 : link.kind == 0) && graph.addresses.state(link.target) != .unusable
                && seen.insert(link.target).inserted
        }.map { graph.url($0.target) }
    }
}
