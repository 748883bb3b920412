import Crawling
import LinkReport
import Testing

@Suite("Ranks and graphs")
struct RankTests {
    @Test("PageRank has the values that the equations give")
    func pageRank() {
        // Two pages that link to each other share the rank; a third that links to one of them gets the least.
        let ranks = LinkRank.pageRank(Adjacency([[1], [0], [0]]))
        let least = 0.15 / 3
        #expect(abs(ranks[2] - least) < 1e-9)
        #expect(abs(ranks.reduce(0, +) - 1) < 1e-9)
        // r0 = 0.05 + 0.85 (r1 + r2), r1 = 0.05 + 0.85 r0
        let first = (least + 0.85 * least + 0.85 * least) / (1 - 0.85 * 0.85)
        #expect(abs(ranks[0] - first) < 1e-7)
    }

    @Test("pages without links give their rank to all")
    func dangling() {
        let ranks = LinkRank.pageRank(Adjacency([[], []]))
        #expect(ranks == [0.5, 0.5])
        #expect(LinkRank.pageRank(Adjacency()).isEmpty)
    }

    @Test("HITS tells lists from what they list")
    func hits() {
        let (hubs, authorities) = LinkRank.hits(Adjacency([[2, 3], [2], [], []]))
        #expect(hubs[0] == 1)
        #expect(hubs[1] > 0 && hubs[1] < 1)
        #expect(authorities[2] == 1)
        #expect(authorities[3] > 0 && authorities[3] < 1)
        #expect(hubs[2] == 0 && authorities[0] == 0)
    }

    @Test("depths follow redirects, and sitemap addresses without links are orphans")
    func depths() {
        func address(_ id: Int) -> StoredAddress {
            StoredAddress(
                id: id, url: "http://h/\(id)", state: .visited, depth: id == 1 ? 0 : 9, purpose: .follow,
                source: id == 1 ? nil : 1, reason: nil)
        }
        func page(_ id: Int, _ links: [Int], redirect: Int? = nil) -> StoredPage {
            var record = PageRecord()
            record.status = redirect == nil ? 200 : 301
            record.mediaType = redirect == nil ? "text/html" : ""
            return StoredPage(
                id: id, record: record, redirect: redirect,
                links: PackedLinks(
                    links.map { StoredPage.Link(target: $0, fragment: nil, kind: 0, isNoFollow: false) }))
        }
        let graph = SiteGraph(
            addresses: AddressTable((1...5).map(address)),
            pages: SitePages([page(1, [2]), page(2, [], redirect: 3), page(3, [4]), page(4, [1])]),
            sitemap: ["http://h/1", "http://h/3", "http://h/5"], seeds: nil)
        #expect((1...5).map(graph.depth) == [0, nil, 1, 2, nil])
        #expect((1...5).map(graph.inlinkCount) == [1, 1, 0, 1, 0])
        #expect(graph.orphans == ["http://h/5"])
        let resolution = graph.resolve(2)
        #expect(resolution.end == 3 && resolution.hops == 1 && !resolution.isLoop)
    }

    @Test("fields that a spreadsheet would run are made text")
    func formulas() {
        #expect(CSV.line(["=1+1", "-x", "-5", "a,b", "q\"q"]) == "'=1+1,'-x,-5,\"a,b\",\"q\"\"q\"\r\n")
    }
}
