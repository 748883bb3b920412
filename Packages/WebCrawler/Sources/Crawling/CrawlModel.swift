import HTMLScanner
import WebAddress

/// An address that is to be fetched.
public struct CrawlTask: Sendable, Equatable {
    /// The address's number in the crawl.
    public var id: Int
    /// The address, without fragment.
    public var url: WebURL
    /// How many links lie between a seed and the address.
    public var depth: Int
    /// Whether only the answer is wanted and its links are not followed: addresses outside the scope, and resources.
    public var isCheckOnly: Bool
    /// The entity tag of an earlier visit.
    public var entityTag: String?
    /// The modification date of an earlier visit, as the server wrote it.
    public var lastModified: String?
    /// How often the address was tried in this run.
    public var attempts = 0
    /// How often the server asked to come back later, in this run.
    public var throttles = 0

    /// Makes a task.
    public init(id: Int, url: WebURL, depth: Int, isCheckOnly: Bool = false) {
        self.id = id
        self.url = url
        self.depth = depth
        self.isCheckOnly = isCheckOnly
    }
}

/// What becomes of a discovered address.
public enum Admission: Sendable, Equatable {
    /// It is fetched and its links are followed.
    case fetch
    /// It is fetched for its status only.
    case check
    /// It is not fetched, for the reason.
    case leave(String)
}

/// Decides what becomes of discovered addresses. It is asked once for each new address.
public protocol AdmissionPolicy: Sendable {
    /// Decides about the address that a link of a page of depth `depth - 1` names.
    func admission(of url: WebURL, depth: Int, kind: ScannedPage.LinkKind, isNoFollow: Bool) -> Admission
}

/// A link from a page, resolved.
public struct PageLink: Sendable, Hashable {
    /// The address without its fragment.
    public var target: WebURL
    /// The fragment, percent-encoded; nil when there is none.
    public var fragment: String?
    /// What the link is to the page.
    public var kind: ScannedPage.LinkKind
    /// Whether the link asks not to be followed.
    public var isNoFollow: Bool

    /// Makes a link.
    public init(target: WebURL, fragment: String? = nil, kind: ScannedPage.LinkKind = .anchor, isNoFollow: Bool = false)
    {
        self.target = target
        self.fragment = fragment
        self.kind = kind
        self.isNoFollow = isNoFollow
    }
}

/// Why no complete answer came.
public enum FetchFailure: String, Error, Sendable, CaseIterable {
    /// The name has no address.
    case unknownHost = "unknown-host"
    /// No connection was made, or it broke.
    case connection
    /// The server was silent for too long, or took too long in all.
    case timeout
    /// The certificate or the TLS handshake is bad.
    case insecure
    /// The answer is not HTTP, or its length is a lie.
    case malformed
    /// The body decompresses to more than the limit.
    case bomb = "decompression-bomb"
    /// The address is internal, and the crawl did not start from an internal one.
    case internalAddress = "internal-address"
    /// The robots.txt could not be read, so that nothing may be fetched.
    case robotsUnreachable = "robots-unreachable"
}

/// What is known of a fetched address.
public struct PageRecord: Sendable, Equatable {
    /// The HTTP status; zero when no answer came.
    public var status = 0
    /// Why no complete answer came.
    public var failure: FetchFailure?
    /// Where a redirect leads.
    public var redirect: WebURL?
    /// The media type without parameters, in lower case.
    public var mediaType = ""
    /// The body's length in bytes, decompressed.
    public var length = 0
    /// Whether the body was longer than the limit and was cut.
    public var isTruncated = false
    /// The time from the request to the end of the body, in milliseconds.
    public var milliseconds = 0
    /// The entity tag.
    public var entityTag: String?
    /// The modification date as the server wrote it.
    public var lastModified: String?
    /// The body's fingerprint.
    public var bodyFingerprint: UInt64 = 0
    /// The title.
    public var title: String?
    /// The first `h1`.
    public var heading: String?
    /// How many `h1` there are.
    public var headingCount = 0
    /// The first paragraph.
    public var paragraph: String?
    /// The meta description.
    public var description: String?
    /// The canonical address.
    public var canonical: String?
    /// The directives of the page and its header.
    public var directives: PageDirectives = []
    /// How many images there are.
    public var imageCount = 0
    /// How many images have no `alt`.
    public var imagesWithoutAlternative = 0
    /// Whether the page shows nearly nothing without JavaScript.
    public var looksEmpty = false
    /// The links in the order of the page, each only once.
    public var links: [PageLink] = []
    /// The fingerprints of the places that a fragment can name.
    public var anchors: [UInt64] = []

    /// Makes an empty record.
    public init() {}

    /// Whether this is an HTML page that was fetched well.
    public var isPage: Bool { (200..<300).contains(status) && failure == nil && isHTML }

    /// Whether the media type is HTML's.
    public var isHTML: Bool { mediaType == "text/html" || mediaType == "application/xhtml+xml" }
}

/// What came of a task.
public enum Completion: Sendable {
    /// It was fetched, or failed for good.
    case visited(CrawlTask, PageRecord)
    /// The server says that nothing changed since the last visit.
    case unchanged(CrawlTask)
    /// It will not be fetched, for the reason.
    case left(CrawlTask, String)

    /// The task.
    public var task: CrawlTask {
        switch self {
        case .visited(let task, _), .unchanged(let task), .left(let task, _): task
        }
    }
}

/// How far a crawl is.
public struct FrontierCounts: Sendable, Equatable {
    /// Addresses that are known.
    public var known = 0
    /// Addresses that wait, those in flight included.
    public var waiting = 0
    /// Addresses that were visited.
    public var visited = 0
    /// Addresses that are not fetched.
    public var left = 0

    /// Makes counts of zero.
    public init() {}

    /// Counts an address in this state.
    public mutating func count(_ state: StoredAddress.State) {
        known += 1
        switch state {
        case .waiting: waiting += 1
        case .visited: visited += 1
        case .left: left += 1
        }
    }
}
