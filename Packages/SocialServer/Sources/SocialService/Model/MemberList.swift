/// A list of accounts whose statuses a member reads apart from their home.
public struct MemberList: Sendable, Hashable {
    /// Which answers a list shows: those to its author's own statuses are always shown.
    public enum Replies: Int, Sendable, Hashable, CaseIterable {
        /// To accounts that are on the list.
        case list = 0
        /// To accounts that the owner follows.
        case followed = 1
        /// None.
        case none = 2
    }

    /// The identifier.
    public var id: Identifier
    /// Whose list it is.
    public var ownerID: Identifier
    /// What the owner calls it.
    public var title: String
    /// Which answers it shows.
    public var replies: Replies
    /// Whether what is on it stays out of the owner's home.
    public var isExclusive: Bool

    /// Makes a list.
    public init(id: Identifier, ownerID: Identifier, title: String, replies: Replies, isExclusive: Bool) {
        self.id = id
        self.ownerID = ownerID
        self.title = title
        self.replies = replies
        self.isExclusive = isExclusive
    }
}
