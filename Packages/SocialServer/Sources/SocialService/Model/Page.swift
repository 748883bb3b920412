/// Which part of a long list is asked for. Lists are ordered from the newest to the oldest.
public struct PageRequest: Sendable, Hashable {
    /// Only what is older than this.
    public var maximum: Identifier?
    /// Only what is newer than this; the newest first.
    public var since: Identifier?
    /// What follows directly after this: the oldest of what is newer.
    public var minimum: Identifier?
    /// How many entries at most.
    public var limit: Int

    /// Makes a request.
    public init(
        maximum: Identifier? = nil, since: Identifier? = nil, minimum: Identifier? = nil, limit: Int = 20
    ) {
        self.maximum = maximum
        self.since = since
        self.minimum = minimum
        self.limit = limit
    }

    /// Whether entries are looked for from the oldest on.
    public var isAscending: Bool { minimum != nil }

    /// Entries must be smaller than this.
    public var below: Identifier { maximum ?? Identifier(rawValue: Int64.max) }

    /// Entries must be greater than this.
    public var above: Identifier { max(since ?? Identifier(rawValue: 0), minimum ?? Identifier(rawValue: 0)) }

    /// The request for what comes after an entry in the order of looking.
    public func after(_ id: Identifier) -> PageRequest {
        var next = self
        if isAscending { next.minimum = id } else { next.maximum = id }
        return next
    }
}

/// A part of a long list, the newest first.
public struct Page<Element: Sendable>: Sendable {
    /// The entries.
    public var items: [Element]
    /// The position of the first entry: what is newer lies above it.
    public var newest: Identifier?
    /// The position of the last entry: what is older lies below it.
    public var oldest: Identifier?

    /// Makes a page.
    public init(items: [Element], newest: Identifier?, oldest: Identifier?) {
        self.items = items
        self.newest = newest
        self.oldest = oldest
    }
}

/// An entry of a list with its position in it, such as a favourite's own identifier.
public struct Placed<Element: Sendable>: Sendable {
    /// The position.
    public var place: Identifier
    /// The entry.
    public var element: Element

    /// Makes an entry.
    public init(place: Identifier, element: Element) {
        self.place = place
        self.element = element
    }
}
