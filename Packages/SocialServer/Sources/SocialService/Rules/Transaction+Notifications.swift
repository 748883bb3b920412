/// Notifications, and where reading stopped.
extension Transaction {
    /// The viewer's notifications, without those from accounts that are blocked or muted since.
    public func notifications(
        kinds: [SocialNotification.Kind] = SocialNotification.Kind.allCases, from: Identifier? = nil,
        includesWaiting: Bool = false,
        _ page: PageRequest
    ) throws -> Page<NotificationView> {
        let viewer = try viewer()
        let page = clamped(page, limits.accountsPerPage)
        let found = try records.notifications(
            of: viewer, kinds: kinds, from: from, includesWaiting: includesWaiting, page)
        let ordered = page.isAscending ? found.reversed() : found
        return Page(
            items: try views(of: ordered, for: viewer), newest: ordered.first?.id, oldest: ordered.last?.id)
    }

    /// One of the viewer's notifications.
    public func notification(_ id: Identifier) throws -> NotificationView {
        let viewer = try viewer()
        guard let notification = try records.notification(id), notification.accountID == viewer,
            let view = try views(of: [notification], for: viewer).first
        else { throw SocialError.notFound("notification") }
        return view
    }

    /// How many notifications are newer than the last one that the viewer has read, up to a limit.
    public func unreadNotifications(limit: Int) throws -> Int {
        let viewer = try viewer()
        let read = try records.markers(of: viewer).first { $0.timeline == "notifications" }
        let page = PageRequest(since: read?.lastReadID, limit: max(1, min(1000, limit)))
        return try records.notifications(
            of: viewer, kinds: SocialNotification.Kind.allCases, from: nil, includesWaiting: false, page
        ).count
    }

    /// Removes one of the viewer's notifications.
    public func dismiss(_ id: Identifier) throws {
        _ = try notification(id)
        try records.deleteNotifications(of: viewer(), id: id)
    }

    /// Removes all of the viewer's notifications.
    public func clearNotifications() throws { try records.deleteNotifications(of: viewer(), id: nil) }

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

    private func views(of notifications: [SocialNotification], for viewer: Identifier) throws -> [NotificationView] {
        guard !notifications.isEmpty else { return [] }
        let senders = Array(Set(notifications.map(\.fromID)))
        let hiding = try records.hidden(from: viewer, among: senders)
        let accounts = Dictionary(
            try records.accounts(senders).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let statusIDs = Set(notifications.compactMap(\.statusID))
        let statuses = statusIDs.isEmpty ? [] : try views(of: try records.statuses(Array(statusIDs)), .asked)
        let byID = Dictionary(statuses.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return notifications.compactMap { notification in
            guard let from = accounts[notification.fromID], isShown(from),
                (hiding[notification.fromID] ?? []).isDisjoint(with: [.blocking, .blockedBy, .mutingNotifications])
            else { return nil }
            guard let statusID = notification.statusID else {
                return NotificationView(notification: notification, from: from)
            }
            guard let status = byID[statusID] else { return nil }
            return NotificationView(notification: notification, from: from, status: status)
        }
    }
}
