import HTMLScanner
import WebAddress

/// Turns an answer into a record: status, facts, links and anchors.
public struct PageParser: Sendable {
    /// Whether images, scripts and style sheets count as links.
    public var includesResources: Bool

    /// Makes a parser.
    public init(includesResources: Bool = false) {
        self.includesResources = includesResources
    }

    /// The record of an answer to a request for `url`.
    public func record(of response: FetchResponse, url: WebURL) -> PageRecord {
        var record = PageRecord()
        record.status = response.status
        record.failure = response.failure
        record.length = response.body.count
        record.isTruncated = response.isTruncated
        let (seconds, attoseconds) = response.duration.components
        record.milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        record.entityTag = response.entityTag
        record.lastModified = response.lastModified
        for tag in response.robotsTags { record.directives.formUnion(Self.directives(tag)) }
        if let type = response.contentType {
            record.mediaType = type.prefix { $0 != ";" && $0 != " " }.lowercased()
        }
        if (300..<400).contains(response.status), response.status != 304, let location = response.location {
            record.redirect = Self.redirect(location, from: url)
            return record
        }
        guard record.failure == nil else { return record }
        if !response.body.isEmpty { record.bodyFingerprint = fingerprint(of: response.body) }
        if record.isHTML, !response.body.isEmpty {
            read(PageScanner.scan(response.body), url: url, into: &record)
        }
        return record
    }

    /// The facts, links and anchors of a document, without a server. Links to files count where `url` is a file.
    public func record(ofDocument body: [UInt8], isMarkdown: Bool = false, url: WebURL) -> PageRecord {
        var record = PageRecord()
        record.status = 200
        record.mediaType = "text/html"
        record.length = body.count
        read(isMarkdown ? MarkdownScanner.scan(body) : PageScanner.scan(body), url: url, into: &record)
        return record
    }

    /// The target of a redirect. A target without a fragment inherits the request's, which has none here.
    private static func redirect(_ location: String, from url: WebURL) -> WebURL? {
        guard let target = WebURL(location, base: url), target.isWeb else { return nil }
        return target.withoutFragment
    }

    /// A header's directives, unless they name another crawler.
    private static func directives(_ tag: String) -> PageDirectives {
        guard let colon = tag.firstIndex(of: ":") else { return PageDirectives(tag) }
        let name = tag[..<colon].lowercased()
        if name.hasPrefix("max-") || name == "unavailable_after" { return PageDirectives(tag) }
        return name == "webcrawler" ? PageDirectives(String(tag[tag.index(after: colon)...])) : []
    }

    private func read(_ page: ScannedPage, url: WebURL, into record: inout PageRecord) {
        record.title = page.title.map(Self.shortened)
        record.heading = page.heading.map(Self.shortened)
        record.headingCount = page.headingCount
        record.paragraph = page.paragraph.map(Self.shortened)
        record.description = page.description.map(Self.shortened)
        record.directives.formUnion(page.directives)
        record.imageCount = page.imageCount
        record.imagesWithoutAlternative = page.imagesWithoutAlternative
        record.looksEmpty = page.looksEmpty
        record.anchors = page.anchors
        let base = page.base.flatMap { WebURL(String(decoding: $0, as: UTF8.self), base: url) } ?? url
        record.canonical = page.canonical.flatMap { WebURL(String(decoding: $0, as: UTF8.self), base: base)?.href }
        record.links = links(of: page, base: base, isLocal: url.isFile)
    }

    private func links(of page: ScannedPage, base: WebURL, isLocal: Bool) -> [PageLink] {
        var links: [PageLink] = []
        links.reserveCapacity(page.links.count)
        var seen: Set<UInt64> = []
        page.addresses.withUnsafeBufferPointer { addresses in
            for link in page.links {
                guard includesResources || link.kind != .resource else { continue }
                let address = UnsafeBufferPointer(rebasing: addresses[link.range])
                guard let url = WebURL(utf8: address, base: base), url.isWeb || isLocal && url.isFile else { continue }
                let key = fingerprint(of: url.bytes) &+ UInt64(link.kind.rawValue) &* 2 &+ (link.isNoFollow ? 1 : 0)
                guard seen.insert(key).inserted else { continue }
                links.append(
                    PageLink(
                        target: url.withoutFragment, fragment: url.fragment, kind: link.kind,
                        isNoFollow: link.isNoFollow))
            }
        }
        return links
    }

    /// Facts are for lists: what is longer than any list shows is cut.
    private static func shortened(_ text: String) -> String {
        text.utf8.count <= 512 ? text : String(text.prefix(400)) + "…"
    }
}
