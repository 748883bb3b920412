import WebAddress

/// What a sitemap lists: pages, or in an index other sitemaps.
public struct Sitemap: Sendable, Equatable {
    /// The pages that it lists.
    public var pages: [WebURL] = []
    /// The sitemaps that it lists.
    public var sitemaps: [WebURL] = []
    /// Why not all of it could be read; nil when it could.
    public var fault: String?

    /// The protocol's own limit on one file's entries.
    public static let maximumEntries = 50_000

    /// Makes an empty sitemap.
    public init() {}

    /// Whether no more entries are taken.
    public var isFull: Bool { pages.count + sitemaps.count >= Self.maximumEntries }

    /// Adds an entry, relative to the file's own address; what is no web address is passed over.
    public mutating func add(_ text: String, isSitemap: Bool, base: WebURL) {
        guard !isFull else {
            fault = "it has more than \(Self.maximumEntries) entries"
            return
        }
        guard let url = WebURL(text, base: base), url.isWeb else { return }
        if isSitemap { sitemaps.append(url.withoutFragment) } else { pages.append(url.withoutFragment) }
    }
}
