import WebAddress

/// The queue of a crawl and the memory of what was done: the part that must survive a kill.
///
/// The contract, which `FrontierConformance` in the tests checks for every implementation:
/// - An address is known once, whatever its number of links; it keeps its number.
/// - ``next(_:)`` hands out each waiting task once in a run, in the order of discovery.
/// - ``commit(_:policy:)`` is atomic: after a crash either the page with all its discoveries is there, or the page
///   waits again.
/// - A task that was handed out and not committed waits again after ``restore()`` in a new run.
public protocol Frontier: Sendable {
    /// Reads the state that an earlier run left.
    func restore() async throws -> FrontierCounts

    /// Adds addresses of depth zero that are to be fetched; known ones are not added again.
    func add(seeds: [WebURL]) async throws

    /// Adds addresses of depth zero that are asked for a purpose of their own; known ones are not added again.
    func add(_ requests: [(url: WebURL, purpose: FetchPurpose)]) async throws

    /// Remembers that a sitemap lists these addresses; it does not make them wait.
    func addToSitemap(_ urls: [WebURL]) async throws

    /// Up to `limit` waiting tasks that were not handed out before.
    func next(_ limit: Int) async throws -> [CrawlTask]

    /// Stores results together with the addresses that they discover.
    func commit(_ completions: [Completion], policy: any AdmissionPolicy) async throws

    /// Makes all visited addresses wait again, to be fetched on condition that they changed.
    func revisitAll() async throws

    /// The present counts.
    func counts() async throws -> FrontierCounts

    /// A note of the crawl; nil when there is none of that name.
    func note(_ name: String) async throws -> String?

    /// Keeps a note.
    func setNote(_ name: String, _ value: String) async throws
}

/// Reads what a crawl stored, for reports: row by row, so that a reader keeps no more of it than it wants.
public protocol CrawlReader: Sendable {
    /// Feeds all addresses, in the order of discovery, into a value.
    func reduceAddresses<Value: Sendable>(
        into value: Value, _ body: @escaping @Sendable (inout Value, StoredAddress) -> Void
    ) async throws -> Value

    /// Feeds all visited pages, in the order of discovery, into a value.
    ///
    /// Entity tags and dates are not read, and paragraphs only when they are asked for: few reports show them.
    func reducePages<Value: Sendable>(
        into value: Value, withParagraphs: Bool, _ body: @escaping @Sendable (inout Value, StoredPage) -> Void
    ) async throws -> Value

    /// The addresses that sitemaps list, in their order.
    func sitemapAddresses() async throws -> [String]

    /// A note of the crawl.
    func note(_ name: String) async throws -> String?
}

extension CrawlReader {
    /// All addresses in the order of discovery.
    public func addresses() async throws -> [StoredAddress] { try await reduceAddresses(into: []) { $0.append($1) } }

    /// All visited pages in the order of discovery.
    public func pages() async throws -> [StoredPage] {
        try await reducePages(into: [], withParagraphs: true) { $0.append($1) }
    }
}

/// An address as it was stored.
public struct StoredAddress: Sendable, Equatable {
    /// What became of the address.
    public enum State: Int, Sendable {
        /// It waits.
        case waiting = 0
        /// It was visited.
        case visited = 1
        /// It is not fetched.
        case skipped = 2
        /// No browser can open it.
        case unusable = 3
    }

    /// The number.
    public var id: Int
    /// The address, without fragment.
    public var url: String
    /// What became of it.
    public var state: State
    /// The depth at which it was discovered.
    public var depth: Int
    /// What it was asked for.
    public var purpose: FetchPurpose
    /// The page that named it first; nil for seeds.
    public var source: Int?
    /// Why it was skipped, or what is wrong with it.
    public var reason: String?

    /// Makes an address.
    public init(
        id: Int, url: String, state: State, depth: Int, purpose: FetchPurpose, source: Int?, reason: String?
    ) {
        self.id = id
        self.url = url
        self.state = state
        self.depth = depth
        self.purpose = purpose
        self.source = source
        self.reason = reason
    }
}

/// A visited page as it was stored: `record` without links, which name their targets by number here.
public struct StoredPage: Sendable {
    /// A link to a numbered address.
    public struct Link: Sendable, Equatable {
        /// The target's number.
        public var target: Int
        /// The fragment.
        public var fragment: String?
        /// What the link is to the page.
        public var kind: UInt8
        /// Whether the link asks not to be followed.
        public var isNoFollow: Bool
        /// Whether a comment in the page tells link checks to pass over it.
        public var isIgnored = false
        /// Where it stands in the page.
        public var position: TextPosition?

        /// Makes a link.
        public init(target: Int, fragment: String?, kind: UInt8, isNoFollow: Bool) {
            self.target = target
            self.fragment = fragment
            self.kind = kind
            self.isNoFollow = isNoFollow
        }

        /// Makes the link of a page to a numbered address.
        public init(target: Int, _ link: PageLink) {
            self.init(target: target, fragment: link.fragment, kind: link.kind.rawValue, isNoFollow: link.isNoFollow)
            isIgnored = link.isIgnored
            position = link.position
        }
    }

    /// The address's number.
    public var id: Int
    /// The facts; ``PageRecord/links`` and ``PageRecord/redirect`` are empty.
    public var record: PageRecord
    /// The number of the address that a redirect leads to.
    public var redirect: Int?
    /// The links.
    public var links: PackedLinks

    /// Makes a page.
    public init(id: Int, record: PageRecord, redirect: Int?, links: PackedLinks) {
        self.id = id
        self.record = record
        self.redirect = redirect
        self.links = links
    }
}
