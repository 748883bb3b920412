/// How one account stands to another.
public struct Relationship: Sendable, Hashable {
    /// The other account.
    public var accountID: Identifier
    /// Follows it.
    public var isFollowing = false
    /// Wants to see its boosts.
    public var showsBoosts = false
    /// Wants a notification for each of its statuses.
    public var notifies = false
    /// Is followed by it.
    public var isFollowedBy = false
    /// Has asked to follow it.
    public var hasRequested = false
    /// Is asked by it.
    public var isRequestedBy = false
    /// Blocks it.
    public var isBlocking = false
    /// Is blocked by it.
    public var isBlockedBy = false
    /// Does not want to see its statuses.
    public var isMuting = false
    /// Does not want its notifications either.
    public var isMutingNotifications = false
    /// Shows it on the own profile.
    public var isEndorsed = false
    /// What the one has written down about the other, for nobody else's eyes.
    public var note = ""

    /// Makes a relationship of two accounts that have nothing to do with each other.
    public init(accountID: Identifier) {
        self.accountID = accountID
    }
}
