/// How important pages are by their links alone: PageRank (Page and Brin 1998) and HITS (Kleinberg 1999).
public struct LinkRank: Sendable {
    /// The values by number of address; empty for a crawl that was not ranked.
    private var pageRanks: [Double] = []
    private var hubs: [Double] = []
    private var authorities: [Double] = []

    /// The chance that a reader follows a link instead of starting anywhere.
    public static let damping = 0.85
    /// Both algorithms stop after this many rounds, or when nothing changes by more than 10⁻¹⁰.
    public static let maximumRounds = 100

    /// Ranks nothing: every value is zero.
    public init() {}

    /// Ranks the pages of a graph.
    public init(_ graph: SiteGraph) {
        var nodes = [Int](repeating: -1, count: graph.addresses.count + 1)
        for (node, id) in graph.htmlPages.enumerated() { nodes[id] = node }
        let links = Adjacency(
            graph.htmlPages.lazy.map { id in
                Array(Set(graph.outlinks(id).map { nodes[graph.resolve($0).end] }.filter { $0 >= 0 }))
            })
        func byNumber(_ values: [Double]) -> [Double] {
            var named = [Double](repeating: 0, count: nodes.count)
            for (id, value) in zip(graph.htmlPages, values) { named[id] = value }
            return named
        }
        let (hubs, authorities) = Self.hits(links)
        pageRanks = byNumber(Self.pageRank(links))
        self.hubs = byNumber(hubs)
        self.authorities = byNumber(authorities)
    }

    /// The PageRank of a page; all together are 1.
    public func pageRank(of id: Int) -> Double { Self.value(pageRanks, id) }

    /// How good a list of links a page is, relative to the best.
    public func hub(of id: Int) -> Double { Self.value(hubs, id) }

    /// How much good lists link to a page, relative to the best.
    public func authority(of id: Int) -> Double { Self.value(authorities, id) }

    private static func value(_ values: [Double], _ id: Int) -> Double { values.indices.contains(id) ? values[id] : 0 }

    /// PageRank of the nodes of a graph; nodes without links share out their rank evenly.
    public static func pageRank(_ links: Adjacency) -> [Double] {
        let count = Double(links.count)
        var ranks = [Double](repeating: 1 / max(count, 1), count: links.count)
        for _ in 0..<maximumRounds {
            var lost = 0.0
            var next = [Double](repeating: 0, count: links.count)
            for node in links.nodes {
                let outgoing = links[node]
                if outgoing.isEmpty { lost += ranks[node] }
                for target in outgoing { next[Int(target)] += ranks[node] / Double(outgoing.count) }
            }
            var change = 0.0
            for node in links.nodes {
                next[node] = (1 - damping) / count + damping * (next[node] + lost / count)
                change += abs(next[node] - ranks[node])
            }
            ranks = next
            if change < 1e-10 { break }
        }
        return ranks
    }

    /// Hub and authority weights of the nodes of a graph, the greatest being 1.
    public static func hits(_ links: Adjacency) -> (hubs: [Double], authorities: [Double]) {
        var hubs = [Double](repeating: 1, count: links.count)
        var authorities = hubs
        for _ in 0..<maximumRounds {
            let before = authorities
            authorities = [Double](repeating: 0, count: links.count)
            for node in links.nodes { for target in links[node] { authorities[Int(target)] += hubs[node] } }
            authorities = scaled(authorities)
            hubs = scaled(links.nodes.map { links[$0].reduce(0) { $0 + authorities[Int($1)] } })
            if zip(before, authorities).allSatisfy({ abs($0 - $1) < 1e-10 }) { break }
        }
        return (hubs, authorities)
    }

    private static func scaled(_ values: [Double]) -> [Double] {
        let greatest = values.max() ?? 0
        return greatest > 0 ? values.map { $0 / greatest } : values
    }
}
