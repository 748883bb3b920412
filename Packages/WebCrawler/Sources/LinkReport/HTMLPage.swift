import Crawling

/// The report as one page that needs nothing else: no script, no font, no picture from elsewhere.
public struct HTMLPage: Sendable {
    private let report: SiteReport
    private let auditLists: AuditLists

    /// How many entries of a list the page shows; the other formats have all.
    static let shown = 500

    /// Makes the page of a report.
    public init(_ report: SiteReport) {
        self.report = report
        auditLists = AuditLists(report)
    }

    /// The page.
    public var text: String {
        let name = report.graph.seeds.first.map(report.graph.url) ?? "no seed"
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Crawl of \(Markup.escaped(name))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <header>
            <h1>Crawl of \(link(name, isShort: false))</h1>
            <ul class="cards">
            \(cards)
            </ul>
            </header>
            <main>
            <div class="pair">
            <section><h2>Answers</h2>
            \(bars(["Status", "Addresses"], report.statuses.map { ($0.name, $0.count) }))
            </section>
            <section><h2>Depth</h2>
            \(bars(["Links from the seed", "Pages"], report.depthCounts.map { (String($0.depth), $0.count) }))
            </section>
            </div>
            <h2>Links</h2>
            \(lists(auditLists.links.map { ($0.title, findings($0.entries)) }))
            <h2>Pages</h2>
            \(lists(auditLists.pages.map { ($0.title, pages($0.entries)) }))
            <h2>The best by PageRank</h2>
            \(ranks)
            <h2>The site as a tree</h2>
            <p>Each page hangs on the page that named it first and is as large as its PageRank: the best pages, at most \
            \(LinkPicture.maximumPages). Thin lines are the other links between them.</p>
            \(LinkPicture(report).svg)
            <p class="note">Made by webcrawler, which runs no JavaScript.</p>
            </main>
            </body>
            </html>

            """
    }

    private static let style = """
        :root { color-scheme: light dark; --line: #8885; --soft: #8881; --bar: #3b82f655; --bad: #b42318; --good: #11703c;
          font: 16px/1.5 system-ui, sans-serif; }
        @media (prefers-color-scheme: dark) { :root { --bad: #ff8f82; --good: #6fd39a; } }
        body { max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1rem 0;
          padding: 0; list-style: none; }
        .cards li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }
        .cards b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
        .bad { color: var(--bad); } .good { color: var(--good); }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 0 3rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere; vertical-align: top; }
        th { font-weight: 600; white-space: nowrap; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; width: 1%; padding-left: .75rem; }
        .bar { padding-right: 0; width: 55%; }
        .bar i { display: block; height: 1.1rem; margin-top: .2rem; min-width: 2px; border-radius: 2px;
          background: var(--bar); }
        details { border-top: 1px solid var(--line); }
        details:last-of-type { border-bottom: 1px solid var(--line); }
        summary { cursor: pointer; padding: .45rem 0; }
        summary b { display: inline-block; min-width: 4rem; text-align: right; margin-right: .75rem;
          font-variant-numeric: tabular-nums; }
        details > :not(summary) { margin-left: 1rem; }
        .targets { padding-left: 1rem; overflow-wrap: anywhere; }
        .targets ul { padding-left: 1.25rem; }
        .none, .note { opacity: .8; }
        svg { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: .5rem; }
        """

    private var cards: String {
        let graph = report.graph
        let broken = report.audit.findings.count { $0.kind == .broken }
        let other = report.audit.findings.count - broken
        let cards: [(count: Int, name: String, mood: String)] = [
            (graph.htmlPages.count, "pages", ""), (graph.addresses.count, "addresses", ""),
            (broken, "broken links", broken > 0 ? "bad" : "good"),
            (other, "other findings about links", other > 0 ? "bad" : "good"),
            (graph.orphans.count, "only in a sitemap", ""),
        ]
        return cards.map { "<li><b class=\"\($0.mood)\">\(grouped($0.count))</b>\($0.name)</li>" }
            .joined(separator: "\n")
    }

    // MARK: - Lists

    /// A list that opens: how many entries it has, and their markup.
    private typealias List = (count: Int, body: String)

    /// The lists that have entries, and one sentence about the others.
    private func lists(_ lists: [(title: String, list: List)]) -> String {
        let open = lists.filter { $0.list.count > 0 }.map { title, list in
            let more = list.count > Self.shown ? "<p>The first \(Self.shown) of \(grouped(list.count)).</p>\n" : ""
            return """
                <details><summary><b>\(grouped(list.count))</b>\(Markup.escaped(title))</summary>
                \(more)\(list.body)
                </details>
                """
        }
        let empty = lists.filter { $0.list.count == 0 }.map { Markup.escaped($0.title) }
        let none = empty.isEmpty ? "" : "<p class=\"none\">None of: \(empty.joined(separator: "; ")).</p>"
        return (open + [none]).joined(separator: "\n")
    }

    /// Findings by target: one bad address in a footer is one thing to mend, not a thousand.
    private func findings(_ entries: [AuditLists.Entry]) -> List {
        let shown = Dictionary(grouping: entries.prefix(Self.shown), by: \.address)
        let items = shown.keys.sorted().map { target in
            let group = shown[target] ?? []
            let sources = group.map { entry in
                "<li>on \(link(entry.source ?? ""))\(entry.position.map { ", line \($0.line)" } ?? "")</li>"
            }
            return "<li>\(link(target)) — \(Markup.escaped(group.first?.detail ?? ""))<ul>\(sources.joined())</ul></li>"
        }
        return (entries.count, "<ul class=\"targets\">\n\(items.joined(separator: "\n"))\n</ul>")
    }

    private func pages(_ entries: [AuditLists.Entry]) -> List {
        let rows = entries.prefix(Self.shown).map { [link($0.address), Markup.escaped($0.detail)] }
        return (entries.count, table([("Address", false), ("Title, or why", false)], rows))
    }

    // MARK: - Tables

    private var ranks: String {
        let graph = report.graph
        let columns = [("Page", false)] + ["PageRank ‰", "Hub", "Authority", "Inlinks", "Depth"].map { ($0, true) }
        return table(
            columns,
            report.byRank.prefix(50).map { id, rank in
                [
                    link(graph.url(id)), thousandths(rank * 1000), thousandths(report.rank.hub(of: id)),
                    thousandths(report.rank.authority(of: id)), grouped(graph.inlinkCount(of: id)),
                    graph.depth(of: id).map(String.init) ?? "–",
                ]
            })
    }

    /// Names with counts, each count with a bar.
    private func bars(_ columns: [String], _ rows: [(name: String, count: Int)]) -> String {
        let greatest = max(1, rows.map(\.count).max() ?? 1)
        let body = rows.map { name, count in
            let width = (Double(count) / Double(greatest) * 1000).rounded() / 10
            return """
                <tr><th scope="row">\(Markup.escaped(name))</th><td class="n">\(grouped(count))</td>\
                <td class="bar"><i style="width:\(width)%"></i></td></tr>
                """
        }
        return """
            <table><thead><tr><th scope="col">\(columns[0])</th><th scope="col" class="n">\(columns[1])</th>\
            <td class="bar"></td></tr></thead><tbody>
            \(body.joined(separator: "\n"))
            </tbody></table>
            """
    }

    private func table(_ columns: [(name: String, isNumber: Bool)], _ rows: [[String]]) -> String {
        let head = columns.map { "<th scope=\"col\"\($0.isNumber ? " class=\"n\"" : "")>\($0.name)</th>" }.joined()
        let body = rows.map { row in
            zip(columns, row).map { "<td\($0.isNumber ? " class=\"n\"" : "")>\($1)</td>" }.joined()
        }
        return """
            <div class="scroll" role="region" aria-label="\(columns[0].name)" tabindex="0"><table><thead><tr>\(head)</tr>\
            </thead><tbody>
            \(body.map { "<tr>\($0)</tr>" }.joined(separator: "\n"))
            </tbody></table></div>
            """
    }

    /// A link that no address of an untrusted page can turn into a script; addresses of the site itself are shown as paths.
    private func link(_ url: String, isShort: Bool = true) -> String {
        let shown = Markup.escaped(isShort ? report.shortened(url) : url)
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else { return shown }
        return "<a href=\"\(Markup.escaped(url))\" rel=\"noreferrer nofollow\">\(shown)</a>"
    }

    private func thousandths(_ value: Double) -> String {
        let number = Int((value * 1000).rounded())
        let digits = String(number % 1000)
        return "\(grouped(number / 1000)).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
    }

    /// A number with a comma before each three digits.
    private func grouped(_ number: Int) -> String {
        var digits = String(number)
        var offset = digits.count - 3
        while offset > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: offset))
            offset -= 3
        }
        return digits
    }
}
