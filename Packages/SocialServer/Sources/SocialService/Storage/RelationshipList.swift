/// The lists of accounts that an account has.
public enum RelationshipList: Sendable, Hashable, CaseIterable {
    /// Those whom it follows.
    case following
    /// Those who follow it.
    case followers
    /// Those who ask to follow it.
    case requests
    /// Those whom it blocks.
    case blocks
    /// Those whom it mutes.
    case mutes
    /// Those whom it shows on its profile.
    case endorsed
}
