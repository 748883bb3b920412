/// A member of the network, as everybody may see them.
public struct Account: Sendable, Hashable {
    /// The identifier; its time is when the account was made.
    public var id: Identifier
    /// The name in mentions, as it was first written; unique whatever the case.
    public var username: String
    /// The name that is shown; may be empty.
    public var displayName: String
    /// What members write about themselves: plain text.
    public var note: String
    /// Pairs that a profile shows as a table.
    public var fields: [ProfileField]
    /// Whether followers must be approved.
    public var isLocked: Bool
    /// Whether a program posts.
    public var isBot: Bool
    /// Whether the account wants to be suggested to others.
    public var isDiscoverable: Bool
    /// Whether others may find its public statuses by their words.
    public var isIndexable: Bool
    /// Whether it shows nobody whom it follows and who follows it.
    public var hidesCollections: Bool
    /// What the operator has decided about it.
    public var standing: Standing
    /// Whether it may decide about reports and accounts.
    public var isModerator: Bool
    /// The media file of the portrait.
    public var avatar: String?
    /// The media file of the picture above the profile.
    public var header: String?
    /// What is to be seen on the portrait.
    public var avatarDescription: String
    /// What is to be seen on the picture above the profile.
    public var headerDescription: String
    /// What new statuses are by default.
    public var defaults: PostingDefaults
    /// How many statuses there are.
    public var statusesCount: Int
    /// How many follow the account.
    public var followersCount: Int
    /// How many accounts it follows.
    public var followingCount: Int
    /// When it last posted, in milliseconds since 1970.
    public var lastStatusAt: Int64?

    /// Makes an account without history.
    public init(id: Identifier, username: String) {
        self.id = id
        self.username = username
        displayName = ""
        note = ""
        fields = []
        isLocked = false
        isBot = false
        // Both are off until they are chosen.
        isDiscoverable = false
        isIndexable = false
        hidesCollections = false
        standing = .active
        isModerator = false
        avatarDescription = ""
        headerDescription = ""
        defaults = PostingDefaults()
        statusesCount = 0
        followersCount = 0
        followingCount = 0
    }
}

/// What the operator has decided about an account.
public enum Standing: Int, Sendable, Hashable, CaseIterable {
    /// Nothing: it may all that members may.
    case active = 0
    /// It waits to be approved: nobody can log in to it, and nobody sees it.
    case pending = 1
    /// It is shown to those who follow it or ask for it by name, and in no list of everybody's.
    case silenced = 2
    /// Nobody can log in to it, and nothing of it is shown.
    case suspended = 3
}

/// One row of a profile's table.
public struct ProfileField: Sendable, Hashable {
    /// What the row is about.
    public var name: String
    /// What it says: plain text.
    public var value: String

    /// Makes a row.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// What an account's new statuses are unless they say otherwise.
public struct PostingDefaults: Sendable, Hashable {
    /// Who sees them.
    public var visibility = Visibility.public
    /// Whether their images are hidden at first.
    public var isSensitive = false
    /// Their language, a tag of BCP 47.
    public var language: String?

    /// Makes the network's defaults.
    public init() {}
}

/// What logs a member in; never shown to anybody else.
public struct Credentials: Sendable {
    /// The account.
    public var accountID: Identifier
    /// The address, in the case in which it was given.
    public var email: String
    /// The password as the adapter's hasher has recorded it; this layer only keeps it.
    public var passwordRecord: String
    /// What the operator has decided about the account.
    public var standing = Standing.active

    /// Makes credentials.
    public init(accountID: Identifier, email: String, passwordRecord: String) {
        self.accountID = accountID
        self.email = email
        self.passwordRecord = passwordRecord
    }
}
