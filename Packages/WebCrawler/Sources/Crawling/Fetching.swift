import WebAddress

/// Fetches one address over the network: an edge of the program.
public protocol Fetcher: Sendable {
    /// Asks for an address. Redirects are not followed, and every way to fail is part of the answer.
    func fetch(_ request: FetchRequest) async -> FetchResponse
}

/// How much of an answer's body is taken.
public enum BodyUse: Sendable {
    /// All of it, up to the limit.
    case all
    /// That of documents that a crawl reads (``PageParser/isDocument(mediaType:)``); of others only the head.
    case documents
    /// Only the head is asked for; where a server refuses that, the answer is given up after its head.
    case none
}

/// What to ask for.
public struct FetchRequest: Sendable {
    /// The address.
    public var url: WebURL
    /// How much of the body is wanted.
    public var use = BodyUse.all
    /// The entity tag that makes the request conditional.
    public var entityTag: String?
    /// The modification date that makes the request conditional.
    public var lastModified: String?
    /// The most bytes of body to take, decompressed.
    public var bodyLimit: Int

    /// Makes a request.
    public init(url: WebURL, bodyLimit: Int) {
        self.url = url
        self.bodyLimit = bodyLimit
    }
}

/// What came back.
public struct FetchResponse: Sendable {
    /// The HTTP status; zero when no answer came.
    public var status = 0
    /// Why no complete answer came.
    public var failure: FetchFailure?
    /// More about the failure, for people.
    public var detail: String?
    /// The `Content-Type`.
    public var contentType: String?
    /// The `Location`.
    public var location: String?
    /// The `Refresh`.
    public var refresh: String?
    /// The `ETag`.
    public var entityTag: String?
    /// The `Last-Modified`.
    public var lastModified: String?
    /// The `X-Robots-Tag` lines.
    public var robotsTags: [String] = []
    /// How long the server asks to stay away (`Retry-After`), in seconds.
    public var retryAfter: Double?
    /// Whether the answer set a cookie that will be sent with the next request.
    public var setsCookie = false
    /// The body; empty when it was not wanted.
    public var body: [UInt8] = [] {
        didSet { length = body.count }
    }
    /// The body's length; of one that was not taken, what the server says.
    public var length = 0
    /// Whether the body was longer than the limit.
    public var isTruncated = false
    /// The time from the request to the end of the body.
    public var duration: Duration = .zero

    /// Makes an empty answer.
    public init() {}

    /// Makes an answer that failed.
    public init(failure: FetchFailure) {
        self.failure = failure
    }
}

/// How a crawl behaves toward servers.
public struct CrawlSettings: Sendable {
    /// The product token in `User-Agent`, which robots.txt rules name.
    public var agent = "webcrawler"
    /// The most requests in flight.
    public var concurrency = 8
    /// The most requests in flight to one host. The number in use grows and shrinks with how the host does.
    public var concurrencyPerHost = 8
    /// The least time between the starts of two requests to one host, in seconds.
    public var delay = 0.0
    /// A robots.txt may ask for no longer delay than this many seconds.
    public var maximumCrawlDelay = 10.0
    /// The most pages to visit; nil for no limit.
    public var maximumPages: Int?
    /// The most links between a seed and a page; nil for no limit.
    public var maximumDepth: Int?
    /// How often a failed request is tried again.
    public var retries = 2
    /// The wait before the first retry, in seconds; it doubles with each.
    public var backoff = 1.0
    /// How often a throttled address is tried again before the crawl gives it up as undecided.
    public var maximumThrottles = 8
    /// A server may send the crawler away for no longer than this many seconds at a time.
    public var maximumRetryAfter = 120.0
    /// The most bytes of a page.
    public var bodyLimit = 10 * 1024 * 1024
    /// The most bytes of a sitemap: the protocol's own limit.
    public var sitemapLimit = 50 * 1024 * 1024
    /// Whether robots.txt is obeyed.
    public var obeysRobots = true
    /// A robots.txt is read again when it is older than this many seconds: a day, which RFC 9309 (2.4) sets as the limit.
    public var robotsLifetime = 86_400.0
    /// Whether sitemaps are read at all.
    public var readsSitemaps = true
    /// Whether the addresses of sitemaps are fetched like seeds.
    public var seedsFromSitemaps = false
    /// Sitemaps to read beside those that robots.txt names.
    public var sitemaps: [WebURL] = []
    /// Whether cookies are kept, so that a chain of redirects can lead back to its start and go on there.
    public var keepsCookies = false
    /// Whether pages that ask not to be followed are obeyed.
    public var obeysNoFollow = true

    /// Makes the settings with their defaults.
    public init() {}
}
