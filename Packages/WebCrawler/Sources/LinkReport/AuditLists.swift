import Crawling
import LooseJSON

/// The lists of the audit: one value behind the page, the JSON and the CSV.
public struct AuditLists: Sendable {
    /// One list.
    public struct List: Sendable {
        /// The list's heading.
        public var title: String
        /// Its entries, in their order.
        public var entries: [Entry]
    }

    /// One entry of a list.
    public struct Entry: Sendable {
        /// The page, or the address that a finding is about.
        public var address: String
        /// The page's title, the finding's detail or the reason.
        public var detail: String
        /// The page that has the link; nil for entries about pages themselves.
        public var source: String?
        /// Where the link stands on it.
        public var position: TextPosition?
    }

    /// The lists about links, one for each kind of finding.
    public let links: [List]
    /// The lists about pages.
    public let pages: [List]

    /// Gathers the lists of a report.
    public init(_ report: SiteReport) {
        let graph = report.graph
        links = Finding.Kind.allCases.map { kind in
            List(
                title: kind.title,
                entries: report.audit.findings.filter { $0.kind == kind }.map {
                    Entry(address: $0.target, detail: $0.detail, source: $0.sourceText, position: $0.position)
                })
        }
        let skipped = report.audit.skipped.addresses.map {
            Entry(address: $0.address, detail: $0.reason, source: $0.source, position: nil)
        }
        pages =
            report.pageLists.map { title, ids in
                List(
                    title: title,
                    entries: ids.map {
                        Entry(address: graph.url($0), detail: graph.pages.text(.title, of: $0) ?? "", source: nil)
                    })
            } + [
                List(
                    title: "In a sitemap, but not linked",
                    entries: graph.orphans.map { Entry(address: $0, detail: "", source: nil) }),
                List(title: "Skipped: not asked for", entries: skipped),
            ]
    }

    /// All lists in the order of the page.
    public var all: [List] { links + pages }

    /// The lists as CSV (RFC 4180), one entry a line.
    public var csv: String {
        all.reduce(CSV.line(["list", "address", "detail", "source", "line", "column"])) { text, list in
            list.entries.reduce(text) { text, entry in
                let position = entry.position
                return text
                    + CSV.line([
                        list.title, entry.address, entry.detail, entry.source ?? "",
                        position.map { String($0.line) } ?? "", position.map { String($0.column) } ?? "",
                    ])
            }
        }
    }

    /// Writes the lists as one JSON array.
    func write(to json: inout JSONWriter) {
        json.array { json in
            for list in all {
                json.object { json in
                    json.member("title", list.title)
                    json.name("entries")
                    json.array { json in
                        for entry in list.entries {
                            json.object { json in
                                json.member("address", entry.address)
                                json.member("detail", entry.detail)
                                if let source = entry.source { json.member("source", source) }
                                if let position = entry.position {
                                    json.member("line", position.line)
                                    json.member("column", position.column)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
