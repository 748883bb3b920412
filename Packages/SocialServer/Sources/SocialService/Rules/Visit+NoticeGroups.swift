/// Notifications told together.
///
/// A group is a kind, a status and a half day: `favourite-5-41234`. It is found again by its key alone, so that nothing
/// but the notices is kept. What is not grouped has a key with its own identifier: `ungrouped-17`.
extension Visit {
    /// How long likes and boosts of one status are told together, in milliseconds.
    private static let span: Int64 = 12 * 3_600_000
    /// The kinds that are told together, unless a client wants others.
    public static let groupedKinds: Set<Notice.Kind> = [.favourite, .boost, .follow]

    /// The key of the group that a notice is in.
    public static func groupKey(of notice: Notice, _ kinds: Set<Notice.Kind> = groupedKinds) -> String {
        guard kinds.contains(notice.kind), groupedKinds.contains(notice.kind) else { return "ungrouped-\(notice.id)" }
        let about = notice.statusID.map { "-\($0)" } ?? ""
        return "\(word(notice.kind))\(about)-\(notice.id.millisecond / span)"
    }

    private static func word(_ kind: Notice.Kind) -> String {
        switch kind {
        case .favourite: "favourite"
        case .boost: "reblog"
        default: "follow"
        }
    }

    /// A page of groups; one that reaches over several pages is on each of them.
    public func noticeGroups(
        kinds: [Notice.Kind], grouped: Set<Notice.Kind>, from: Identifier?, includesWaiting: Bool, _ page: PageRequest
    ) throws -> Page<NoticeGroup> {
        let wanted = clamped(page, limits.accountsPerPage)
        var request = wanted
        request.limit = limits.accountsPerPage
        var order: [String] = []
        var members: [String: [NoticeView]] = [:]
        var edges: (newest: Identifier, oldest: Identifier)?
        // A status that thousands like must not make one page read them all: a short page has a way on.
        search: for _ in 0..<5 {
            let part = try notices(kinds: kinds, from: from, includesWaiting: includesWaiting, request)
            let found = wanted.isAscending ? part.items.reversed() : part.items
            for view in found {
                let key = Self.groupKey(of: view.notice, grouped)
                if members[key] == nil {
                    guard order.count < wanted.limit else { break search }
                    order.append(key)
                }
                members[key, default: []].append(view)
                let id = view.notice.id
                edges = (max(edges?.newest ?? id, id), min(edges?.oldest ?? id, id))
            }
            guard let next = wanted.isAscending ? part.newest : part.oldest, found.count == request.limit else { break }
            request = request.after(next)
        }
        var groups = try order.compactMap { key in
            try members[key].flatMap { try group(key, $0.sorted { $0.notice.id > $1.notice.id }) }
        }
        if wanted.isAscending { groups.reverse() }
        return Page(items: groups, newest: edges?.newest, oldest: edges?.oldest)
    }

    private func group(_ key: String, _ members: [NoticeView]) throws -> NoticeGroup? {
        guard let newest = members.first, let oldest = members.last else { return nil }
        var total = (count: members.count, newest: newest.notice.id)
        if !key.hasPrefix("ungrouped-") {
            let start = newest.notice.id.millisecond / Self.span * Self.span
            total = try records.countNotices(
                of: viewer(), kind: newest.notice.kind, status: newest.notice.statusID,
                from: Identifier(millisecond: start), to: Identifier(millisecond: start + Self.span))
        }
        return NoticeGroup(
            key: key, kind: newest.notice.kind, count: max(total.count, members.count),
            newest: max(total.newest, newest.notice.id), pageNewest: newest.notice.id,
            pageOldest: oldest.notice.id, accounts: members.prefix(8).map(\.from), status: newest.status)
    }

    /// The notices of a group, the newest first.
    private func members(ofGroup key: String, _ page: PageRequest) throws -> Page<NoticeView> {
        let parts = key.split(separator: "-")
        if parts.count == 2, parts[0] == "ungrouped", let id = Identifier(parts[1]) {
            return Page(items: [try notice(id)], newest: id, oldest: id)
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
        var found = try notices(kinds: [kind], page)
        found.items.removeAll { $0.notice.statusID != status }
        return found
    }

    /// One group of the viewer's.
    public func noticeGroup(_ key: String) throws -> NoticeGroup {
        let found = try members(ofGroup: key, PageRequest(limit: limits.accountsPerPage)).items
        guard let group = try group(key, found) else { throw SocialError.notFound("notification group") }
        return group
    }

    /// Who is in a group.
    public func accounts(inNoticeGroup key: String, _ page: PageRequest) throws -> Page<Account> {
        let found = try members(ofGroup: key, page)
        return Page(items: found.items.map(\.from), newest: found.newest, oldest: found.oldest)
    }

    /// Removes a group.
    public func dismissNoticeGroup(_ key: String) throws {
        for view in try members(ofGroup: key, PageRequest(limit: limits.accountsPerPage)).items {
            try records.deleteNotices(of: viewer(), id: view.notice.id)
        }
    }

    /// How many groups have come since the viewer has last read, up to a limit.
    public func unreadNoticeGroups(
        kinds: [Notice.Kind], grouped: Set<Notice.Kind>, from: Identifier?, limit: Int
    ) throws -> Int {
        let read = try records.markers(of: viewer()).first { $0.timeline == "notifications" }
        let page = PageRequest(since: read?.lastReadID, limit: max(1, min(limits.accountsPerPage, limit)))
        return try noticeGroups(kinds: kinds, grouped: grouped, from: from, includesWaiting: false, page).items.count
    }
}
