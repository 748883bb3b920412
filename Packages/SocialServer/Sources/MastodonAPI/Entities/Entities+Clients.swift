import ServerShell
import SocialService

/// What clients show beside statuses and accounts: filters, lists, polls, conversations and the like.
extension Entities {
    // MARK: Filters

    /// Filter, in its second form.
    func filter(_ filter: StatusFilter, _ json: inout JSONWriter) {
        json.object([
            ("id", { $0.quotedID(filter.id) }), ("title", { $0.string(filter.title) }),
            ("context", { contexts(filter.contexts, &$0) }), ("expires_at", { $0.moment(filter.expiresAt) }),
            ("filter_action", { $0.string(filter.action.word) }),
            ("keywords", { $0.array(filter.keywords) { json, keyword in filterKeyword(keyword, &json) } }),
            ("statuses", { $0.array(filter.entries) { json, entry in filterEntry(entry, &json) } }),
        ])
    }

    /// FilterKeyword.
    func filterKeyword(_ keyword: StatusFilter.Keyword, _ json: inout JSONWriter) {
        json.object([
            ("id", { $0.quotedID(keyword.id) }), ("keyword", { $0.string(keyword.text) }),
            ("whole_word", { $0.bool(keyword.isWholeWord) }),
        ])
    }

    /// FilterStatus.
    func filterEntry(_ entry: StatusFilter.Entry, _ json: inout JSONWriter) {
        json.object([("id", { $0.quotedID(entry.id) }), ("status_id", { $0.quotedID(entry.statusID) })])
    }

    /// Filter, in its first form, in which each keyword is a filter of its own.
    func firstFilter(_ filter: StatusFilter, _ keyword: StatusFilter.Keyword, _ json: inout JSONWriter) {
        json.object([
            ("id", { $0.quotedID(keyword.id) }), ("phrase", { $0.string(keyword.text) }),
            ("context", { contexts(filter.contexts, &$0) }), ("whole_word", { $0.bool(keyword.isWholeWord) }),
            ("expires_at", { $0.moment(filter.expiresAt) }), ("irreversible", { $0.bool(filter.action == .hide) }),
        ])
    }

    /// FilterResult.
    func filterResult(_ match: FilterMatch, _ json: inout JSONWriter) {
        let keywords = match.keywords.isEmpty ? nil : match.keywords
        let statuses = match.statuses.isEmpty ? nil : match.statuses
        json.object([
            ("filter", { filter(match.filter, &$0) }),
            (
                "keyword_matches",
                { json in
                    guard let keywords else { return json.raw("null") }
                    json.array(keywords) { json, word in json.string(word) }
                }
            ),
            (
                "status_matches",
                { json in
                    guard let statuses else { return json.raw("null") }
                    json.array(statuses) { json, id in json.quotedID(id) }
                }
            ),
        ])
    }

    private func contexts(_ contexts: Set<StatusFilter.Context>, _ json: inout JSONWriter) {
        json.array(StatusFilter.Context.allCases.filter(contexts.contains)) { json, context in
            json.string(context.word)
        }
    }

    // MARK: Lists, polls, conversations

    /// List.
    func list(_ list: MemberList, _ json: inout JSONWriter) {
        json.object([
            ("id", { $0.quotedID(list.id) }), ("title", { $0.string(list.title) }),
            ("replies_policy", { $0.string(list.replies.word) }), ("exclusive", { $0.bool(list.isExclusive) }),
        ])
    }

    /// Poll.
    func poll(_ view: PollView, hasReader: Bool, _ json: inout JSONWriter) {
        let poll = view.poll
        var members: [(name: StaticString, write: (inout JSONWriter) -> Void)] = [
            ("id", { $0.quotedID(poll.statusID) }), ("expires_at", { $0.moment(poll.expiresAt) }),
            ("expired", { $0.bool(view.isExpired) }), ("multiple", { $0.bool(poll.isMultiple) }),
            ("votes_count", { $0.number(view.votes.reduce(0, +)) }), ("voters_count", { $0.number(view.voters) }),
            (
                "options",
                { json in
                    json.array(zip(poll.options, view.votes)) { json, option in
                        json.object([
                            ("title", { $0.string(option.0) }),
                            (
                                "votes_count",
                                { json in
                                    view.showsTotals ? json.number(option.1) : json.raw("null")
                                }
                            ),
                        ])
                    }
                }
            ), ("emojis", { $0.raw("[]") }),
        ]
        if hasReader {
            members.append(("voted", { $0.bool(view.hasVoted) }))
            members.append(("own_votes", { $0.array(view.own.sorted()) { json, choice in json.number(choice) } }))
        }
        json.object(members)
    }

    /// Conversation.
    func conversation(_ view: ConversationView, _ json: inout JSONWriter) {
        json.object([
            ("id", { $0.quotedID(view.conversation.threadID) }), ("unread", { $0.bool(view.conversation.isUnread) }),
            ("accounts", { $0.array(view.accounts) { json, account in self.account(account, &json) } }),
            ("last_status", { status(view.lastStatus, &$0) }),
        ])
    }

    /// ScheduledStatus.
    func scheduled(_ scheduled: ScheduledStatus, _ json: inout JSONWriter) {
        let draft = scheduled.draft
        json.object([
            ("id", { $0.quotedID(scheduled.id) }), ("scheduled_at", { $0.moment(scheduled.at) }),
            (
                "params",
                { json in
                    json.object([
                        ("text", { $0.string(draft.text) }),
                        ("media_ids", { $0.array(draft.media) { json, id in json.quotedID(id) } }),
                        ("sensitive", { json in draft.isSensitive.map { json.bool($0) } ?? json.raw("null") }),
                        ("spoiler_text", { $0.string(draft.spoiler.isEmpty ? nil : draft.spoiler) }),
                        (
                            "visibility",
                            { json in
                                if let word = draft.visibility?.word {
                                    json.string("\(word)")
                                } else {
                                    json.raw("null")
                                }
                            }
                        ),
                        ("in_reply_to_id", { $0.quotedID(draft.inReplyTo) }),
                        ("language", { $0.string(draft.language) }),
                        ("poll", { pollDraft(draft.poll, &$0) }),
                        ("idempotency", { $0.string(draft.idempotencyKey) }),
                        ("with_rate_limit", { $0.bool(false) }), ("scheduled_at", { $0.raw("null") }),
                        ("application_id", { $0.raw("null") }),
                    ])
                }
            ), ("media_attachments", { $0.array(scheduled.media) { json, image in media(image, &json) } }),
        ])
    }

    private func pollDraft(_ draft: PollDraft?, _ json: inout JSONWriter) {
        guard let draft else { return json.raw("null") }
        json.object([
            ("options", { $0.array(draft.options) { json, option in json.string(option) } }),
            ("expires_in", { $0.number(draft.seconds) }), ("multiple", { $0.bool(draft.isMultiple) }),
            ("hide_totals", { $0.bool(draft.hidesTotals) }),
        ])
    }

    // MARK: Tags and reports

    /// FeaturedTag.
    func featuredTag(_ tag: FeaturedTag, of account: Account, _ json: inout JSONWriter) {
        json.object([
            ("id", { $0.quotedID(tag.id) }), ("name", { $0.string(tag.name) }),
            ("url", { $0.string("\(url(of: account))/tagged/\(WebText.percentEncoded(tag.name))") }),
            ("statuses_count", { $0.string(String(tag.statusesCount)) }),
            ("last_status_at", { $0.day(tag.lastStatusID?.millisecond) }),
        ])
    }

    /// Report.
    func report(_ report: Report, about target: Account, _ json: inout JSONWriter) {
        json.object([
            ("id", { $0.quotedID(report.id) }), ("action_taken", { $0.bool(report.resolvedAt != nil) }),
            ("action_taken_at", { $0.moment(report.resolvedAt) }),
            ("category", { $0.string(report.category.rawValue) }),
            ("comment", { $0.string(report.comment) }), ("forwarded", { $0.bool(false) }),
            ("created_at", { $0.moment(report.id.millisecond) }),
            ("status_ids", { $0.array(report.statusIDs) { json, id in json.quotedID(id) } }),
            ("rule_ids", { $0.raw("[]") }), ("collection_ids", { $0.raw("[]") }),
            ("target_account", { account(target, &$0) }),
        ])
    }

    // MARK: Grouped notifications

    /// NotificationGroup, by which the accounts and statuses beside it are named.
    func notificationGroup(_ group: NotificationGroup, _ json: inout JSONWriter) {
        var members: [(name: StaticString, write: (inout JSONWriter) -> Void)] = [
            ("group_key", { $0.string(group.key) }), ("notifications_count", { $0.number(group.count) }),
            ("type", { $0.string(group.kind.word) }),
            // A number here and nowhere else: so it is in Mastodon's own answers.
            ("most_recent_notification_id", { $0.id(group.newest) }),
            ("page_min_id", { $0.quotedID(group.pageOldest) }), ("page_max_id", { $0.quotedID(group.pageNewest) }),
            ("latest_page_notification_at", { $0.moment(group.pageNewest.millisecond) }),
            ("sample_account_ids", { $0.array(group.accounts) { json, account in json.quotedID(account.id) } }),
        ]
        if let status = group.status { members.append(("status_id", { $0.quotedID(status.id) })) }
        json.object(members)
    }

    /// GroupedNotificationsResults: each account and status once.
    func notificationGroups(_ groups: [NotificationGroup], partialAccounts: Bool, _ json: inout JSONWriter) {
        var known: Set<Identifier> = []
        // Whose picture alone is shown needs no more than that: all but the newest of each group.
        let full = groups.compactMap(\.accounts.first).filter { known.insert($0.id).inserted }
        let others = groups.flatMap(\.accounts).filter { known.insert($0.id).inserted }
        var seen: Set<Identifier> = []
        let statuses = groups.compactMap(\.status).filter { seen.insert($0.id).inserted }
        var members: [(name: StaticString, write: (inout JSONWriter) -> Void)] = [
            (
                "accounts",
                { $0.array(partialAccounts ? full : full + others) { json, account in self.account(account, &json) } }
            )
        ]
        if partialAccounts {
            members.append(("partial_accounts", { $0.array(others) { json, one in partialAccount(one, &json) } }))
        }
        members.append(("statuses", { $0.array(statuses) { json, view in status(view, &json) } }))
        members.append(("notification_groups", { $0.array(groups) { json, group in notificationGroup(group, &json) } }))
        json.object(members)
    }

    private func partialAccount(_ account: Account, _ json: inout JSONWriter) {
        let avatar = account.avatar.map(url(ofFile:)) ?? missingAvatar
        json.object([
            ("id", { $0.quotedID(account.id) }), ("acct", { $0.string(account.username) }),
            ("locked", { $0.bool(account.isLocked) }), ("bot", { $0.bool(account.isBot) }),
            ("url", { $0.string(url(of: account)) }), ("avatar", { $0.string(avatar) }),
            ("avatar_static", { $0.string(avatar) }),
        ])
    }

    /// NotificationRequest.
    func notificationRequest(_ request: NotificationRequest, _ json: inout JSONWriter) {
        json.object([
            ("id", { $0.quotedID(request.account.id) }), ("created_at", { $0.moment(request.first.millisecond) }),
            ("updated_at", { $0.moment(request.last.millisecond) }),
            ("notifications_count", { $0.string(String(request.count)) }),
            ("account", { account(request.account, &$0) }),
            (
                "last_status",
                { json in
                    if let view = request.lastStatus { status(view, &json) } else { json.raw("null") }
                }
            ),
        ])
    }
}

extension StatusFilter.Context {
    /// Mastodon's word.
    var word: String {
        switch self {
        case .home: "home"
        case .notifications: "notifications"
        case .public: "public"
        case .thread: "thread"
        case .account: "account"
        }
    }

    /// Reads Mastodon's word.
    init?(word: String) {
        guard let context = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = context
    }
}

extension StatusFilter.Action {
    /// Mastodon's word.
    var word: String {
        switch self {
        case .warn: "warn"
        case .hide: "hide"
        case .blur: "blur"
        }
    }

    /// Reads Mastodon's word.
    init?(word: String) {
        guard let action = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = action
    }
}

extension MemberList.Replies {
    /// Mastodon's word.
    var word: String {
        switch self {
        case .list: "list"
        case .followed: "followed"
        case .none: "none"
        }
    }

    /// Reads Mastodon's word.
    init?(word: String) {
        guard let replies = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = replies
    }
}

extension NotificationPolicy.Verdict {
    /// Mastodon's word.
    var word: String {
        switch self {
        case .accept: "accept"
        case .filter: "filter"
        case .drop: "drop"
        }
    }

    /// Reads Mastodon's word.
    init?(word: String) {
        guard let verdict = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = verdict
    }
}
