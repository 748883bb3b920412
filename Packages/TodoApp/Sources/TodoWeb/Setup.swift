import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServerShell
import Synchronization
import TodoStorage
import WebAccounts

/// The first account: whoever started the server gets a link on standard error, with which they name themselves and get
/// their first app password. The link works once, and only while nobody can log in: a person whom the command line made,
/// and who has tasks but no password, gets theirs here.
final class Setup: Sendable {
    private let store: TodoStore
    /// The person that the command line made, whose tasks the first account is to reach; nil where there is none.
    private let localName: String?
    private let token = SecretToken()
    private let isUsed = Mutex(false)

    /// Whether nobody can log in yet.
    static func isNeeded(_ store: TodoStore) async throws -> Bool {
        for person in try await store.people() where person.name != Person.boardOwner {
            if try await !store.passwordNames(of: person).isEmpty { return false }
        }
        return true
    }

    /// Makes the link's secret.
    init(store: TodoStore) async throws {
        self.store = store
        localName = try await store.people().first { $0.name != Person.boardOwner }?.name
    }

    /// The path of the link.
    var path: String { "/setup?token=\(token.text)" }

    /// Answers what is sent to `/setup`; nil for every other address.
    func respond(to request: Request) async throws -> Response? {
        guard request.uri.path == "/setup" else { return nil }
        let fields =
            request.method == .post
            ? Self.fields(String(buffer: try await request.wholeBody(upTo: 16 << 10)))
            : Self.fields(request.uri.query ?? "")
        guard let sent = fields["token"].flatMap({ SecretToken($0) }), sent.hash == token.hash,
            !isUsed.withLock({ $0 }), try await Self.isNeeded(store)
        else { throw ErrorAnswer(.notFound, "This link does not work, or not any more. Use 'todo user add NAME'.") }
        guard request.method == .post else { return Self.page(form(problem: nil), request) }
        let name = (fields["name"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard PersonName.isValid(name) else {
            return Self.page(form(problem: PersonName.rule), request, status: .unprocessableContent)
        }
        let wasFree = isUsed.withLock { used in
            defer { used = true }
            return !used
        }
        guard wasFree else { throw ErrorAnswer(.conflict, "This link is being used.") }
        let password = SecretToken().text
        let record = try await PasswordHasher().record(of: password)
        let person = try await store.person(named: name)
        try await store.setPassword(record.description, name: "default", of: person)
        _ = try await store.defaultList(of: person)
        return Self.page(
            """
            <h1>Your first app password</h1>
            <p>Name: <code>\(WebText.escaped(name))</code></p><p>App password: <code>\(password)</code></p>
            <p>It is not shown again. Give both and this server's address to your calendar or task app. More passwords are made
            with <code>todo user add \(WebText.escaped(name)) --device phone</code>.</p>
            """, request)
    }

    private func form(problem: String?) -> String {
        let alert = problem.map { "<p role=\"alert\">\(WebText.escaped($0))</p>" } ?? ""
        let name = localName.map { " value=\"\(WebText.escaped($0))\"" } ?? ""
        let remark =
            localName.map { "<p>The tasks that are here already belong to \(WebText.escaped($0)).</p>" } ?? ""
        return """
            <h1>Your name</h1>\(alert)\(remark)
            <form method="post" action="/setup"><input type="hidden" name="token" value="\(token.text)">
            <p><label for="name">The name that you log in with</label> <input id="name" name="name"\(name) required
            maxlength="64" autocomplete="username"></p><p><button>Make my account</button></p></form>
            """
    }

    private static func page(_ body: String, _ request: Request, status: HTTPResponse.Status = .ok) -> Response {
        let html = """
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>todo: first account</title><main>\(body)</main></html>
            """
        var headers: [(HTTPField.Name, String)] = [
            (.cacheControl, "no-store"),
            (.contentSecurityPolicy, "default-src 'none'; form-action 'self'; frame-ancestors 'none'"),
        ]
        // The link's secret must not travel on.
        if let referrer = HTTPField.Name("Referrer-Policy") { headers.append((referrer, "no-referrer")) }
        return Answer(status: status, type: "text/html; charset=utf-8", body: Array(html.utf8), headers: headers)
            .response(for: request)
    }

    /// The fields of a form, decoded.
    static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&").prefix(20) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            fields[WebText.percentDecoded(parts[0], plusIsSpace: true)] = WebText.percentDecoded(
                parts[1], plusIsSpace: true)
        }
        return fields
    }
}

/// The names that people log in with.
public enum PersonName {
    /// What is valid, in a sentence.
    public static let rule = "A name has 1 to 64 characters without ':', '/' and spaces."

    /// Whether a name is valid.
    public static func isValid(_ name: String) -> Bool {
        (1...64).contains(name.count) && name != "." && name != ".."
            && !name.contains { ":/".contains($0) || $0.isWhitespace }
            && !name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
    }
}
