/// Why an account's statuses are kept from a reader.
public struct Hiding: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: Int
    /// Makes a set of its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The reader blocks the account.
    public static let blocking = Hiding(rawValue: 1)
    /// The account blocks the reader.
    public static let blockedBy = Hiding(rawValue: 2)
    /// The reader mutes the account.
    public static let muting = Hiding(rawValue: 4)
    /// The reader mutes its notifications, too.
    public static let mutingNotifications = Hiding(rawValue: 8)
}
