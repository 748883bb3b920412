/// What a robots.txt says to one agent.
public struct AgentRules: Sendable, Equatable {
    /// The rules, in the order of the file.
    public let rules: [RobotsFile.Rule]
    /// The seconds between requests that the file asks for (`Crawl-delay`, no part of the RFC); nil: it asks for none.
    public let crawlDelay: Double?

    /// No rules: all is allowed.
    public static let none = AgentRules(rules: [], crawlDelay: nil)

    /// Whether an address may be fetched (RFC 9309, section 2.2.2).
    ///
    /// The longest matching pattern wins, and `allow` wins between equals. Without a match all is allowed.
    ///
    /// - Parameter target: The address: a whole URL, or path and query, percent-encoded as it is requested.
    public func verdict(for target: [UInt8]) -> RobotsFile.Verdict {
        guard !rules.isEmpty else { return RobotsFile.Verdict(isAllowed: true, rule: nil) }
        let path = RobotsPattern.normalize(Self.path(of: target), isPattern: false)
        var best: RobotsFile.Rule?
        for rule in rules where RobotsPattern.matches(rule.pattern, path) {
            guard let current = best else {
                best = rule
                continue
            }
            let isLonger = rule.pattern.count > current.pattern.count
            let isTie = rule.pattern.count == current.pattern.count
            if isLonger || isTie && rule.allows && !current.allows { best = rule }
        }
        return RobotsFile.Verdict(isAllowed: best?.allows ?? true, rule: best)
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
