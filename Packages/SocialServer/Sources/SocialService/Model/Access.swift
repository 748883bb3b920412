/// What a program may do in a member's name: RFC 6749's scopes, as a hierarchy of words such as `read:statuses`.
public struct Scopes: Sendable, Hashable, CustomStringConvertible {
    /// The words in alphabetical order.
    public let words: [String]

    /// The words that the network knows. The first part includes all that begin with it.
    public static let known: [String] =
        ["follow", "profile", "push", "read", "write"]
        + [
            "accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists", "mutes", "notifications",
            "search", "statuses",
        ].map { "read:\($0)" }
        + [
            "accounts", "blocks", "bookmarks", "conversations", "favourites", "filters", "follows", "lists", "media",
            "mutes", "notifications", "reports", "statuses",
        ].map { "write:\($0)" }

    /// Reads words with spaces between.
    ///
    /// - Returns: `nil` if one of them is unknown.
    public init?(_ text: some StringProtocol) {
        var words: Set<String> = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "+" || $0 == "\n" }) {
            guard Self.known.contains(String(word)) else { return nil }
            words.insert(String(word))
        }
        self.words = words.sorted()
    }

    private init(words: [String]) {
        self.words = words
    }

    /// What every program may do that does not say what it wants.
    public static let standard = Scopes(words: ["read"])
    /// What a page of our own may do.
    public static let all = Scopes(words: ["follow", "profile", "push", "read", "write"])

    /// Whether these scopes include a word.
    public func includes(_ word: String) -> Bool {
        if words.contains(word) { return true }
        let parts = word.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return false }
        if words.contains(String(parts[0])) { return true }
        // `follow` is the older word for the relationships.
        return words.contains("follow") && ["blocks", "follows", "mutes"].contains(String(parts[1]))
    }

    /// Whether all of others' words are included.
    public func includes(all others: Scopes) -> Bool { others.words.allSatisfy(includes) }

    /// The words with spaces between.
    public var description: String { words.joined(separator: " ") }
}

/// A program that has registered.
public struct Application: Sendable, Hashable {
    /// The identifier.
    public var id: Identifier
    /// What it is known by to the outside.
    public var clientID: String
    /// The hash of its secret; this layer only keeps it.
    public var secretHash: [UInt8]
    /// Its name.
    public var name: String
    /// Its site, an `http` or `https` address.
    public var website: String?
    /// Where authorization codes may be sent.
    public var redirectURIs: [String]
    /// The most that it may ask for.
    public var scopes: Scopes

    /// Makes an application.
    public init(
        id: Identifier, clientID: String, secretHash: [UInt8], name: String, website: String?, redirectURIs: [String],
        scopes: Scopes
    ) {
        self.id = id
        self.clientID = clientID
        self.secretHash = secretHash
        self.name = name
        self.website = website
        self.redirectURIs = redirectURIs
        self.scopes = scopes
    }
}

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

    /// Makes a grant.
    public init(applicationID: Identifier?, accountID: Identifier?, scopes: Scopes, createdAt: Int64) {
        self.applicationID = applicationID
        self.accountID = accountID
        self.scopes = scopes
        self.createdAt = createdAt
    }
}

/// What an authorization code stands for until it is exchanged (RFC 6749, 4.1).
public struct AuthorizationCode: Sendable {
    /// What the token will stand for.
    public var grant: AccessGrant
    /// Where the code was sent, which must be named again.
    public var redirectURI: String
    /// The challenge of RFC 7636, method S256.
    public var challenge: String?
    /// When it ends, in milliseconds since 1970.
    public var expiresAt: Int64

    /// Makes a code's meaning.
    public init(grant: AccessGrant, redirectURI: String, challenge: String?, expiresAt: Int64) {
        self.grant = grant
        self.redirectURI = redirectURI
        self.challenge = challenge
        self.expiresAt = expiresAt
    }
}

/// A login of a browser.
public struct BrowserSession: Sendable {
    /// The hash of the cookie's token.
    public var tokenHash: [UInt8]
    /// Who is logged in.
    public var accountID: Identifier
    /// When it began, in milliseconds since 1970.
    public var startedAt: Int64
    /// When it was last used.
    public var lastSeenAt: Int64

    /// Makes a session.
    public init(tokenHash: [UInt8], accountID: Identifier, startedAt: Int64, lastSeenAt: Int64) {
        self.tokenHash = tokenHash
        self.accountID = accountID
        self.startedAt = startedAt
        self.lastSeenAt = lastSeenAt
    }
}
