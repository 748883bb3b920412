import Crawling
import DocumentFormats
import Synchronization
import Testing
import WebAddress

/// A web in memory: it notes who was asked for, and how many at a time.
private final class PaperWeb: Fetcher {
    struct State {
        var asked: [String] = []
        var active = 0
        var mostActive = 0
    }

    let pages: [String: FetchResponse]
    let state = Mutex(State())

    init(_ pages: [String: FetchResponse]) {
        self.pages = pages
    }

    func fetch(_ request: FetchRequest) async -> FetchResponse {
        state.withLock { state in
            state.asked.append(request.url.href)
            state.active += 1
            state.mostActive = max(state.mostActive, state.active)
        }
        try? await Task.sleep(for: .milliseconds(2))
        state.withLock { $0.active -= 1 }
        if let page = pages[request.url.href] { return page }
        var missing = FetchResponse()
        missing.status = 404
        return missing
    }

    var asked: [String] { state.withLock(\.asked) }
}

private func page(_ links: [String], status: Int = 200) -> FetchResponse {
    var response = FetchResponse()
    response.status = status
    response.contentType = "text/html; charset=utf-8"
    response.body = Array(links.map { "<a href='\($0)'>x</a>" }.joined().utf8)
    return response
}

@Suite("The crawler")
struct CrawlerTests {
    private let base = "http://h.example/"

    private func crawl(
        _ pages: [String: FetchResponse], _ change: (inout CrawlSettings) -> Void = { _ in }
    ) async throws -> (web: PaperWeb, frontier: MemoryFrontier, summary: CrawlSummary) {
        let web = PaperWeb(Dictionary(uniqueKeysWithValues: pages.map { (base + $0.key, $0.value) }))
        var settings = CrawlSettings()
        settings.backoff = 0.01
        settings.readsSitemaps = false
        change(&settings)
        let seed = try #require(WebURL(base))
        let frontier = MemoryFrontier()
        let policy = CrawlPolicy(scope: CrawlScope(seeds: [seed]), maximumDepth: settings.maximumDepth)
        let reader = SystemReader()
        let crawler = Crawler(
            frontier: frontier, fetcher: web, settings: settings, policy: policy, parser: PageParser(reader: reader),
            reader: reader)
        let summary = try await crawler.run(seeds: [seed])
        return (web, frontier, summary)
    }

    @Test("asks robots.txt first, and each page once")
    func once() async throws {
        let (web, _, summary) = try await crawl([
            "": page(["a", "b", "/a#x"]), "a": page(["b", "."]), "b": page(["a"]),
        ])
        #expect(web.asked.first == base + "robots.txt")
        #expect(web.asked.sorted() == [base, base + "a", base + "b", base + "robots.txt"])
        #expect(summary.end == .finished)
    }

    @Test("keeps to the most requests at a time")
    func concurrency() async throws {
        let many = (0..<60).map { "p\($0)" }
        let (web, _, _) = try await crawl(["": page(many)]) { $0.concurrency = 3 }
        #expect(web.state.withLock(\.mostActive) <= 3)
        #expect(web.asked.count == 62)
    }

    @Test("stops at the limits of depth and pages")
    func limits() async throws {
        let chain = Dictionary(
            uniqueKeysWithValues: (0..<10).map { ($0 == 0 ? "" : "p\($0)", page(["p\($0 + 1)"])) })
        let (deep, _, _) = try await crawl(chain) { $0.maximumDepth = 3 }
        #expect(deep.asked.sorted() == [base, base + "p1", base + "p2", base + "p3", base + "robots.txt"])
        let (_, _, summary) = try await crawl(chain) { $0.maximumPages = 4 }
        #expect(summary.counts.visited == 4)
        #expect(summary.end == .pageLimit)
    }

    @Test("tries again what may pass, and only that")
    func retries() async throws {
        let (web, _, summary) = try await crawl([
            "": page(["broken", "gone"]), "broken": page([], status: 500), "gone": page([], status: 410),
        ])
        #expect(web.asked.count { $0.hasSuffix("broken") } == 3)
        #expect(web.asked.count { $0.hasSuffix("gone") } == 1)
        #expect(summary.retries == 2)
    }

    @Test("obeys robots.txt, nofollow links and pages that ask not to be followed")
    func rules() async throws {
        var robots = page([])
        robots.body = Array("User-agent: webcrawler\nDisallow: /no\n".utf8)
        var closed = page(["secret"])
        closed.robotsTags = ["otherbot: index", "nofollow"]
        var front = page(["no", "closed"])
        front.body += Array("<a rel='x NoFollow' href=shy>x</a>".utf8)
        let (web, frontier, _) = try await crawl(["robots.txt": robots, "": front, "closed": closed])
        #expect(web.asked.sorted() == [base, base + "closed", base + "robots.txt"])
        let reasons = try await frontier.addresses().compactMap(\.reason)
        #expect(reasons.contains { $0.contains("line 2: Disallow: /no") })
        #expect(reasons.count { $0.contains("nofollow") } == 2)
    }

    @Test("asks for robots.txt again when it has grown old")
    func robotsAge() async throws {
        let chain = Dictionary(uniqueKeysWithValues: (0..<6).map { ($0 == 0 ? "" : "p\($0)", page(["p\($0 + 1)"])) })
        let (young, _, _) = try await crawl(chain)
        #expect(young.asked.count { $0.hasSuffix("robots.txt") } == 1)
        let (old, _, _) = try await crawl(chain) { $0.robotsLifetime = 0.001 }
        #expect(old.asked.count { $0.hasSuffix("robots.txt") } > 3)
        #expect(old.asked.filter { !$0.hasSuffix("robots.txt") } == young.asked.filter { !$0.hasSuffix("robots.txt") })
    }

    @Test("reads sitemaps to know orphans, and fetches them only when told")
    func sitemaps() async throws {
        var robots = page([])
        robots.body = Array("Sitemap: /map.txt\n".utf8)
        var map = page([])
        map.body = Array("\(base)\n\(base)orphan\n".utf8)
        let pages = ["robots.txt": robots, "map.txt": map, "": page([]), "orphan": page([])]
        let (web, frontier, _) = try await crawl(pages) { $0.readsSitemaps = true }
        #expect(!web.asked.contains(base + "orphan"))
        #expect(await frontier.sitemapAddresses() == [base, base + "orphan"])
        let (seeded, _, _) = try await crawl(pages) {
            $0.readsSitemaps = true
            $0.seedsFromSitemaps = true
        }
        #expect(seeded.asked.contains(base + "orphan"))
    }
}
