// Unsafe pointers: the document stays in place for the whole scan; tokens are ranges of it.

/// What a crawler wants to know of a page, gathered in one pass without a tree.
///
/// Tags come from the tokenizer in the document's order. ``ElementStack`` says whether a tag is HTML, SVG or MathML,
/// or stands in a template; `PageScanner+Links.swift` knows where each element keeps its addresses. Text is copied
/// only while a title, heading, paragraph or style is open. Example: `<svg><a xlink:href=x>` gives one anchor link
/// `x`, and `<template><a href=x>` none.
public struct PageScanner: TokenSink {
    /// What was found so far.
    public internal(set) var page = ScannedPage()

    var ignores = IgnoreDirectives()
    /// Whether the present tag's links are to be ignored; decided with the tag's first link.
    var isTagIgnored: Bool?
    private var stack = ElementStack()
    private var capture: Capture?
    private var captured: [UInt8] = []
    private var hasTitle = false
    private var hasBase = false
    private var isInScript = false
    /// Where the open `style` element's text begins in the document; nil outside.
    private var styleStart: Int?
    private var styleText: [UInt8] = []
    /// XML has no HTML rules: every element is in the namespace that it names.
    private let isXML: Bool

    /// Text is copied only inside these elements.
    private enum Capture {
        case title
        case heading
        case paragraph
    }

    /// No capture is longer than this many bytes, before white space is collapsed.
    private static let captureLimit = 4096
    /// No more than this much of a `style` element is read.
    private static let styleLimit = 1 << 20

    /// Makes a scanner for one page.
    public init() {
        isXML = false
    }

    init(isXML: Bool) {
        self.isXML = isXML
    }

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
        endStyle()
        return page
    }

    /// Takes the links that were found since the last call, so that a reader of another format can put them among its
    /// own.
    public mutating func takeLinks() -> (addresses: [UInt8], links: [ScannedPage.Link]) {
        defer {
            page.addresses = []
            page.links = []
        }
        return (page.addresses, page.links)
    }

    /// Text is wanted inside a captured element, and until the page has shown that it is not empty.
    public var wantsText: Bool { capture != nil || styleStart != nil || page.textLength < ScannedPage.emptyLength }

    /// In SVG and MathML the tokenizer takes CDATA sections.
    public var isInForeignContent: Bool { stack.isForeign }

    /// Keeps captured text and counts the letters of the page.
    public mutating func characters(_ text: Span<UInt8>) {
        text.withUnsafeBufferPointer { text in
            if capture != nil, captured.count < Self.captureLimit {
                captured.append(contentsOf: text.prefix(Self.captureLimit - captured.count))
            }
            if styleStart != nil, styleText.count < Self.styleLimit {
                styleText.append(contentsOf: text.prefix(Self.styleLimit - styleText.count))
            }
            if page.textLength < ScannedPage.emptyLength, capture != .title, !isInScript {
                for byte in text where byte > 0x20 { page.textLength += 1 }
            }
        }
    }

    /// Takes what a comment says to link checkers.
    public mutating func comment(_ text: Span<UInt8>) {
        text.withUnsafeBufferPointer { ignores.take($0) }
    }

    /// Takes the links, anchors and facts that start tags carry.
    public mutating func startTag(_ tag: borrowing TagToken) -> ContentModel {
        let namespace = stack.startTag(tag)
        isTagIgnored = nil
        // A template's own tag is content; what is inside is not.
        guard !stack.isInert else { return namespace == .html ? tag.contentModel : .data }
        take(tag, in: namespace)
        return namespace == .html ? tag.contentModel : .data
    }

    /// Takes one element that is content.
    mutating func take(_ tag: borrowing TagToken, in namespace: ElementStack.Namespace) {
        identifier(tag, "id")
        if isXML { identifier(tag, "xml:id") }
        if tag.has("style") { styleAttribute(tag) }
        switch namespace {
        case .html:
            facts(tag)
            htmlLinks(tag)
        case .svg: svgLinks(tag)
        case .math: link(tag, "href", .anchor)
        }
    }

    private mutating func facts(_ tag: borrowing TagToken) {
        switch tag.key {
        case "a": identifier(tag, "name")
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
        case "script":
            page.scriptCount += 1
            isInScript = true
        case "style":
            isInScript = true
            endStyle()
            styleStart = tag.endOffset
        case "html":
            if page.language == nil { page.language = tag.text(of: "lang") }
        default: break
        }
    }

    /// Ends captures.
    public mutating func endTag(_ tag: borrowing TagToken) {
        stack.endTag(tag)
        close(tag.key)
    }

    /// Ends what the end of an element ends.
    mutating func close(_ key: TagKey) {
        switch key {
        case "title" where capture == .title, "h1" where capture == .heading, "p" where capture == .paragraph:
            endCapture()
        case "script": isInScript = false
        case "style":
            isInScript = false
            endStyle()
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

    private mutating func endStyle() {
        guard let start = styleStart else { return }
        styleStart = nil
        isTagIgnored = nil
        let text = styleText
        styleText.removeAll(keepingCapacity: true)
        text.withUnsafeBufferPointer { style($0, at: start) }
    }

    private mutating func identifier(_ tag: borrowing TagToken, _ name: StaticString) {
        tag.withValue(of: name) { if !$0.isEmpty { page.anchors.append(fingerprint(of: $0)) } }
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
