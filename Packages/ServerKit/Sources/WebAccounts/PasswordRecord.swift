import Crypto
import CryptoExtras
import Foundation

// Unsafe pointers: the key's bytes are copied out of the library's own storage.

/// A password as it is stored: the cost, the salt and the scrypt hash (RFC 7914), never the password.
///
/// Its text describes itself in the PHC string format, `$scrypt$ln=14,r=8,p=5$SALT$HASH` with unpadded Base64, so a
/// record made with yesterday's cost can still be verified tomorrow, and ``needsRehash(for:)`` tells that it should be
/// made anew at the next login.
public struct PasswordRecord: Sendable, Hashable, LosslessStringConvertible {
    /// How much work one hash is.
    public let cost: ScryptCost
    let salt: [UInt8]
    let hash: [UInt8]

    /// A record made before, from its text; nil if the text is none or asks for more than a server should give.
    public init?(_ description: String) {
        guard description.utf8.count <= 512 else { return nil }
        let parts = description.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = ScryptCost(parameters: parts[2]),
            let salt = Base64.decode(parts[3], alphabet: .standard), (8...64).contains(salt.count),
            let hash = Base64.decode(parts[4], alphabet: .standard), (16...64).contains(hash.count)
        else { return nil }
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Hashes a password with a fresh salt of 16 bytes. It takes a good part of a second: servers do it by
    /// ``PasswordHasher``, which keeps it away from their event loops.
    ///
    /// - Throws: ``PasswordError`` for a password that is empty or over ``PasswordRules/maximumBytes``.
    public init(hashing password: String, cost: ScryptCost = .recommended) throws {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        self.cost = cost
        self.salt = salt
        hash = try Self.derive(password, salt: salt, cost: cost, count: 32)
    }

    /// Whether this is the password; compared in a time that does not depend on where the difference is.
    ///
    /// - Throws: ``PasswordError`` for a password that no record can have been made of.
    public func matches(_ password: String) throws -> Bool {
        ConstantTime.equal(try Self.derive(password, salt: salt, cost: cost, count: hash.count), hash)
    }

    /// Whether the record should be made anew, because it was made with another cost or a short hash.
    public func needsRehash(for cost: ScryptCost = .recommended) -> Bool {
        self.cost != cost || salt.count < 16 || hash.count < 32
    }

    /// The text to store.
    public var description: String {
        let salt = Base64.encode(salt, alphabet: .standard)
        return "$scrypt$\(cost.parameters)$\(salt)$\(Base64.encode(hash, alphabet: .standard))"
    }

    private static func derive(_ password: String, salt: [UInt8], cost: ScryptCost, count: Int) throws -> [UInt8] {
        guard !password.isEmpty else { throw PasswordError.empty }
        // A keyboard may send the same letter as one scalar or as two (RFC 8265, section 4.2).
        let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8)
        guard bytes.count <= PasswordRules.maximumBytes else { throw PasswordError.tooLong(bytes.count) }
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: count, rounds: 1 << cost.log2Rounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}
