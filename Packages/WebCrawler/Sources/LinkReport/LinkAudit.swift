import Crawling

/// Judges every link of a crawl.
public struct LinkAudit: Sendable {
    /// The findings in the order of pages and links: one for each pair of page and target.
    public private(set) var findings: [Finding] = []
    /// How many text fragments (`#:~:text=`) there are: only a browser can check those.
    public private(set) var textFragments = 0
    /// How many pages were judged.
    public let pageCount: Int

    /// Judges the links of a graph.
    public init(_ graph: SiteGraph) {
        pageCount = graph.htmlPages.count
        var judge = WebJudge(graph: graph)
        for id in graph.htmlPages {
            var seen: Set<String> = []
            let source = graph.url(id)
            for link in graph.pages.links(of: id) {
                let finding = judge.judge(
                    link.target, kind: link.kind, fragment: link.fragment, source: source,
                    target: graph.url(link.target) + (link.fragment.map { "#" + $0 } ?? ""))
                if let finding, seen.insert(finding.target).inserted { findings.append(finding) }
            }
        }
        textFragments = judge.textFragments
    }
}

/// Judges one link by what the crawl knows of its target.
struct WebJudge {
    let graph: SiteGraph
    private(set) var textFragments = 0

    init(graph: SiteGraph) {
        self.graph = graph
    }

    /// The finding about a link from outside the crawl, such as a local file.
    func judge(_ id: Int, _ link: PageLink, source: String, target: String) -> Finding? {
        var judge = self
        return judge.judge(id, kind: link.kind.rawValue, fragment: link.fragment, source: source, target: target)
    }

    /// The finding about a link; nil when it is well.
    mutating func judge(_ id: Int, kind: UInt8, fragment: String?, source: String, target: @autoclosure () -> String)
        -> Finding?
    {
        func finding(_ kind: Finding.Kind, _ status: Int, _ detail: String) -> Finding {
            Finding(kind: kind, source: source, target: target(), status: status, detail: detail)
        }
        let first = graph.pages[id]
        let resolution = graph.resolve(id)
        if resolution.isLoop { return finding(.loop, first?.status ?? 0, "redirects in a circle") }
        let end = graph.pages[resolution.end]
        var by: String { resolution.hops > 0 ? " behind a redirect to \(graph.url(resolution.end))" : "" }
        if let end, let (kind, detail) = Self.fault(end) { return finding(kind, end.status, detail + by) }
        if let fragment, let end, lacks(fragment, resolution.end, end) {
            return finding(.fragment, end.status, "the page has no id or name '\(fragment)'\(by)")
        }
        if resolution.hops > 0 {
            let chain = resolution.hops > 1 ? " by \(resolution.hops) redirects" : ""
            let destination = graph.url(resolution.end)
            var redirect = finding(.redirect, first?.status ?? 0, "now at \(destination)\(chain)")
            redirect.destination = destination
            return redirect
        }
        if source.hasPrefix("https:"), graph.addresses.hasPrefix("http:".utf8, id), [1, 2, 3].contains(kind) {
            return finding(.mixedContent, end?.status ?? 0, "an encrypted page takes an unencrypted part")
        }
        return nil
    }

    /// What is wrong with an answer itself.
    private static func fault(_ record: PageFacts) -> (Finding.Kind, String)? {
        switch record.failure {
        case .timeout: return (.timeout, "no answer in time")
        case .insecure: return (.insecure, "bad certificate or TLS")
        case .bomb: return (.broken, "decompresses to more than the limit")
        case .internalAddress, .robotsUnreachable: return nil
        case .some(let failure): return (.broken, failure.rawValue)
        case .none: break
        }
        if record.status == 429 { return (.throttled, "still throttled after all retries") }
        return record.status >= 400 ? (.broken, "status \(record.status)") : nil
    }

    /// Whether a page has no place for a fragment (HTML standard, "find a potential indicated element").
    private mutating func lacks(_ fragment: String, _ id: Int, _ page: PageFacts) -> Bool {
        var name = fragment[...]
        if let directive = name.firstRange(of: ":~:") {
            textFragments += 1
            name = name[..<directive.lowerBound]
        }
        guard page.isPage, !page.isTruncated, !name.isEmpty, name.lowercased() != "top" else {
            return false
        }
        return !Anchor.fingerprints(of: name).contains { graph.pages.hasAnchor($0, id) }
    }
}
