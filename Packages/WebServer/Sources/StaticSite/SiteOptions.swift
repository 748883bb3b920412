/// How a folder is served. A value: every thread gets its own copy.
public struct SiteOptions: Sendable {
    /// Which symbolic links are followed.
    public enum Symlinks: String, Sendable, CaseIterable {
        /// None.
        case never
        /// Relative ones that stay inside the folder.
        case inside
        /// All of them: who can write in the folder can publish any file that the server may read.
        case anywhere
    }

    /// Which origins may read answers from scripts (CORS).
    public enum SharedWith: Sendable, Equatable {
        /// Only pages of the same origin.
        case nobody
        /// Pages of any origin.
        case everybody
        /// Pages of these origins, each as `https://example.org`.
        case origins([String])
    }

    /// Whether a folder without an index page shows what is in it.
    public var listsFolders = true
    /// Whether `/about` serves `about.html`.
    public var hasCleanURLs = true
    /// Whether an address without a file gets the folder's `index.html` where the client wants a page, as applications
    /// that route in the browser need it; see ``Fallback``.
    public var isSinglePageApplication = false
    /// Files that stand for addresses without a file, by pattern; the first match wins, and all win over
    /// ``isSinglePageApplication``.
    public var fallbacks: [Fallback] = []
    /// Whether names that begin with a dot are served; `.well-known` in the folder itself always is (RFC 8615).
    public var showsHidden = false
    /// Which symbolic links are followed.
    public var symlinks = Symlinks.inside
    /// Who may read answers from scripts.
    public var sharedWith = SharedWith.nobody
    /// Cache-Control by name, the first match wins; see ``CacheRule``.
    public var cacheRules: [CacheRule] = []
    /// Response fields of the user's own, in order; see ``HeaderRule``.
    public var headerRules: [HeaderRule] = []
    /// Which media type a file has.
    public var mimeRules = MIMERules()
    /// Who may ask; nil is everybody.
    public var passwords: PasswordFile?
    /// Whether `/livez` answers `ok`, and `/healthz` does while the folder is there.
    public var answersHealth = false
    /// Where faults go that only whoever runs the server can mend.
    public var warnings = Warnings()
    /// Files that are kept open and described for the next request, for each thread.
    public var cachedFiles = 10_240
    /// Files up to this many octets are kept in memory; larger ones are sent by the kernel from its own cache.
    public var largestFileInMemory = 16_384
    /// Octets of small files that one thread keeps.
    public var cachedOctets = 16 * 1_048_576
    /// Milliseconds after which a cached name is looked up again. A change of the file itself is seen at once.
    public var lookupMilliseconds: Int64 = 1_000
    /// Entries that a folder's listing shows at most.
    public var listedEntries = 20_000

    /// The defaults.
    public init() {}
}
