import Crawling
import WebAddress

/// A finished crawl in memory: addresses, pages, and the links between them with redirects followed.
public struct SiteGraph: Sendable {
    /// All addresses; the one with number `n` is at `n - 1`.
    public let addresses: [StoredAddress]
    /// The visited pages, by number.
    public let pages: PageIndex
    /// The numbers of HTML pages that were fetched well, in the order of discovery.
    public let htmlPages: [Int]
    /// The numbers of the seeds.
    public let seeds: [Int]
    /// The addresses that sitemaps list.
    public let sitemap: [String]
    /// How many links lie between a seed and each page that can be reached; redirects count as no link.
    public let depths: [Int: Int]
    /// How many pages link to each address.
    public let inlinks: [Int: Int]

    /// Where a chain of redirects ends.
    public struct Resolution: Sendable, Equatable {
        /// The last address.
        public var end: Int
        /// How many redirects lead there.
        public var hops: Int
        /// Whether the chain comes back to itself.
        public var isLoop: Bool
    }

    /// Longer chains than this count as loops, as in browsers.
    public static let maximumHops = 20

    /// Reads a crawl.
    public init(_ reader: any CrawlReader) async throws {
        let seedNote = try await reader.note("seeds")
        self.init(
            addresses: try await reader.addresses(), pages: try await reader.pages(),
            sitemap: try await reader.sitemapAddresses(),
            seeds: seedNote.map { Set($0.split(separator: "\n").map(String.init)) })
    }

    /// Makes a graph.
    ///
    /// - Parameter seeds: The seeds' addresses; nil: all addresses of depth zero.
    public init(addresses: [StoredAddress], pages: [StoredPage], sitemap: [String], seeds: Set<String>?) {
        self.addresses = addresses
        self.sitemap = sitemap
        let byNumber = PageIndex(pages, count: addresses.count)
        self.pages = byNumber
        htmlPages = pages.filter { $0.record.isPage && !addresses[$0.id - 1].isCheckOnly }.map(\.id)
        self.seeds = addresses.filter { seeds?.contains($0.url) ?? ($0.depth == 0 && $0.source == nil) }.map(\.id)
        var (depths, inlinks): ([Int: Int], [Int: Int]) = ([:], [:])
        for id in htmlPages {
            for target in Set(byNumber[id]?.links.map(\.target) ?? []) { inlinks[target, default: 0] += 1 }
        }
        var queue = self.seeds.map { Self.resolve($0, byNumber).end }
        for id in queue { depths[id] = 0 }
        var head = 0
        while head < queue.count {
            let id = queue[head]
            head += 1
            for link in byNumber[id]?.links ?? [] where Self.isFollowed(link) {
                let target = Self.resolve(link.target, byNumber).end
                guard depths[target] == nil else { continue }
                depths[target] = depths[id, default: 0] + 1
                queue.append(target)
            }
        }
        self.depths = depths
        self.inlinks = inlinks
    }

    /// Whether a link leads a reader on, rather than naming a part of the page.
    static func isFollowed(_ link: StoredPage.Link) -> Bool { link.kind != 1 && link.kind != 2 }

    /// The address of a number.
    public func url(_ id: Int) -> String { addresses[id - 1].url }

    /// Follows redirects from an address.
    public func resolve(_ id: Int) -> Resolution { Self.resolve(id, pages) }

    private static func resolve(_ id: Int, _ pages: PageIndex) -> Resolution {
        var resolution = Resolution(end: id, hops: 0, isLoop: false)
        while let next = pages[resolution.end]?.redirect {
            resolution.hops += 1
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
        return (pages[id]?.links ?? []).filter { $0.kind == 0 && seen.insert($0.target).inserted }.map(\.target)
    }

    /// Sitemap addresses that no followed link reaches.
    public var orphans: [String] {
        guard !sitemap.isEmpty else { return [] }
        var isReached = [Bool](repeating: false, count: addresses.count + 1)
        for seed in seeds { isReached[seed] = true }
        for id in depths.keys {
            isReached[id] = true
            for link in pages[id]?.links ?? [] where Self.isFollowed(link) { isReached[link.target] = true }
        }
        let reached = Set(addresses.lazy.filter { isReached[$0.id] }.map(\.url))
        return sitemap.filter { !reached.contains($0) }
    }

    /// Groups of pages with the same key, each with more than one member, in the order of discovery.
    func groups<Key: Hashable>(_ key: (StoredPage) -> Key?) -> [[Int]] {
        var members: [Key: [Int]] = [:]
        var order: [Key] = []
        for id in htmlPages {
            guard let page = pages[id], let value = key(page) else { continue }
            if members[value] == nil { order.append(value) }
            members[value, default: []].append(id)
        }
        return order.compactMap { members[$0] }.filter { $0.count > 1 }
    }
}

/// Pages by number: an array and a table of places, since a dictionary would need twice the memory.
public struct PageIndex: Sendable {
    /// The pages in the order of discovery.
    public let all: [StoredPage]
    private var places: [Int32]

    init(_ pages: [StoredPage], count: Int) {
        all = pages
        places = [Int32](repeating: -1, count: count + 1)
        for (place, page) in pages.enumerated() where page.id <= count { places[page.id] = Int32(place) }
    }

    /// The page of a number; nil when it was not visited.
    public subscript(id: Int) -> StoredPage? {
        guard places.indices.contains(id), places[id] >= 0 else { return nil }
        return all[Int(places[id])]
    }
}
