import Crawling
import HTMLScanner

// Unsafe pointers: a page is hashed where its array holds it.

/// What a report knows of a visited page, without its texts, links and anchors.
public struct PageFacts: Sendable {
    /// The HTTP status; zero when no answer came.
    public var status: Int
    /// Why no complete answer came.
    public var failure: FetchFailure?
    /// More about the failure, or why a page could not be read to its end.
    public var detail: String?
    /// The number of the address that a redirect leads to.
    public var redirect: Int?
    /// The fragment that the redirect names.
    public var redirectFragment: String?
    /// How many links were not taken because the page has too many.
    public var skippedLinkCount: Int
    /// The media type.
    public var mediaType: String
    /// Whether this is an HTML page that was fetched well.
    public var isPage: Bool
    /// The body's length in bytes.
    public var length: Int
    /// Whether the body was cut.
    public var isTruncated: Bool
    /// The time that it took.
    public var milliseconds: Int
    /// The body's fingerprint.
    public var bodyFingerprint: UInt64
    /// How many `h1` there are.
    public var headingCount: Int
    /// What the page asks of crawlers.
    public var directives: PageDirectives
    /// How many images there are.
    public var imageCount: Int
    /// How many images have no `alt`.
    public var imagesWithoutAlternative: Int
    /// Whether the page shows nearly nothing without JavaScript.
    public var looksEmpty: Bool

    init(_ page: StoredPage) {
        let record = page.record
        status = record.status
        failure = record.failure
        detail = record.detail
        redirect = page.redirect
        redirectFragment = record.redirectFragment
        skippedLinkCount = record.skippedLinkCount
        mediaType = record.mediaType
        isPage = record.isPage
        length = record.length
        isTruncated = record.isTruncated
        milliseconds = record.milliseconds
        bodyFingerprint = record.bodyFingerprint
        headingCount = record.headingCount
        directives = record.directives
        imageCount = record.imageCount
        imagesWithoutAlternative = record.imagesWithoutAlternative
        looksEmpty = record.looksEmpty
        hasLinks = record.hasLinks
    }

    /// Whether its links are judged: a page, a style sheet or an SVG picture.
    public var hasLinks: Bool

    /// Whether this is an SVG picture.
    var isPicture: Bool { mediaType == "image/svg+xml" }

    /// Whether its anchors are known.
    var hasAnchors: Bool { isPage || isPicture && hasLinks }
}

/// All visited pages of a crawl, packed: facts in one array, texts, links and anchors each in a pool.
///
/// Twenty thousand pages with four hundred thousand links fit into ten megabytes.
public struct SitePages: Sendable {
    /// The texts of a page.
    public enum Text: Int, Sendable, CaseIterable {
        /// The title.
        case title
        /// The first heading.
        case heading
        /// The meta description.
        case description
        /// The canonical address.
        case canonical
        /// The first paragraph; nothing when the crawl was read without.
        case paragraph
    }

    /// The facts in the order of discovery.
    public private(set) var facts: [PageFacts] = []
    /// The numbers of the pages in the same order.
    public private(set) var numbers: [Int] = []
    /// The indices of the pages by number, from 1; zero for an address that was not visited.
    private var indices: [Int32] = []
    private var texts = PackedTexts()
    private var links: [UInt8] = []
    private var linkEnds: [Int] = []
    private var anchors: [UInt64] = []
    private var anchorEnds: [Int] = []

    /// Makes an empty table.
    public init() {}

    /// Makes a table of pages, which come in the order of their numbers.
    public init(_ pages: some Sequence<StoredPage>) {
        for page in pages { append(page) }
    }

    /// Appends a page, whose number is greater than all before.
    public mutating func append(_ page: StoredPage) {
        facts.append(PageFacts(page))
        numbers.append(page.id)
        while indices.count <= page.id { indices.append(0) }
        indices[page.id] = Int32(clamping: facts.count)
        let record = page.record
        for text in [record.title, record.heading, record.description, record.canonical, record.paragraph] {
            texts.append(text)
        }
        links += page.links.bytes
        linkEnds.append(links.count)
        // In order, so that one of many is found soon.
        anchors += record.anchors.sorted()
        anchorEnds.append(anchors.count)
    }

    private func index(_ id: Int) -> Int? {
        guard indices.indices.contains(id), indices[id] > 0 else { return nil }
        return Int(indices[id]) - 1
    }

    /// The facts of a page; nil when it was not visited.
    public subscript(id: Int) -> PageFacts? { index(id).map { facts[$0] } }

    /// A text of a page.
    public func text(_ text: Text, of id: Int) -> String? {
        index(id).flatMap { texts[$0 * Text.allCases.count + text.rawValue] }
    }

    /// The fingerprint of a text of a page; nil when there is none, or an empty one.
    func fingerprint(of text: Text, of id: Int) -> UInt64? {
        guard let index = index(id), let bytes = texts.slice(index * Text.allCases.count + text.rawValue),
            !bytes.isEmpty
        else { return nil }
        return bytes.withUnsafeBufferPointer { HTMLScanner.fingerprint(of: $0) }
    }

    /// The links of a page, in its order.
    public func links(of id: Int) -> PackedLinks {
        guard let index = index(id) else { return PackedLinks(bytes: []) }
        return PackedLinks(bytes: links[(index == 0 ? 0 : linkEnds[index - 1])..<linkEnds[index]])
    }

    /// Whether a page has an anchor of this fingerprint.
    func hasAnchor(_ wanted: UInt64, _ id: Int) -> Bool {
        guard let index = index(id) else { return false }
        var (low, high) = (index == 0 ? 0 : anchorEnds[index - 1], anchorEnds[index])
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if anchors[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < end && anchors[low] == wanted
    }
}
