import Foundation
import Synchronization

/// Sessions, one-time links and API tokens in memory: for tests, and for servers whose logins may end with them.
public final class MemoryAccountStore: SessionStore, OneTimeLinkStore, APITokenStore {
    private let state = Mutex(State())

    private struct State {
        var sessions: [TokenHash: Session] = [:]
        var links: [TokenHash: OneTimeLink] = [:]
        var tokens: [TokenHash: APIToken] = [:]
    }

    /// Makes an empty store.
    public init() {}

    /// Adds a session.
    public func insert(_ session: Session) { state.withLock { $0.sessions[session.token] = session } }

    /// The session with this token.
    public func session(_ token: TokenHash) -> Session? { state.withLock { $0.sessions[token] } }

    /// Notes that the client has been seen.
    public func touch(_ token: TokenHash, lastSeen: Date) {
        state.withLock { $0.sessions[token]?.lastSeen = lastSeen }
    }

    /// Removes a session.
    public func remove(_ token: TokenHash) { state.withLock { $0.sessions[token] = nil } }

    /// Removes all sessions of an account but one.
    public func removeAll(of subject: String, but token: TokenHash?) {
        state.withLock { state in
            state.sessions = state.sessions.filter { $0.value.subject != subject || $0.key == token }
        }
    }

    /// Removes sessions that have expired.
    public func remove(startedBefore: Date, lastSeenBefore: Date) {
        state.withLock { state in
            state.sessions = state.sessions.filter {
                $0.value.started >= startedBefore && $0.value.lastSeen >= lastSeenBefore
            }
        }
    }

    /// Adds a link.
    public func insert(_ link: OneTimeLink) { state.withLock { $0.links[link.token] = link } }

    /// Removes a link and returns it.
    public func take(_ token: TokenHash) -> OneTimeLink? { state.withLock { $0.links.removeValue(forKey: token) } }

    /// Removes all links with a purpose that were made for somebody.
    public func removeAll(of subject: String, purpose: String) {
        state.withLock { state in
            state.links = state.links.filter { $0.value.subject != subject || $0.value.purpose != purpose }
        }
    }

    /// Removes links that have expired.
    public func removeLinks(expiredBefore: Date) {
        state.withLock { state in state.links = state.links.filter { $0.value.expires >= expiredBefore } }
    }

    /// Adds a token.
    public func insert(_ token: APIToken) { state.withLock { $0.tokens[token.token] = token } }

    /// The token with this hash.
    public func apiToken(_ token: TokenHash) -> APIToken? { state.withLock { $0.tokens[token] } }

    /// All tokens of an account, oldest first.
    public func apiTokens(of subject: String) -> [APIToken] {
        state.withLock { state in
            state.tokens.values.filter { $0.subject == subject }.sorted { $0.created < $1.created }
        }
    }

    /// Removes a token of an account.
    public func remove(_ token: TokenHash, of subject: String) -> Bool {
        state.withLock { state in
            guard state.tokens[token]?.subject == subject else { return false }
            state.tokens[token] = nil
            return true
        }
    }
}
