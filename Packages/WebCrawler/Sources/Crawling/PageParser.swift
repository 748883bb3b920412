import HTMLScanner
import WebAddress

// Unsafe pointers: a page's bytes are looked at in place, for the call alone.

/// Turns an answer into a record: status, facts, links and anchors.
public struct PageParser: Sendable {
    /// Whether parts of pages and what pages say of themselves count as links.
    public var includesResources: Bool
    private let reader: any DocumentReader

    /// Makes a parser.
    public init(reader: any DocumentReader, includesResources: Bool = false) {
        self.reader = reader
        self.includesResources = includesResources
    }

    /// What a document is read as.
    public enum Format: Sendable {
        /// HTML, by the HTML standard.
        case html
        /// XHTML or SVG.
        case xml
        /// A style sheet.
        case css
        /// Markdown, as GitHub renders it.
        case markdown
    }

    /// Whether a body of this type is worth reading: others are only asked whether they are there.
    public static func isDocument(mediaType: String) -> Bool { mediaType.isEmpty || format(of: mediaType) != nil }

    private static func format(of mediaType: String) -> Format? {
        switch mediaType {
        case "text/html": .html
        case "application/xhtml+xml", "image/svg+xml", "application/xml", "text/xml": .xml
        case "text/css": .css
        default: nil
        }
    }

    /// A `Content-Type` without its parameters, in lower case.
    public static func mediaType(_ contentType: String) -> String {
        contentType.prefix { $0 != ";" && $0 != " " && $0 != "," }.lowercased()
    }

    /// The record of an answer to a request for `url`.
    public func record(of response: FetchResponse, url: WebURL) -> PageRecord {
        var record = PageRecord()
        record.status = response.status
        record.failure = response.failure
        record.detail = response.detail
        record.length = response.length
        record.isTruncated = response.isTruncated
        let (seconds, attoseconds) = response.duration.components
        record.milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        record.entityTag = response.entityTag
        record.lastModified = response.lastModified
        for tag in response.robotsTags { record.directives.formUnion(Self.directives(tag)) }
        record.mediaType = response.contentType.map(Self.mediaType) ?? ""
        guard record.failure == nil else { return record }
        if [301, 302, 303, 307, 308].contains(response.status) {
            redirect(response.location, from: url, &record)
            return record
        }
        // An error page is judged and not read: its links are its server's, not the site's.
        guard (200..<300).contains(response.status), !response.body.isEmpty else { return record }
        record.bodyFingerprint = fingerprint(of: response.body)
        if record.mediaType.isEmpty || record.mediaType == "*/*" || record.mediaType.hasSuffix("unknown"),
            MediaTypeSniffer.isHTML(response.body)
        {
            record.mediaType = "text/html"
        }
        guard let format = Self.format(of: record.mediaType) else { return record }
        let charset = response.contentType.flatMap(EncodingSniffer.charset)
        read(response.body, format, charset: charset, url: url, root: nil, into: &record)
        if let link = response.refresh.flatMap({ Self.refresh($0, from: url) }) { record.links.append(link) }
        return record
    }

    /// The link that a `Refresh` field is; browsers obey it as they obey the element, but know no base yet.
    private static func refresh(_ field: String, from url: WebURL) -> PageLink? {
        let content = Array(field.utf8)
        guard let range = RefreshTarget.address(in: content) else { return nil }
        let written = String(decoding: content[range], as: UTF8.self)
        guard let target = WebURL(written, base: url) else {
            return PageLink(.unusable(written: shortened(written), reason: "not a valid URL"), kind: .refresh)
        }
        guard target.isWeb else { return nil }
        return PageLink(target: target.withoutFragment, fragment: target.fragment, kind: .refresh)
    }

    /// The facts, links and anchors of a local document.
    ///
    /// - Parameter root: The address of the site's root, which links such as `/a` begin in.
    public func record(ofDocument body: [UInt8], format: Format, url: WebURL, root: WebURL) -> PageRecord {
        var record = PageRecord()
        record.status = 200
        record.mediaType = format == .css ? "text/css" : "text/html"
        record.length = body.count
        read(body, format, charset: nil, url: url, root: root, into: &record)
        return record
    }

    // MARK: - Redirects and directives

    /// Fetch standard, "HTTP-redirect fetch": what cannot be parsed, or is no address of the web, is a network error.
    private func redirect(_ location: String?, from url: WebURL, _ record: inout PageRecord) {
        guard let location else {
            record.failure = .badRedirect
            record.detail = "status \(record.status) without a Location"
            return
        }
        guard let target = WebURL(location, base: url) else {
            record.failure = .badRedirect
            record.detail = "redirects to '\(Self.shortened(location))', which is not a valid URL"
            return
        }
        guard target.isWeb else {
            record.failure = .badRedirect
            record.detail = "redirects to '\(Self.shortened(location))', which is not http or https"
            return
        }
        record.redirect = target.withoutFragment
        record.redirectFragment = target.fragment
    }

    /// A header's directives, unless they name another crawler.
    private static func directives(_ tag: String) -> PageDirectives {
        guard let colon = tag.firstIndex(of: ":") else { return PageDirectives(tag) }
        let name = tag[..<colon].lowercased()
        if name.hasPrefix("max-") || name == "unavailable_after" { return PageDirectives(tag) }
        return name == "webcrawler" ? PageDirectives(String(tag[tag.index(after: colon)...])) : []
    }

    // MARK: - Documents

    private func read(
        _ body: [UInt8], _ format: Format, charset: String?, url: WebURL, root: WebURL?, into record: inout PageRecord
    ) {
        let (text, label) = self.text(of: body, format, charset: charset, &record)
        let page: ScannedPage
        switch format {
        case .html: page = PageScanner.scan(text)
        case .css: page = StyleSheetScanner.scan(text)
        case .markdown: page = reader.scanMarkdown(text)
        case .xml:
            page = reader.scanXML(text)
            if record.mediaType.hasSuffix("/xml") {
                // Other XML, such as a feed, is no page unless it says that it is XHTML.
                guard body.prefix(2048).contains("http://www.w3.org/1999/xhtml".utf8) else { return }
                record.mediaType = "application/xhtml+xml"
            }
        }
        record.detail = page.fault
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
        record.skippedLinkCount = page.skippedLinkCount
        let resolver = LinkResolver(
            page: page, document: url, root: root, reader: reader, label: label, includesResources: includesResources)
        record.canonical = page.canonical.flatMap { resolver.address($0)?.href }
        record.links = resolver.links(in: text)
    }

    /// The document in UTF-8, and the label of the encoding that it came in; nil for UTF-8.
    ///
    /// A byte order mark wins over the server, the server over the document. Without any of them valid UTF-8 is UTF-8,
    /// and the rest what browsers take western pages for.
    private func text(
        of body: [UInt8], _ format: Format, charset: String?, _ record: inout PageRecord
    ) -> (text: [UInt8], label: String?) {
        if let mark = EncodingSniffer.byteOrderMark(body) {
            let rest = Array(body.dropFirst(mark.length))
            return mark.label == "utf-8"
                ? (Self.repaired(rest), nil) : (reader.decoded(rest, label: mark.label) ?? rest, nil)
        }
        let own: String? =
            switch format {
            case .html: EncodingSniffer.meta(body) ?? EncodingSniffer.xmlDeclaration(body)
            case .xml: EncodingSniffer.xmlDeclaration(body)
            case .css, .markdown: nil
            }
        let named = charset ?? own
        guard let named else {
            if format != .html || String(validating: body, as: UTF8.self) != nil { return (Self.repaired(body), nil) }
            return (reader.decoded(body, label: "windows-1252") ?? body, "windows-1252")
        }
        let label = named.lowercased()
        if label == "utf-8" || label == "utf8" { return (Self.repaired(body), nil) }
        guard let text = reader.decoded(body, label: label) else {
            // An unknown label is no label.
            return (Self.repaired(body), nil)
        }
        return (text, reader.encodesQueries(label: label) ? label : nil)
    }

    /// Valid UTF-8: malformed parts are U+FFFD, as in browsers.
    private static func repaired(_ text: [UInt8]) -> [UInt8] {
        if text.withUnsafeBufferPointer({ $0.allSatisfy { $0 < 0x80 } }) { return text }
        if String(validating: text, as: UTF8.self) != nil { return text }
        return Array(String(decoding: text, as: UTF8.self).utf8)
    }

    /// Facts are for lists: what is longer than any list shows is cut.
    private static func shortened(_ text: String) -> String {
        text.utf8.count <= 512 ? text : String(text.prefix(400)) + "…"
    }
}
