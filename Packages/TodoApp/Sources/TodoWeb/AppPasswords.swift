import Foundation
import HTTPTypes
import Hummingbird
import ServerShell
import Synchronization
import TodoStorage
import WebAccounts

/// Recognises the people behind `Authorization: Basic` by their app passwords.
///
/// CalDAV's clients send the password with each of hundreds of requests. scrypt runs for the first: what was right is
/// remembered for minutes, with the record that it was right for, so that the others of the same person are not tried.
/// A request without credentials is how every client begins, and counts as nothing.
final class AppPasswords: Sendable {
    private let store: TodoStore
    private let hasher = PasswordHasher()
    private let verified = VerifiedPasswords()
    // A sync begins with some requests at a time, all of which count until the first is known to be right.
    private let throttle = LoginThrottle(perAccount: 30)
    /// Makes the keys of `hints` useless to whoever reads them.
    private let secret = SecretToken()
    /// Which record a password was right for.
    private let hints = Mutex<[TokenHash: String]>([:])

    init(store: TodoStore) {
        self.store = store
    }

    /// Who sends a request.
    ///
    /// - Throws: ``ErrorAnswer`` with 401 or 429.
    func person(of request: Request, address: String?) async throws -> Person {
        guard let header = request.headers[.authorization], let (login, password) = Self.credentials(header) else {
            throw ErrorAnswer(.unauthorized, "Log in with your name and an app password.")
        }
        return try await person(login: login, password: password, address: address)
    }

    /// Whom a name and a password stand for.
    ///
    /// - Parameter name: The only app password that counts; nil for any of them.
    /// - Throws: ``ErrorAnswer`` with 401 or 429.
    func person(
        login: String, password: String, address: String?, only name: String? = nil
    ) async throws -> Person {
        let person = try await store.findPerson(named: login)
        var records: [String] = []
        if let person, let name {
            if let record = try await store.password(named: name, of: person) { records = [record] }
        } else if let person {
            records = try await store.passwords(of: person)
        }
        let key = TokenHash(of: "\(secret.text)\(login)\u{0}\(password)")
        if let hint = hints.withLock({ $0[key] }), records.contains(hint) {
            records = [hint]
        } else {
            // Each wrong record costs a hash; nobody needs more devices than this.
            records = Array(records.prefix(10))
        }
        let isHinted = records.count == 1 && hints.withLock { $0[key] } == records.first
        let subject = LoginThrottle.Subject(account: person.map { String($0.id) }, login: login)
        let group = ClientAddress.group(of: address ?? "")
        do {
            if !isHinted { try throttle.attempt(subject, address: group) }
            if let person, let record = try await match(password, records) {
                if !isHinted { throttle.succeeded(subject, address: group) }
                hints.withLock { hints in
                    if hints.count >= 1000 { hints = [:] }
                    hints[key] = record
                }
                return person
            }
        } catch let refusal as LoginThrottle.Refusal {
            throw ErrorAnswer(.tooManyRequests, refusal.description, retryAfter: refusal.retryAfter)
        } catch PasswordError.busy {
            throw ErrorAnswer(.serviceUnavailable, PasswordError.busy.description, retryAfter: 2)
        }
        throw ErrorAnswer(.unauthorized, "The name or the app password is wrong.")
    }

    private func match(_ password: String, _ records: [String]) async throws -> String? {
        for text in records {
            let record = PasswordRecord(text)
            if try await verified.verify(password, against: record, by: hasher) { return text }
        }
        if records.isEmpty { _ = try await hasher.verify(password, against: nil) }
        return nil
    }

    private static func credentials(_ header: String) -> (String, String)? {
        guard header.prefix(6).lowercased() == "basic ", header.utf8.count <= 4096,
            let data = Data(base64Encoded: header.dropFirst(6).trimmingCharacters(in: .whitespaces))
        else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}
