import Foundation
import Synchronization

/// Slows down whoever guesses passwords: by account, against many addresses that try one account, and by address,
/// against one that tries many accounts.
///
/// An attempt is counted before the password is checked, so that a burst of parallel guesses gets no more tries than
/// a slow one; a right password clears the account's count and takes the attempt off the address.
public final class LoginThrottle: Sendable {
    private let state: Mutex<State>

    private struct State {
        var accounts: RateLimiter<String>
        var addresses: RateLimiter<String>
    }

    /// Makes a throttle.
    ///
    /// - Parameters:
    ///   - perAccount: How many wrong passwords an account may get in a window.
    ///   - perAddress: How many wrong passwords may come from an address in a window; more, since a household or a
    ///     school shares one.
    ///   - window: How many seconds a window has.
    ///   - maximumKeys: How many accounts and how many addresses are remembered.
    public init(
        perAccount: Int = 10, perAddress: Int = 50, window: TimeInterval = 15 * 60, maximumKeys: Int = 10_000
    ) {
        state = Mutex(
            State(
                accounts: RateLimiter(limit: perAccount, window: window, maximumKeys: maximumKeys),
                addresses: RateLimiter(limit: perAddress, window: window, maximumKeys: maximumKeys)))
    }

    /// Whose password is tried.
    public enum Subject: Sendable, Hashable {
        /// An account, by its identifier. Look it up first: a user name and an e-mail address of one account would
        /// otherwise give twice the tries.
        case account(String)
        /// A name that no account has; case does not matter. It counts like an account, so that being refused does not
        /// tell who has one.
        case unknown(String)

        /// The account that a name stands for, if it stands for one.
        public init(account: String?, login: String) {
            self = account.map(Self.account) ?? .unknown(login)
        }

        /// A long name must not fill the memory.
        fileprivate var key: String {
            switch self {
            case .account(let id): TokenHash(of: "a\(id)").description
            case .unknown(let login): TokenHash(of: "u\(login.lowercased())").description
            }
        }
    }

    /// Counts an attempt.
    ///
    /// - Parameters:
    ///   - subject: Whose password is tried.
    ///   - address: The client's address, as ``ClientAddress/group(of:)`` has it.
    /// - Throws: ``Refusal`` if there have been too many.
    public func attempt(_ subject: Subject, address: String, now: Date = Date()) throws {
        let refusal = state.withLock { state -> Refusal? in
            let byAddress = state.addresses.take(address, now: now)
            guard byAddress.isAllowed else { return Refusal(retryAfter: byAddress.retryAfter(now: now)) }
            let byAccount = state.accounts.take(subject.key, now: now)
            guard byAccount.isAllowed else { return Refusal(retryAfter: byAccount.retryAfter(now: now)) }
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Notes that the password was right.
    public func succeeded(_ subject: Subject, address: String) {
        state.withLock { state in
            state.accounts.forget(subject.key)
            state.addresses.giveBack(address)
        }
    }

    /// Too many wrong passwords.
    public struct Refusal: Error, Equatable, CustomStringConvertible {
        /// After how many seconds to try again.
        public let retryAfter: Int

        /// One sentence, the same for accounts that do not exist.
        public var description: String {
            "There have been too many attempts to log in; try again in \(retryAfter) seconds."
        }
    }
}
