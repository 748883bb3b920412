/// What a token stands for.
public struct AccessGrant: Sendable, Hashable {
    /// The program that it was given to; none for a page of our own.
    public var applicationID: Identifier?
    /// In whose name the program acts; nobody's for a program by itself.
    public var accountID: Identifier?
    /// What it may do.
    public var scopes: Scopes
    /// When it was given, in milliseconds since 1970.
    public var createdAt: Int64
    /// What the operator has decided about the account.
    public var standing = Standing.active
    /// What the account has at all: most have none of it, and then nobody looks for it while a page is read.
    public var extent = Extent.all

    /// Kinds of things of which an account may have none.
    public struct Extent: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: Int
        /// Makes a set of its bits.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// Filters.
        public static let filters = Extent(rawValue: 1)
        /// Threads of which it wants no notifications.
        public static let mutedThreads = Extent(rawValue: 2)
        /// Accounts that it blocks or mutes, or that block it.
        public static let hiding = Extent(rawValue: 4)
        /// Hashtags that it follows.
        public static let followedTags = Extent(rawValue: 8)
        /// Lists whose members it reads there only.
        public static let exclusiveLists = Extent(rawValue: 16)
        /// All of them: nothing is known.
        public static let all = Extent(rawValue: 31)
    }

    /// Makes a grant.
    public init(applicationID: Identifier?, accountID: Identifier?, scopes: Scopes, createdAt: Int64) {
        self.applicationID = applicationID
        self.accountID = accountID
        self.scopes = scopes
        self.createdAt = createdAt
    }
}
