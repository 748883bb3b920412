import Crypto
import Foundation
import Synchronization

/// Remembers for some minutes that a password was right, so that a client which sends it with each request (`Basic`,
/// as CalDAV's do) costs one scrypt hash in that time and not one a request.
///
/// What is kept for a record is an HMAC of the password under a key that was drawn at the start and never leaves the
/// process. It is weaker than scrypt against whoever reads the process's memory, for as long as it is remembered: that
/// is the price, and why it is minutes. What holds:
/// - Only a password that scrypt has found right is remembered, so that a wrong one always costs its full time.
/// - The key of an entry is the stored record with its salt. A new password has another record, so that the old one is
///   forgotten in the same moment, on every server that reads the record anew.
/// - The time runs from the verification and is not renewed by use.
///
/// ```swift
/// let record = try await store.passwordRecord(of: login)          // read at each request: it may have changed
/// guard try await verified.verify(password, against: record, by: hasher) else { throw unauthorized }
/// ```
public final class VerifiedPasswords: Sendable {
    /// For how many seconds a password is remembered.
    public let lifetime: TimeInterval
    private let maximumEntries: Int
    private let key = SymmetricKey(size: .bits256)
    private let entries = Mutex<[String: Entry]>([:])

    private struct Entry {
        let code: [UInt8]
        let ends: Date
    }

    /// Makes an empty memory.
    ///
    /// - Parameters:
    ///   - lifetime: For how many seconds a password is remembered.
    ///   - maximumEntries: For how many records at most, about 300 bytes each; the oldest go first.
    public init(lifetime: TimeInterval = 5 * 60, maximumEntries: Int = 1000) {
        self.lifetime = lifetime
        self.maximumEntries = max(1, maximumEntries)
    }

    /// How many records are remembered.
    public var count: Int { entries.withLock { $0.count } }

    /// Whether the password is the record's: from memory, or else by the hasher.
    ///
    /// - Parameters:
    ///   - password: The password.
    ///   - record: The stored record; nil if there is no such account, which costs as much as a wrong password.
    ///   - hasher: Who does the work.
    /// - Throws: ``PasswordError/busy``.
    public func verify(
        _ password: String, against record: PasswordRecord?, by hasher: PasswordHasher, now: Date = Date()
    ) async throws -> Bool {
        guard let record else { return try await hasher.verify(password, against: nil) }
        let name = record.description
        let code = Array(HMAC<SHA256>.authenticationCode(for: Array(password.utf8), using: key))
        let isKnown = entries.withLock { entries in
            guard let entry = entries[name], entry.ends > now else {
                entries[name] = nil
                return false
            }
            return ConstantTime.equal(entry.code, code)
        }
        if isKnown { return true }
        guard try await hasher.verify(password, against: record) else { return false }
        remember(Entry(code: code, ends: now.addingTimeInterval(lifetime)), name, now)
        return true
    }

    /// Forgets a record, as at a logout from everywhere.
    public func forget(_ record: PasswordRecord) { entries.withLock { $0[record.description] = nil } }

    private func remember(_ entry: Entry, _ name: String, _ now: Date) {
        entries.withLock { entries in
            if entries[name] == nil, entries.count >= maximumEntries {
                entries = entries.filter { $0.value.ends > now }
                if entries.count >= maximumEntries, let oldest = entries.min(by: { $0.value.ends < $1.value.ends }) {
                    entries[oldest.key] = nil
                }
            }
            entries[name] = entry
        }
    }
}
