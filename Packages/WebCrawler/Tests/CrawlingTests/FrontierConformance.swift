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

    /// Admits everything but addresses that contain `left`.
    struct Policy: AdmissionPolicy {
        func admission(of url: WebURL, depth: Int, kind: ScannedPage.LinkKind, isNoFollow: Bool) -> Admission {
            if isNoFollow { return .leave(AddressBook.noFollowReason) }
            if url.href.contains("left") { return .leave("it is left") }
            return url.href.contains("check") ? .check : .fetch
        }
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
            #expect("\(counts.known) \(counts.waiting) \(counts.visited) \(counts.left)" == "3 2 1 0")
        }
    }

    @Test("hands out again after a restart what was not committed", arguments: Store.allCases)
    func restarts(_ store: Store) async throws {
        try await with(store) { frontier in
            _ = try await frontier.restore()
            try await frontier.add(seeds: [try url("a"), try url("b"), try url("c")])
            let tasks = try await frontier.next(10)
            try await frontier.commit(
                [.visited(tasks[1], page([])), .left(tasks[2], "no")], policy: Policy())
            let counts = try await frontier.restore()
            #expect("\(counts.waiting) \(counts.visited) \(counts.left)" == "1 1 1")
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
                PageLink(target: url("left")), PageLink(target: url("check"), fragment: "f%20é"),
                PageLink(target: url("n"), isNoFollow: true), PageLink(target: url("i"), kind: .image),
            ]
            var record = page(links)
            record.redirect = try url("r")
            try await frontier.commit([.visited(task, record)], policy: Policy())
            let addresses = try await frontier.addresses()
            #expect(addresses.map(\.state) == [.visited, .left, .waiting, .left, .waiting, .waiting])
            #expect(addresses.map(\.isCheckOnly) == [false, false, true, false, false, false])
            #expect(addresses[1].reason == "it is left")
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
