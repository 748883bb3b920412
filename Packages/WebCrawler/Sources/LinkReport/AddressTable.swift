import Crawling

/// All addresses of a crawl, packed; the one with number `n` is the `n`th.
public struct AddressTable: Sendable {
    private var urls = PackedTexts()
    private var reasons = PackedTexts()
    private var states: [StoredAddress.State] = []
    private var depths: [Int32] = []
    private var sources: [Int32] = []
    private var purposes: [FetchPurpose] = []

    /// Makes an empty table.
    public init() {}

    /// Makes a table of addresses, whose numbers are 1, 2, 3 and so on.
    public init(_ addresses: some Sequence<StoredAddress>) {
        for address in addresses { append(address) }
    }

    /// How many addresses there are: the last number.
    public var count: Int { states.count }

    /// The numbers.
    public var numbers: Range<Int> { 1..<count + 1 }

    /// Appends the address whose number comes next.
    public mutating func append(_ address: StoredAddress) {
        urls.append(address.url)
        reasons.append(address.reason)
        states.append(address.state)
        depths.append(Int32(clamping: address.depth))
        sources.append(Int32(clamping: address.source ?? 0))
        purposes.append(address.purpose)
    }

    /// The address of a number.
    public func url(_ id: Int) -> String { urls[id - 1] ?? "" }

    /// Whether an address begins with these bytes.
    func hasPrefix(_ prefix: some Sequence<UInt8>, _ id: Int) -> Bool {
        urls.slice(id - 1)?.starts(with: prefix) ?? false
    }

    /// What became of the address of a number.
    public func state(_ id: Int) -> StoredAddress.State { states[id - 1] }

    /// Why the address of a number was skipped, or what is wrong with it.
    public func reason(_ id: Int) -> String? { reasons[id - 1] }

    /// What the address of a number was asked for.
    public func purpose(_ id: Int) -> FetchPurpose { purposes[id - 1] }

    /// The number of the page that named an address first; nil for a seed.
    public func source(_ id: Int) -> Int? { sources[id - 1] == 0 ? nil : Int(sources[id - 1]) }

    /// Whether the address of a number is a seed: nothing led to it.
    func isSeed(_ id: Int) -> Bool { depths[id - 1] == 0 && sources[id - 1] == 0 }

    /// The number of an address; nil when the crawl does not know it.
    public func number(of url: String) -> Int? {
        numbers.first { urls.slice($0 - 1)?.elementsEqual(url.utf8) ?? false }
    }
}
