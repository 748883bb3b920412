import HTMLScanner
import WebAddress

/// The addresses that a crawl knows, by fingerprint: 12 bytes each, so that a million fit anywhere.
///
/// Both frontiers use it; what it decides they store. An address is entered by the first link that names it. A later
/// link can want more of it: to follow what only `nofollow` links named, to read a page that was a mere resource, or
/// to know the anchors of a page of which only the status was asked. Then the address is *promoted*.
public struct AddressBook: Sendable {
    /// A change to be stored.
    public enum Change: Sendable {
        /// A new address.
        case new(StoredAddress)
        /// A known address of which a later link wants more.
        case promoted(Promotion)
    }

    /// What a later link wants of a known address.
    public struct Promotion: Sendable {
        /// The address.
        public var id: Int
        /// The depth at which the link names it.
        public var depth: Int
        /// The page with the link.
        public var source: Int?
        /// What it is asked for from now on.
        public var purpose: FetchPurpose
        /// What had become of it so far: it was skipped, it was visited, or it waits.
        public var from: StoredAddress.State
    }

    private var numbers: [UInt64: Int32] = [:]
    /// Skipped only because no link to it was to be followed.
    private var unfollowed: Set<Int32> = []
    /// Entered as a part of a page: a link to read it wants more.
    private var parts: Set<Int32> = []
    /// Asked only for the status: a link with a fragment wants more.
    private var statuses: Set<Int32> = []
    /// Which of `parts` and `statuses` were visited.
    private var visited: Set<Int32> = []
    /// How many addresses there are: the last number.
    public private(set) var count = 0

    /// The reason of addresses that only `rel=nofollow` links name.
    public static let noFollowReason = "every link to it says rel=nofollow"

    /// Makes an empty book.
    public init() {}

    /// Enters an address that was stored before. Addresses come in the order of their numbers.
    public mutating func restore(_ address: StoredAddress) {
        let number = Int32(clamping: address.id)
        if address.state == .unusable {
            numbers[LinkTarget.unusable(written: address.url, reason: "").key] = number
        } else {
            var url = address.url
            numbers[url.withUTF8 { fingerprint(of: $0) }] = number
        }
        switch address.state {
        case .skipped: if address.reason == Self.noFollowReason { unfollowed.insert(number) }
        case .waiting, .visited:
            if address.purpose != .follow { parts.insert(number) }
            if address.purpose == .status { statuses.insert(number) }
            if address.state == .visited, address.purpose != .follow { visited.insert(number) }
        case .unusable: break
        }
        count = max(count, address.id)
    }

    /// The number of an address, if it is known.
    public func number(of url: WebURL) -> Int? {
        numbers[fingerprint(of: url.bytes)].map(Int.init)
    }

    /// Notes that an address was visited.
    public mutating func finished(_ id: Int) {
        let number = Int32(clamping: id)
        if parts.contains(number) || statuses.contains(number) { visited.insert(number) }
    }

    /// The number of a link's target; new ones are entered and appended to `changes`.
    public mutating func enter(
        _ link: PageLink, depth: Int, source: Int?, policy: any AdmissionPolicy, changes: inout [Change]
    ) -> Int {
        let key = link.target.key
        if let number = numbers[key] {
            if wantsMore(link, number) { promote(number, link, depth, source, policy, &changes) }
            return Int(number)
        }
        switch link.target {
        case .unusable(let written, let reason):
            return append(written, key, .unusable, depth, source, .status, reason, &changes)
        case .url(let url):
            switch policy.admission(of: url, by: link, depth: depth) {
            case .ask(let purpose):
                let id = append(url.href, key, .waiting, depth, source, purpose, nil, &changes)
                if link.kind.isStatusOnly { parts.insert(Int32(clamping: id)) }
                if purpose == .status { statuses.insert(Int32(clamping: id)) }
                return id
            case .skip(let reason):
                let id = append(url.href, key, .skipped, depth, source, .follow, reason, &changes)
                if reason == Self.noFollowReason { unfollowed.insert(Int32(clamping: id)) }
                return id
            }
        }
    }

    /// The number of an address of depth zero; a new one is appended to `changes`.
    public mutating func enter(_ url: WebURL, purpose: FetchPurpose, changes: inout [Change]) -> Int {
        let key = fingerprint(of: url.bytes)
        if let number = numbers[key] { return Int(number) }
        return append(url.href, key, .waiting, 0, nil, purpose, nil, &changes)
    }

    private mutating func append(
        _ url: String, _ key: UInt64, _ state: StoredAddress.State, _ depth: Int, _ source: Int?,
        _ purpose: FetchPurpose, _ reason: String?, _ changes: inout [Change]
    ) -> Int {
        count += 1
        numbers[key] = Int32(clamping: count)
        changes.append(
            .new(
                StoredAddress(
                    id: count, url: url, state: state, depth: depth, purpose: purpose, source: source, reason: reason)))
        return count
    }

    private func wantsMore(_ link: PageLink, _ number: Int32) -> Bool {
        if !unfollowed.isEmpty, !link.isNoFollow, unfollowed.contains(number) { return true }
        if !parts.isEmpty, !link.kind.isStatusOnly, parts.contains(number) { return true }
        return !statuses.isEmpty && link.needsAnchors && statuses.contains(number)
    }

    private mutating func promote(
        _ number: Int32, _ link: PageLink, _ depth: Int, _ source: Int?, _ policy: any AdmissionPolicy,
        _ changes: inout [Change]
    ) {
        guard let url = link.target.url, case .ask(let purpose) = policy.admission(of: url, by: link, depth: depth)
        else { return }
        let wasSkipped = unfollowed.remove(number) != nil
        let present: FetchPurpose = statuses.contains(number) ? .status : .anchors
        if !link.kind.isStatusOnly { parts.remove(number) }
        guard wasSkipped || present < purpose else { return }
        if purpose != .status { statuses.remove(number) }
        let from: StoredAddress.State =
            wasSkipped ? .skipped : visited.remove(number) != nil ? .visited : .waiting
        changes.append(
            .promoted(Promotion(id: Int(number), depth: depth, source: source, purpose: purpose, from: from)))
    }
}
