/// From whom the viewer wants notifications, and those that wait.
extension Transaction {
    /// The viewer's policy, and how much waits.
    public func notificationPolicy() throws -> (policy: NotificationPolicy, requests: Int, notifications: Int) {
        let viewer = try viewer()
        let waiting = try records.countWaiting(of: viewer)
        return (try records.notificationPolicy(of: viewer), waiting.requests, waiting.notifications)
    }

    /// Replaces the viewer's policy by a changed one.
    public func changeNotificationPolicy(_ body: (inout NotificationPolicy) throws -> Void) throws {
        var policy = try records.notificationPolicy(of: viewer())
        try body(&policy)
        try records.set(policy, of: viewer())
    }

    /// Whose notifications wait, the newest first.
    public func notificationRequests(_ page: PageRequest) throws -> Page<NotificationRequest> {
        let page = clamped(page, limits.accountsPerPage)
        let found = try records.notificationRequests(of: viewer(), page)
        let ordered = page.isAscending ? found.reversed() : found
        return Page(items: try requests(ordered), newest: ordered.first?.last, oldest: ordered.last?.last)
    }

    /// The notifications of one account that wait.
    public func notificationRequest(from sender: Identifier) throws -> NotificationRequest {
        guard let found = try records.notificationRequest(from: sender, of: viewer()),
            let request = try requests([found]).first
        else { throw SocialError.notFound("notification request") }
        return request
    }

    private func requests(_ waiting: [WaitingNotifications]) throws -> [NotificationRequest] {
        let accounts = Dictionary(
            try records.accounts(waiting.map(\.sender)).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let statuses = try views(of: try records.statuses(waiting.compactMap(\.lastStatus)), .asked)
        let byID = Dictionary(statuses.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return waiting.compactMap { entry in
            accounts[entry.sender].map {
                NotificationRequest(
                    account: $0, count: entry.count, first: entry.first, last: entry.last,
                    lastStatus: entry.lastStatus.flatMap { byID[$0] })
            }
        }
    }

    /// Lets accounts' notifications in, for good.
    public func acceptNotifications(from senders: [Identifier]) throws {
        for sender in senders {
            _ = try notificationRequest(from: sender)
            try records.accept(sender, by: viewer())
        }
    }

    /// Removes accounts' notifications that wait.
    public func dismissNotifications(from senders: [Identifier]) throws {
        for sender in senders {
            _ = try notificationRequest(from: sender)
            try records.dismiss(sender, by: viewer())
        }
    }

    /// What becomes of a notification by its recipient's policy.
    func verdict(
        _ kind: SocialNotification.Kind, to recipient: Identifier, from sender: Identifier, _ status: Status?
    ) throws -> NotificationPolicy.Verdict {
        // Who asks to follow is decided elsewhere; what is one's own is always told.
        guard kind != .followRequest, kind != .poll else { return .accept }
        let policy = try records.notificationPolicy(of: recipient)
        guard let account = try records.accounts([sender]).first else { return .drop }
        let isDirect = kind == .mention && status?.visibility == .direct
        var verdict = account.standing == .silenced ? policy.limitedAccounts : .accept
        if account.id.millisecond > now - 30 * 86_400_000 { verdict = max(verdict, policy.newAccounts) }
        if isDirect { verdict = max(verdict, policy.privateMentions) }
        let strictest = max(verdict, policy.notFollowing, policy.notFollowers)
        // Nearly all members hold nothing back; only for the others is asked how the two stand to each other.
        guard strictest != .accept, try !records.isAccepted(sender, by: recipient) else { return .accept }
        let relation = try records.relationships(of: recipient, to: [sender]).first
        guard relation?.isFollowing != true else { return .accept }
        // An answer in a thread that the recipient has begun or written in is asked for.
        let answered = try isDirect ? status?.inReplyTo.flatMap { try records.statuses([$0]).first } : nil
        if isDirect, answered?.accountID == recipient { return .accept }
        verdict = max(verdict, policy.notFollowing)
        if relation?.isFollowedBy != true { verdict = max(verdict, policy.notFollowers) }
        return verdict
    }
}
