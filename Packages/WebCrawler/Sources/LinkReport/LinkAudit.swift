import Crawling

/// Judges every link of a crawl.
public struct LinkAudit: Sendable {
    /// The findings in the order of pages and links: one for each pair of page and target.
    public private(set) var findings: [Finding] = []
    /// What was not asked for.
    public private(set) var skipped = SkippedLinks()
    /// How many links were judged.
    public private(set) var checkedCount = 0
    /// How many pages were judged.
    public let pageCount: Int

    /// Judges the links of a graph.
    ///
    /// - Parameter accepted: Statuses of 400 and more that count as good.
    public init(_ graph: SiteGraph, accepted: StatusSet = StatusSet()) {
        pageCount = graph.htmlPages.count
        var judge = WebJudge(graph: graph, accepted: accepted)
        for id in graph.documents {
            var seen: Set<String> = []
            let source = graph.url(id)
            for link in graph.pages.links(of: id) {
                let target = graph.url(link.target) + (link.fragment.map { "#" + $0 } ?? "")
                take(judge.judge(link, source: source, target: target), target, source, &seen)
            }
            if let page = graph.pages[id] { takeLimits(of: page, source) }
        }
        for id in graph.seeds { takeSeed(id, &judge) }
    }

    private mutating func take(
        _ verdict: WebJudge.Verdict, _ target: String, _ source: String, _ seen: inout Set<String>
    ) {
        switch verdict {
        case .good: checkedCount += 1
        case .skipped(let reason): skipped.add(target, reason: reason, source: source)
        case .bad(let finding):
            checkedCount += 1
            if seen.insert("\(finding.kind.rawValue) \(finding.target)").inserted { findings.append(finding) }
        }
    }

    /// What a page holds beyond the limits was not looked at.
    private mutating func takeLimits(of page: PageFacts, _ source: String) {
        if page.skippedLinkCount > 0 {
            skipped.add(
                source, reason: "the page has more links than are read", source: source, links: page.skippedLinkCount)
        }
        if page.isTruncated {
            skipped.add(source, reason: "the page is longer than --max-body: its end was not read", source: source)
        }
    }

    /// An address that the user named is judged like a link on the command line.
    private mutating func takeSeed(_ id: Int, _ judge: inout WebJudge) {
        let link = StoredPage.Link(target: id, fragment: nil, kind: 0, isNoFollow: false)
        switch judge.judge(link, source: nil, target: graph(judge).url(id)) {
        case .good: break
        case .skipped(let reason): skipped.add(graph(judge).url(id), reason: reason, source: nil)
        case .bad(let finding): if finding.kind != .redirect { findings.append(finding) }
        }
    }

    private func graph(_ judge: WebJudge) -> SiteGraph { judge.graph }
}

/// HTTP statuses, as `--accept` names them.
public struct StatusSet: Sendable, Equatable {
    private var ranges: [ClosedRange<Int>] = []

    /// No status.
    public init() {}

    /// Reads `403,999`, `5xx` and `400-499`; nil for anything else.
    public init?(_ text: String) {
        for part in text.split(separator: ",") {
            let part = part.filter { !$0.isWhitespace }.lowercased()
            if part.count == 3, part.hasSuffix("xx"), let first = Int(part.prefix(1)) {
                ranges.append(first * 100...first * 100 + 99)
                continue
            }
            let ends = part.replacing("..=", with: "-").split(separator: "-").map { Int($0) }
            guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1], low <= high,
                (100...999).contains(low), (100...999).contains(high)
            else { return nil }
            ranges.append(low...high)
        }
        if ranges.isEmpty { return nil }
    }

    /// Whether a status is among them.
    public func contains(_ status: Int) -> Bool { ranges.contains { $0.contains(status) } }
}

/// Judges one link by what the crawl knows of its target.
struct WebJudge {
    let graph: SiteGraph
    let accepted: StatusSet

    /// What becomes of a link.
    enum Verdict {
        /// It is well.
        case good
        /// It was not looked at.
        case skipped(String)
        /// Something is to be said about it.
        case bad(Finding)
    }

    /// The verdict about a link.
    ///
    /// - Parameter source: The page that has it; nil for an address that the user named.
    func judge(_ link: StoredPage.Link, source: String?, target: String) -> Verdict {
        func finding(_ kind: Finding.Kind, _ status: Int, _ detail: String) -> Verdict {
            .bad(
                Finding(
                    kind: kind, source: source, position: link.position, target: target, status: status, detail: detail)
            )
        }
        let id = link.target
        if link.isIgnored { return .skipped("a comment in the page says to ignore it") }
        switch graph.addresses.state(id) {
        case .unusable: return finding(.invalid, 0, graph.addresses.reason(id) ?? "not a valid URL")
        case .skipped: return .skipped(graph.addresses.reason(id) ?? "it was not asked for")
        case .waiting: return .skipped("the crawl ended before it was asked for")
        case .visited: break
        }
        let first = graph.pages[id]
        let resolution = graph.resolve(id, fragment: link.fragment)
        if resolution.isLoop { return finding(.loop, first?.status ?? 0, "redirects in a circle") }
        let end = graph.pages[resolution.end]
        var by: String { resolution.hops > 0 ? " behind a redirect to \(graph.url(resolution.end))" : "" }
        guard let end else {
            // A redirect led to an address that was not asked for.
            return graph.addresses.state(resolution.end) == .skipped
                || graph.addresses.state(resolution.end) == .waiting
                ? .skipped((graph.addresses.reason(resolution.end) ?? "the crawl ended before it was asked for") + by)
                : .good
        }
        switch fault(end, kind: link.kind) {
        case .skipped(let reason): return .skipped(reason + by)
        case .fault(let kind, let detail): return finding(kind, end.status, detail + by)
        case .none: break
        }
        switch anchor(resolution.fragment, resolution.end, end) {
        case .missing(let name):
            return finding(.fragment, end.status, "the page has no id or name '\(name)'\(by)")
        case .unchecked(let reason): return .skipped(reason)
        case .present: break
        }
        if resolution.hops > 0 {
            let chain = resolution.hops > 1 ? " by \(resolution.hops) redirects" : ""
            var redirect = Finding(
                kind: .redirect, source: source, position: link.position, target: target, status: first?.status ?? 0,
                detail: "now at \(graph.url(resolution.end))\(chain)")
            redirect.destination = graph.url(resolution.end)
            return .bad(redirect)
        }
        if source?.hasPrefix("https:") ?? false, graph.addresses.hasPrefix("http:".utf8, id),
            [1, 2, 3, 6].contains(link.kind)
        {
            return finding(.mixedContent, end.status, "an encrypted page takes an unencrypted part")
        }
        return .good
    }

    private enum Fault {
        case none
        case skipped(String)
        case fault(Finding.Kind, String)
    }

    /// What is wrong with an answer itself.
    private func fault(_ record: PageFacts, kind: UInt8) -> Fault {
        if record.status > 0, record.failure == nil || record.failure == .throttled, accepted.contains(record.status) {
            return .none
        }
        let detail = record.detail
        switch record.failure {
        case .timeout: return .fault(.timeout, detail ?? "no answer in time")
        case .insecure: return .fault(.insecure, "bad certificate or TLS" + (detail.map { ": \($0)" } ?? ""))
        case .bomb: return .fault(.unreadable, "decompresses to more than the limit")
        case .unreadable: return .fault(.unreadable, detail ?? "cannot be read")
        case .throttled: return .fault(.throttled, detail ?? "still throttled")
        case .badRedirect: return .fault(.broken, detail ?? "redirects nowhere")
        case .internalAddress:
            return .skipped("an internal address that you did not name: give it as a target, or use --allow-internal")
        case .robotsUnreachable: return .skipped("its robots.txt could not be read")
        case .unknownHost: return .fault(.broken, "the host has no address")
        case .connection, .malformed:
            return .fault(.broken, (record.failure?.rawValue ?? "") + (detail.map { ": \($0)" } ?? ""))
        case .none: break
        }
        if record.status == 429 { return .fault(.throttled, "still throttled after all retries") }
        // A form is asked without its fields: only "there is no such thing" says that its address is dead.
        if kind == Self.form, record.status != 404, record.status != 410 { return .none }
        if record.status >= 400 { return .fault(.broken, "status \(record.status)") }
        if let detail, record.isPage { return .fault(.unreadable, detail) }
        return .none
    }

    private static let form: UInt8 = 8

    private enum AnchorVerdict {
        case present
        case missing(String)
        case unchecked(String)
    }

    /// Whether a page has an element for a fragment (HTML standard, "find a potential indicated element").
    private func anchor(_ fragment: String?, _ id: Int, _ page: PageFacts) -> AnchorVerdict {
        guard let fragment, !fragment.isEmpty else { return .present }
        let name = Anchor.name(of: fragment)
        let isText = name.count < fragment.count
        if !name.isEmpty, page.hasAnchors, !page.isTruncated, name.lowercased() != "top",
            !Anchor.fingerprints(of: name).contains(where: { graph.pages.hasAnchor($0, id) })
        {
            if page.isPicture, name.contains("(") || name.contains("=") { return .present }
            if name.hasPrefix("/") || name.hasPrefix("!") {
                return .unchecked("a fragment that only the page's script understands")
            }
            return .missing(String(name))
        }
        if isText { return .unchecked("a text fragment, which only a browser can check") }
        return .present
    }
}
