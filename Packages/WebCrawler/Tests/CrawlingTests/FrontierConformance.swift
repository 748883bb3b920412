import CrawlStorage
import Crawling
import Foundation
import HTMLScanner
import Testing
import WebAddress

/// What every store must do: a new implementation adds itself to `stores`.
@Suite("Every frontier")
struct FrontierConformance {
    enum Store: String, CaseIterable, Sendable {
        case memory
        case sqlite
    }

    /// Admits everything but addresses that contain `skip`.
    struct Policy: AdmissionPolicy {
        func admission(of url: WebURL, by link: PageLink, depth: Int) -> Admission {
            if link.isNoFollow { return .skip(AddressBook.noFollowReason) }
            if url.href.contains("skip") { return .skip("it is skipped") }
            if url.href.contains("check") || link.kind == .image {
                return .ask(link.fragment == nil ? .status : .anchors)
            }
            return .ask(.follow)
        }

        func moveScope(to url: WebURL) -> Bool { false }
    }

    private func with(_ store: Store, _ body: (any Frontier & CrawlReader) async throws -> Void) async throws {
        switch store {
        case .memory: try await body(MemoryFrontier())
        case .sqlite:
            let file = FileManager.default.temporaryDirectory.appending(path: "frontier-\(UUID().uuidString).crawl")
            let frontier = try await SQLiteFrontier(file: file.path)
            do {
                try await body(frontier)
            } catch {
                await frontier.close()
                throw error
            }
            await frontier.close()
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        }
    }

    private func url(_ path: String) throws -> WebURL { try #require(WebURL("http://h.example/\(path)")) }

    private func page(_ links: [PageLink]) -> PageRecord {
        var record = PageRecord()
        record.status = 200
        record.mediaType = "text/html"
        record.title = "T"
        record.links = links
        record.anchors = [1, UInt64.max]
        record.entityTag = "\"e\""
        return record
    }

    @Test("knows an address once, in the order of discovery", arguments: Store.allCases)
    func knowsOnce(_ store: Store) async throws {
        try await with(store) { frontier in
            _ = try await frontier.restore()
            try await frontier.add(seeds: [try url("a#x"), try url("a"), try url("b")])
            let tasks = try await frontier.next(10)
            #expect(tasks.map(\.url.href) == ["http://h.example/a", "http://h.example/b"])
            #expect(try await frontier.next(10).isEmpty)
            let links = try [PageLink(target: url("b")), PageLink(target: url("c")), PageLink(target: url("c"))]
            try await frontier.commit([.visited(tasks[0], page(links))], policy: Policy())
            let next = try await frontier.next(10)
            #expect(next.map(\.url.href) == ["http://h.example/c"])
            #expect(next.map(\.depth) == [1])
            let counts = try await frontier.counts()
            #expect("\(counts.known) \(counts.waiting) \(counts.visited) \(counts.skipped)" == "3 2 1 0")
        }
    }

    @Test("hands out again after a restart what was not committed", arguments: Store.allCases)
    func restarts(_ store: Store) async throws {
        try await with(store) { frontier in
            _ = try await frontier.restore()
            try await frontier.add(seeds: [try url("a"), try url("b"), try url("c")])
            let tasks = try await frontier.next(10)
            try await frontier.commit(
                [.visited(tasks[1], page([])), .skipped(tasks[2], "no")], policy: Policy())
            let counts = try await frontier.restore()
            #expect("\(counts.waiting) \(counts.visited) \(counts.skipped)" == "1 1 1")
            #expect(try await frontier.next(10).map(\.url.href) == ["http://h.example/a"])
        }
    }

    @Test("stores what the policy decides, and pages with their links and anchors", arguments: Store.allCases)
    func stores(_ store: Store) async throws {
        try await with(store) { frontier in
            _ = try await frontier.restore()
            try await frontier.add(seeds: [try url("a")])
            let task = try #require(try await frontier.next(1).first)
            let links = try [
                PageLink(target: url("skip")), PageLink(target: url("check"), fragment: "f%20é"),
                PageLink(target: url("n"), isNoFollow: true), PageLink(target: url("i"), kind: .image),
            ]
            var record = page(links)
            record.redirect = try url("r")
            try await frontier.commit([.visited(task, record)], policy: Policy())
            let addresses = try await frontier.addresses()
            #expect(addresses.map(\.state) == [.visited, .skipped, .waiting, .skipped, .waiting, .waiting])
            #expect(addresses.map(\.purpose) == [.follow, .follow, .anchors, .follow, .status, .follow])
            #expect(addresses[1].reason == "it is skipped")
            #expect(addresses.dropFirst().allSatisfy { $0.source == 1 })
            #expect(addresses[5].depth == 0, "a redirect is no link")
            let stored = try #require(try await frontier.pages().first)
            #expect(stored.links.map(\.target) == [2, 3, 4, 5])
            #expect(stored.links.map(\.fragment) == [nil, "f%20é", nil, nil])
            #expect(stored.links.map(\.kind) == [0, 0, 0, 1])
            #expect(stored.links.map(\.isNoFollow) == [false, false, true, false])
            #expect(stored.redirect == 6)
            #expect(stored.record.anchors == [1, UInt64.max])
            #expect(stored.record.title == "T")
        }
    }

    @Test("a followed link makes an address wait that only nofollow links named", arguments: Store.allCases)
    func promotes(_ store: Store) async throws {
        try await with(store) { frontier in
            _ = try await frontier.restore()
            try await frontier.add(seeds: [try url("a"), try url("b")])
            let tasks = try await frontier.next(10)
            let shy = try PageLink(target: url("n"), isNoFollow: true)
            try await frontier.commit([.visited(tasks[0], page([shy]))], policy: Policy())
            #expect(try await frontier.next(10).isEmpty)
            try await frontier.commit(
                [.visited(tasks[1], page([PageLink(target: try url("n"))]))], policy: Policy())
            #expect(try await frontier.next(10).map(\.url.href) == ["http://h.example/n"])
        }
    }

    @Test("an address of which only the status was asked is read when a page links to it", arguments: Store.allCases)
    func readsParts(_ store: Store) async throws {
        try await with(store) { frontier in
            _ = try await frontier.restore()
            try await frontier.add(seeds: [try url("a"), try url("b"), try url("c")])
            let tasks = try await frontier.next(10)
            try await frontier.commit(
                [.visited(tasks[0], page([PageLink(target: try url("x"), kind: .image)]))], policy: Policy())
            // One link comes while the address is in flight, so that its answer is not enough.
            let early = try await frontier.next(10)
            #expect(early.map(\.purpose) == [.status])
            try await frontier.commit(
                [.visited(tasks[1], page([PageLink(target: try url("x"))]))], policy: Policy())
            try await frontier.commit([.visited(early[0], PageRecord())], policy: Policy())
            let again = try await frontier.next(10)
            #expect(again.map(\.url.href) == ["http://h.example/x"])
            #expect(again.map(\.purpose) == [.follow])
            try await frontier.commit([.visited(again[0], page([]))], policy: Policy())
            // Another comes when only the status is known: a fragment wants the page's anchors.
            let check = PageLink(target: try url("check"))
            let fragment = PageLink(target: try url("check"), fragment: "f")
            try await frontier.commit([.visited(tasks[2], page([check]))], policy: Policy())
            let status = try await frontier.next(10)
            #expect(status.map(\.purpose) == [.status])
            try await frontier.commit([.visited(status[0], page([]))], policy: Policy())
            try await frontier.add(seeds: [try url("d")])
            let last = try #require(try await frontier.next(10).first)
            try await frontier.commit([.visited(last, page([fragment, check]))], policy: Policy())
            let anchors = try await frontier.next(10)
            #expect(anchors.map(\.purpose) == [.anchors])
            try await frontier.commit([.visited(anchors[0], page([]))], policy: Policy())
            let counts = try await frontier.counts()
            #expect("\(counts.known) \(counts.waiting) \(counts.visited)" == "6 0 6")
        }
    }

    @Test("an address that no browser can open is known, and not handed out", arguments: Store.allCases)
    func unusable(_ store: Store) async throws {
        try await with(store) { frontier in
            _ = try await frontier.restore()
            try await frontier.add(seeds: [try url("a")])
            let task = try #require(try await frontier.next(1).first)
            var link = PageLink(.unusable(written: "http://[x/", reason: "not a valid URL"))
            link.position = TextPosition(line: 3, column: 7)
            try await frontier.commit([.visited(task, page([link, link]))], policy: Policy())
            #expect(try await frontier.next(10).isEmpty)
            let addresses = try await frontier.addresses()
            #expect(addresses.map(\.url) == ["http://h.example/a", "http://[x/"])
            #expect(addresses[1].state == .unusable)
            let stored = try #require(try await frontier.pages().first)
            #expect(stored.links.map(\.position) == [link.position, link.position])
            _ = try await frontier.restore()
            #expect(try await frontier.next(10).isEmpty)
        }
    }

    @Test("a revisit is conditional, and unchanged pages keep their record", arguments: Store.allCases)
    func revisits(_ store: Store) async throws {
        try await with(store) { frontier in
            _ = try await frontier.restore()
            try await frontier.add(seeds: [try url("a")])
            let task = try #require(try await frontier.next(1).first)
            try await frontier.commit([.visited(task, page([]))], policy: Policy())
            try await frontier.revisitAll()
            let again = try #require(try await frontier.next(1).first)
            #expect(again.entityTag == "\"e\"")
            try await frontier.commit([.unchanged(again)], policy: Policy())
            #expect(try await frontier.pages().first?.record.title == "T")
            #expect(try await frontier.counts().waiting == 0)
        }
    }

    @Test("notes and sitemaps are kept", arguments: Store.allCases)
    func notes(_ store: Store) async throws {
        try await with(store) { frontier in
            #expect(try await frontier.note("x") == nil)
            try await frontier.setNote("x", "1")
            try await frontier.setNote("x", "2")
            #expect(try await frontier.note("x") == "2")
            try await frontier.addToSitemap([try url("b"), try url("a"), try url("b")])
            #expect(try await frontier.sitemapAddresses() == ["http://h.example/b", "http://h.example/a"])
        }
    }
}
