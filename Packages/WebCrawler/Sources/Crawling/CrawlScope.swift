import HTMLScanner
import WebAddress

/// Which addresses belong to a crawl.
public struct CrawlScope: Sendable {
    /// How far a crawl goes from its seeds.
    public enum Reach: String, Sendable, CaseIterable {
        /// The seeds' hosts, ports included.
        case host
        /// The seeds' hosts and the hosts below them.
        case subdomains
        /// Addresses that begin with the folder of a seed.
        case prefix
        /// Everywhere.
        case any
    }

    /// How far the crawl goes.
    public var reach: Reach = .host
    /// Where there are any, one of these patterns must match the address; `*` stands for anything.
    public var includes: [String] = []
    /// No address that one of these patterns matches is fetched.
    public var excludes: [String] = []
    private var hosts: Set<String> = []
    private var names: [String] = []
    private var prefixes: [String] = []

    /// Makes the scope of some seeds.
    public init(seeds: [WebURL], reach: Reach = .host, includes: [String] = [], excludes: [String] = []) {
        self.reach = reach
        self.includes = includes
        self.excludes = excludes
        for seed in seeds { add(seed) }
    }

    /// Widens the scope by a seed.
    public mutating func add(_ seed: WebURL) {
        hosts.insert(seed.host)
        names.append(seed.hostname)
        let target = seed.withoutFragment.href.prefix { $0 != "?" }
        prefixes.append(String(target[...(target.lastIndex(of: "/") ?? target.startIndex)]))
    }

    /// Why an address is not fetched.
    public struct Refusal: Sendable {
        /// The reason, for people.
        public var reason: String
        /// Whether the address lies outside the reach, rather than being excluded by a pattern.
        public var isOutside: Bool
    }

    /// Why an address is not fetched; nil when it belongs to the crawl. Patterns hold for addresses outside as well.
    public func refusal(of url: WebURL) -> Refusal? {
        if let reason = patternRefusal(of: url) { return Refusal(reason: reason, isOutside: false) }
        return reachRefusal(of: url).map { Refusal(reason: $0, isOutside: true) }
    }

    private func reachRefusal(of url: WebURL) -> String? {
        switch reach {
        case .host where !hosts.contains(url.host):
            return "outside the scope: the host is not the seed's (--scope host)"
        case .subdomains where !names.contains(where: { url.hostname == $0 || url.hostname.hasSuffix("." + $0) }):
            return "outside the scope: the host is not below the seed's (--scope subdomains)"
        case .prefix where !prefixes.contains(where: url.href.hasPrefix):
            return "outside the scope: the address does not begin as the seed does (--scope prefix)"
        default: return nil
        }
    }

    /// What `--include` and `--exclude` say of an address; nil when they let it pass.
    public func patternRefusal(of url: WebURL) -> String? {
        guard !includes.isEmpty || !excludes.isEmpty else { return nil }
        if let pattern = excludes.first(where: { wildcardMatch($0, url.href) }) {
            return "excluded by --exclude '\(pattern)'"
        }
        if !includes.isEmpty, !includes.contains(where: { wildcardMatch($0, url.href) }) {
            return "matched by no --include pattern"
        }
        return nil
    }
}

/// Whether a pattern, in which `*` stands for any text, matches all of a text; without `*`, whether it occurs in it.
public func wildcardMatch(_ pattern: String, _ text: String) -> Bool {
    guard pattern.contains("*") else { return text.contains(pattern) }
    let stretches = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
    var rest = Array(text.utf8)[...]
    guard let first = stretches.first, let last = stretches.last, rest.count >= first.count, rest.starts(with: first)
    else { return false }
    rest = rest.dropFirst(first.count)
    for stretch in stretches.dropFirst().dropLast() where !stretch.isEmpty {
        let letters = Array(stretch)
        var start = rest.startIndex
        while start + letters.count <= rest.endIndex, !rest[start...].starts(with: letters) { start += 1 }
        guard start + letters.count <= rest.endIndex else { return false }
        rest = rest[(start + letters.count)...]
    }
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
}
