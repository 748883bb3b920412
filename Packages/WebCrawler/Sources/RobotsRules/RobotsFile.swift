/// A robots.txt file (RFC 9309): which paths a crawler of a given name may fetch, and the line that says so.
public struct RobotsFile: Sendable, Equatable {
    /// One `allow` or `disallow` line.
    public struct Rule: Sendable, Equatable {
        /// Whether the line allows.
        public var allows: Bool
        /// The pattern in the form in which it is compared.
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

    /// Whether an address may be fetched: ``AgentRules/verdict(for:)`` of ``rules(for:)``.
    ///
    /// - Parameters:
    ///   - agent: The product token (`ExampleBot`); a version behind a `/` does not count, nor does case.
    ///   - target: The address: a whole URL, or path and query, percent-encoded as it is requested.
    public func verdict(for target: some StringProtocol, agent: some StringProtocol) -> Verdict {
        rules(for: agent).verdict(for: Array(target.utf8))
    }

    /// What the file says to one agent: the groups that name it are merged; without one, those of `*` are.
    public func rules(for agent: some StringProtocol) -> AgentRules {
        let groups = groups(for: agent)
        return AgentRules(rules: groups.flatMap(\.rules), crawlDelay: groups.compactMap(\.crawlDelay).max())
    }

    private func groups(for agent: some StringProtocol) -> [Group] {
        let token = agent.prefix { $0 != "/" }.lowercased().utf8.map { $0 }
        let own = token.isEmpty ? [] : groups.filter { $0.agents.contains(token) }
        return own.isEmpty ? groups.filter { $0.agents.contains([UInt8(ascii: "*")]) } : own
    }
}
