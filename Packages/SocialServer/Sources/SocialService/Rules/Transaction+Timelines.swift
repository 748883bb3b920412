/// Timelines.
extension Transaction {
    /// What those whom the viewer follows have posted and boosted, and the viewer too.
    public func home(_ page: PageRequest) throws -> Page<StatusView> {
        let viewer = try account(viewer())
        let exclusive = extent.contains(.exclusiveLists) ? try records.exclusivelyListed(of: viewer.id) : []
        return try fill(page, .home) { part in
            let found = try records.home(of: viewer.id, followingCount: viewer.followingCount, part)
            let tagged = extent.contains(.followedTags) ? try records.followedTagTimeline(of: viewer.id, part) : []
            guard !tagged.isEmpty else { return found }
            var known: Set<Identifier> = []
            return (found + tagged).sorted { part.isAscending ? $0.id < $1.id : $0.id > $1.id }
                .filter { known.insert($0.id).inserted }.prefix(part.limit).map { $0 }
        } choosing: { batch in
            exclusive.isEmpty ? batch : batch.filter { !exclusive.contains($0.accountID) }
        }
    }

    /// What everybody has posted for everybody.
    public func publicTimeline(_ page: PageRequest, onlyMedia: Bool = false) throws -> Page<StatusView> {
        try fill(page, .listed) { try records.publicTimeline($0, onlyMedia: onlyMedia) }
    }

    /// What was posted for everybody with a hashtag.
    public func tagTimeline(_ filter: TagFilter, _ page: PageRequest) throws -> Page<StatusView> {
        var filter = filter
        filter.any = filter.any.map { TagName.key($0) }
        filter.all = filter.all.map { TagName.key($0) }
        filter.none = filter.none.map { TagName.key($0) }
        let lowered = filter
        return try fill(page, .listed) { try records.tagTimeline(lowered, $0) }
    }

    /// What an account has posted, as far as the viewer may see it.
    public func statuses(
        of id: Identifier, _ filter: ProfileFilter, _ page: PageRequest
    ) throws -> Page<StatusView> {
        _ = try account(id)
        if let viewerID, try records.hidden(from: viewerID, among: [id])[id]?.contains(.blockedBy) ?? false {
            return Page(items: [], newest: nil, oldest: nil)
        }
        var filter = filter
        filter.onlyOpen = viewerID == nil
        filter.tag = filter.tag.map { TagName.key($0) }
        let chosen = filter
        return try fill(page, .asked) { try records.statuses(of: id, chosen, $0) }
    }

    /// A hashtag; one that nobody has used is there with a count of 0.
    public func tag(_ name: String) throws -> TagSummary {
        let name = TagName.key(name)
        guard StatusText("#\(name)").hashtags == [name] else { throw SocialError.notFound("tag") }
        return try records.tag(name) ?? TagSummary(id: Identifier(rawValue: 0), name: name, statusesCount: 0)
    }
}
