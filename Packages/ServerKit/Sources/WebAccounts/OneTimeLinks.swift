import Foundation

/// What a one-time link stands for, as it is stored.
public struct OneTimeLink: Sendable, Hashable {
    /// The hash of the token in the link.
    public let token: TokenHash
    /// What it allows, such as `reset-password`.
    public let purpose: String
    /// Whom it was made for: an account's identifier.
    public let subject: String
    /// When it ends.
    public let expires: Date

    /// Makes a link, as a store does that reads one.
    public init(token: TokenHash, purpose: String, subject: String, expires: Date) {
        self.token = token
        self.purpose = purpose
        self.subject = subject
        self.expires = expires
    }
}

/// Where one-time links are stored.
public protocol OneTimeLinkStore: Sendable {
    /// Adds a link.
    func insert(_ link: OneTimeLink) async throws
    /// Removes a link and returns it, in one step: of two requests at the same time, only one may get it
    /// (`DELETE … RETURNING`).
    func take(_ token: TokenHash) async throws -> OneTimeLink?
    /// Removes all links with a purpose that were made for somebody.
    func removeAll(of subject: String, purpose: String) async throws
    /// Removes links that have expired.
    func removeLinks(expiredBefore: Date) async throws
}

/// Links that work once and for a while: to set a new password, to confirm an address, to hand over a code.
public struct OneTimeLinks<Store: OneTimeLinkStore>: Sendable {
    private let store: Store

    /// Makes links over a store.
    public init(store: Store) {
        self.store = store
    }

    /// Makes a link; older ones of the same purpose and subject end.
    ///
    /// - Parameters:
    ///   - purpose: What it allows.
    ///   - subject: Whom it is made for.
    ///   - lifetime: For how many seconds.
    /// - Returns: The token to put into the link.
    public func make(
        purpose: String, subject: String, lifetime: TimeInterval = 3600, now: Date = Date()
    ) async throws -> SecretToken {
        let token = SecretToken()
        try await store.removeAll(of: subject, purpose: purpose)
        try await store.insert(
            OneTimeLink(
                token: token.hash, purpose: purpose, subject: subject, expires: now.addingTimeInterval(lifetime)))
        return token
    }

    /// Uses a link up.
    ///
    /// - Returns: Whom it was made for; nil if there is no such link, it has been used, it has expired, or it is for
    ///   something else. In each of these cases it does not work again.
    public func redeem(_ token: SecretToken?, purpose: String, now: Date = Date()) async throws -> String? {
        guard let token, let link = try await store.take(token.hash), link.purpose == purpose, now < link.expires else {
            return nil
        }
        return link.subject
    }

    /// Removes what has expired; call it once an hour or so.
    public func sweep(now: Date = Date()) async throws { try await store.removeLinks(expiredBefore: now) }
}
