// Unsafe pointers: an address is a part of the document, valid for the call; it is copied once, into the page's bytes.

/// Where elements keep their addresses.
extension PageScanner {
    mutating func htmlLinks(_ tag: borrowing TagToken) {
        switch tag.key {
        case "a", "area": link(tag, "href", .anchor)
        case "img":
            page.imageCount += 1
            if !tag.has("alt") { page.imagesWithoutAlternative += 1 }
            link(tag, "src", .image)
            sourceSet(tag, "srcset")
        case "source":
            link(tag, "src", .resource)
            sourceSet(tag, "srcset")
        case "video":
            link(tag, "src", .resource)
            link(tag, "poster", .image)
        case "audio", "track", "embed": link(tag, "src", .resource)
        case "input":
            link(tag, "src", .image)
            link(tag, "formaction", .form)
        case "button": link(tag, "formaction", .form)
        case "form": link(tag, "action", .form)
        case "object": link(tag, "data", .resource)
        case "iframe":
            // A `srcdoc` wins over `src`.
            if tag.has("srcdoc") { inlineDocument(tag) } else { link(tag, "src", .frame) }
        case "frame": link(tag, "src", .frame)
        case "script":
            // Speculation rules, import maps and data blocks have no address.
            link(tag, "src", .resource)
        case "link": relation(tag)
        case "meta": meta(tag)
        case "body", "table", "td", "th", "tr": link(tag, "background", .image)
        default: break
        }
    }

    /// SVG's elements name by `href`, older ones by `xlink:href`; the first wins where both stand.
    mutating func svgLinks(_ tag: borrowing TagToken) {
        let name: StaticString = tag.has("href") ? "href" : "xlink:href"
        switch tag.key {
        case "a": link(tag, name, .anchor)
        case "image", "feimage": link(tag, name, .image)
        default:
            link(tag, name, .resource)
            if tag.key == "script", !tag.has(name) { link(tag, "src", .resource) }
        }
    }

    /// Keeps the address in an attribute, if it is there.
    mutating func link(_ tag: borrowing TagToken, _ attribute: StaticString, _ kind: ScannedPage.LinkKind) {
        guard tag.has(attribute) else { return }
        let isNoFollow = kind == .anchor && hasWord("nofollow", in: tag, "rel")
        let offset = tag.valueOffset(of: attribute)
        let isIgnored = takeIgnored()
        // Only anchors mean the page itself when they are empty; browsers load nothing for the others.
        tag.withValue(of: attribute) { value in
            guard kind == .anchor || value.contains(where: { !isSpace($0) }) else { return }
            page.append(value, kind, isNoFollow: isNoFollow, isIgnored: isIgnored, offset: offset)
        }
    }

    private mutating func takeIgnored() -> Bool {
        if let isTagIgnored { return isTagIgnored }
        let isIgnored = ignores.takeLink()
        isTagIgnored = isIgnored
        return isIgnored
    }

    private mutating func add(_ address: UnsafeBufferPointer<UInt8>, _ kind: ScannedPage.LinkKind, at offset: Int) {
        page.append(address, kind, isNoFollow: false, isIgnored: takeIgnored(), offset: offset)
    }

    private mutating func sourceSet(_ tag: borrowing TagToken, _ attribute: StaticString) {
        guard let value = tag.value(of: attribute) else { return }
        let offset = tag.valueOffset(of: attribute)
        value.withUnsafeBufferPointer { value in
            for range in SourceSet.addresses(value) {
                add(UnsafeBufferPointer(rebasing: value[range]), .image, at: offset + range.lowerBound)
            }
        }
    }

    /// Every `link` names something, but for the hints that name a host only.
    private mutating func relation(_ tag: borrowing TagToken) {
        func says(_ word: StaticString) -> Bool { hasWord(word, in: tag, "rel") }
        if says("dns-prefetch") || says("preconnect") { return }
        if tag.has("imagesrcset") { sourceSet(tag, "imagesrcset") }
        if says("canonical") {
            if page.canonical == nil { page.canonical = tag.value(of: "href") }
            link(tag, "href", .metadata)
        } else if says("stylesheet") {
            link(tag, "href", .styleSheet)
        } else if says("next") || says("prev") || says("alternate") && !says("stylesheet") {
            link(tag, "href", .relation)
        } else {
            link(tag, "href", says("icon") || says("preload") || says("manifest") ? .resource : .metadata)
        }
    }

    private mutating func meta(_ tag: borrowing TagToken) {
        if let charset = tag.text(of: "charset"), page.charset == nil { page.charset = charset }
        guard let content = tag.value(of: "content") else { return }
        if let name = tag.text(of: "name")?.lowercased() {
            switch name {
            case "description":
                if page.description == nil { page.description = ScannedPage.collapse(content) }
            case "robots", "webcrawler":
                page.directives.formUnion(PageDirectives(String(decoding: content, as: UTF8.self)))
            default: break
            }
        }
        if tag.text(of: "http-equiv")?.lowercased() == "refresh", let target = RefreshTarget.address(in: content) {
            let offset = tag.valueOffset(of: "content") + target.lowerBound
            content[target].withUnsafeBufferPointer { add($0, .refresh, at: offset) }
        }
        for attribute: StaticString in ["property", "name", "itemprop"] {
            guard let name = tag.text(of: attribute)?.lowercased(), Self.metadataNames.contains(name) else { continue }
            link(tag, "content", .metadata)
            return
        }
    }

    /// The properties of Open Graph, Twitter's cards and others whose content is an address.
    private static let metadataNames: Set<String> = [
        "og:image", "og:image:url", "og:image:secure_url", "og:url", "og:video", "og:video:url", "og:video:secure_url",
        "og:audio", "og:audio:url", "og:audio:secure_url", "twitter:image", "twitter:image:src", "twitter:player",
        "twitter:player:stream", "twitter:url", "image", "thumbnailurl", "msapplication-tileimage",
        "msapplication-config", "msapplication-square70x70logo", "msapplication-square150x150logo",
        "msapplication-square310x310logo", "msapplication-wide310x150logo",
    ]

    /// The document in a `srcdoc`: its links are this page's, its anchors are not.
    private mutating func inlineDocument(_ tag: borrowing TagToken) {
        guard let document = tag.value(of: "srcdoc") else { return }
        let offset = tag.valueOffset(of: "srcdoc")
        var tokenizer = Tokenizer(sink: InlineScanner())
        tokenizer.feed(document)
        tokenizer.finish()
        let inner = tokenizer.sink.scanner.finished()
        for link in inner.links {
            inner.addresses[link.range].withUnsafeBufferPointer { add($0, link.kind, at: offset + link.offset) }
        }
    }

    mutating func styleAttribute(_ tag: borrowing TagToken) {
        let offset = tag.valueOffset(of: "style")
        tag.withValue(of: "style") { style($0, at: offset) }
    }

    /// Keeps the addresses of a style sheet that lies in the document.
    mutating func style(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
        for address in StyleScanner.scan(text) {
            address.bytes.withUnsafeBufferPointer {
                add($0, address.isStyleSheet ? .styleSheet : .resource, at: offset + address.offset)
            }
        }
    }

    private func hasWord(_ word: StaticString, in tag: borrowing TagToken, _ attribute: StaticString) -> Bool {
        var found = false
        tag.withValue(of: attribute) { value in
            found = value.split(whereSeparator: isSpace).contains { part in
                part.count == word.utf8CodeUnitCount
                    && word.withUTF8Buffer { letters in zip(part, letters).allSatisfy { lowercase($0) == $1 } }
            }
        }
        return found
    }
}

/// Scans the document of a `srcdoc`, in which another `srcdoc` is not read: depth is an attacker's to choose.
private struct InlineScanner: TokenSink {
    var scanner = PageScanner()

    var wantsText: Bool { scanner.wantsText }
    var isInForeignContent: Bool { scanner.isInForeignContent }

    mutating func characters(_ text: Span<UInt8>) { scanner.characters(text) }

    mutating func startTag(_ tag: borrowing TagToken) -> ContentModel {
        tag.has("srcdoc") ? tag.contentModel : scanner.startTag(tag)
    }

    mutating func endTag(_ tag: borrowing TagToken) { scanner.endTag(tag) }
}

/// The address of `<meta http-equiv=refresh>`, and of a `Refresh` field (HTML standard, "shared declarative refresh
/// steps").
public enum RefreshTarget {
    /// Where the address lies in the content; nil when it only names a time, or nothing that a browser obeys.
    public static func address(in content: [UInt8]) -> Range<Int>? {
        var position = 0
        func skipSpace() { while position < content.count, isSpace(content[position]) { position += 1 } }
        func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
        skipSpace()
        let start = position
        while position < content.count, isDigit(content[position]) { position += 1 }
        guard position > start || position < content.count && content[position] == UInt8(ascii: ".") else { return nil }
        while position < content.count, isDigit(content[position]) || content[position] == UInt8(ascii: ".") {
            position += 1
        }
        guard position < content.count else { return nil }
        let separator = content[position]
        guard separator == UInt8(ascii: ";") || separator == UInt8(ascii: ",") || isSpace(separator) else { return nil }
        skipSpace()
        if position < content.count, content[position] == UInt8(ascii: ";") || content[position] == UInt8(ascii: ",") {
            position += 1
        }
        skipSpace()
        guard position < content.count else { return nil }
        if content[position...].prefix(3).map(lowercase) == Array("url".utf8) {
            let before = position
            position += 3
            skipSpace()
            if position < content.count, content[position] == UInt8(ascii: "=") {
                position += 1
                skipSpace()
            } else {
                position = before
            }
        }
        guard position < content.count else { return nil }
        let quote = content[position]
        if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            let inside = position + 1
            let end = content[inside...].firstIndex(of: quote) ?? content.count
            return inside < end ? inside..<end : nil
        }
        return position..<content.count
    }
}
