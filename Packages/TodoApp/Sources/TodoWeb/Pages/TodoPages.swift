import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServerShell
import TodoModel
import TodoStorage
import WebAccounts

/// The pages: every action is a form that works without a script, which only spares the reload.
///
/// One logs in with the password named `default`, the account's own: that of a device opens no page, and so cannot make
/// other passwords. Sessions are kept in memory and end with the server.
struct TodoPages: Sendable {
    let store: TodoStore
    private let passwords: AppPasswords
    private let sessions = Sessions(store: MemoryAccountStore())
    private let cookie: SessionCookie

    init(store: TodoStore, passwords: AppPasswords, publicURL: String?) {
        self.store = store
        self.passwords = passwords
        cookie = SessionCookie(name: "todo", isSecure: publicURL?.hasPrefix("https://") ?? false)
    }

    /// Somebody who has logged in, and what their forms must bring.
    struct Visitor: Sendable {
        let person: Person
        let token: SecretToken
        var csrf: CSRFToken { CSRFToken(session: token, purpose: "pages") }
    }

    /// Answers a request for a page; nil for every other address.
    func respond(to request: Request, from address: String?) async throws -> Response? {
        let path = request.uri.path
        for asset in [PageAssets.style, PageAssets.script] where path == asset.path {
            return asset.answer.response(for: request)
        }
        let parts = path.split(separator: "/").map(String.init)
        if parts.isEmpty, request.method == .get, request.headers[.authorization] == nil,
            request.headers[.accept]?.contains("text/html") == true
        {
            return Self.redirect("/lists")
        }
        guard let first = parts.first,
            ["login", "logout", "lists", "tasks", "settings", "undo", "understood"].contains(first)
        else { return nil }
        guard [.get, .head, .post].contains(request.method) else {
            throw ErrorAnswer(.methodNotAllowed, "\(request.method) is not supported here: GET and POST are.")
        }
        let fields =
            request.method == .post
            ? Setup.fields(String(buffer: try await request.wholeBody(upTo: 256 << 10)))
            : Setup.fields(request.uri.query ?? "")
        if request.method == .post, let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }),
            site != "same-origin", site != "none"
        {
            throw ErrorAnswer(.forbidden, "This form is on a page of another site.")
        }
        if first == "login" { return try await logIn(request, fields, address) }
        guard let visitor = try await visitor(request) else { return Self.redirect("/login") }
        do {
            guard request.method == .post else { return try await page(parts, fields, visitor, request) }
            guard visitor.csrf.accepts(fields["csrf"]) else {
                throw ErrorAnswer(.forbidden, "This form is not of your session: open the page again.")
            }
            return try await act(parts, fields, visitor, request)
        } catch TodoStoreError.noTask {
            throw ErrorAnswer(.notFound, "There is no such task.")
        }
    }

    // MARK: Sessions

    private func visitor(_ request: Request) async throws -> Visitor? {
        guard let token = cookie.token(in: request.headers[.cookie]),
            let session = try await sessions.session(token),
            let person = try await store.findPerson(named: session.subject)
        else { return nil }
        return Visitor(person: person, token: token)
    }

    private func logIn(_ request: Request, _ fields: [String: String], _ address: String?) async throws -> Response {
        guard request.method == .post else { return PageLayout.login(problem: nil).response(for: request) }
        let person: Person
        do {
            person = try await passwords.person(
                login: fields["name"] ?? "", password: fields["password"] ?? "", address: address, only: "default")
        } catch let error as ErrorAnswer where error.status == .unauthorized || error.status == .tooManyRequests {
            return PageLayout.login(problem: error.message, status: error.status).response(for: request)
        }
        var response = Self.redirect("/lists")
        response.headers[.setCookie] = cookie.setting(try await sessions.start(for: person.name))
        return response
    }

    static func redirect(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .contentLength: "0", .cacheControl: "no-store"])
    }

    // MARK: Reading

    private func page(
        _ parts: [String], _ fields: [String: String], _ visitor: Visitor, _ request: Request
    ) async throws -> Response {
        switch parts[0] {
        case "understood":
            let text = Self.understood(fields["words"] ?? "", zone: store.zone)
            return Answer(
                type: "text/plain; charset=utf-8", body: Array(text.utf8), headers: [(.cacheControl, "no-store")]
            ).response(for: request)
        case "settings" where parts.count == 1:
            return try await settings(visitor, made: nil).response(for: request)
        case "lists" where parts.count == 1:
            return Self.redirect("/lists/\(try await store.defaultList(of: visitor.person).href)")
        case "lists" where parts.count == 2:
            return try await listPage(parts[1], fields, visitor).response(for: request)
        default: throw CalDAVServer.notFound
        }
    }

    private func list(_ href: String, _ visitor: Visitor) async throws -> TaskList {
        guard let list = try await store.list(href: href, of: visitor.person) else { throw CalDAVServer.notFound }
        return list
    }

    private func listPage(_ href: String, _ fields: [String: String], _ visitor: Visitor) async throws -> Answer {
        let list = try await list(href, visitor)
        let query = fields["q"] ?? ""
        let filter = ListPage.Filter(rawValue: fields["filter"] ?? "") ?? .all
        var rows = try await store.ordered(list)
        let total = rows.count
        let open = rows.count { !$0.fields.status.isClosed }
        var status = ""
        if let added = fields["added"].flatMap(Int.init), let row = rows.first(where: { $0.id == added }) {
            status = "Added: \(Self.sentence(row.fields))"
        } else if fields["undone"] != nil {
            status = "The last change is undone."
        } else if fields["nothing"] != nil {
            status = "There is nothing to undo."
        } else if fields["problem"] != nil {
            status = "That could not be read: a task has words beside its date, and a date is one of the calendar."
        }
        if !query.isEmpty {
            let found = Set(try await store.search(query, of: visitor.person).map(\.id))
            rows = rows.filter { found.contains($0.id) }
        }
        switch filter {
        case .all: break
        case .active: rows = rows.filter { !$0.fields.status.isClosed }
        case .completed: rows = rows.filter { $0.fields.status.isClosed }
        }
        return ListPage(
            list: list, lists: try await store.lists(of: visitor.person), rows: rows, total: total, open: open,
            filter: filter, query: query, status: status, csrf: visitor.csrf.field(), zone: store.zone, now: Date()
        ).answer
    }

    /// What a line of words is understood as, in a sentence; empty for a plain title.
    static func understood(_ words: String, zone: TimeZone) -> String {
        do {
            let fields = try TaskWords(String(words.prefix(2000)), now: Date(), zone: zone).fields
            let isPlain = fields.due == nil && fields.tags.isEmpty && fields.priority == 0
            return isPlain ? "" : sentence(fields)
        } catch { return "\(error)" }
    }

    static func sentence(_ fields: TaskFields) -> String {
        var parts = [fields.title]
        if let due = fields.due { parts.append("due \(due)") }
        if let rule = fields.rule { parts.append(rule) }
        parts += fields.tags.map { "#\($0)" }
        if fields.level != .none { parts.append("priority \(fields.level.rawValue)") }
        return parts.joined(separator: ", ")
    }

    private func settings(_ visitor: Visitor, made: (name: String, password: String)?) async throws -> Answer {
        PageLayout.settings(
            name: visitor.person.name, lists: try await store.lists(of: visitor.person),
            passwords: try await store.passwordNames(of: visitor.person), made: made, csrf: visitor.csrf.field())
    }

    // MARK: Acting

    private func act(
        _ parts: [String], _ fields: [String: String], _ visitor: Visitor, _ request: Request
    ) async throws -> Response {
        let person = visitor.person
        switch (parts[0], parts.count) {
        case ("logout", 1):
            try await sessions.end(visitor.token)
            var response = Self.redirect("/login")
            response.headers[.setCookie] = cookie.clearing
            return response
        case ("undo", 1):
            let home = try await store.list(href: fields["list"] ?? "", of: person)
            let list = if let home { home } else { try await store.defaultList(of: person) }
            do { try await store.undo(of: person) } catch is TodoStoreError {
                return Self.redirect("/lists/\(list.href)?nothing=1")
            }
            return Self.redirect("/lists/\(list.href)?undone=1")
        case ("settings", 2): return try await change(parts[1], fields, visitor, request)
        case ("lists", 1):
            let name = (fields["name"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            guard !name.isEmpty, name.count <= 200 else {
                throw ErrorAnswer(.unprocessableContent, "A list's name has 1 to 200 characters.")
            }
            let list = try await store.makeList(
                href: UUID().uuidString.lowercased(), name: name, properties: [:], of: person)
            return Self.redirect("/lists/\(list.href)")
        case ("lists", 3): return try await actOnList(parts[2], try await list(parts[1], visitor), fields, visitor)
        case ("tasks", 3):
            guard let id = Int(parts[1]) else { throw CalDAVServer.notFound }
            return try await actOnTask(id, parts[2], fields, visitor)
        default: throw CalDAVServer.notFound
        }
    }

    private func actOnList(
        _ action: String, _ list: TaskList, _ fields: [String: String], _ visitor: Visitor
    ) async throws -> Response {
        switch action {
        case "add":
            guard let task = try? TaskWords(fields["words"] ?? "", now: Date(), zone: store.zone).fields,
                !task.title.isEmpty, task.title.utf8.count <= 4000
            else { return Self.redirect("/lists/\(list.href)?problem=1") }
            let row = try await store.add(task, to: list)
            return Self.redirect("/lists/\(list.href)?added=\(row.id)")
        case "clear":
            for row in try await store.members(of: list) where row.fields.status.isClosed {
                try await store.remove(row.id, of: visitor.person)
            }
        case "all":
            let rows = try await store.members(of: list)
            let open = rows.filter { !$0.fields.status.isClosed }
            if open.isEmpty {
                for row in rows { try await store.edit(row.id, of: visitor.person) { $0.status = .open } }
            } else {
                for row in open { try await store.complete(row.id, of: visitor.person) }
            }
        default: throw CalDAVServer.notFound
        }
        return Self.redirect(Self.back(list, fields))
    }

    private static func back(_ list: TaskList, _ fields: [String: String]) -> String {
        let filter = ListPage.Filter(rawValue: fields["filter"] ?? "") ?? .all
        return "/lists/\(list.href)" + (filter == .all ? "" : "?filter=\(filter.rawValue)")
    }

    private func actOnTask(
        _ id: Int, _ action: String, _ fields: [String: String], _ visitor: Visitor
    ) async throws -> Response {
        let person = visitor.person
        let row = try await store.task(id, of: person)
        guard let list = try await store.lists(of: person).first(where: { $0.id == row.listID }) else {
            throw CalDAVServer.notFound
        }
        switch action {
        case "toggle": try await store.edit(id, of: person) { $0.status = $0.status.isClosed ? .open : .done }
        case "delete": try await store.remove(id, of: person)
        case "move":
            try await store.move(id, behind: fields["behind"].flatMap(Int.init), of: person)
        case "edit":
            let title = (fields["title"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            if title.isEmpty {
                try await store.remove(id, of: person)
            } else {
                let change: TaskEdit
                do { change = try TaskEdit(title: title, fields, zone: store.zone) } catch {
                    return Self.redirect("/lists/\(list.href)?problem=1")
                }
                try await store.edit(id, of: person) { change.apply(to: &$0) }
            }
        default: throw CalDAVServer.notFound
        }
        return Self.redirect(Self.back(list, fields))
    }

    private func change(
        _ action: String, _ fields: [String: String], _ visitor: Visitor, _ request: Request
    ) async throws -> Response {
        let name = (fields["device"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 64, name != "default" else {
            throw ErrorAnswer(
                .unprocessableContent,
                "A device's name has 1 to 64 characters and is not 'default', your own password's.")
        }
        switch action {
        case "make":
            let password = SecretToken().text
            let record = try await PasswordHasher().record(of: password)
            try await store.setPassword(record.description, name: name, of: visitor.person)
            return try await settings(visitor, made: (name, password)).response(for: request)
        case "revoke":
            _ = try await store.removePassword(named: name, of: visitor.person)
            return Self.redirect("/settings")
        default: throw CalDAVServer.notFound
        }
    }
}
