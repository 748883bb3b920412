import Crawling
import WebAddress

/// A finished crawl in memory: addresses, pages, and the links between them with redirects followed.
public struct SiteGraph: Sendable {
    /// All addresses.
    public let addresses: AddressTable
    /// The visited pages.
    public let pages: SitePages
    /// The numbers of HTML pages that were fetched well, in the order of discovery.
    public let htmlPages: [Int]
    /// The numbers of all documents whose links are judged: pages, and style sheets and SVG pictures.
    public let documents: [Int]
    /// The numbers of the seeds.
    public let seeds: [Int]
    /// The addresses that sitemaps list.
    public let sitemap: [String]
    /// By number, -1 for an address that no followed link reaches.
    private let depths: [Int32]
    private let inlinks: [Int32]

    /// Where a chain of redirects ends.
    public struct Resolution: Sendable, Equatable {
        /// The last address.
        public var end: Int
        /// How many redirects lead there.
        public var hops: Int
        /// Whether the chain comes back to itself.
        public var isLoop: Bool
        /// The fragment that counts at the end: the link's own, unless a redirect names another.
        public var fragment: String?
    }

    /// Longer chains than this count as loops, as in browsers.
    public static let maximumHops = 20

    /// Reads a crawl.
    ///
    /// - Parameter withParagraphs: Whether the first paragraphs are read, too.
    public init(_ reader: any CrawlReader, withParagraphs: Bool = false) async throws {
        let seedNote = try await reader.note("seeds")
        self.init(
            addresses: try await reader.reduceAddresses(into: AddressTable()) { $0.append($1) },
            pages: try await reader.reducePages(into: SitePages(), withParagraphs: withParagraphs) { $0.append($1) },
            sitemap: try await reader.sitemapAddresses(),
            seeds: seedNote.map { Set($0.split(separator: "\n").map(String.init)) })
    }

    /// Makes a graph.
    ///
    /// - Parameter seeds: The seeds' addresses; nil: all addresses of depth zero.
    public init(addresses: AddressTable, pages: SitePages, sitemap: [String], seeds: Set<String>?) {
        self.addresses = addresses
        self.pages = pages
        self.sitemap = sitemap
        htmlPages = zip(pages.numbers, pages.facts).compactMap { id, page in
            page.isPage && addresses.purpose(id) == .follow ? id : nil
        }
        documents = zip(pages.numbers, pages.facts).compactMap { id, page in
            page.hasLinks && addresses.purpose(id) == .follow ? id : nil
        }
        self.seeds = addresses.numbers.filter { seeds?.contains(addresses.url($0)) ?? addresses.isSeed($0) }
        depths = Self.depths(from: self.seeds, addresses.count, pages)
        inlinks = Self.inlinks(of: htmlPages, addresses.count, pages)
    }

    private static func depths(from seeds: [Int], _ count: Int, _ pages: SitePages) -> [Int32] {
        var depths = [Int32](repeating: -1, count: count + 1)
        var queue = seeds.map { resolve($0, pages).end }
        for id in queue { depths[id] = 0 }
        var head = 0
        while head < queue.count {
            let id = queue[head]
            head += 1
            for link in pages.links(of: id) where isFollowed(link) {
                let target = resolve(link.target, pages).end
                guard depths.indices.contains(target), depths[target] < 0 else { continue }
                depths[target] = depths[id] + 1
                queue.append(target)
            }
        }
        return depths
    }

    private static func inlinks(of htmlPages: [Int], _ count: Int, _ pages: SitePages) -> [Int32] {
        var inlinks = [Int32](repeating: 0, count: count + 1)
        // The page that was the last to link to an address: several links from one page count once.
        var last = [Int32](repeating: 0, count: count + 1)
        for id in htmlPages {
            for link in pages.links(of: id)
            where link.kind < 6 && last.indices.contains(link.target) && last[link.target] != id {
                last[link.target] = Int32(clamping: id)
                inlinks[link.target] += 1
            }
        }
        return inlinks
    }

    /// Whether a link leads a reader on, rather than naming a part of the page.
    static func isFollowed(_ link: StoredPage.Link) -> Bool { [0, 3, 4, 5].contains(link.kind) }

    /// The address of a number.
    public func url(_ id: Int) -> String { addresses.url(id) }

    /// How many links lie between a seed and an address, redirects not counted; nil when no followed link reaches it.
    public func depth(of id: Int) -> Int? { depths[id] < 0 ? nil : Int(depths[id]) }

    /// How many pages link to an address.
    public func inlinkCount(of id: Int) -> Int { Int(inlinks[id]) }

    /// Follows redirects from an address (Fetch standard, "HTTP-redirect fetch").
    public func resolve(_ id: Int, fragment: String? = nil) -> Resolution { Self.resolve(id, pages, fragment) }

    private static func resolve(_ id: Int, _ pages: SitePages, _ fragment: String? = nil) -> Resolution {
        var resolution = Resolution(end: id, hops: 0, isLoop: false, fragment: fragment)
        while let page = pages[resolution.end], let next = page.redirect {
            resolution.hops += 1
            if let own = page.redirectFragment { resolution.fragment = own }
            resolution.end = next
            if next == id || resolution.hops >= maximumHops {
                resolution.isLoop = true
                return resolution
            }
        }
        return resolution
    }

    /// The addresses that a page links to for its reader, each once, in the order of the page.
    public func outlinks(_ id: Int) -> [Int] {
        var seen: Set<Int> = []
        return pages.links(of: id).filter { link in
            link.kind == 0 && addresses.hasPrefix("http".utf8, link.target) && seen.insert(link.target).inserted
        }.map(\.target)
    }

    /// Sitemap addresses that no followed link reaches.
    public var orphans: [String] {
        guard !sitemap.isEmpty else { return [] }
        var isReached = [Bool](repeating: false, count: addresses.count + 1)
        for seed in seeds { isReached[seed] = true }
        for id in addresses.numbers where depths[id] >= 0 {
            isReached[id] = true
            for link in pages.links(of: id) where Self.isFollowed(link) { isReached[link.target] = true }
        }
        let reached = Set(addresses.numbers.lazy.filter { isReached[$0] }.map(url))
        return sitemap.filter { !reached.contains($0) }
    }

    /// Groups of pages with the same key, each with more than one member, in the order of discovery.
    func groups(_ key: (Int) -> UInt64?) -> [[Int]] {
        var pairs = htmlPages.compactMap { id in key(id).map { (key: $0, id: id) } }
        pairs.sort { ($0.key, $0.id) < ($1.key, $1.id) }
        var groups: [[Int]] = []
        var start = 0
        for end in 1..<pairs.count + 1 where end == pairs.count || pairs[end].key != pairs[start].key {
            if end - start > 1 { groups.append(pairs[start..<end].map(\.id)) }
            start = end
        }
        return groups.sorted { $0[0] < $1[0] }
    }
}
