/// Something that happened, told after it was committed, for those who watch live.
public enum SocialEvent: Sendable, Hashable {
    /// A status or a boost was posted.
    case posted(StatusOutline)
    /// A status was edited.
    case edited(StatusOutline)
    /// A status or a boost was deleted; the outline is that of what it was.
    case deleted(StatusOutline)
    /// A conversation of an account's has something new.
    case conversed(Identifier, recipient: Identifier)
    /// An account has changed its filters.
    case filtersChanged(Identifier)
    /// Somebody was notified.
    case notified(Identifier, recipient: Identifier)
}

/// What is needed to find a status's watchers without a look at the tables.
public struct StatusOutline: Sendable, Hashable {
    /// The status, or the boost.
    public var id: Identifier
    /// The author, or who boosted.
    public var accountID: Identifier
    /// Who may see it.
    public var visibility: Visibility
    /// Its hashtags in lower case.
    public var tags: [String]
    /// Whom it mentions.
    public var mentions: [Identifier]
    /// Whether it boosts another.
    public var isBoost: Bool
    /// Whether it answers another account's status.
    public var isReply: Bool

    /// Makes an outline.
    public init(
        id: Identifier, accountID: Identifier, visibility: Visibility, tags: [String], mentions: [Identifier],
        isBoost: Bool, isReply: Bool
    ) {
        self.id = id
        self.accountID = accountID
        self.visibility = visibility
        self.tags = tags
        self.mentions = mentions
        self.isBoost = isBoost
        self.isReply = isReply
    }
}

/// Tells the watchers what happened.
public protocol EventPublisher: Sendable {
    /// Passes events on; called after their transaction was committed, in their order.
    func publish(_ events: [SocialEvent]) async
}
