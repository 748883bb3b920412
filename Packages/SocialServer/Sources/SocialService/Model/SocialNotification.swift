/// Something that an account is told.
public struct SocialNotification: Sendable, Hashable {
    /// What happened.
    public enum Kind: Int, Sendable, Hashable, CaseIterable {
        /// A status mentions the account.
        case mention = 1
        /// Somebody follows it.
        case follow = 2
        /// Somebody asks to follow it.
        case followRequest = 3
        /// Somebody likes a status of it.
        case favourite = 4
        /// Somebody boosts a status of it.
        case boost = 5
        /// Somebody whose every status it wants to hear of has posted.
        case status = 6
        /// A status that it has boosted was edited.
        case update = 7
        /// A poll that it has made or voted in has ended.
        case poll = 8
    }

    /// The identifier.
    public var id: Identifier
    /// Who is told.
    public var accountID: Identifier
    /// What happened.
    public var kind: Kind
    /// Who did it.
    public var fromID: Identifier
    /// The status that it is about.
    public var statusID: Identifier?

    /// Makes a notification.
    public init(id: Identifier, accountID: Identifier, kind: Kind, fromID: Identifier, statusID: Identifier? = nil) {
        self.id = id
        self.accountID = accountID
        self.kind = kind
        self.fromID = fromID
        self.statusID = statusID
    }
}

/// A notification with what its reader sees of it.
public struct NotificationView: Sendable {
    /// The notification.
    public var notification: SocialNotification
    /// Who did it.
    public var from: Account
    /// The status that it is about, as the reader may see it.
    public var status: StatusView?
}
