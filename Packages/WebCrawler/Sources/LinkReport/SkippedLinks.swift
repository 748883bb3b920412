/// An address that links name and that was not asked for.
public struct SkippedAddress: Sendable, Hashable, Encodable {
    /// The address.
    public var address: String
    /// Why it was not asked for.
    public var reason: String
    /// The first page that links to it; nil when only the user or a sitemap names it.
    public var source: String?
    /// How many links name it.
    public var links: Int
}

/// The links that a check did not look at, by address: nothing is dropped in silence.
public struct SkippedLinks: Sendable {
    private var indices: [String: Int] = [:]
    /// The addresses in the order of their first links.
    public private(set) var addresses: [SkippedAddress] = []

    /// Makes an empty list.
    public init() {}

    /// How many links were skipped.
    public var linkCount: Int { addresses.reduce(0) { $0 + $1.links } }

    /// Counts a link.
    public mutating func add(_ address: String, reason: String, source: String?, links: Int = 1) {
        let key = reason + "\n" + address
        if let index = indices[key] {
            addresses[index].links += links
        } else {
            indices[key] = addresses.count
            addresses.append(SkippedAddress(address: address, reason: reason, source: source, links: links))
        }
    }

    /// Adds another list.
    public mutating func add(_ other: SkippedLinks) {
        for skipped in other.addresses {
            add(skipped.address, reason: skipped.reason, source: skipped.source, links: skipped.links)
        }
    }

    /// The addresses by reason, those with the most links first.
    public var byReason: [(reason: String, addresses: [SkippedAddress])] {
        Dictionary(grouping: addresses, by: \.reason)
            .map { (reason: $0.key, addresses: $0.value) }
            .sorted { ($1.addresses.count, $0.reason) < ($0.addresses.count, $1.reason) }
    }
}
