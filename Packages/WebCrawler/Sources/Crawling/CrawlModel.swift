import HTMLScanner
import WebAddress

/// What an address is asked for. The raw values stand in the crawl's file.
public enum FetchPurpose: Int, Sendable, Comparable {
    /// The page, whose links are followed.
    case follow = 0
    /// The page's anchors: links with fragments lead to it, and its own links are not followed.
    case anchors = 1
    /// Only the status.
    case status = 2

    /// Whether the left purpose is served by an answer to the right one, and less.
    public static func < (left: FetchPurpose, right: FetchPurpose) -> Bool { left.rawValue > right.rawValue }
}

/// An address that is to be fetched.
public struct CrawlTask: Sendable, Equatable {
    /// The address's number in the crawl.
    public var id: Int
    /// The address, without fragment.
    public var url: WebURL
    /// How many links lie between a seed and the address.
    public var depth: Int
    /// What it is asked for.
    public var purpose: FetchPurpose
    /// The entity tag of an earlier visit.
    public var entityTag: String?
    /// The modification date of an earlier visit, as the server wrote it.
    public var lastModified: String?
    /// How often the address was tried in this run.
    public var attempts = 0
    /// How often the server asked to come back later, in this run.
    public var throttles = 0

    /// Makes a task.
    public init(id: Int, url: WebURL, depth: Int, purpose: FetchPurpose = .follow) {
        self.id = id
        self.url = url
        self.depth = depth
        self.purpose = purpose
    }
}

/// What becomes of a discovered address.
public enum Admission: Sendable, Equatable {
    /// It is asked for.
    case ask(FetchPurpose)
    /// It is not asked for, for the reason.
    case skip(String)
}

/// Decides what becomes of discovered addresses. It is asked once for each new address.
public protocol AdmissionPolicy: Sendable {
    /// Decides about the target of a link on a page of depth `depth - 1`.
    func admission(of url: WebURL, by link: PageLink, depth: Int) -> Admission

    /// Widens what is admitted to where a seed redirects; false when that is inside already.
    func moveScope(to url: WebURL) -> Bool
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
    /// The body is in a coding or form that cannot be read.
    case unreadable
    /// A redirect that leads nowhere.
    case badRedirect = "bad-redirect"
    /// The body decompresses to more than the limit.
    case bomb = "decompression-bomb"
    /// The address is internal, and nobody named it.
    case internalAddress = "internal-address"
    /// The server asks to come back later, for too long or too often.
    case throttled
    /// The robots.txt could not be read, so that nothing may be fetched.
    case robotsUnreachable = "robots-unreachable"
}

/// What is known of a fetched address.
public struct PageRecord: Sendable, Equatable {
    /// The HTTP status; zero when no answer came.
    public var status = 0
    /// Why no complete answer came.
    public var failure: FetchFailure?
    /// More about the failure, for people.
    public var detail: String?
    /// Where a redirect leads.
    public var redirect: WebURL?
    /// The fragment that the redirect names, which wins over a link's own.
    public var redirectFragment: String?
    /// The media type without parameters, in lower case.
    public var mediaType = ""
    /// The body's length in bytes, decompressed; of a body that was not taken, what the server says it is.
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
    /// How many links were not taken because the page has too many.
    public var skippedLinkCount = 0
    /// The fingerprints of the elements that a fragment can name.
    public var anchors: [UInt64] = []

    /// Makes an empty record.
    public init() {}

    /// The record of an answer that leaves the page undecided.
    func throttled(_ detail: String) -> PageRecord {
        var record = self
        record.failure = .throttled
        record.detail = detail
        return record
    }

    /// Whether this is an HTML page that was fetched well.
    public var isPage: Bool { (200..<300).contains(status) && failure == nil && isHTML }

    /// Whether the media type is HTML's.
    public var isHTML: Bool { mediaType == "text/html" || mediaType == "application/xhtml+xml" }

    /// Whether links of this document are judged: a page, or a style sheet or picture that has its own.
    public var hasLinks: Bool { isPage || isPart }

    /// Whether this is a style sheet or an SVG picture that was fetched well.
    public var isPart: Bool {
        (200..<300).contains(status) && failure == nil && (mediaType == "text/css" || mediaType == "image/svg+xml")
    }
}

/// What came of a task.
public enum Completion: Sendable {
    /// It was fetched, or failed for good.
    case visited(CrawlTask, PageRecord)
    /// The server says that nothing changed since the last visit.
    case unchanged(CrawlTask)
    /// It will not be fetched, for the reason.
    case skipped(CrawlTask, String)

    /// The task.
    public var task: CrawlTask {
        switch self {
        case .visited(let task, _), .unchanged(let task), .skipped(let task, _): task
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
    public var skipped = 0

    /// Makes counts of zero.
    public init() {}

    /// Counts an address in this state.
    public mutating func count(_ state: StoredAddress.State) {
        known += 1
        switch state {
        case .waiting: waiting += 1
        case .visited: visited += 1
        case .skipped, .unusable: skipped += 1
        }
    }

    /// Counts an address that waits again.
    public mutating func promote(_ from: StoredAddress.State) {
        waiting += 1
        if from == .visited { visited -= 1 } else { skipped -= 1 }
    }
}

extension PageLink {
    /// The link that a redirect is: it serves the purpose that its source was asked for.
    public static func redirect(of record: PageRecord, for task: CrawlTask, to target: WebURL) -> PageLink {
        switch task.purpose {
        case .follow: PageLink(target: target)
        case .anchors: PageLink(target: target, fragment: record.redirectFragment ?? "-", kind: .metadata)
        case .status: PageLink(target: target, fragment: record.redirectFragment, kind: .metadata)
        }
    }
}
