import Crawling
import LooseJSON

/// The report of the learners' course: one record a page with its title, heading, paragraph, links and images.
public struct CourseReport: Sendable {
    private let graph: SiteGraph

    /// Makes the report of a crawl.
    public init(_ graph: SiteGraph) {
        self.graph = graph
    }

    /// The text of `report.csv`. Several addresses in one field are separated by `;`.
    public var csv: String {
        CSV.line(["url", "title", "first_heading", "first_paragraph", "outgoing_link_urls", "image_urls"])
            + graph.htmlPages.map { id in
                let page = graph.pages[id]?.record ?? PageRecord()
                return CSV.line([
                    graph.url(id), page.title ?? "", page.heading ?? "", page.paragraph ?? "",
                    links(id, isImage: false).joined(separator: ";"), links(id, isImage: true).joined(separator: ";"),
                ])
            }.joined()
    }

    /// The text of `report.json`: an array with an object for each page.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.array { json in
            for id in graph.htmlPages {
                let page = graph.pages[id]?.record ?? PageRecord()
                json.object { json in
                    json.member("url", graph.url(id))
                    json.member("title", page.title)
                    json.member("first_heading", page.heading)
                    json.member("first_paragraph", page.paragraph)
                    for (name, isImage) in [("outgoing_links", false), ("image_links", true)] {
                        json.name(name)
                        json.array { json in for link in links(id, isImage: isImage) { json.string(link) } }
                    }
                }
            }
        }
        writer.endLine()
        return writer.bytes
    }

    private func links(_ id: Int, isImage: Bool) -> [String] {
        var seen: Set<Int> = []
        return (graph.pages[id]?.links ?? []).filter { link in
            (isImage ? link.kind == 1 : link.kind == 0) && seen.insert(link.target).inserted
        }.map { graph.url($0.target) }
    }
}
