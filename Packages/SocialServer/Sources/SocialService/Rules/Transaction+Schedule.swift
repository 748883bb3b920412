/// Statuses that will be posted later.
extension Transaction {
    /// Posts a draft, or keeps it until its time.
    public func accept(_ draft: StatusDraft) throws -> PostOutcome {
        guard let at = draft.scheduledAt, at > now else { return .posted(try post(draft)) }
        return .scheduled(try schedule(draft, at))
    }

    private func schedule(_ draft: StatusDraft, _ at: Int64) throws -> ScheduledStatus {
        let author = try account(viewer())
        // What is asked twice with the same key is kept once, as with statuses; the key is used again when it is posted.
        if let key = draft.idempotencyKey, !key.isEmpty {
            let waiting = try records.scheduled(of: author.id, PageRequest(limit: limits.scheduled))
            if let known = waiting.first(where: { $0.draft.idempotencyKey == key }) { return known }
        }
        try checkTime(at, of: author.id)
        var draft = completed(draft)
        draft.scheduledAt = nil
        try check(StatusText(draft.text), draft)
        if let poll = draft.poll { _ = try checked(poll, of: author.id) }
        draft.language = try language(draft.language)
        if let inReplyTo = draft.inReplyTo { _ = try visibleStatus(inReplyTo) }
        let media = try ownMedia(draft.media, for: nil)
        var scheduled = ScheduledStatus(id: newID(), accountID: author.id, at: at, draft: draft)
        scheduled.media = media
        try records.insert(scheduled)
        return scheduled
    }

    private func checkTime(_ at: Int64, of account: Identifier) throws {
        guard at >= now + 5 * 60_000 else {
            throw SocialError.invalid(field: "Scheduled at", reason: "must be at least 5 minutes ahead")
        }
        // The last moment that has a year of four digits: what is written later could not be read.
        guard at <= 253_402_300_799_000 else {
            throw SocialError.invalid(field: "Scheduled at", reason: "must be before the year 10000")
        }
        guard try records.countScheduled(of: account, from: 0, to: Int64.max) < limits.scheduled else {
            throw SocialError.invalid(
                field: "Scheduled statuses", reason: "are more than \(limits.scheduled) already")
        }
        let day = at - at % 86_400_000
        guard try records.countScheduled(of: account, from: day, to: day + 86_400_000) < limits.scheduledPerDay else {
            throw SocialError.invalid(
                field: "Scheduled statuses", reason: "are more than \(limits.scheduledPerDay) on that day already")
        }
    }

    /// The viewer's scheduled statuses.
    public func scheduled(_ page: PageRequest) throws -> Page<ScheduledStatus> {
        let page = clamped(page, limits.statusesPerPage)
        let found = try records.scheduled(of: viewer(), page)
        let ordered = page.isAscending ? found.reversed() : found
        return Page(items: ordered, newest: ordered.first?.id, oldest: ordered.last?.id)
    }

    /// One of the viewer's scheduled statuses.
    public func scheduled(_ id: Identifier) throws -> ScheduledStatus {
        guard let found = try records.scheduled(id), found.accountID == (try viewer()) else {
            throw SocialError.notFound("scheduled status")
        }
        return found
    }

    /// Moves one of the viewer's scheduled statuses to another time.
    public func reschedule(_ id: Identifier, to at: Int64) throws -> ScheduledStatus {
        let found = try scheduled(id)
        try checkTime(at, of: found.accountID)
        try records.setTime(at, ofScheduled: id)
        return try scheduled(id)
    }

    /// Removes one of the viewer's scheduled statuses.
    public func cancelScheduled(_ id: Identifier) throws { _ = try records.deleteScheduled(scheduled(id).id) }
}

extension SocialNetwork {
    /// Posts what is due. Call it every few seconds.
    ///
    /// Each status has a transaction of its own: one that cannot be posted any more (what it answers is gone) is
    /// dropped, and the reason is returned for the operator's log.
    public func postDue(now: Int64) async throws -> [String] {
        var refusals: [String] = []
        for scheduled in try await store.read({ try $0.due(now: now, limit: 50) }) {
            do {
                try await write(as: .account(scheduled.accountID)) { transaction in
                    // Of two servers that look at once, one removes the row.
                    guard try transaction.records.deleteScheduled(scheduled.id) else { return }
                    let standing = try transaction.ownAccount().standing
                    guard standing == .active || standing == .silenced else { return }
                    _ = try transaction.post(scheduled.draft)
                }
            } catch let error as SocialError where error != .unavailable {
                refusals.append("scheduled status \(scheduled.id) was dropped: \(error)")
                _ = try await store.write { try $0.deleteScheduled(scheduled.id) }
            }
        }
        return refusals
    }
}
