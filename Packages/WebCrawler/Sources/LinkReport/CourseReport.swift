import Crawling
import Foundation

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

    /// One page of `report.json`.
    private struct Record: Encodable {
        let url: String
        let title, heading, paragraph: String?
        let links, images: [String]

        enum CodingKeys: String, CodingKey {
            case url, title
            case heading = "first_heading"
            case paragraph = "first_paragraph"
            case links = "outgoing_links"
            case images = "image_links"
        }

        // A page without a title has `"title":null`: every record has the same members.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(url, forKey: .url)
            try container.encode(title, forKey: .title)
            try container.encode(heading, forKey: .heading)
            try container.encode(paragraph, forKey: .paragraph)
            try container.encode(links, forKey: .links)
            try container.encode(images, forKey: .images)
        }
    }

    /// Writes `report.json`: an array with an object for each page, a page in memory at a time.
    public func writeJSON(to sink: ([UInt8]) throws -> Void) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var separator = "["
        for id in graph.htmlPages {
            let record = Record(
                url: graph.url(id), title: graph.pages.text(.title, of: id),
                heading: graph.pages.text(.heading, of: id),
                paragraph: graph.pages.text(.paragraph, of: id), links: links(id, isImage: false),
                images: links(id, isImage: true))
            try sink(Array(separator.utf8) + Array(encoder.encode(record)))
            separator = ","
        }
        try sink(Array((separator == "[" ? "[]\n" : "]\n").utf8))
    }

    private func links(_ id: Int, isImage: Bool) -> [String] {
        var seen: Set<Int> = []
        return graph.pages.links(of: id).filter { link in
            (isImage ? link.kind == 1 : link.kind == 0) && graph.addresses.state(link.target) != .unusable
                && seen.insert(link.target).inserted
        }.map { graph.url($0.target) }
    }
}
