/// Posting, editing and deleting.
extension Transaction {
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
        let draft = completed(draft)
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
            status.threadID = found.threadID
        }
        let media = try ownMedia(draft.media, for: nil)
        _ = try describe(media, draft)
        let tags = text.hashtags
        let mentioned = try mentionedAccounts(text)
        let poll = try draft.poll.map { try checked($0, of: status.id) }
        status.attachments = attachments(media: media, mentions: mentioned, tags: tags, hasPoll: poll != nil)
        try records.insert(status, tags: tags, mentions: mentioned.map(\.id))
        if !media.isEmpty { try records.attach(media.map(\.id), to: status.id, now: now) }
        if let poll { try records.insert(poll) }
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
        try converse(status, mentions: mentioned.map(\.id))
        return try view(ofNew: status, by: author, media, mentioned)
    }

    /// A draft as it is kept: names of the own host are names, and a warning without a text is the text, whose images stay
    /// hidden at first.
    func completed(_ draft: StatusDraft) -> StatusDraft {
        var draft = draft
        draft.text = StatusText.local(draft.text, hosts: draft.ownHosts)
        if draft.text.allSatisfy(\.isWhitespace), !draft.spoiler.allSatisfy(\.isWhitespace) {
            draft.text = draft.spoiler
            draft.spoiler = ""
            draft.isSensitive = true
        }
        return draft
    }

    /// What the author sees of a status that was just inserted, without asking for what is known already.
    private func view(
        ofNew status: Status, by author: Account, _ media: [Media], _ mentioned: [Account]
    ) throws -> StatusView {
        var view = StatusView(status: status, author: author)
        if status.visibility != .direct {
            view.author.statusesCount += 1
            view.author.lastStatusAt = status.id.millisecond
        }
        view.hasReader = true
        view.mentions = mentioned.sorted { $0.id < $1.id }.map { Mention(accountID: $0.id, username: $0.username) }
        if !media.isEmpty { view.media = try records.media(ofStatuses: [status.id]) }
        if status.attachments.contains(.tags) { view.tags = try records.tags(ofStatuses: [status.id]).map(\.tag) }
        if status.attachments.contains(.poll) {
            view.poll = try records.polls(ofStatuses: [status.id], for: author.id, now: now).first
        }
        return view
    }

    /// Changes a status of the viewer's; what it said before is kept. An edit that changes nothing is none: nobody is
    /// told of it, and there is no new version.
    public func edit(_ id: Identifier, _ draft: StatusDraft) throws -> StatusView {
        var status = try ownStatus(id)
        guard status.boostOf == nil else { throw SocialError.forbidden("A boost has no text that could be edited.") }
        let draft = completed(draft)
        let text = StatusText(draft.text)
        try check(text, draft)
        let oldMedia = try records.media(ofStatuses: [id])
        let media = try ownMedia(draft.media, for: id)
        let hasNewWords = try describe(media, draft)
        let hasNewPoll = try editPoll(of: status, draft.poll)
        let language = try language(draft.language) ?? status.language
        let isChanged =
            hasNewWords || hasNewPoll || draft.text != status.text || draft.spoiler != status.spoiler
            || (draft.isSensitive ?? status.isSensitive) != status.isSensitive || language != status.language
            || media.map(\.id) != oldMedia.map(\.id)
        guard isChanged else { return try view(of: status) }
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
        status.language = language
        status.attachments = attachments(media: media, mentions: mentioned, tags: tags, hasPoll: draft.poll != nil)
        status.editedAt = max(now, before.at + 1)
        try records.update(status, tags: tags, mentions: mentioned.map(\.id))
        try records.attach(media.map(\.id), to: id, now: now)
        for account in mentioned.prefix(limits.notifiedMentions) where !knownMentions.contains(account.id) {
            try notify(.mention, account.id, from: status.accountID, status: id)
        }
        for boost in try records.boosts(of: id) {
            try notify(.update, boost.accountID, from: status.accountID, status: id)
        }
        tell(.edited(outline(of: status, tags: tags, mentions: mentioned.map(\.id))))
        return try view(of: status)
    }

    /// Replaces a status's poll by another, which begins without votes; whether it did.
    private func editPoll(of status: Status, _ draft: PollDraft?) throws -> Bool {
        let known = try records.polls(ofStatuses: [status.id], for: nil, now: now).first?.poll
        guard let draft else {
            if known != nil { try records.deletePoll(of: status.id) }
            return known != nil
        }
        let poll = try checked(draft, of: status.id)
        // The same question keeps its votes, and gets the time that the edit gives it from now on.
        if let known, known.options == poll.options, known.isMultiple == poll.isMultiple,
            known.hidesTotals == poll.hidesTotals
        {
            try records.setExpiry(poll.expiresAt, ofPoll: status.id)
            return false
        }
        try records.deletePoll(of: status.id)
        try records.insert(poll)
        return true
    }

    /// Deletes a status of the viewer's and all boosts of it. Its images wait a day for another status, since many
    /// delete to write anew.
    ///
    /// - Parameter deletesMedia: Whether the images are deleted at once.
    /// - Returns: What it was, so that it can be written anew.
    public func delete(_ id: Identifier, deletesMedia: Bool = false) throws -> StatusView {
        let status = try ownStatus(id)
        let last = try view(of: status)
        for boost in try records.boosts(of: id) { tell(.deleted(outline(of: boost, tags: [], mentions: []))) }
        if deletesMedia {
            notes.outcome.files += try mediaFiles(of: status.id)
        } else {
            try records.attach([], to: id, now: now)
        }
        try records.deleteStatuses([id])
        try converseWithout(status, mentions: last.mentions.map(\.accountID))
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
        // Answers that few may see are not counted, so that the count is no reason not to look.
        let descendants = try records.descendants(of: status.id, limit: down)
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

    /// The plain text of a status that the viewer may see: for an editor, and for programs that translate.
    public func source(of id: Identifier) throws -> Status { try visibleStatus(id) }

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

    func check(_ text: StatusText, _ draft: StatusDraft) throws {
        let isEmpty = draft.text.allSatisfy(\.isWhitespace)
        if isEmpty, draft.media.isEmpty, draft.poll == nil {
            throw SocialError.invalid(field: "Text", reason: "can't be blank")
        }
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

    /// A language as it is kept; nil for none.
    func language(_ tag: String?) throws -> String? {
        guard let tag, !tag.isEmpty else { return nil }
        guard let normalized = LanguageTag.normalized(tag) else {
            throw SocialError.invalid(
                field: "Language", reason: "is not a language tag such as en, pt-BR or zh-Hant-TW")
        }
        return normalized
    }

    /// The viewer's images, which no other status shows, in the order in which they were named.
    func ownMedia(_ ids: [Identifier], for status: Identifier?) throws -> [Media] {
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

    /// Gives images the descriptions and focuses of a draft; whether any is new.
    private func describe(_ media: [Media], _ draft: StatusDraft) throws -> Bool {
        var isChanged = false
        for image in media {
            var changed = image
            if let description = draft.mediaDescriptions[image.id] {
                changed.description = try checkedDescription(description)
            }
            if let focus = draft.mediaFocuses[image.id] { changed.focus = focus }
            guard changed != image else { continue }
            try records.update(changed)
            isChanged = true
        }
        return isChanged
    }

    private func mentionedAccounts(_ text: StatusText) throws -> [Account] {
        let names = text.mentions
        return names.isEmpty ? [] : try records.accounts(named: names).filter(isShown)
    }

    private func attachments(
        media: [Media], mentions: [Account], tags: [String], hasPoll: Bool
    ) -> Status.Attachments {
        var attachments: Status.Attachments = []
        if hasPoll { attachments.insert(.poll) }
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
