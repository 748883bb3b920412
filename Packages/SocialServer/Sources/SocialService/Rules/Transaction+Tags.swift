/// Hashtags that the viewer follows or shows on their profile.
extension Transaction {
    /// The hashtags that the viewer follows, the last one first.
    public func followedTags(_ page: PageRequest) throws -> Page<TagSummary> {
        let page = clamped(page, 200)
        let found = try records.followedTags(of: viewer(), page)
        let ordered = page.isAscending ? found.reversed() : found
        return Page(items: ordered.map(\.element), newest: ordered.first?.place, oldest: ordered.last?.place)
    }

    /// Those among some hashtags that the viewer follows and shows; none if nobody is logged in.
    public func relations(to names: [String]) throws -> (followed: Set<String>, featured: Set<String>) {
        guard let viewerID else { return ([], []) }
        let featured = Set(try records.featuredTags(of: viewerID).map(\.name))
        return (try records.followedTags(of: viewerID, among: names), featured.intersection(names))
    }

    /// Follows a hashtag: public statuses that have it appear in the viewer's home.
    public func follow(tag name: String) throws -> TagSummary {
        let viewer = try viewer()
        let tag = try tag(name)
        guard try records.followedTags(of: viewer, PageRequest(limit: 1000)).count < 1000 else {
            throw SocialError.invalid(field: "Followed hashtags", reason: "are more than 1000")
        }
        try records.follow(tag: tag.name, id: newID(), of: viewer)
        return tag
    }

    /// Follows a hashtag no more.
    public func unfollow(tag name: String) throws -> TagSummary {
        let tag = try tag(name)
        try records.unfollow(tag: tag.name, of: viewer())
        return tag
    }

    /// The hashtags on an account's profile.
    public func featuredTags(of id: Identifier) throws -> (account: Account, tags: [FeaturedTag]) {
        (try account(id), try records.featuredTags(of: id))
    }

    /// Puts a hashtag on the viewer's profile.
    public func feature(tag name: String) throws -> FeaturedTag {
        let viewer = try viewer()
        let bare = name.hasPrefix("#") ? String(name.dropFirst()) : name
        guard let tag = try? tag(bare) else {
            throw SocialError.invalid(field: "Tag", reason: "'\(bare.prefix(60))' is not a valid hashtag")
        }
        let known = try records.featuredTags(of: viewer)
        if let known = known.first(where: { $0.name == tag.name }) { return known }
        guard known.count < limits.featuredTags else {
            throw SocialError.invalid(field: "Featured hashtags", reason: "are at most \(limits.featuredTags)")
        }
        _ = try records.feature(tag: tag.name, id: newID(), of: viewer)
        guard let featured = try records.featuredTags(of: viewer).first(where: { $0.name == tag.name }) else {
            throw SocialError.notFound("featured tag")
        }
        return featured
    }

    /// Takes a hashtag off the viewer's profile, by its name.
    public func unfeature(tag name: String) throws -> TagSummary {
        let tag = try tag(name)
        if let entry = try records.featuredTags(of: viewer()).first(where: { $0.name == tag.name }) {
            try records.deleteFeaturedTag(entry.id, of: viewer())
        }
        return tag
    }

    /// Takes a hashtag off the viewer's profile.
    public func deleteFeaturedTag(_ id: Identifier) throws {
        let viewer = try viewer()
        guard try records.featuredTags(of: viewer).contains(where: { $0.id == id }) else {
            throw SocialError.notFound("featured tag")
        }
        try records.deleteFeaturedTag(id, of: viewer)
    }

    /// The hashtags that the viewer uses most and does not show yet.
    public func suggestedTags() throws -> [TagSummary] {
        let viewer = try viewer()
        let shown = Set(try records.featuredTags(of: viewer).map(\.name))
        return try records.mostUsedTags(of: viewer, limit: 20).filter { !shown.contains($0.name) }.prefix(10).map { $0 }
    }
}
