/// What members keep beside their statuses so that their clients show them what they want: filters, lists, pins, polls,
/// conversations, and what waits.
public protocol ClientRecords: FilterRecords, ListRecords, PollRecords, ConversationRecords, ScheduleRecords,
    ReportRecords, TagRecords, NotificationPolicyRecords
{}

/// Filters.
public protocol FilterRecords {
    /// An account's filters with all that is in them, the oldest first.
    func filters(of account: Identifier) throws -> [StatusFilter]
    /// Those among some accounts that have a filter.
    func filtering(among accounts: [Identifier]) throws -> [Identifier]
    /// Adds a filter with its keywords and entries.
    func insert(_ filter: StatusFilter, of account: Identifier) throws
    /// Replaces a filter with its keywords and entries.
    func update(_ filter: StatusFilter) throws
    /// Removes a filter.
    func deleteFilter(_ filter: Identifier) throws
}

/// Lists of accounts.
public protocol ListRecords {
    /// An account's lists, the oldest first.
    func lists(of owner: Identifier) throws -> [MemberList]
    /// One list.
    func list(_ id: Identifier) throws -> MemberList?
    /// Adds a list.
    func insert(_ list: MemberList) throws
    /// Replaces what its owner can change of a list.
    func update(_ list: MemberList) throws
    /// Removes a list.
    func deleteList(_ list: Identifier) throws
    /// The accounts on a list; the position is that of the entry.
    func accounts(on list: Identifier, _ page: PageRequest) throws -> [Placed<Account>]
    /// Those among some accounts that are on a list.
    func listed(on list: Identifier, among accounts: [Identifier]) throws -> Set<Identifier>
    /// The lists of an owner that an account is on.
    func lists(of owner: Identifier, with account: Identifier) throws -> [MemberList]
    /// Puts an account on a list; whether it is new there.
    func insert(_ account: Identifier, on list: Identifier, id: Identifier) throws -> Bool
    /// Takes accounts off a list.
    func delete(_ accounts: [Identifier], from list: Identifier) throws
    /// Takes an account off all lists of an owner.
    func delete(_ account: Identifier, fromListsOf owner: Identifier) throws
    /// What those on a list have posted and boosted.
    func timeline(of list: Identifier, _ page: PageRequest) throws -> [Status]
    /// The accounts whose statuses an owner reads in lists only.
    func exclusivelyListed(of owner: Identifier) throws -> Set<Identifier>
    /// Those among some lists that an account is on.
    func lists(with account: Identifier, among lists: [Identifier]) throws -> [MemberList]
    /// Those among some owners who read an account's statuses in lists only.
    func readingInLists(_ account: Identifier, among owners: [Identifier]) throws -> Set<Identifier>
}

/// Polls and votes.
public protocol PollRecords {
    /// Adds a poll.
    func insert(_ poll: Poll) throws
    /// Gives a poll another end, of which everybody is told when it comes.
    func setExpiry(_ at: Int64, ofPoll status: Identifier) throws
    /// Removes a poll and its votes.
    func deletePoll(of status: Identifier) throws
    /// The polls of statuses, as a reader sees them.
    func polls(ofStatuses ids: [Identifier], for reader: Identifier?, now: Int64) throws -> [PollView]
    /// Adds votes.
    func vote(_ choices: Set<Int>, in poll: Identifier, by account: Identifier) throws
    /// Polls that have ended and of which nobody was told, the oldest first; they are noted as told.
    func takeEndedPolls(now: Int64, limit: Int) throws -> [Identifier]
    /// Who has voted in a poll.
    func voters(in poll: Identifier) throws -> [Identifier]
}

/// Conversations and muted threads.
public protocol ConversationRecords {
    /// An account's conversations, the one with the newest status first.
    func conversations(of account: Identifier, _ page: PageRequest) throws -> [Conversation]
    /// One conversation of an account.
    func conversation(_ thread: Identifier, of account: Identifier) throws -> Conversation?
    /// Adds or replaces a conversation of an account.
    func set(_ conversation: Conversation, of account: Identifier) throws
    /// Removes a conversation of an account.
    func deleteConversation(_ thread: Identifier, of account: Identifier) throws
    /// The newest direct status of a thread that an account has written or is mentioned in.
    func lastDirect(in thread: Identifier, with account: Identifier) throws -> Identifier?
    /// Mutes a thread or ends that.
    func setMuted(_ isMuted: Bool, thread: Identifier, of account: Identifier) throws
    /// Those among some threads that an account has muted.
    func mutedThreads(of account: Identifier, among threads: [Identifier]) throws -> Set<Identifier>
    /// Puts a status on top of its author's profile; whether it is new there.
    func pin(_ status: Identifier, of account: Identifier, id: Identifier) throws -> Bool
    /// Takes a status off the top of its author's profile.
    func unpin(_ status: Identifier, of account: Identifier) throws
    /// The statuses on top of an account's profile, the last one that was put there first.
    func pinned(by account: Identifier) throws -> [Status]
}

/// Statuses that will be posted later.
public protocol ScheduleRecords {
    /// Adds one.
    func insert(_ scheduled: ScheduledStatus) throws
    /// Replaces its time.
    func setTime(_ at: Int64, ofScheduled id: Identifier) throws
    /// One of them.
    func scheduled(_ id: Identifier) throws -> ScheduledStatus?
    /// An account's.
    func scheduled(of account: Identifier, _ page: PageRequest) throws -> [ScheduledStatus]
    /// How many of an account's are due between two moments.
    func countScheduled(of account: Identifier, from: Int64, to: Int64) throws -> Int
    /// Those that are due, the first one first.
    func due(now: Int64, limit: Int) throws -> [ScheduledStatus]
    /// Removes one; whether it was there.
    func deleteScheduled(_ id: Identifier) throws -> Bool
}

/// Reports, and what the operator decides.
public protocol ReportRecords {
    /// Adds a report.
    func insert(_ report: Report) throws
    /// Reports, the newest first.
    func reports(openOnly: Bool, _ page: PageRequest) throws -> [Report]
    /// Notes that the operator is done with a report; whether there is one that was open.
    func resolve(report: Identifier, at: Int64) throws -> Bool
    /// Replaces what the operator has decided about an account.
    func set(_ standing: Standing, of account: Identifier) throws
    /// Accounts with a standing, the newest first.
    func accounts(with standing: Standing, limit: Int) throws -> [Account]
    /// Remembers which token a used code was exchanged for, until the code would have ended.
    func rememberUsed(code hash: [UInt8], token: [UInt8], until: Int64) throws
    /// The token that a used code was exchanged for.
    func token(ofUsedCode hash: [UInt8]) throws -> [UInt8]?
}

/// Followed and featured hashtags, by their names in lower case.
public protocol TagRecords {
    /// The hashtags that an account follows; the position is that of the follow.
    func followedTags(of account: Identifier, _ page: PageRequest) throws -> [Placed<TagSummary>]
    /// Those among some names that an account follows.
    func followedTags(of account: Identifier, among names: [String]) throws -> Set<String>
    /// Follows a hashtag.
    func follow(tag name: String, id: Identifier, of account: Identifier) throws
    /// Follows a hashtag no more.
    func unfollow(tag name: String, of account: Identifier) throws
    /// Public statuses with a hashtag that an account follows.
    func followedTagTimeline(of account: Identifier, _ page: PageRequest) throws -> [Status]
    /// Those among some accounts that follow one of some hashtags.
    func followers(ofTags names: [String], among accounts: [Identifier]) throws -> Set<Identifier>
    /// The hashtags on an account's profile, the first one first.
    func featuredTags(of account: Identifier) throws -> [FeaturedTag]
    /// Puts a hashtag on a profile; whether it is new there.
    func feature(tag name: String, id: Identifier, of account: Identifier) throws -> Bool
    /// Takes a hashtag off a profile.
    func deleteFeaturedTag(_ id: Identifier, of account: Identifier) throws
    /// The hashtags that an account uses most.
    func mostUsedTags(of account: Identifier, limit: Int) throws -> [TagSummary]
}

/// From whom notifications are wanted.
public protocol NotificationPolicyRecords {
    /// An account's policy.
    func notificationPolicy(of account: Identifier) throws -> NotificationPolicy
    /// Replaces an account's policy.
    func set(_ policy: NotificationPolicy, of account: Identifier) throws
    /// Whether an account's notifications are let in whatever the policy says.
    func isAccepted(_ sender: Identifier, by account: Identifier) throws -> Bool
    /// Lets an account's notifications in, those that wait included.
    func accept(_ sender: Identifier, by account: Identifier) throws
    /// Removes the notifications of an account that wait.
    func dismiss(_ sender: Identifier, by account: Identifier) throws
    /// Who has notifications that wait, the newest first.
    func notificationRequests(of account: Identifier, _ page: PageRequest) throws -> [WaitingNotifications]
    /// Who has notifications that wait, if somebody has.
    func notificationRequest(from sender: Identifier, of account: Identifier) throws -> WaitingNotifications?
    /// How many notifications of how many accounts wait.
    func countWaiting(of account: Identifier) throws -> (requests: Int, notifications: Int)
    /// How many notifications of a kind about a status an account got within a range of identifiers.
    func countNotifications(
        of account: Identifier, kind: SocialNotification.Kind, status: Identifier?, from: Identifier, to: Identifier
    ) throws -> (count: Int, newest: Identifier)
}

/// What waits of one account's notifications.
public struct WaitingNotifications: Sendable, Hashable {
    /// Who sent them.
    public var sender: Identifier
    /// How many wait.
    public var count: Int
    /// The oldest.
    public var first: Identifier
    /// The newest.
    public var last: Identifier
    /// The newest status among them.
    public var lastStatus: Identifier?

    /// Makes the summary.
    public init(sender: Identifier, count: Int, first: Identifier, last: Identifier, lastStatus: Identifier?) {
        self.sender = sender
        self.count = count
        self.first = first
        self.last = last
        self.lastStatus = lastStatus
    }
}

/// A hashtag on a profile.
public struct FeaturedTag: Sendable, Hashable {
    /// The identifier of the entry.
    public var id: Identifier
    /// The hashtag in lower case.
    public var name: String
    /// How many public statuses of the account have it.
    public var statusesCount: Int
    /// The last one of them.
    public var lastStatusID: Identifier?

    /// Makes an entry.
    public init(id: Identifier, name: String, statusesCount: Int, lastStatusID: Identifier?) {
        self.id = id
        self.name = name
        self.statusesCount = statusesCount
        self.lastStatusID = lastStatusID
    }
}
