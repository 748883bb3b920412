/// From whom a member wants notifications.
public struct NotificationPolicy: Sendable, Hashable {
    /// What becomes of a notification.
    public enum Verdict: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// It is shown.
        case accept = 0
        /// It waits among the requests until its sender is accepted.
        case filter = 1
        /// It is not kept.
        case drop = 2

        /// The stricter one is greater.
        public static func < (one: Verdict, other: Verdict) -> Bool { one.rawValue < other.rawValue }
    }

    /// From accounts that the member does not follow.
    public var notFollowing = Verdict.accept
    /// From accounts that do not follow the member, or only since three days.
    public var notFollowers = Verdict.accept
    /// From accounts made within the last thirty days.
    public var newAccounts = Verdict.accept
    /// Direct statuses that nobody has asked for.
    public var privateMentions = Verdict.accept
    /// From accounts that the operator has limited.
    public var limitedAccounts = Verdict.filter

    /// Makes the defaults: nothing is held back but what comes from limited accounts. Mastodon holds direct statuses back,
    /// too; here nobody comes from elsewhere, and older clients would never show that something waits.
    public init() {}
}

/// Notifications of one account that wait to be let in.
public struct NotificationRequest: Sendable {
    /// Who sent them; the request's identifier is the account's.
    public var account: Account
    /// How many wait.
    public var count: Int
    /// The oldest one.
    public var first: Identifier
    /// The newest one.
    public var last: Identifier
    /// The newest status among them, as the member may see it.
    public var lastStatus: StatusView?
}

/// Notifications that are told together: likes and boosts of one status, and new followers, within half a day.
public struct NotificationGroup: Sendable {
    /// What they have in common.
    public var key: String
    /// What happened.
    public var kind: SocialNotification.Kind
    /// How many there are in all.
    public var count: Int
    /// The newest one of all.
    public var newest: Identifier
    /// The newest one on this page.
    public var pageNewest: Identifier
    /// The oldest one on this page.
    public var pageOldest: Identifier
    /// Who did it, the last one first; some of them.
    public var accounts: [Account]
    /// The status that they are about.
    public var status: StatusView?
}
