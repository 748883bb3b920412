/// Notices, and where reading stopped.
extension Visit {
    /// The viewer's notices, without those from accounts that are blocked or muted since.
    public func notices(
        kinds: [Notice.Kind] = Notice.Kind.allCases, from: Identifier? = nil, includesWaiting: Bool = false,
        _ page: PageRequest
    ) throws -> Page<NoticeView> {
        let viewer = try viewer()
        let page = clamped(page, limits.accountsPerPage)
        let found = try records.notices(
            of: viewer, kinds: kinds, from: from, includesWaiting: includesWaiting, page)
        let ordered = page.isAscending ? found.reversed() : found
        return Page(
            items: try views(of: ordered, for: viewer), newest: ordered.first?.id, oldest: ordered.last?.id)
    }

    /// One of the viewer's notices.
    public func notice(_ id: Identifier) throws -> NoticeView {
        let viewer = try viewer()
        guard let notice = try records.notice(id), notice.accountID == viewer,
            let view = try views(of: [notice], for: viewer).first
        else { throw SocialError.notFound("notification") }
        return view
    }

    /// How many notices are newer than the last one that the viewer has read, up to a limit.
    public func unreadNotices(limit: Int) throws -> Int {
        let viewer = try viewer()
        let read = try records.markers(of: viewer).first { $0.timeline == "notifications" }
        let page = PageRequest(since: read?.lastReadID, limit: max(1, min(1000, limit)))
        return try records.notices(
            of: viewer, kinds: Notice.Kind.allCases, from: nil, includesWaiting: false, page
        ).count
    }

    /// Removes one of the viewer's notices.
    public func dismiss(_ id: Identifier) throws {
        _ = try notice(id)
        try records.deleteNotices(of: viewer(), id: id)
    }

    /// Removes all of the viewer's notices.
    public func clearNotices() throws { try records.deleteNotices(of: viewer(), id: nil) }

    /// Where the viewer stopped reading.
    public func markers() throws -> [ReadingMarker] { try records.markers(of: viewer()) }

    /// Notes where the viewer stopped reading a timeline.
    public func setMarker(_ timeline: String, lastRead: Identifier) throws -> ReadingMarker {
        let viewer = try viewer()
        guard ["home", "notifications"].contains(timeline) else {
            throw SocialError.invalid(field: "Timeline", reason: "is neither home nor notifications")
        }
        let version = try records.markers(of: viewer).first { $0.timeline == timeline }?.version ?? 0
        let marker = ReadingMarker(timeline: timeline, lastReadID: lastRead, version: version + 1, updatedAt: now)
        try records.setMarker(marker, of: viewer)
        return marker
    }

    private func views(of notices: [Notice], for viewer: Identifier) throws -> [NoticeView] {
        guard !notices.isEmpty else { return [] }
        let senders = Array(Set(notices.map(\.fromID)))
        let hiding = try records.hidden(from: viewer, among: senders)
        let accounts = Dictionary(
            try records.accounts(senders).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let statusIDs = Set(notices.compactMap(\.statusID))
        let statuses = statusIDs.isEmpty ? [] : try views(of: try records.statuses(Array(statusIDs)), .asked)
        let byID = Dictionary(statuses.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return notices.compactMap { notice in
            guard let from = accounts[notice.fromID], isShown(from),
                (hiding[notice.fromID] ?? []).isDisjoint(with: [.blocking, .blockedBy, .mutingNotices])
            else { return nil }
            guard let statusID = notice.statusID else { return NoticeView(notice: notice, from: from) }
            guard let status = byID[statusID] else { return nil }
            return NoticeView(notice: notice, from: from, status: status)
        }
    }
}
