import HTMLScanner
import WebAddress

// Unsafe pointers: addresses are resolved where the page holds them, for the call alone.

/// Resolves the addresses of one document.
struct LinkResolver {
    private let page: ScannedPage
    private let document: WebURL
    private let base: WebURL
    private let isBaseRootRelative: Bool
    /// The address of a local site's root; nil on the web.
    private let root: WebURL?
    private let reader: any DocumentReader
    /// The encoding that the document's queries are in; nil for UTF-8.
    private let label: String?
    private let includesResources: Bool

    init(
        page: ScannedPage, document: WebURL, root: WebURL?, reader: any DocumentReader, label: String?,
        includesResources: Bool
    ) {
        self.page = page
        self.document = document
        self.root = root
        self.reader = reader
        self.label = label
        self.includesResources = includesResources
        // HTML, "set the frozen base URL": data: and javascript: name no base, nor does what cannot be parsed.
        let named = page.base.flatMap { base in
            base.withUnsafeBufferPointer { WebURL(utf8: $0, base: document) }
        }
        let isUsable = named.map { $0.scheme != "data" && $0.scheme != "javascript" } ?? false
        base = isUsable ? named ?? document : document
        isBaseRootRelative = isUsable && root != nil && Self.isRootRelative(page.base ?? [])
    }

    /// The address that a text names; nil when it names none.
    func address(_ text: [UInt8]) -> WebURL? {
        text.withUnsafeBufferPointer { WebURL(utf8: $0, base: base) }
    }

    /// The links in the order of the page, those to the same target and of the same kind only once.
    ///
    /// - Parameter text: The document that the links' offsets count in.
    func links(in text: [UInt8]) -> [PageLink] {
        var links: [PageLink] = []
        links.reserveCapacity(page.links.count)
        var seen: Set<UInt64> = []
        // Nearly always the links come in the order of their positions; only parts within parts do not.
        let inOrder = page.links.indices.sorted { page.links[$0].offset < page.links[$1].offset }
        let positions = text.withUnsafeBufferPointer { text in
            var finder = PositionFinder(text)
            var positions = [TextPosition?](repeating: nil, count: page.links.count)
            for index in inOrder { positions[index] = finder.position(of: page.links[index].offset) }
            return positions
        }
        page.addresses.withUnsafeBufferPointer { addresses in
            for (index, link) in page.links.enumerated() {
                guard includesResources || !isResource(link.kind) else { continue }
                var resolved = resolve(UnsafeBufferPointer(rebasing: addresses[link.range]), link)
                let key =
                    resolved.target.key &+ fingerprint(of: Array((resolved.fragment ?? "\u{0}").utf8)) &* 31
                    &+ UInt64(link.kind.rawValue) &* 4 &+ (link.isNoFollow ? 1 : 0) &+ (link.isIgnored ? 2 : 0)
                guard seen.insert(key).inserted else { continue }
                resolved.isIgnored = link.isIgnored
                resolved.position = positions[index]
                links.append(resolved)
            }
        }
        return links
    }

    private func isResource(_ kind: ScannedPage.LinkKind) -> Bool {
        switch kind {
        case .resource, .metadata, .form, .styleSheet: true
        case .anchor, .image, .frame, .refresh, .relation: false
        }
    }

    private func resolve(_ address: UnsafeBufferPointer<UInt8>, _ link: ScannedPage.Link) -> PageLink {
        let url = parse(address)
        var resolved: PageLink
        switch url {
        case nil:
            let written = Self.written(address)
            resolved = PageLink(.unusable(written: written, reason: Self.reason(written)), kind: link.kind)
        case .some(let url) where url.isFile && root != nil:
            resolved = PageLink(target: url.withoutFragment, fragment: url.fragment, kind: link.kind)
            resolved.isRootRelative = isRootRelative(address)
        case .some(let url):
            switch AddressScheme.verdict(of: url) {
            case .asked: resolved = PageLink(target: url.withoutFragment, fragment: url.fragment, kind: link.kind)
            case .notAsked: resolved = PageLink(target: Self.abridged(url), kind: link.kind)
            case .unusable(let reason):
                resolved = PageLink(.unusable(written: Self.written(address), reason: reason), kind: link.kind)
            }
        }
        resolved.isNoFollow = link.isNoFollow
        return resolved
    }

    private func parse(_ address: UnsafeBufferPointer<UInt8>) -> WebURL? {
        if let label, let question = address.firstIndex(of: UInt8(ascii: "?")),
            address[question...].contains(where: { $0 >= 0x80 })
        {
            return withEncodedQuery(Array(address), question, label).withUnsafeBufferPointer {
                WebURL(utf8: $0, base: base)
            }
        }
        if root != nil, base.isFile, Self.startsWithTwoSlashes(address) {
            // A local page is not served yet: `//host/` will mean the scheme that it is served by.
            return (Array("https:".utf8) + address).withUnsafeBufferPointer { WebURL(utf8: $0) }
        }
        return WebURL(utf8: address, base: base)
    }

    /// Puts the query into the document's encoding. Percent-encoding it now keeps the parser from taking it for UTF-8.
    private func withEncodedQuery(_ address: [UInt8], _ question: Int, _ label: String) -> [UInt8] {
        guard let plain = address.withUnsafeBufferPointer({ WebURL(utf8: $0, base: base) }), plain.isWeb else {
            return address
        }
        let end = address[question...].firstIndex(of: UInt8(ascii: "#")) ?? address.endIndex
        var bytes = Array(address[...question])
        for byte in reader.encoded(Array(address[(question + 1)..<end]), label: label) {
            if byte >= 0x80 || byte == 0x1B {
                bytes += Array("%".utf8)
                for digit in [byte >> 4, byte & 15] { bytes += Array(String(digit, radix: 16, uppercase: true).utf8) }
            } else {
                bytes.append(byte)
            }
        }
        return bytes + address[end...]
    }

    private func isRootRelative(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        if Self.isRootRelative(Array(address)) { return true }
        // A relative address below a root-relative base is as good as one.
        return isBaseRootRelative && !(WebURL(utf8: address).map { $0.isFile } ?? false)
    }

    private static func isRootRelative(_ address: [UInt8]) -> Bool {
        let text = address.drop { $0 <= 0x20 }
        func isSlash(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        return isSlash(text.first) && !isSlash(text.dropFirst().first)
    }

    private static func startsWithTwoSlashes(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        address.drop { $0 <= 0x20 }.starts(with: "//".utf8)
    }

    /// An address that is not asked, without what it carries: a page can hold megabytes of data: addresses.
    private static func abridged(_ url: WebURL) -> WebURL {
        let text = url.href
        if url.scheme == "data" {
            return WebURL(String(text.prefix { $0 != "," && $0 != ";" }.prefix(80))) ?? url
        }
        return text.utf8.count <= 300 ? url : WebURL(String(text.prefix(200)) + "…") ?? url
    }

    private static func written(_ address: UnsafeBufferPointer<UInt8>) -> String {
        let text = String(decoding: address, as: UTF8.self)
        return text.utf8.count <= 300 ? text : String(text.prefix(200)) + "…"
    }

    private static func reason(_ written: String) -> String {
        let text = written.lowercased()
        return text.hasPrefix("http:") || text.hasPrefix("https:")
            ? "not a valid URL: its host or port is malformed" : "not a valid URL"
    }
}
