import Crawling
import HTMLScanner
import LooseJSON
import WebAddress

/// Everything a report shows of a crawl.
public struct SiteReport: Sendable {
    /// The crawl.
    public let graph: SiteGraph
    /// The judged links.
    public let audit: LinkAudit
    /// How important the pages are.
    public let rank: LinkRank
    /// The first seed's origin.
    private let origin: String

    /// Judges and ranks a crawl.
    ///
    /// - Parameter ranks: Whether pages are ranked, which the JSON report does not show.
    public init(_ graph: SiteGraph, ranks: Bool = true) {
        self.graph = graph
        audit = LinkAudit(graph)
        origin = graph.seeds.first.flatMap { WebURL(graph.url($0))?.origin } ?? ""
        rank = ranks ? LinkRank(graph) : LinkRank()
    }

    /// Titles longer than this are cut by search engines' result pages.
    public static let longTitle = 65
    /// Descriptions longer than this are cut as well.
    public static let longDescription = 160
    /// Slower answers than this many milliseconds count as slow.
    public static let slow = 1000
    /// Larger pages than this many bytes count as large.
    public static let large = 1024 * 1024

    /// The pages of a list of findings, by its title: what `report` shows beside the links.
    public var pageLists: [(title: String, pages: [Int])] {
        func pages(_ isWanted: (PageFacts) -> Bool) -> [Int] {
            graph.htmlPages.filter { id in graph.pages[id].map(isWanted) ?? false }
        }
        func lengths(_ text: SitePages.Text, _ isWanted: (Int) -> Bool) -> [Int] {
            graph.htmlPages.filter { isWanted((graph.pages.text(text, of: $0) ?? "").count) }
        }
        return [
            ("Title missing", lengths(.title) { $0 == 0 }),
            ("Title longer than \(Self.longTitle) characters", lengths(.title) { $0 > Self.longTitle }),
            ("Title used more than once", duplicateTitles),
            ("Description missing", lengths(.description) { $0 == 0 }),
            (
                "Description longer than \(Self.longDescription) characters",
                lengths(.description) { $0 > Self.longDescription }
            ),
            ("Description used more than once", repeated(.description)),
            ("First heading missing", lengths(.heading) { $0 == 0 }),
            ("More than one first heading", pages { $0.headingCount > 1 }),
            ("First heading used more than once", repeated(.heading)),
            ("Exactly the same bytes as another page", exactDuplicates),
            ("Images without alt text", pages { $0.imagesWithoutAlternative > 0 }),
            ("Slower than \(Self.slow) ms", pages { $0.milliseconds > Self.slow }),
            ("Larger than 1 MiB, or cut", pages { $0.length > Self.large || $0.isTruncated }),
            ("Looks empty without JavaScript, which the crawler does not run", pages(\.looksEmpty)),
            ("Asks not to be indexed", pages { $0.directives.contains(.noIndex) }),
            ("Canonical address is another", graph.htmlPages.filter(hasOtherCanonical)),
        ]
    }

    /// Pages whose title another page has, too.
    public var duplicateTitles: [Int] { repeated(.title).sorted() }

    /// Pages whose bytes another page has, too.
    public var exactDuplicates: [Int] {
        graph.groups { graph.pages[$0]?.bodyFingerprint }.flatMap { $0 }.sorted()
    }

    /// Pages with a text that another page has, too, those with the same text together.
    private func repeated(_ text: SitePages.Text) -> [Int] {
        graph.groups { graph.pages.fingerprint(of: text, of: $0) }.flatMap { $0 }
    }

    private func hasOtherCanonical(_ id: Int) -> Bool {
        guard let canonical = graph.pages.text(.canonical, of: id) else { return false }
        return canonical != graph.url(id)
    }

    /// How many addresses have each status, or each failure.
    public var statuses: [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for page in graph.pages.facts {
            counts[page.failure?.rawValue ?? String(page.status), default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// How many pages have each depth.
    public var depthCounts: [(depth: Int, count: Int)] {
        var counts: [Int: Int] = [:]
        for id in graph.htmlPages { if let depth = graph.depth(of: id) { counts[depth, default: 0] += 1 } }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// HTML pages by the number of pages that link to them, most first.
    public var byInlinks: [(id: Int, inlinks: Int)] {
        graph.htmlPages.map { ($0, graph.inlinkCount(of: $0)) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    /// HTML pages by PageRank, best first.
    public var byRank: [(id: Int, rank: Double)] {
        graph.htmlPages.map { ($0, rank.pageRank(of: $0)) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }
}

extension SiteReport {
    /// An address at the first seed's origin as its path; others as they are.
    func shortened(_ url: String) -> String {
        guard !origin.isEmpty, url.hasPrefix(origin), url.dropFirst(origin.count).first == "/" else { return url }
        return String(url.dropFirst(origin.count))
    }

    /// The report as one JSON object:
    /// `{pages:{URL:{status,title,h1,depth,out}},broken,badAnchors,redirects,orphans,duplicates}`.
    ///
    /// By a writer of our own: a page with twenty links takes it 0.0015 ms and `JSONEncoder` 0.0146 ms, where the whole
    /// report takes 0.03 ms a page; and the object is as large as the site, which an encoder would hold whole.
    public func writeJSON(to sink: ([UInt8]) throws -> Void) rethrows {
        var writer = JSONWriter()
        try writer.object { json in
            json.name("pages")
            try json.object { json in
                for id in graph.htmlPages {
                    json.name(graph.url(id))
                    write(page: id, &json)
                    if json.bytes.count > 1 << 16 { try sink(json.drain()) }
                }
            }
            write(findings: .broken, &json)
            write(findings: .fragment, &json)
            write(findings: .redirect, &json)
            json.name("orphans")
            json.array { json in for url in orphanPaths { json.string(url) } }
            json.name("duplicates")
            json.array { json in for id in duplicateTitles { json.string(graph.url(id)) } }
            json.name("exactDuplicates")
            json.array { json in for id in exactDuplicates { json.string(graph.url(id)) } }
            json.name("topInlinks")
            json.array { json in
                for (id, count) in byInlinks.prefix(20) {
                    json.array { json in
                        json.string(graph.url(id))
                        json.integer(count)
                    }
                }
            }
            json.name("lists")
            AuditLists(self).write(to: &json)
        }
        writer.endLine()
        try sink(writer.drain())
    }

    private func write(page id: Int, _ json: inout JSONWriter) {
        guard let page = graph.pages[id] else { return json.null() }
        json.object { json in
            json.member("status", page.status)
            json.member("title", graph.pages.text(.title, of: id))
            json.member("h1", graph.pages.text(.heading, of: id))
            json.name("depth")
            if let depth = graph.depth(of: id) { json.integer(depth) } else { json.null() }
            json.name("out")
            json.array { json in for target in graph.outlinks(id) { json.string(graph.url(target)) } }
        }
    }

    /// `broken` as `[source, target, status]`, `badAnchors` as `[source, target]`, `redirects` as `[source, target, end]`.
    private func write(findings kind: Finding.Kind, _ json: inout JSONWriter) {
        let names: [Finding.Kind: String] = [.broken: "broken", .fragment: "badAnchors", .redirect: "redirects"]
        json.name(names[kind] ?? kind.rawValue)
        let isBad: Set<Finding.Kind> = [.broken, .invalid, .timeout, .insecure, .throttled, .loop, .unreadable]
        json.array { json in
            for finding in audit.findings where finding.kind == kind || kind == .broken && isBad.contains(finding.kind)
            {
                json.array { json in
                    json.string(finding.sourceText)
                    json.string(finding.target)
                    if kind == .broken { json.integer(finding.status) }
                    if kind == .redirect { json.string(finding.destination ?? finding.target) }
                }
            }
        }
    }

    /// Orphans at the first seed's origin as paths, others as whole addresses.
    public var orphanPaths: [String] { graph.orphans.map(shortened) }
}
