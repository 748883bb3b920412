import Crawling

/// The report as one page that needs nothing else: no script, no font, no picture from elsewhere.
public struct HTMLPage: Sendable {
    private let report: SiteReport

    /// How many entries of a list the page shows; the other formats have all.
    static let shown = 500

    /// Makes the page of a report.
    public init(_ report: SiteReport) {
        self.report = report
    }

    /// The page.
    public var text: String {
        let graph = report.graph
        let name = graph.seeds.first.map(graph.url) ?? "no seed"
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Crawl of \(Markup.escaped(name))</title>
            <style>
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
            body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; \
            overflow-wrap: anywhere; vertical-align: top; }
            td.n { text-align: right; font-variant-numeric: tabular-nums; }
            summary { cursor: pointer; font-weight: 600; padding: .35rem 0; }
            svg { max-width: 100%; height: auto; }
            </style>
            </head>
            <body>
            <h1>Crawl of \(link(name))</h1>
            <p>\(graph.htmlPages.count) pages, \(graph.addresses.count) addresses, \
            \(report.audit.findings.count) findings about links. The crawler runs no JavaScript.</p>
            <h2>Statuses</h2>
            \(table(["Status", "Addresses"], report.statuses.map { [$0.name, String($0.count)] }))
            <h2>Depths</h2>
            \(table(["Links from the seed", "Pages"], report.depthCounts.map { [String($0.depth), String($0.count)] }))
            <h2>Links</h2>
            \(Finding.Kind.allCases.map(findings).joined())
            <h2>Pages</h2>
            \(report.pageLists.map { pages($0.title, $0.pages) }.joined())
            \(list("In a sitemap, but not linked", graph.orphans.map { [link($0)] }, ["Address"]))
            \(list("Not fetched", left, ["Address", "Why"]))
            <h2>The best by PageRank</h2>
            \(ranks)
            <h2>Picture</h2>
            <p>The best \(GraphExport.picturedPages) pages in rings by depth.</p>
            \(GraphExport(report).svg)
            </body>
            </html>

            """
    }

    private var left: [[String]] {
        let addresses = report.graph.addresses
        return addresses.numbers.filter { addresses.state($0) == .left }.map {
            [link(addresses.url($0)), Markup.escaped(addresses.reason($0) ?? "")]
        }
    }

    private func findings(_ kind: Finding.Kind) -> String {
        let findings = report.audit.findings.filter { $0.kind == kind }
        return list(
            kind.title, findings.map { [link($0.target), link($0.source), Markup.escaped($0.detail)] },
            ["Target", "On page", "Detail"])
    }

    private func pages(_ title: String, _ pages: [Int]) -> String {
        list(
            title,
            pages.map { id in
                [link(report.graph.url(id)), Markup.escaped(report.graph.pages.text(.title, of: id) ?? "")]
            }, ["Page", "Title"])
    }

    private func list(_ title: String, _ rows: [[String]], _ columns: [String]) -> String {
        guard !rows.isEmpty else { return "<p>\(Markup.escaped(title)): none</p>\n" }
        let more = rows.count > Self.shown ? "<p>The first \(Self.shown) of \(rows.count).</p>" : ""
        return """
            <details><summary>\(Markup.escaped(title)): \(rows.count)</summary>
            \(more)\(table(columns, Array(rows.prefix(Self.shown))))
            </details>

            """
    }

    private var ranks: String {
        let graph = report.graph
        return table(
            ["Page", "PageRank", "Hub", "Authority", "Inlinks", "Depth"],
            report.byRank.prefix(50).map { id, rank in
                [
                    link(graph.url(id)), thousandths(rank * 1000) + " ‰", thousandths(report.rank.hub(of: id)),
                    thousandths(report.rank.authority(of: id)), String(graph.inlinkCount(of: id)),
                    graph.depth(of: id).map(String.init) ?? "",
                ]
            })
    }

    private func thousandths(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }

    private func table(_ columns: [String], _ rows: [[String]]) -> String {
        let head = columns.map { "<th scope=\"col\">\($0)</th>" }.joined()
        let body = rows.map { row in
            "<tr>" + row.map { Int($0) == nil ? "<td>\($0)</td>" : "<td class=\"n\">\($0)</td>" }.joined() + "</tr>"
        }
        return "<table><thead><tr>\(head)</tr></thead><tbody>\n\(body.joined(separator: "\n"))\n</tbody></table>"
    }

    /// A link that no stranger's address can turn into a script.
    private func link(_ url: String) -> String {
        let escaped = Markup.escaped(url)
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else { return escaped }
        return "<a href=\"\(escaped)\" rel=\"noreferrer nofollow\">\(escaped)</a>"
    }
}
