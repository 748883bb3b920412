/// Boosts, favourites and bookmarks.
extension Transaction {
    /// Boosts a status; a second time changes nothing.
    public func boost(_ id: Identifier, visibility: Visibility? = nil) throws -> StatusView {
        let viewer = try viewer()
        let target = try statusToReactTo(id)
        switch target.visibility {
        case .public, .unlisted: break
        case .followers where target.accountID == viewer: break
        default: throw SocialError.forbidden("This status may not be boosted.")
        }
        if let known = try records.boost(of: target.id, by: viewer) { return try view(of: known) }
        // A boost is never seen by more than its status is.
        let wanted = visibility ?? .public
        let widest = target.visibility == .followers ? Visibility.followers : wanted
        guard wanted != .direct else {
            throw SocialError.invalid(field: "Visibility", reason: "of a boost cannot be direct")
        }
        var boost = Status(id: newID(), accountID: viewer, text: "", visibility: widest)
        boost.boostOf = target.id
        try records.insert(boost, tags: [], mentions: [])
        try notify(.boost, target.accountID, from: viewer, status: target.id)
        tell(.posted(outline(of: boost, tags: [], mentions: [])))
        return try view(of: boost)
    }

    /// A status that the viewer may see, of somebody whom they do not block: nobody brings those whom they block before
    /// others, or draws their attention, by accident.
    private func statusToReactTo(_ id: Identifier) throws -> Status {
        let target = try visibleStatus(id)
        let hiding = try records.hidden(from: viewer(), among: [target.accountID])[target.accountID] ?? []
        guard !hiding.contains(.blocking) else { throw SocialError.forbidden("You block the author of this status.") }
        return target
    }

    /// Takes a boost back, if there is one.
    public func unboost(_ id: Identifier) throws -> StatusView {
        let viewer = try viewer()
        let target = try visibleStatus(id)
        if let boost = try records.boost(of: target.id, by: viewer) {
            try records.deleteStatuses([boost.id])
            try records.deleteNotification(kind: .boost, to: target.accountID, from: viewer, status: target.id)
            tell(.deleted(outline(of: boost, tags: [], mentions: [])))
        }
        return try status(target.id)
    }

    /// Adds a status to the viewer's favourites.
    public func favourite(_ id: Identifier) throws -> StatusView {
        let viewer = try viewer()
        let target = try statusToReactTo(id)
        if try records.insert(.favourited, id: newID(), of: viewer, on: target.id) {
            try notify(.favourite, target.accountID, from: viewer, status: target.id)
        }
        return try status(target.id)
    }

    /// Takes a status off the viewer's favourites.
    public func unfavourite(_ id: Identifier) throws -> StatusView {
        let viewer = try viewer()
        let target = try visibleStatus(id)
        if try records.delete(.favourited, of: viewer, on: target.id) {
            try records.deleteNotification(kind: .favourite, to: target.accountID, from: viewer, status: target.id)
        }
        return try status(target.id)
    }

    /// Adds a status to the viewer's bookmarks, which nobody else sees.
    public func bookmark(_ id: Identifier) throws -> StatusView {
        let viewer = try viewer()
        let target = try visibleStatus(id)
        _ = try records.insert(.bookmarked, id: newID(), of: viewer, on: target.id)
        return try status(target.id)
    }

    /// Takes a status off the viewer's bookmarks.
    public func unbookmark(_ id: Identifier) throws -> StatusView {
        let viewer = try viewer()
        let target = try visibleStatus(id)
        _ = try records.delete(.bookmarked, of: viewer, on: target.id)
        return try status(target.id)
    }

    /// Who has boosted a status.
    public func boostedBy(_ id: Identifier, _ page: PageRequest) throws -> Page<Account> {
        let target = try visibleStatus(id)
        return Self.accounts(try records.markers(.boosted, of: target.id, clamped(page, limits.accountsPerPage)), page)
    }

    /// Who has a status among the favourites.
    public func favouritedBy(_ id: Identifier, _ page: PageRequest) throws -> Page<Account> {
        let target = try visibleStatus(id)
        return Self.accounts(
            try records.markers(.favourited, of: target.id, clamped(page, limits.accountsPerPage)), page)
    }

    /// The viewer's favourites or bookmarks, the last one that was added first.
    public func marked(_ mark: Marks, _ page: PageRequest) throws -> Page<StatusView> {
        let viewer = try viewer()
        let page = clamped(page, limits.statusesPerPage)
        let found = try records.marked(mark, by: viewer, page)
        let ordered = page.isAscending ? found.reversed() : found
        return Page(
            items: try views(of: ordered.map(\.element), .asked), newest: ordered.first?.place,
            oldest: ordered.last?.place)
    }

    static func accounts(_ found: [Placed<Account>], _ page: PageRequest) -> Page<Account> {
        let ordered = page.isAscending ? found.reversed() : found
        return Page(items: ordered.map(\.element), newest: ordered.first?.place, oldest: ordered.last?.place)
    }
}
