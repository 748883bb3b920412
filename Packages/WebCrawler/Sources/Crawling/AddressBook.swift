import HTMLScanner
import WebAddress

/// The addresses that a crawl knows, by fingerprint: 12 bytes each, so that a million fit anywhere.
///
/// Both frontiers use it; what it decides they store.
public struct AddressBook: Sendable {
    /// A change to be stored.
    public enum Change: Sendable {
        /// A new address.
        case new(StoredAddress)
        /// A known address that was left, and that a better link makes wait.
        case promoted(id: Int, depth: Int, source: Int?, isCheckOnly: Bool)
    }

    private var numbers: [UInt64: Int32] = [:]
    /// Left only because no link to it was to be followed.
    private var promotable: Set<Int32> = []
    /// How many addresses there are: the last number.
    public private(set) var count = 0

    /// The reason of addresses that only `rel=nofollow` links name.
    public static let noFollowReason = "every link to it says rel=nofollow"

    /// Makes an empty book.
    public init() {}

    /// Enters an address that was stored before. Addresses come in the order of their numbers.
    public mutating func restore(_ address: StoredAddress) {
        var url = address.url
        numbers[url.withUTF8 { fingerprint(of: $0) }] = Int32(clamping: address.id)
        if address.state == .left, address.reason == Self.noFollowReason {
            promotable.insert(Int32(clamping: address.id))
        }
        count = max(count, address.id)
    }

    /// The number of an address, if it is known.
    public func number(of url: WebURL) -> Int? {
        numbers[fingerprint(of: url.bytes)].map(Int.init)
    }

    /// The number of a link's target; new ones are entered and appended to `changes`.
    public mutating func enter(
        _ link: PageLink, depth: Int, source: Int?, policy: any AdmissionPolicy, changes: inout [Change]
    ) -> Int {
        let key = fingerprint(of: link.target.bytes)
        if let number = numbers[key] {
            if !promotable.isEmpty, promotable.contains(number), !link.isNoFollow {
                promote(number, link, depth, source, policy, &changes)
            }
            return Int(number)
        }
        let admission = policy.admission(
            of: link.target, depth: depth, kind: link.kind, isNoFollow: link.isNoFollow)
        return enter(link.target, key, depth, source, admission, &changes)
    }

    /// The number of a seed; a new one is appended to `changes`.
    public mutating func enter(seed: WebURL, changes: inout [Change]) -> Int {
        let key = fingerprint(of: seed.bytes)
        if let number = numbers[key] { return Int(number) }
        return enter(seed, key, 0, nil, .fetch, &changes)
    }

    private mutating func enter(
        _ url: WebURL, _ key: UInt64, _ depth: Int, _ source: Int?, _ admission: Admission, _ changes: inout [Change]
    ) -> Int {
        count += 1
        numbers[key] = Int32(clamping: count)
        var address = StoredAddress(
            id: count, url: url.href, state: .waiting, depth: depth, isCheckOnly: false, source: source, reason: nil)
        switch admission {
        case .fetch: break
        case .check: address.isCheckOnly = true
        case .leave(let reason):
            address.state = .left
            address.reason = reason
            if reason == Self.noFollowReason { promotable.insert(Int32(clamping: count)) }
        }
        changes.append(.new(address))
        return count
    }

    private mutating func promote(
        _ number: Int32, _ link: PageLink, _ depth: Int, _ source: Int?, _ policy: any AdmissionPolicy,
        _ changes: inout [Change]
    ) {
        let admission = policy.admission(of: link.target, depth: depth, kind: link.kind, isNoFollow: false)
        promotable.remove(number)
        guard admission == .fetch || admission == .check else { return }
        changes.append(.promoted(id: Int(number), depth: depth, source: source, isCheckOnly: admission == .check))
    }
}
