/// Who follows whom, or asks to.
public struct Follow: Sendable, Hashable {
    /// The identifier of the relationship itself, which lists are ordered by.
    public var id: Identifier
    /// Who follows.
    public var accountID: Identifier
    /// Who is followed.
    public var targetID: Identifier
    /// Whether boosts are wanted.
    public var showsBoosts: Bool
    /// Whether a notification of each status is wanted.
    public var notifies: Bool

    /// Makes a follow.
    public init(id: Identifier, accountID: Identifier, targetID: Identifier, showsBoosts: Bool, notifies: Bool) {
        self.id = id
        self.accountID = accountID
        self.targetID = targetID
        self.showsBoosts = showsBoosts
        self.notifies = notifies
    }
}
