/// A robots.txt file (RFC 9309): which paths a crawler of a given name may fetch, and the line that says so.
public struct RobotsFile: Sendable, Equatable {
    /// One `allow` or `disallow` line.
    public struct Rule: Sendable, Equatable {
        /// Whether the line allows.
        public var allows: Bool
        /// The pattern, escapes in capitals and other bytes beyond ASCII escaped.
        public var pattern: [UInt8]
        /// The line's number, from 1.
        public var line: Int
    }

    /// What a file says of one address.
    public struct Verdict: Sendable, Equatable {
        /// Whether it may be fetched.
        public var isAllowed: Bool
        /// The rule that decided; nil when no rule matches.
        public var rule: Rule?
    }

    /// Lines that belong together: they name agents, then give rules.
    struct Group: Sendable, Equatable {
        var agents: [[UInt8]] = []
        var rules: [Rule] = []
        var crawlDelay: Double?
    }

    /// The addresses of `Sitemap` lines, in order, as they are written.
    public private(set) var sitemaps: [String] = []
    private var groups: [Group] = []

    /// RFC 9309, section 2.5: a parser must take at least 500 KiB; this one stops there.
    public static let maximumLength = 500 * 1024
    /// Lines are cut here, as the reference parser does: eight times the longest URL of old browsers.
    static let maximumLineLength = 2083 * 8

    /// Reads a file. Anything is a robots.txt: lines that mean nothing are passed over.
    public init(_ bytes: some Sequence<UInt8>) {
        var reader = RobotsReader(bytes)
        groups = reader.read()
        sitemaps = reader.sitemaps
    }

    /// Whether an address may be fetched.
    ///
    /// The groups that name the agent are merged; without one, those of `*` are. The longest matching pattern wins,
    /// and `allow` wins between equals. Without a match all is allowed.
    ///
    /// - Parameters:
    ///   - agent: The product token (`ExampleBot`); a version behind a `/` does not count, nor does case.
    ///   - target: The address: a whole URL, or path and query, percent-encoded as it is requested.
    public func verdict(for target: some StringProtocol, agent: some StringProtocol) -> Verdict {
        let path = RobotsPattern.normalize(Self.path(of: Array(target.utf8)), escapes: false)
        var best: Rule?
        for group in groups(for: agent) {
            for rule in group.rules where RobotsPattern.matches(rule.pattern, path) {
                guard let current = best else {
                    best = rule
                    continue
                }
                let isLonger = rule.pattern.count > current.pattern.count
                let isTie = rule.pattern.count == current.pattern.count
                if isLonger || isTie && rule.allows && !current.allows { best = rule }
            }
        }
        return Verdict(isAllowed: best?.allows ?? true, rule: best)
    }

    /// The seconds between requests that the file asks the agent to keep (`Crawl-delay`, no part of the RFC).
    public func crawlDelay(for agent: some StringProtocol) -> Double? {
        groups(for: agent).compactMap(\.crawlDelay).max()
    }

    private func groups(for agent: some StringProtocol) -> [Group] {
        let token = agent.prefix { $0 != "/" }.lowercased().utf8.map { $0 }
        let own = token.isEmpty ? [] : groups.filter { $0.agents.contains(token) }
        return own.isEmpty ? groups.filter { $0.agents.contains([UInt8(ascii: "*")]) } : own
    }

    /// Path and query of a URL; `/` when it has none.
    private static func path(of target: [UInt8]) -> ArraySlice<UInt8> {
        var rest = target[...]
        if let fragment = rest.firstIndex(of: UInt8(ascii: "#")) { rest = rest[..<fragment] }
        if rest.first == UInt8(ascii: "/"), !rest.starts(with: "//".utf8) { return rest }
        let query = rest.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
        var start = rest.startIndex
        for index in rest.indices.dropLast(2) where index < query && rest[index...].starts(with: "://".utf8) {
            start = index + 3
            break
        }
        if start == rest.startIndex, rest.starts(with: "//".utf8) { start += 2 }
        guard let slash = rest[start...].firstIndex(where: { "/?;".utf8.contains($0) }) else { return [0x2F] }
        return rest[slash] == 0x2F ? rest[slash...] : [0x2F] + rest[slash...]
    }
}
