import Crawling
import SQLDatabase
import WebAddress

extension SQLiteFrontier {
    /// Why an address was, or was not, fetched, in lines for people; nil when the crawl does not know it.
    public func explain(_ url: WebURL) async throws -> String? {
        let href = url.withoutFragment.href
        guard
            let row = try await database.first("SELECT \(CrawlSchema.addressColumns) FROM address WHERE url = \(href)")
        else { return nil }
        let address = try CrawlSchema.address(row)
        var lines = [href]
        switch address.state {
        case .waiting: lines.append("  waiting: it is in the queue and was not fetched yet")
        case .skipped, .unusable: lines.append("  not fetched: \(address.reason ?? "no reason was noted")")
        case .visited: lines.append("  \(try await outcome(of: address))")
        }
        if let source = address.source,
            let row = try await database.first("SELECT url FROM address WHERE id = \(source)")
        {
            lines.append("  found on \(try row.get("url", as: String.self)), \(address.depth) links from a seed")
        } else {
            lines.append("  it is a seed")
        }
        if address.purpose != .follow { lines.append("  only its status was wanted: its links were not followed") }
        if try await database.first("SELECT 1 FROM sitemap WHERE url = \(href)") != nil {
            lines.append("  a sitemap lists it")
        }
        return lines.joined(separator: "\n")
    }

    private func outcome(of address: StoredAddress) async throws -> String {
        guard
            let row = try await database.first(
                "SELECT \(CrawlSchema.pageColumns), NULL FROM page WHERE id = \(address.id)")
        else {
            return "fetched"
        }
        let page = try CrawlSchema.page(row)
        if let failure = page.record.failure {
            return "fetched, and failed: \(failure.rawValue)" + (page.record.detail.map { " (\($0))" } ?? "")
        }
        var text =
            "fetched: status \(page.record.status), \(page.record.length) bytes in \(page.record.milliseconds) ms"
        if let redirect = page.redirect,
            let row = try await database.first("SELECT url FROM address WHERE id = \(redirect)")
        {
            text += ", redirects to \(try row.get("url", as: String.self))"
        }
        if page.record.directives.contains(.noFollow) { text += "; it asks that its links are not followed" }
        return text
    }
}
