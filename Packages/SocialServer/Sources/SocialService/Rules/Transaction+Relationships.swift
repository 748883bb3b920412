/// Follows, requests, blocks and mutes.
extension Transaction {
    /// How the viewer stands to others, in the order of the others; those who do not exist are left out.
    public func relationships(to ids: [Identifier]) throws -> [Relationship] {
        let viewer = try viewer()
        let asked = Array(ids.prefix(limits.accountsPerPage))
        let there = Set(try records.accounts(asked).map(\.id))
        return try records.relationships(of: viewer, to: asked.filter(there.contains))
    }

    /// How the viewer stands to another.
    public func relationship(to id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        guard let found = try records.relationships(of: viewer, to: [id]).first else {
            throw SocialError.notFound("account")
        }
        return found
    }

    /// Those whom the viewer follows and who follow another: what the viewer and another account have in common.
    public func familiarFollowers(of ids: [Identifier]) throws -> [(id: Identifier, accounts: [Account])] {
        let viewer = try viewer()
        let hiding = Set(
            try records.accounts(Array(ids.prefix(20))).filter { $0.hidesCollections || !isShown($0) }.map(\.id))
        return try ids.prefix(20).map { id in
            (id, hiding.contains(id) ? [] : try records.familiar(to: viewer, following: id, limit: 10))
        }
    }

    /// Follows an account, or asks to if it is locked; a second time changes the options.
    public func follow(_ id: Identifier, showsBoosts: Bool? = nil, notifies: Bool? = nil) throws -> Relationship {
        let viewer = try viewer()
        let target = try account(id)
        guard viewer != id else { throw SocialError.forbidden("Nobody can follow themselves.") }
        let before = try relationship(to: id)
        guard !before.isBlocking, !before.isBlockedBy else {
            throw SocialError.forbidden("This account cannot be followed: one of you blocks the other.")
        }
        let follow = Follow(
            id: newID(), accountID: viewer, targetID: id,
            showsBoosts: showsBoosts ?? (before.isFollowing ? before.showsBoosts : true),
            notifies: notifies ?? before.notifies)
        // Who is limited asks everybody, so that whoever is followed can decide.
        let isLimited = try ownAccount().standing == .silenced
        if before.isFollowing || (!target.isLocked && !isLimited) {
            if try records.insertFollow(follow) { try notify(.follow, id, from: viewer) }
        } else if !before.hasRequested {
            try records.insertRequest(follow)
            try notify(.followRequest, id, from: viewer)
        }
        return try relationship(to: id)
    }

    /// Stops following, or takes the request back.
    public func unfollow(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        try records.delete(id, fromListsOf: viewer)
        if try records.deleteFollow(from: viewer, to: id) {
            try records.deleteNotification(kind: .follow, to: id, from: viewer, status: nil)
        }
        if try records.deleteRequest(from: viewer, to: id) != nil {
            try records.deleteNotification(kind: .followRequest, to: id, from: viewer, status: nil)
        }
        return try relationship(to: id)
    }

    /// Shows an account, which the viewer follows, on the viewer's profile.
    public func endorse(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        guard try relationship(to: id).isFollowing else {
            throw SocialError.invalid(field: "Account", reason: "must be followed first")
        }
        try records.insertEndorsement(id: newID(), from: viewer, of: id)
        return try relationship(to: id)
    }

    /// Shows an account on the viewer's profile no more.
    public func unendorse(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        try records.deleteEndorsement(from: viewer, of: id)
        return try relationship(to: id)
    }

    /// Makes an account stop following the viewer.
    public func removeFollower(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        _ = try records.deleteFollow(from: id, to: viewer)
        try records.delete(viewer, fromListsOf: id)
        return try relationship(to: id)
    }

    /// Lets an account follow that has asked.
    public func authorize(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        guard let request = try records.deleteRequest(from: id, to: viewer) else {
            throw SocialError.notFound("follow request")
        }
        try records.deleteNotification(kind: .followRequest, to: viewer, from: id, status: nil)
        if try records.insertFollow(request) { try notify(.follow, viewer, from: id) }
        return try relationship(to: id)
    }

    /// Turns down an account that has asked to follow.
    public func reject(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        guard try records.deleteRequest(from: id, to: viewer) != nil else {
            throw SocialError.notFound("follow request")
        }
        try records.deleteNotification(kind: .followRequest, to: viewer, from: id, status: nil)
        return try relationship(to: id)
    }

    /// Blocks an account: neither sees the other any more, and no follow stays.
    public func block(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        guard viewer != id else { throw SocialError.forbidden("Nobody can block themselves.") }
        for (from, to) in [(viewer, id), (id, viewer)] {
            _ = try records.deleteFollow(from: from, to: to)
            _ = try records.deleteRequest(from: from, to: to)
            try records.delete(to, fromListsOf: from)
        }
        try records.insertBlock(id: newID(), from: viewer, to: id)
        return try relationship(to: id)
    }

    /// Ends a block.
    public func unblock(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        try records.deleteBlock(from: viewer, to: id)
        return try relationship(to: id)
    }

    /// Mutes an account: the viewer does not see it, and it does not learn of that.
    ///
    /// - Parameter seconds: For how long; 0 for good.
    public func mute(_ id: Identifier, hidesNotifications: Bool, seconds: Int = 0) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        guard viewer != id else { throw SocialError.forbidden("Nobody can mute themselves.") }
        let until = seconds > 0 ? now + Int64(min(seconds, 10 * 365 * 86400)) * 1000 : nil
        try records.insertMute(id: newID(), from: viewer, to: id, hidesNotifications: hidesNotifications, until: until)
        return try relationship(to: id)
    }

    /// Ends a mute.
    public func unmute(_ id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        try records.deleteMute(from: viewer, to: id)
        return try relationship(to: id)
    }

    /// Writes down something about an account that only the viewer sees; empty removes it.
    public func setNote(_ note: String, on id: Identifier) throws -> Relationship {
        let viewer = try viewer()
        _ = try account(id)
        guard note.count <= 2000, !note.utf8.contains(0) else {
            throw SocialError.invalid(field: "Comment", reason: "is longer than 2000 characters")
        }
        try records.setNote(note, from: viewer, to: id)
        return try relationship(to: id)
    }

    /// Whom an account follows or who follows it, for everybody but those whom it blocks.
    public func accounts(_ list: RelationshipList, of id: Identifier, _ page: PageRequest) throws -> Page<Account> {
        let account = try account(id)
        switch list {
        case .endorsed:
            if let viewerID, try records.hidden(from: viewerID, among: [id])[id]?.contains(.blockedBy) ?? false {
                return Page(items: [], newest: nil, oldest: nil)
            }
        case .following, .followers:
            if account.hidesCollections, viewerID != id { return Page(items: [], newest: nil, oldest: nil) }
            if let viewerID, try records.hidden(from: viewerID, among: [id])[id]?.contains(.blockedBy) ?? false {
                return Page(items: [], newest: nil, oldest: nil)
            }
        case .requests, .blocks, .mutes:
            guard try viewer() == id else { throw SocialError.notFound("list") }
        }
        return Self.accounts(try records.accounts(list, of: id, clamped(page, limits.accountsPerPage)), page)
    }

    /// One of the viewer's own lists.
    public func ownAccounts(_ list: RelationshipList, _ page: PageRequest) throws -> Page<Account> {
        try accounts(list, of: try viewer(), page)
    }
}
