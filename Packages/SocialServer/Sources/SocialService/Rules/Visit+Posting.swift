/// Posting, editing and deleting.
extension Visit {
    /// Posts a status.
    ///
    /// With an idempotency key that the member has used within a day, the status of that time is returned instead.
    public func post(_ draft: StatusDraft) throws -> StatusView {
        let author = try account(viewer())
        if let key = draft.idempotencyKey, !key.isEmpty {
            let since = now - limits.idempotencyMilliseconds
            if let known = try records.idempotent(key, of: author.id, since: since),
                let status = try records.statuses([known]).first
            {
                return try view(of: status)
            }
        }
        let text = StatusText(draft.text)
        try check(text, draft)
        var status = Status(
            id: newID(), accountID: author.id, text: draft.text,
            visibility: draft.visibility ?? author.defaults.visibility)
        status.spoiler = draft.spoiler
        status.isSensitive = draft.isSensitive ?? (author.defaults.isSensitive || !draft.spoiler.isEmpty)
        status.language = try language(draft.language) ?? author.defaults.language
        status.application = try grant?.applicationID.flatMap { try records.application($0)?.name }
        var parent: Status?
        if let inReplyTo = draft.inReplyTo {
            let found = try visibleStatus(inReplyTo)
            parent = found
            status.inReplyTo = found.id
            status.inReplyToAccount = found.accountID
        }
        let media = try ownMedia(draft.media, for: nil)
        try describe(media, draft.mediaDescriptions)
        let tags = text.hashtags
        let mentioned = try mentionedAccounts(text)
        status.attachments = attachments(media: media, mentions: mentioned, tags: tags)
        try records.insert(status, tags: tags, mentions: mentioned.map(\.id))
        if !media.isEmpty { try records.attach(media.map(\.id), to: status.id) }
        if let key = draft.idempotencyKey, !key.isEmpty {
            guard key.utf8.count <= 255 else {
                throw SocialError.invalid(field: "Idempotency-Key", reason: "is longer than 255 bytes")
            }
            try records.remember(key, of: author.id, status: status.id, at: now)
        }
        for account in mentioned.prefix(limits.notifiedMentions) {
            try notify(.mention, account.id, from: author.id, status: status.id)
        }
        if status.visibility != .direct, parent == nil || parent?.accountID == author.id {
            let mentionedIDs = Set(mentioned.map(\.id))
            for follower in try records.notified(by: author.id) where !mentionedIDs.contains(follower) {
                try notify(.status, follower, from: author.id, status: status.id)
            }
        }
        tell(.posted(outline(of: status, tags: tags, mentions: mentioned.map(\.id))))
        return try view(ofNew: status, by: author, media, mentioned)
    }

    /// What the author sees of a status that was just inserted, without asking for what is known already.
    private func view(
        ofNew status: Status, by author: Account, _ media: [Media], _ mentioned: [Account]
    ) throws -> StatusView {
        var view = StatusView(status: status, author: author)
        view.author.statusesCount += 1
        view.author.lastStatusAt = status.id.millisecond
        view.hasReader = true
        view.mentions = mentioned.sorted { $0.id < $1.id }.map { Mention(accountID: $0.id, username: $0.username) }
        if !media.isEmpty { view.media = try records.media(ofStatuses: [status.id]) }
        if status.attachments.contains(.tags) { view.tags = try records.tags(ofStatuses: [status.id]).map(\.tag) }
        return view
    }

    /// Changes a status of the viewer's; what it said before is kept.
    public func edit(_ id: Identifier, _ draft: StatusDraft) throws -> StatusView {
        var status = try ownStatus(id)
        guard status.boostOf == nil else { throw SocialError.forbidden("A boost has no text that could be edited.") }
        let text = StatusText(draft.text)
        try check(text, draft)
        let oldMedia = try records.media(ofStatuses: [id])
        let media = try ownMedia(draft.media, for: id)
        try describe(media, draft.mediaDescriptions)
        let before = StatusEdit(
            at: status.editedAt ?? status.id.millisecond, text: status.text, spoiler: status.spoiler,
            isSensitive: status.isSensitive, mediaIDs: oldMedia.map(\.id))
        try records.insert(before, of: id, id: newID())
        let tags = text.hashtags
        let mentioned = try mentionedAccounts(text)
        let knownMentions = Set(try records.mentions(ofStatuses: [id]).map(\.mention.accountID))
        status.text = draft.text
        status.spoiler = draft.spoiler
        status.isSensitive = draft.isSensitive ?? status.isSensitive
        status.language = try language(draft.language) ?? status.language
        status.attachments = attachments(media: media, mentions: mentioned, tags: tags)
        status.editedAt = max(now, before.at + 1)
        try records.update(status, tags: tags, mentions: mentioned.map(\.id))
        try records.attach(media.map(\.id), to: id)
        for account in mentioned.prefix(limits.notifiedMentions) where !knownMentions.contains(account.id) {
            try notify(.mention, account.id, from: status.accountID, status: id)
        }
        for boost in try records.boosts(of: id) {
            try notify(.update, boost.accountID, from: status.accountID, status: id)
        }
        tell(.edited(outline(of: status, tags: tags, mentions: mentioned.map(\.id))))
        return try view(of: status)
    }

    /// Deletes a status of the viewer's, with its images and all boosts of it.
    ///
    /// - Returns: What it was, so that it can be written anew.
    public func delete(_ id: Identifier) throws -> StatusView {
        let status = try ownStatus(id)
        let last = try view(of: status)
        for boost in try records.boosts(of: id) { tell(.deleted(outline(of: boost, tags: [], mentions: []))) }
        notes.outcome.files += try mediaFiles(of: status.id)
        try records.deleteStatuses([id])
        let isBoost = status.boostOf != nil
        tell(
            .deleted(
                outline(
                    of: status, tags: isBoost ? [] : last.tags,
                    mentions: isBoost ? [] : last.mentions.map(\.accountID))))
        return last
    }

    // MARK: Looking

    /// A status that the viewer may see.
    public func status(_ id: Identifier) throws -> StatusView {
        guard let status = try records.statuses([id]).first else { throw SocialError.notFound("status") }
        return try view(of: status)
    }

    /// Those among some statuses that the viewer may see, in the order in which they were asked for.
    public func statuses(_ ids: [Identifier]) throws -> [StatusView] {
        let found = try records.statuses(Array(Set(ids.prefix(limits.statusesPerPage))))
        let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try views(of: ids.prefix(limits.statusesPerPage).compactMap { byID[$0] }, .asked)
    }

    /// What a status answers, and its answers, as far as the viewer may see them.
    public func context(of id: Identifier) throws -> (ancestors: [StatusView], descendants: [StatusView]) {
        let status = try visibleStatus(id)
        // Whoever is not logged in gets less, as elsewhere: long threads are dear.
        let (up, down) = viewerID == nil ? (40, 60) : (400, 400)
        let ancestors = status.inReplyTo == nil ? [] : try records.ancestors(of: status, limit: up)
        let descendants = status.repliesCount == 0 ? [] : try records.descendants(of: status.id, limit: down)
        return (try views(of: ancestors, .asked), try views(of: descendants, .listed))
    }

    /// All versions of a status that the viewer may see, the first one first.
    public func history(of id: Identifier) throws -> (author: Account, edits: [StatusEdit]) {
        let view = try self.view(of: try visibleStatus(id))
        let status = view.status
        var edits = try records.edits(of: status.id)
        let ids = Set(edits.flatMap(\.mediaIDs))
        let media = ids.isEmpty ? [] : try records.media(Array(ids))
        let byID = Dictionary(media.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for index in edits.indices { edits[index].media = edits[index].mediaIDs.compactMap { byID[$0] } }
        var current = StatusEdit(
            at: status.editedAt ?? status.id.millisecond, text: status.text, spoiler: status.spoiler,
            isSensitive: status.isSensitive, mediaIDs: view.media.map(\.id))
        current.media = view.media
        return (view.author, edits + [current])
    }

    /// The plain text of a status of the viewer's, for an editor.
    public func source(of id: Identifier) throws -> Status { try ownStatus(id) }

    // MARK: Rules

    /// A status that the viewer may see; of a boost, the boosted one.
    func visibleStatus(_ id: Identifier) throws -> Status {
        try status(id).status
    }

    /// A status that the viewer has written; others' are not told from those that do not exist.
    private func ownStatus(_ id: Identifier) throws -> Status {
        let viewer = try viewer()
        guard let status = try records.statuses([id]).first, status.accountID == viewer else {
            throw SocialError.notFound("status")
        }
        return status
    }

    private func check(_ text: StatusText, _ draft: StatusDraft) throws {
        let isEmpty = draft.text.allSatisfy(\.isWhitespace)
        if isEmpty, draft.media.isEmpty { throw SocialError.invalid(field: "Text", reason: "can't be blank") }
        guard text.length + draft.spoiler.count <= limits.characters else {
            throw SocialError.invalid(
                field: "Text", reason: "character limit of \(limits.characters) exceeded")
        }
        // Characters may be made of any number of marks; bytes bound them.
        guard draft.text.utf8.count + draft.spoiler.utf8.count <= limits.characters * 16 + 8192 else {
            throw SocialError.invalid(field: "Text", reason: "is too long")
        }
        guard !draft.text.utf8.contains(0), !draft.spoiler.utf8.contains(0) else {
            throw SocialError.invalid(field: "Text", reason: "contains a NUL character")
        }
        guard draft.media.count <= limits.media else {
            throw SocialError.invalid(field: "Media", reason: "has more than \(limits.media) files")
        }
    }

    private func language(_ code: String?) throws -> String? {
        guard let code, !code.isEmpty else { return nil }
        let parts = code.split(separator: "-", maxSplits: 1)
        let isCode =
            (2...3).contains(parts.first?.utf8.count ?? 0) && code.utf8.count <= 10
            && code.utf8.allSatisfy { (0x41...0x5a).contains($0 & 0xdf) || $0 == 0x2d }
        guard isCode else { throw SocialError.invalid(field: "Language", reason: "is no ISO 639 code") }
        return code.lowercased()
    }

    /// The viewer's images, which no other status shows, in the order in which they were named.
    private func ownMedia(_ ids: [Identifier], for status: Identifier?) throws -> [Media] {
        guard !ids.isEmpty else { return [] }
        let viewer = try viewer()
        guard Set(ids).count == ids.count else { throw SocialError.invalid(field: "Media", reason: "is named twice") }
        let byID = Dictionary(
            try records.media(ids).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try ids.map { id in
            guard let media = byID[id], media.accountID == viewer, media.statusID == nil || media.statusID == status
            else { throw SocialError.invalid(field: "Media", reason: "is not there or in use") }
            return media
        }
    }

    private func describe(_ media: [Media], _ descriptions: [Identifier: String]) throws {
        for var image in media {
            guard let description = descriptions[image.id] else { continue }
            image.description = try checkedDescription(description)
            try records.update(image)
        }
    }

    private func mentionedAccounts(_ text: StatusText) throws -> [Account] {
        let names = text.mentions
        return names.isEmpty ? [] : try records.accounts(named: names)
    }

    private func attachments(media: [Media], mentions: [Account], tags: [String]) -> Status.Attachments {
        var attachments: Status.Attachments = []
        if !media.isEmpty { attachments.insert(.media) }
        if !mentions.isEmpty { attachments.insert(.mentions) }
        if !tags.isEmpty { attachments.insert(.tags) }
        return attachments
    }

    func outline(of status: Status, tags: [String], mentions: [Identifier]) -> StatusOutline {
        StatusOutline(
            id: status.id, accountID: status.accountID, visibility: status.visibility, tags: tags, mentions: mentions,
            isBoost: status.boostOf != nil,
            isReply: status.inReplyToAccount.map { $0 != status.accountID } ?? false)
    }

    private func mediaFiles(of status: Identifier) throws -> [String] {
        try records.media(ofStatuses: [status]).map(\.file)
    }
}
