/// Where the network is kept: gives work a transaction.
///
/// The edge behind it decides on the engine. A closure may run again after a conflict, so it changes nothing but records.
public protocol SocialStore: Sendable {
    /// Reads in one transaction that sees a single state.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SocialRecords) throws -> Value) async throws -> Value

    /// Reads and writes in one transaction, all of it or nothing.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SocialRecords) throws -> Value) async throws -> Value
}

/// The records of the network, within one transaction.
///
/// It knows no rules: who may see or do something is decided above it. Every function that takes a list answers in one
/// query, so that a timeline costs the same number of queries whatever its length.
public protocol SocialRecords: AccountRecords, StatusRecords, RelationshipRecords, NotificationRecords, AccessRecords,
    ClientRecords, ModerationRecords
{}

/// Accounts.
public protocol AccountRecords {
    /// Adds an account.
    func insert(_ account: Account, _ credentials: Credentials) throws
    /// Replaces what members can change of an account.
    func update(_ account: Account) throws
    /// Replaces a password.
    func setPassword(_ record: String, of account: Identifier) throws
    /// Removes an account and all that hangs on it, and takes it out of others' counts.
    func deleteAccount(_ account: Identifier) throws
    /// The accounts that are there, in no order.
    func accounts(_ ids: [Identifier]) throws -> [Account]
    /// The accounts with these names, in lower case.
    func accounts(named names: [String]) throws -> [Account]
    /// How an account logs in: by name or address, in lower case.
    func credentials(login: String) throws -> Credentials?
    /// How an account logs in.
    func credentials(of account: Identifier) throws -> Credentials?
    /// Whether a name or an address is taken, both in lower case.
    func isTaken(username: String) throws -> Bool
    /// Whether an address is taken.
    func isTaken(email: String) throws -> Bool
    /// Accounts whose name or shown name contains all of some words in lower case, the best fitting first.
    func searchAccounts(_ words: [String], followedBy follower: Identifier?, limit: Int, offset: Int) throws
        -> [Account]
    /// Discoverable accounts, the most recently active first.
    func directory(limit: Int, offset: Int, newestFirst: Bool) throws -> [Account]
    /// How many accounts and statuses there are, and accounts that posted since a moment.
    func counts(activeSince: Int64) throws -> (accounts: Int, statuses: Int, active: Int)
}

/// Statuses and what hangs on them.
public protocol StatusRecords {
    /// Adds a status with its tags and mentions, and counts it.
    func insert(_ status: Status, tags: [String], mentions: [Identifier]) throws
    /// Replaces the text of a status, its tags and its mentions.
    func update(_ status: Status, tags: [String], mentions: [Identifier]) throws
    /// Removes statuses with all that hangs on them, boosts included, and corrects all counts.
    func deleteStatuses(_ ids: [Identifier]) throws
    /// The statuses that are there, in no order.
    func statuses(_ ids: [Identifier]) throws -> [Status]
    /// The boosts of a status.
    func boosts(of status: Identifier) throws -> [Status]
    /// An account's boost of a status.
    func boost(of status: Identifier, by account: Identifier) throws -> Status?

    /// What a member's home shows: the statuses of those whom they follow, and their own.
    func home(of account: Identifier, followingCount: Int, _ page: PageRequest) throws -> [Status]
    /// Public statuses.
    func publicTimeline(_ page: PageRequest, onlyMedia: Bool) throws -> [Status]
    /// Public statuses with a hashtag in lower case.
    func tagTimeline(_ filter: TagFilter, _ page: PageRequest) throws -> [Status]
    /// An account's statuses.
    func statuses(of account: Identifier, _ filter: ProfileFilter, _ page: PageRequest) throws -> [Status]
    /// Statuses whose words contain all of these, the newest first.
    ///
    /// Only those that their authors let others find, that are the reader's own, or that the reader has had to do with.
    func searchStatuses(
        _ words: [String], by author: Identifier?, for reader: Identifier, _ page: PageRequest, offset: Int
    ) throws -> [Status]
    /// What a status answers, and what that answers, the first one first; at most `limit`.
    func ancestors(of status: Status, limit: Int) throws -> [Status]
    /// The answers to a status and their answers, parents before children; at most `limit`.
    func descendants(of status: Identifier, limit: Int) throws -> [Status]

    /// The images of statuses, in their order.
    func media(ofStatuses ids: [Identifier]) throws -> [Media]
    /// The mentions of statuses.
    func mentions(ofStatuses ids: [Identifier]) throws -> [(status: Identifier, mention: Mention)]
    /// The hashtags of statuses.
    func tags(ofStatuses ids: [Identifier]) throws -> [(status: Identifier, tag: String)]
    /// What an account has done with statuses.
    func marks(of account: Identifier, on ids: [Identifier]) throws -> [Identifier: Marks]

    /// Adds an image.
    func insert(_ media: Media) throws
    /// Replaces an image's description and focus.
    func update(_ media: Media) throws
    /// The images that are there, in no order.
    func media(_ ids: [Identifier]) throws -> [Media]
    /// Gives images to a status in their order, and takes all others from it at a moment.
    func attach(_ media: [Identifier], to status: Identifier, now: Int64) throws
    /// Removes images.
    func deleteMedia(_ ids: [Identifier]) throws
    /// The files of an account's images.
    func mediaFiles(of account: Identifier) throws -> [String]
    /// Images that no status shows, or will show, since a moment.
    func orphanedMedia(before moment: Int64, limit: Int) throws -> [Media]

    /// Adds a favourite or a bookmark; whether it is new.
    func insert(_ mark: Marks, id: Identifier, of account: Identifier, on status: Identifier) throws -> Bool
    /// Removes a favourite or a bookmark; whether there was one.
    func delete(_ mark: Marks, of account: Identifier, on status: Identifier) throws -> Bool
    /// The statuses that an account has marked; the position is the mark's own.
    func marked(_ mark: Marks, by account: Identifier, _ page: PageRequest) throws -> [Placed<Status>]
    /// The accounts that have favourites or boosts on a status; the position is the mark's own.
    func markers(_ mark: Marks, of status: Identifier, _ page: PageRequest) throws -> [Placed<Account>]

    /// The earlier versions of a status, the first one first.
    func edits(of status: Identifier) throws -> [StatusEdit]
    /// Keeps a version of a status.
    func insert(_ edit: StatusEdit, of status: Identifier, id: Identifier) throws

    /// The status that an account posted with an idempotency key since a moment.
    func idempotent(_ key: String, of account: Identifier, since: Int64) throws -> Identifier?
    /// Remembers an idempotency key.
    func remember(_ key: String, of account: Identifier, status: Identifier, at: Int64) throws

    /// Hashtags that begin with a text in lower case, the most used first.
    func searchTags(_ prefix: String, limit: Int, offset: Int) throws -> [TagSummary]
    /// A hashtag in lower case.
    func tag(_ name: String) throws -> TagSummary?
}

/// How accounts stand to each other.
public protocol RelationshipRecords {
    /// How an account stands to others, in the order of the others.
    func relationships(of account: Identifier, to others: [Identifier]) throws -> [Relationship]
    /// Those among `others` whose statuses an account must not see (either blocks the other) or does not want to.
    func hidden(from account: Identifier, among others: [Identifier]) throws -> [Identifier: Hiding]
    /// Those among `others` whom an account follows.
    func followed(by account: Identifier, among others: [Identifier]) throws -> Set<Identifier>
    /// Those among `others` who follow an account.
    func followers(of account: Identifier, among others: [Identifier]) throws -> Set<Identifier>
    /// Those whom an account follows and who follow another, the newest first.
    func familiar(to account: Identifier, following target: Identifier, limit: Int) throws -> [Account]
    /// Those who want a notification of each of an account's statuses.
    func notified(by account: Identifier) throws -> [Identifier]

    /// Adds or changes a follow; whether it is new.
    func insertFollow(_ follow: Follow) throws -> Bool
    /// Removes a follow; whether there was one.
    func deleteFollow(from account: Identifier, to target: Identifier) throws -> Bool
    /// Adds a request to follow.
    func insertRequest(_ follow: Follow) throws
    /// Removes a request; returns it if there was one.
    func deleteRequest(from account: Identifier, to target: Identifier) throws -> Follow?
    /// Adds a block.
    func insertBlock(id: Identifier, from account: Identifier, to target: Identifier) throws
    /// Removes a block.
    func deleteBlock(from account: Identifier, to target: Identifier) throws
    /// Adds or changes a mute, until a moment or for good.
    func insertMute(
        id: Identifier, from account: Identifier, to target: Identifier, hidesNotifications: Bool, until: Int64?) throws
    /// Removes a mute.
    func deleteMute(from account: Identifier, to target: Identifier) throws
    /// Replaces what an account has written down about another; empty removes it.
    func setNote(_ note: String, from account: Identifier, to target: Identifier) throws
    /// A list of accounts, in the order of the relationships' own identifiers.
    func accounts(_ list: RelationshipList, of account: Identifier, _ page: PageRequest) throws -> [Placed<Account>]
}

/// Notifications and where reading stopped.
public protocol NotificationRecords {
    /// Adds a notification; one that waits is among the requests only.
    func insert(_ notification: SocialNotification, waits: Bool) throws
    /// An account's notifications, with or without those that wait.
    func notifications(
        of account: Identifier, kinds: [SocialNotification.Kind], from: Identifier?, includesWaiting: Bool,
        _ page: PageRequest
    ) throws -> [SocialNotification]
    /// One notification.
    func notification(_ id: Identifier) throws -> SocialNotification?
    /// Removes one notification of an account, or all.
    func deleteNotifications(of account: Identifier, id: Identifier?) throws
    /// Removes the notification of what was taken back.
    func deleteNotification(
        kind: SocialNotification.Kind, to account: Identifier, from: Identifier, status: Identifier?) throws
    /// Where an account stopped reading.
    func markers(of account: Identifier) throws -> [ReadingMarker]
    /// Replaces where an account stopped reading a timeline.
    func setMarker(_ marker: ReadingMarker, of account: Identifier) throws
}

/// Programs, tokens and logins.
public protocol AccessRecords {
    /// Adds an application.
    func insert(_ application: Application) throws
    /// An application by what the outside knows it by.
    func application(clientID: String) throws -> Application?
    /// An application.
    func application(_ id: Identifier) throws -> Application?
    /// Adds a token.
    func insertToken(hash: [UInt8], _ grant: AccessGrant) throws
    /// What a token stands for.
    func grant(tokenHash: [UInt8]) throws -> AccessGrant?
    /// Removes a token; if an application is named, only one of its own.
    func deleteToken(hash: [UInt8], of application: Identifier?) throws
    /// Adds an authorization code.
    func insertCode(hash: [UInt8], _ code: AuthorizationCode) throws
    /// Removes an authorization code and returns what it stood for: a code is good for once.
    func takeCode(hash: [UInt8]) throws -> AuthorizationCode?
    /// Adds a login.
    func insert(_ session: BrowserSession) throws
    /// A login.
    func session(tokenHash: [UInt8]) throws -> BrowserSession?
    /// Notes when a login was last used.
    func touchSession(tokenHash: [UInt8], lastSeenAt: Int64) throws
    /// Removes a login.
    func deleteSession(tokenHash: [UInt8]) throws
    /// Removes an account's logins but one, and, if asked, its tokens.
    func deleteAccess(of account: Identifier, exceptSession: [UInt8]?, tokensToo: Bool) throws
    /// Removes logins that began or were last used before moments, and codes that have ended.
    func sweepAccess(startedBefore: Int64, lastSeenBefore: Int64, now: Int64) throws
}
