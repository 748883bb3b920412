/// What a new password must be: long enough, and nothing else (NIST SP 800-63B, section 5.1.1.2: rules on digits and
/// signs make passwords worse).
public struct PasswordRules: Sendable {
    /// How many bytes of UTF-8 a password may have; an untrusted client must not choose how much is hashed.
    public static let maximumBytes = 1024

    /// How many characters it must have.
    public var minimumCharacters = 8

    /// Makes rules.
    public init(minimumCharacters: Int = 8) {
        self.minimumCharacters = minimumCharacters
    }

    /// Checks a password that somebody chooses.
    ///
    /// - Parameters:
    ///   - password: The password.
    ///   - names: What it must not be, such as the user name and the address; case does not matter.
    /// - Throws: ``PasswordError``.
    public func check(_ password: String, not names: [String] = []) throws {
        guard !password.isEmpty else { throw PasswordError.empty }
        guard password.utf8.count <= Self.maximumBytes else { throw PasswordError.tooLong(password.utf8.count) }
        guard password.count >= minimumCharacters else {
            throw PasswordError.tooShort(password.count, minimum: minimumCharacters)
        }
        guard !names.contains(where: { $0.lowercased() == password.lowercased() }) else {
            throw PasswordError.isName
        }
        guard Set(password).count > 2 else { throw PasswordError.isRepetition }
    }
}

/// Why a password cannot be taken.
public enum PasswordError: Error, Equatable, CustomStringConvertible {
    /// There is none.
    case empty
    /// It has more bytes than ``PasswordRules/maximumBytes``.
    case tooLong(Int)
    /// It has too few characters.
    case tooShort(Int, minimum: Int)
    /// It is the account's own name or address.
    case isName
    /// It is one or two characters over and over.
    case isRepetition
    /// More hashes are waiting than ``PasswordHasher`` keeps; the client should try again.
    case busy

    /// One sentence, for the person who typed it.
    public var description: String {
        switch self {
        case .empty: "The password is empty."
        case .tooLong(let bytes):
            "The password has \(bytes) bytes; at most \(PasswordRules.maximumBytes) are taken."
        case .tooShort(let count, let minimum):
            "The password has \(count) characters; it must have at least \(minimum)."
        case .isName: "The password is the account's own name or address; choose one that others cannot guess."
        case .isRepetition: "The password repeats one or two characters; choose one that others cannot guess."
        case .busy: "Too many passwords are being checked at the moment; try again in a few seconds."
        }
    }
}
