/// What a crawler wants to know of a page, gathered in one pass without a tree.
public struct PageScanner: TokenSink {
    /// What was found so far.
    public private(set) var page = ScannedPage()

    private var capture: Capture?
    private var captured: [UInt8] = []
    private var foreignDepth = 0
    private var hasTitle = false
    private var hasBase = false

    /// Text is copied only inside these elements.
    private enum Capture {
        case title
        case heading
        case paragraph
    }

    /// No capture is longer than this many bytes, before white space is collapsed.
    private static let captureLimit = 4096

    /// Makes a scanner for one page.
    public init() {}

    /// Scans a whole document.
    public static func scan(_ document: UnsafeBufferPointer<UInt8>) -> ScannedPage {
        var tokenizer = Tokenizer(sink: PageScanner())
        tokenizer.feed(document)
        tokenizer.finish()
        return tokenizer.sink.finished()
    }

    /// Scans a whole document.
    public static func scan(_ document: [UInt8]) -> ScannedPage {
        document.withUnsafeBufferPointer { scan($0) }
    }

    /// Ends what is still open and gives the page.
    public mutating func finished() -> ScannedPage {
        endCapture()
        return page
    }

    /// Text is wanted inside a captured element, and until the page has shown that it is not empty.
    public var wantsText: Bool { capture != nil || page.textLength < ScannedPage.emptyLength }

    /// Keeps captured text and counts the letters of the page.
    public mutating func characters(_ text: Span<UInt8>) {
        text.withUnsafeBufferPointer { text in
            if capture != nil, captured.count < Self.captureLimit {
                captured.append(contentsOf: text.prefix(Self.captureLimit - captured.count))
            }
            if page.textLength < ScannedPage.emptyLength, capture != .title, !isInScript {
                for byte in text where byte > 0x20 { page.textLength += 1 }
            }
        }
    }

    private var isInScript = false

    /// Takes the links, anchors and facts that start tags carry.
    public mutating func startTag(_ tag: borrowing TagToken) -> ContentModel {
        if foreignDepth > 0, tag.key != "svg", tag.key != "math" {
            if tag.key == "a" { link(tag, "href", .anchor) }
            identifier(tag, "id")
            return .data
        }
        identifier(tag, "id")
        switch tag.key {
        case "a":
            link(tag, "href", .anchor)
            identifier(tag, "name")
        case "area": link(tag, "href", .anchor)
        case "img": image(tag)
        case "link": relation(tag)
        case "meta": meta(tag)
        case "base":
            if !hasBase, let href = tag.value(of: "href") {
                hasBase = true
                page.base = href
            }
        case "title":
            if !hasTitle { begin(.title) }
        case "h1":
            page.headingCount += 1
            if page.heading == nil { begin(.heading) } else { endCapture() }
        case "p":
            if page.paragraph == nil, capture != .heading { begin(.paragraph) }
        case "div", "ul", "ol", "table", "section", "h2", "h3", "pre":
            if capture == .paragraph { endCapture() }
        case "iframe", "frame": link(tag, "src", .frame)
        case "script":
            page.scriptCount += 1
            link(tag, "src", .resource)
            isInScript = true
        case "style": isInScript = true
        case "video", "audio", "source", "track", "embed", "input": link(tag, "src", .resource)
        case "object": link(tag, "data", .resource)
        case "html":
            if page.language == nil { page.language = tag.text(of: "lang") }
        case "svg", "math":
            if !tag.isSelfClosing { foreignDepth += 1 }
        default: break
        }
        return tag.contentModel
    }

    /// Ends captures.
    public mutating func endTag(_ tag: borrowing TagToken) {
        switch tag.key {
        case "title" where capture == .title, "h1" where capture == .heading, "p" where capture == .paragraph:
            endCapture()
        case "script", "style": isInScript = false
        case "svg", "math": foreignDepth = max(0, foreignDepth - 1)
        default: break
        }
    }

    private mutating func begin(_ kind: Capture) {
        endCapture()
        capture = kind
        captured.removeAll(keepingCapacity: true)
    }

    private mutating func endCapture() {
        guard let kind = capture else { return }
        capture = nil
        let text = ScannedPage.collapse(captured)
        switch kind {
        case .title:
            hasTitle = true
            page.title = text
        case .heading: if !text.isEmpty { page.heading = text }
        case .paragraph: if !text.isEmpty { page.paragraph = text }
        }
    }

    private mutating func identifier(_ tag: borrowing TagToken, _ name: StaticString) {
        tag.withValue(of: name) { if !$0.isEmpty { page.anchors.append(fingerprint(of: $0)) } }
    }

    private mutating func link(_ tag: borrowing TagToken, _ attribute: StaticString, _ kind: ScannedPage.LinkKind) {
        let isNoFollow = kind == .anchor && hasWord("nofollow", in: tag, "rel")
        tag.withValue(of: attribute) { page.append($0, kind, isNoFollow: isNoFollow, offset: tag.offset) }
    }

    private mutating func image(_ tag: borrowing TagToken) {
        page.imageCount += 1
        if !tag.has("alt") { page.imagesWithoutAlternative += 1 }
        link(tag, "src", .image)
    }

    private mutating func relation(_ tag: borrowing TagToken) {
        if hasWord("canonical", in: tag, "rel") {
            if page.canonical == nil { page.canonical = tag.value(of: "href") }
        } else if hasWord("stylesheet", in: tag, "rel") || hasWord("icon", in: tag, "rel") {
            link(tag, "href", .resource)
        } else if hasWord("next", in: tag, "rel") || hasWord("prev", in: tag, "rel") {
            link(tag, "href", .relation)
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
        } else if tag.text(of: "http-equiv")?.lowercased() == "refresh", let target = Self.refreshTarget(content) {
            target.withUnsafeBufferPointer { page.append($0, .refresh, isNoFollow: false, offset: tag.offset) }
        }
    }

    /// The address in `5; url='there'`.
    private static func refreshTarget(_ content: [UInt8]) -> [UInt8]? {
        guard let cut = content.firstIndex(where: { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") }) else {
            return nil
        }
        var rest = content[(cut + 1)...].drop(while: isSpace)
        if rest.prefix(3).map(lowercase) == Array("url".utf8) {
            let after = rest.dropFirst(3).drop(while: isSpace)
            if after.first == UInt8(ascii: "=") { rest = after.dropFirst().drop(while: isSpace) }
        }
        if let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            rest = rest.dropFirst().prefix { $0 != quote }
        }
        return rest.isEmpty ? nil : Array(rest)
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

/// What a page asks of crawlers (`<meta name=robots>`, `X-Robots-Tag`).
public struct PageDirectives: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Makes a set of bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Keep the page out of indexes.
    public static let noIndex = PageDirectives(rawValue: 1)
    /// Do not follow its links.
    public static let noFollow = PageDirectives(rawValue: 2)

    /// Reads a list such as `noindex, nofollow` or `none`.
    public init(_ list: String) {
        self = []
        for word in list.lowercased().split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            switch word {
            case "noindex": insert(.noIndex)
            case "nofollow": insert(.noFollow)
            case "none": formUnion([.noIndex, .noFollow])
            default: continue
            }
        }
    }
}
