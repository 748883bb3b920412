/// Filters: the viewer's own, and what they match.
extension Transaction {
    /// How many filters a member has at most, and how many keywords and statuses each.
    private static let most = (filters: 200, parts: 200)

    /// The viewer's filters, the oldest first.
    public func filters() throws -> [StatusFilter] { try records.filters(of: viewer()) }

    /// One of the viewer's filters.
    public func filter(_ id: Identifier) throws -> StatusFilter {
        guard let filter = try filters().first(where: { $0.id == id }) else { throw SocialError.notFound("filter") }
        return filter
    }

    /// The viewer's filter that a keyword belongs to.
    public func filter(withKeyword id: Identifier) throws -> StatusFilter {
        guard let filter = try filters().first(where: { $0.keywords.contains { $0.id == id } }) else {
            throw SocialError.notFound("keyword")
        }
        return filter
    }

    /// The viewer's filter that a single status's entry belongs to.
    public func filter(withEntry id: Identifier) throws -> StatusFilter {
        guard let filter = try filters().first(where: { $0.entries.contains { $0.id == id } }) else {
            throw SocialError.notFound("filter status")
        }
        return filter
    }

    /// Makes a filter.
    public func makeFilter(
        title: String, contexts: Set<StatusFilter.Context>, action: StatusFilter.Action, seconds: Int?,
        keywords: [(text: String, isWholeWord: Bool)]
    ) throws -> StatusFilter {
        let owner = try viewer()
        guard try records.filters(of: owner).count < Self.most.filters else {
            throw SocialError.invalid(field: "Filters", reason: "are more than \(Self.most.filters)")
        }
        var filter = StatusFilter(
            id: newID(), title: title, contexts: contexts, action: action, expiresAt: expiry(seconds))
        filter.keywords = keywords.map {
            StatusFilter.Keyword(id: newID(), text: $0.text, isWholeWord: $0.isWholeWord)
        }
        try check(filter)
        try records.insert(filter, of: owner)
        tell(.filtersChanged(owner))
        return filter
    }

    /// Replaces one of the viewer's filters by a changed one.
    public func change(_ id: Identifier, _ body: (inout StatusFilter) throws -> Void) throws -> StatusFilter {
        var filter = try filter(id)
        try body(&filter)
        try check(filter)
        try records.update(filter)
        tell(.filtersChanged(try viewer()))
        return filter
    }

    /// Removes one of the viewer's filters.
    public func deleteFilter(_ id: Identifier) throws {
        try records.deleteFilter(filter(id).id)
        tell(.filtersChanged(try viewer()))
    }

    /// An identifier for a part of a filter, for use in ``change(_:_:)``.
    public func newPart() -> Identifier { newID() }

    /// When something ends that lasts for some seconds from now; nil for no end.
    public func expiry(_ seconds: Int?) -> Int64? {
        seconds.flatMap { $0 > 0 ? now + Int64(min($0, 100 * 365 * 86_400)) * 1000 : nil }
    }

    private func check(_ filter: StatusFilter) throws {
        guard !filter.title.allSatisfy(\.isWhitespace) else {
            throw SocialError.invalid(field: "Title", reason: "can't be blank")
        }
        guard filter.title.count <= 256, filter.title.utf8.count <= 4096, !filter.title.utf8.contains(0) else {
            throw SocialError.invalid(field: "Title", reason: "is longer than 256 characters")
        }
        guard !filter.contexts.isEmpty else {
            throw SocialError.invalid(field: "Context", reason: "can't be blank")
        }
        guard filter.keywords.count <= Self.most.parts, filter.entries.count <= Self.most.parts else {
            throw SocialError.invalid(field: "Keywords", reason: "are more than \(Self.most.parts)")
        }
        for keyword in filter.keywords {
            guard !keyword.text.allSatisfy(\.isWhitespace) else {
                throw SocialError.invalid(field: "Keyword", reason: "can't be blank")
            }
            guard keyword.text.count <= 512, keyword.text.utf8.count <= 8192, !keyword.text.utf8.contains(0) else {
                throw SocialError.invalid(field: "Keyword", reason: "is longer than 512 characters")
            }
        }
    }

    /// Notes on views which of the viewer's filters they match.
    func applyFilters(to views: inout [StatusView]) throws {
        guard let viewerID, !views.isEmpty, extent.contains(.filters) else { return }
        let filters = try records.filters(of: viewerID)
        guard !filters.isEmpty else { return }
        let now = now
        for index in views.indices {
            views[index].filtered = filters.compactMap { $0.match(views[index], now: now) }
        }
    }

    /// What of one status matches the filters of some readers: for live streams.
    func filterMatches(_ view: StatusView, among readers: [Identifier]) throws -> [Identifier: [FilterMatch]] {
        var found: [Identifier: [FilterMatch]] = [:]
        for reader in try records.filtering(among: readers) {
            let matches = try records.filters(of: reader).compactMap { $0.match(view, now: now) }
            if !matches.isEmpty { found[reader] = matches }
        }
        return found
    }
}
