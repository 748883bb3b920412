/// How a crawl goes, and how it ended.
public struct CrawlSummary: Sendable {
    /// Why a run ended.
    public enum End: String, Sendable {
        /// Nothing waits any more.
        case finished
        /// The limit of pages was reached, and more waits.
        case pageLimit = "page-limit"
        /// It was stopped from outside.
        case interrupted
    }

    /// The counts of the frontier.
    public var counts = FrontierCounts()
    /// How many requests of this run ended well.
    public internal(set) var succeeded = 0
    /// How many requests of this run failed, or were answered with a status of 400 or more.
    public internal(set) var failed = 0
    /// How many addresses the server says are unchanged.
    public internal(set) var unchanged = 0
    /// How often a server asked this run to come back later.
    public internal(set) var throttles = 0
    /// How often this run tried again.
    public internal(set) var retries = 0
    /// The bytes of all bodies of this run, decompressed.
    public internal(set) var bytes = 0
    /// Where seeds redirected to outside the scope, which moved there.
    public internal(set) var moves: [(from: String, to: String)] = []
    /// Hosts that asked to stay away for longer than the limit, with the seconds.
    public internal(set) var closedHosts: [(origin: String, seconds: Double)] = []
    /// Sitemaps that robots.txt or the user named and that could not be read, with the reason.
    public internal(set) var sitemapFaults: [(url: String, reason: String)] = []
    /// Why the run ended.
    public internal(set) var end = End.interrupted

    /// Makes a summary of nothing.
    public init() {}

    mutating func add(_ completions: [Completion]) {
        for completion in completions {
            switch completion {
            case .visited(_, let record):
                if record.failure == nil, record.status < 400 { succeeded += 1 } else { failed += 1 }
                bytes += record.length
            case .unchanged: unchanged += 1
            case .skipped: continue
            }
        }
    }
}
