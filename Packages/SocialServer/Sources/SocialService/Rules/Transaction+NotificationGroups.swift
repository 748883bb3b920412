/// Notifications told together.
///
/// A group is a kind, a status and a half day: `favourite-5-41234`. It is found again by its key alone, so that nothing
/// but the notifications is kept. What is not grouped has a key with its own identifier: `ungrouped-17`.
extension Transaction {
    /// How long likes and boosts of one status are told together, in milliseconds.
    private static let span: Int64 = 12 * 3_600_000
    /// The kinds that are told together, unless a client wants others.
    public static let groupedKinds: Set<SocialNotification.Kind> = [.favourite, .boost, .follow]

    /// The key of the group that a notification is in.
    public static func groupKey(
        of notification: SocialNotification, _ kinds: Set<SocialNotification.Kind> = groupedKinds
    ) -> String {
        guard kinds.contains(notification.kind), groupedKinds.contains(notification.kind) else {
            return "ungrouped-\(notification.id)"
        }
        let about = notification.statusID.map { "-\($0)" } ?? ""
        return "\(word(notification.kind))\(about)-\(notification.id.millisecond / span)"
    }

    private static func word(_ kind: SocialNotification.Kind) -> String {
        switch kind {
        case .favourite: "favourite"
        case .boost: "reblog"
        default: "follow"
        }
    }

    /// A page of groups; one that reaches over several pages is on each of them.
    public func notificationGroups(
        kinds: [SocialNotification.Kind], grouped: Set<SocialNotification.Kind>, from: Identifier?,
        includesWaiting: Bool, _ page: PageRequest
    ) throws -> Page<NotificationGroup> {
        let wanted = clamped(page, limits.accountsPerPage)
        var request = wanted
        request.limit = limits.accountsPerPage
        var order: [String] = []
        var members: [String: [NotificationView]] = [:]
        var edges: (newest: Identifier, oldest: Identifier)?
        // A status that thousands like must not make one page read them all: a short page has a link to the next.
        search: for _ in 0..<5 {
            let part = try notifications(kinds: kinds, from: from, includesWaiting: includesWaiting, request)
            let found = wanted.isAscending ? part.items.reversed() : part.items
            for view in found {
                let key = Self.groupKey(of: view.notification, grouped)
                if members[key] == nil {
                    guard order.count < wanted.limit else { break search }
                    order.append(key)
                }
                members[key, default: []].append(view)
                let id = view.notification.id
                edges = (max(edges?.newest ?? id, id), min(edges?.oldest ?? id, id))
            }
            guard let next = wanted.isAscending ? part.newest : part.oldest, found.count == request.limit else { break }
            request = request.after(next)
        }
        var groups = try order.compactMap { key in
            try members[key].flatMap { try group(key, $0.sorted { $0.notification.id > $1.notification.id }) }
        }
        if wanted.isAscending { groups.reverse() }
        return Page(items: groups, newest: edges?.newest, oldest: edges?.oldest)
    }

    private func group(_ key: String, _ members: [NotificationView]) throws -> NotificationGroup? {
        guard let newest = members.first, let oldest = members.last else { return nil }
        var total = (count: members.count, newest: newest.notification.id)
        if !key.hasPrefix("ungrouped-") {
            let start = newest.notification.id.millisecond / Self.span * Self.span
            total = try records.countNotifications(
                of: viewer(), kind: newest.notification.kind, status: newest.notification.statusID,
                from: Identifier(millisecond: start), to: Identifier(millisecond: start + Self.span))
        }
        return NotificationGroup(
            key: key, kind: newest.notification.kind, count: max(total.count, members.count),
            newest: max(total.newest, newest.notification.id), pageNewest: newest.notification.id,
            pageOldest: oldest.notification.id, accounts: members.prefix(8).map(\.from), status: newest.status)
    }

    /// The notifications of a group, the newest first.
    private func members(ofGroup key: String, _ page: PageRequest) throws -> Page<NotificationView> {
        let parts = key.split(separator: "-")
        if parts.count == 2, parts[0] == "ungrouped", let id = Identifier(parts[1]) {
            return Page(items: [try notification(id)], newest: id, oldest: id)
        }
        guard let kind = Self.groupedKinds.first(where: { Self.word($0) == parts.first ?? "" }),
            parts.count == (kind == .follow ? 2 : 3), let span = parts.last.flatMap({ Int64($0) }),
            span >= 0, span < 1_000_000
        else { throw SocialError.notFound("notification group") }
        let status = kind == .follow ? nil : Identifier(parts[1])
        var page = page
        let end = Identifier(millisecond: (span + 1) * Self.span)
        page.maximum = min(page.maximum ?? end, end)
        page.since = max(page.since ?? Identifier(rawValue: 0), Identifier(rawValue: span * Self.span << 16 - 1))
        var found = try notifications(kinds: [kind], page)
        found.items.removeAll { $0.notification.statusID != status }
        return found
    }

    /// One group of the viewer's.
    public func notificationGroup(_ key: String) throws -> NotificationGroup {
        let found = try members(ofGroup: key, PageRequest(limit: limits.accountsPerPage)).items
        guard let group = try group(key, found) else { throw SocialError.notFound("notification group") }
        return group
    }

    /// Who is in a group.
    public func accounts(inNotificationGroup key: String, _ page: PageRequest) throws -> Page<Account> {
        let found = try members(ofGroup: key, page)
        return Page(items: found.items.map(\.from), newest: found.newest, oldest: found.oldest)
    }

    /// Removes a group.
    public func dismissNotificationGroup(_ key: String) throws {
        for view in try members(ofGroup: key, PageRequest(limit: limits.accountsPerPage)).items {
            try records.deleteNotifications(of: viewer(), id: view.notification.id)
        }
    }

    /// How many groups have come since the viewer has last read, up to a limit.
    public func unreadNotificationGroups(
        kinds: [SocialNotification.Kind], grouped: Set<SocialNotification.Kind>, from: Identifier?, limit: Int
    ) throws -> Int {
        let read = try records.markers(of: viewer()).first { $0.timeline == "notifications" }
        let page = PageRequest(since: read?.lastReadID, limit: max(1, min(limits.accountsPerPage, limit)))
        return try notificationGroups(kinds: kinds, grouped: grouped, from: from, includesWaiting: false, page).items
            .count
    }
}
