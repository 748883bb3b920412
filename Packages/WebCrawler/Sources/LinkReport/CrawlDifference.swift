import Crawling

/// What changed between two crawls of a site.
public struct CrawlDifference: Sendable, Encodable {
    /// A page that both crawls know and that is not the same.
    public struct Change: Sendable, Encodable {
        /// The page.
        public var url: String
        /// What changed: `status`, `title`, `h1`, `description`, `canonical` or `content`.
        public var what: String
        /// How it was; nil: there was none.
        public var before: String?
        /// How it is; nil: there is none.
        public var after: String?
    }

    /// Pages that only the later crawl has.
    public private(set) var added: [String] = []
    /// Pages that only the earlier crawl has.
    public private(set) var removed: [String] = []
    /// Pages that changed.
    public private(set) var changed: [Change] = []
    /// Findings that only the later crawl has.
    public private(set) var newFindings: [Finding] = []
    /// Findings that only the earlier crawl has.
    public private(set) var goneFindings: [Finding] = []

    /// Compares two crawls.
    public init(from before: SiteGraph, to after: SiteGraph) {
        let (old, new) = (Self.pages(before), Self.pages(after))
        added = new.keys.filter { old[$0] == nil }.sorted()
        removed = old.keys.filter { new[$0] == nil }.sorted()
        for url in new.keys.sorted() {
            guard let oldID = old[url], let newID = new[url] else { continue }
            compare(url, before, oldID, after, newID)
        }
        let (oldFindings, newFindings) = (LinkAudit(before).findings, LinkAudit(after).findings)
        let (oldKeys, newKeys) = (Set(oldFindings.map(\.key)), Set(newFindings.map(\.key)))
        self.newFindings = newFindings.filter { !oldKeys.contains($0.key) }
        goneFindings = oldFindings.filter { !newKeys.contains($0.key) }
    }

    /// Whether the crawls are the same in all that is compared.
    public var isEmpty: Bool {
        added.isEmpty && removed.isEmpty && changed.isEmpty && newFindings.isEmpty && goneFindings.isEmpty
    }

    /// The addresses that were read as pages or parts of them in a crawl, with their numbers.
    private static func pages(_ graph: SiteGraph) -> [String: Int] {
        var pages: [String: Int] = [:]
        for id in graph.pages.numbers where graph.addresses.purpose(id) == .follow { pages[graph.url(id)] = id }
        return pages
    }

    private mutating func compare(_ url: String, _ before: SiteGraph, _ oldID: Int, _ after: SiteGraph, _ newID: Int) {
        guard let old = before.pages[oldID], let new = after.pages[newID] else { return }
        func outcome(_ page: PageFacts, _ graph: SiteGraph) -> String {
            let text = page.failure?.rawValue ?? String(page.status)
            return page.redirect.map { "\(text) to \(graph.url($0))" } ?? text
        }
        func note(_ what: String, _ old: String?, _ new: String?) {
            if old != new { changed.append(Change(url: url, what: what, before: old, after: new)) }
        }
        note("status", outcome(old, before), outcome(new, after))
        let count = changed.count
        for (name, text) in [
            ("title", SitePages.Text.title), ("h1", .heading), ("description", .description), ("canonical", .canonical),
        ] {
            note(name, before.pages.text(text, of: oldID), after.pages.text(text, of: newID))
        }
        if changed.count == count, old.bodyFingerprint != new.bodyFingerprint, old.status == new.status {
            changed.append(
                Change(url: url, what: "content", before: "\(old.length) bytes", after: "\(new.length) bytes"))
        }
    }

    /// The changes for people.
    public var text: String {
        var text = ""
        func list(_ title: String, _ lines: [String]) {
            if !lines.isEmpty { text += "\(title)\n" + lines.map { "  \($0)\n" }.joined() }
        }
        list("New pages", added)
        list("Pages that are gone", removed)
        list("Changed pages", changed.map { "\($0.url)  \($0.what): \($0.before ?? "none") → \($0.after ?? "none")" })
        list("New findings", newFindings.map { "\($0.kind.rawValue) \($0.target) (\($0.detail)) on \($0.location)" })
        list("Findings that are gone", goneFindings.map { "\($0.kind.rawValue) \($0.target) on \($0.sourceText)" })
        let pages = "\(added.count) new, \(removed.count) gone, \(Set(changed.map(\.url)).count) changed pages"
        return text + "\(pages); \(newFindings.count) new, \(goneFindings.count) gone findings\n"
    }
}
