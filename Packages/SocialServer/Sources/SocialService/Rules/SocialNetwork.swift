import Foundation

/// The network: opens transactions, in which all of its rules live.
///
/// A ``Transaction`` is one unit of work by one caller: all of it happens, or nothing. Adapters (REST, streaming, pages,
/// and those to come) translate a request into functions of ``Transaction`` and its answer into bytes.
/// Who may see or do something is decided in here alone.
/// ```swift
/// let page = try await network.read(as: .token(hash), scope: "read:statuses") { try $0.home(PageRequest()) }
/// ```
public struct SocialNetwork: Sendable {
    /// Where the network is kept.
    public let store: any SocialStore
    /// Where images are kept.
    public let files: any MediaFiles
    /// Who is told what happened.
    public let events: any EventPublisher
    /// What members may at most do.
    public let limits: SocialLimits
    /// Makes identifiers.
    public let identifiers = IdentifierSource()

    /// Makes a network.
    public init(
        store: any SocialStore, files: any MediaFiles, events: any EventPublisher, limits: SocialLimits = SocialLimits()
    ) {
        self.store = store
        self.files = files
        self.events = events
        self.limits = limits
    }

    /// Looks at the network.
    ///
    /// - Parameters:
    ///   - caller: Who looks.
    ///   - scope: What the caller's token must include; a look without a token needs none.
    ///   - body: What to look at.
    public func read<Value: Sendable>(
        as caller: Caller, scope: String? = nil, _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await store.read { records in
            try body(try Transaction(caller, scope: scope, records: records, network: self, isReading: true))
        }
    }

    /// Changes the network; what happened is told when it is committed.
    ///
    /// - Parameters:
    ///   - caller: Who changes it.
    ///   - scope: What the caller's token must include.
    ///   - body: What to change; it may run again after a conflict.
    @discardableResult
    public func write<Value: Sendable>(
        as caller: Caller, scope: String? = nil, _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        let (value, outcome) = try await store.write { records -> (Value, Outcome) in
            let transaction = try Transaction(caller, scope: scope, records: records, network: self)
            return (try body(transaction), transaction.notes.outcome)
        }
        for file in outcome.files { await files.remove(file) }
        if !outcome.events.isEmpty { await events.publish(outcome.events) }
        return value
    }
}

/// Who asks.
public enum Caller: Sendable, Hashable {
    /// Somebody without a token.
    case anyone
    /// Who holds the token with this hash.
    case token([UInt8])
    /// A member whom an adapter has recognised in another way, such as by a cookie.
    case account(Identifier)
}

/// What members may at most do.
public struct SocialLimits: Sendable {
    /// Characters of a status with its warning; more is an article.
    public var characters = 500
    /// Images of a status.
    public var media = 4
    /// Bytes of an image.
    public var imageBytes = 16 << 20
    /// Pixels of an image: what a phone takes, and no bomb.
    public var imagePixels = 33_177_600
    /// Characters of an image's description.
    public var descriptionCharacters = 1500
    /// Characters of what members write about themselves.
    public var noteCharacters = 500
    /// Characters of a shown name.
    public var displayNameCharacters = 60
    /// Rows of a profile's table.
    public var profileFields = 4
    /// Characters of each name and each value there.
    public var profileFieldCharacters = 255
    /// Accounts that one status tells of their mention; mass mentions are spam.
    public var notifiedMentions = 40
    /// Answers that a poll may offer.
    public var pollOptions = 4
    /// Characters of each.
    public var pollOptionCharacters = 50
    /// After how many seconds a poll may end.
    public var pollSeconds = 300...2_629_746
    /// Statuses on top of a profile.
    public var pins = 5
    /// Hashtags on a profile.
    public var featuredTags = 10
    /// Statuses that wait for their time.
    public var scheduled = 300
    /// Statuses that wait for one day.
    public var scheduledPerDay = 25
    /// Statuses on a page.
    public var statusesPerPage = 40
    /// Accounts on a page.
    public var accountsPerPage = 80
    /// How long an idempotency key is remembered, in milliseconds.
    public var idempotencyMilliseconds: Int64 = 24 * 3600 * 1000

    /// Makes the defaults.
    public init() {}
}

/// Where images are kept: the edge behind it decides on folders or buckets.
public protocol MediaFiles: Sendable {
    /// Keeps a file; when the function returns, the file survives a crash.
    func save(_ bytes: [UInt8], as name: String) async throws
    /// Removes a file, if it is there.
    func remove(_ name: String) async
}

/// What a transaction leads to once it is committed.
struct Outcome: Sendable {
    var events: [SocialEvent] = []
    var files: [String] = []
}

/// Collects the outcome while a transaction goes on.
final class OutcomeNotes {
    var outcome = Outcome()
}
