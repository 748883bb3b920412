/// How important pages are by their links alone: PageRank (Page and Brin 1998) and HITS (Kleinberg 1999).
public struct LinkRank: Sendable {
    /// PageRank of each page; all together are 1.
    public let pageRank: [Int: Double]
    /// How good a list of links each page is, relative to the best.
    public let hubs: [Int: Double]
    /// How much good lists link to each page, relative to the best.
    public let authorities: [Int: Double]

    /// The chance that a reader follows a link instead of starting anywhere.
    public static let damping = 0.85
    /// Both algorithms stop after this many rounds, or when nothing changes by more than 10⁻¹⁰.
    public static let maximumRounds = 100

    /// Ranks the pages of a graph.
    public init(_ graph: SiteGraph) {
        let index = Dictionary(uniqueKeysWithValues: graph.htmlPages.enumerated().map { ($1, $0) })
        let targets: [[Int]] = graph.htmlPages.map { id in
            Array(Set(graph.outlinks(id).compactMap { index[graph.resolve($0).end] }))
        }
        let ranks = Self.pageRank(targets)
        let (hubs, authorities) = Self.hits(targets)
        func named(_ values: [Double]) -> [Int: Double] {
            Dictionary(uniqueKeysWithValues: zip(graph.htmlPages, values))
        }
        (pageRank, self.hubs, self.authorities) = (named(ranks), named(hubs), named(authorities))
    }

    /// PageRank of the nodes `0..<targets.count`; nodes without links share out their rank evenly.
    public static func pageRank(_ targets: [[Int]]) -> [Double] {
        let count = Double(targets.count)
        var ranks = [Double](repeating: 1 / max(count, 1), count: targets.count)
        for _ in 0..<maximumRounds {
            var lost = 0.0
            var next = [Double](repeating: 0, count: targets.count)
            for (node, outgoing) in targets.enumerated() {
                if outgoing.isEmpty { lost += ranks[node] }
                for target in outgoing { next[target] += ranks[node] / Double(outgoing.count) }
            }
            var change = 0.0
            for node in next.indices {
                next[node] = (1 - damping) / count + damping * (next[node] + lost / count)
                change += abs(next[node] - ranks[node])
            }
            ranks = next
            if change < 1e-10 { break }
        }
        return ranks
    }

    /// Hub and authority weights of the nodes `0..<targets.count`, the greatest being 1.
    public static func hits(_ targets: [[Int]]) -> (hubs: [Double], authorities: [Double]) {
        var hubs = [Double](repeating: 1, count: targets.count)
        var authorities = hubs
        for _ in 0..<maximumRounds {
            let before = authorities
            authorities = [Double](repeating: 0, count: targets.count)
            for (node, outgoing) in targets.enumerated() {
                for target in outgoing { authorities[target] += hubs[node] }
            }
            authorities = scaled(authorities)
            hubs = scaled(targets.map { $0.reduce(0) { $0 + authorities[$1] } })
            if zip(before, authorities).allSatisfy({ abs($0 - $1) < 1e-10 }) { break }
        }
        return (hubs, authorities)
    }

    private static func scaled(_ values: [Double]) -> [Double] {
        let greatest = values.max() ?? 0
        return greatest > 0 ? values.map { $0 / greatest } : values
    }
}
