import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServerShell
import TodoModel
import TodoStorage

/// Tasks as JSON: the interface of Todo-Backend, with what a task has beside a title.
///
/// `/api/todos` is somebody's first list, by app password. `/board/todos` is a list that everybody may read and write, and
/// is there only if the server was started with `--open-board`. Both are thin: each request is one call of the store.
struct TodoAPI: Sendable {
    let store: TodoStore
    let passwords: AppPasswords
    let hasOpenBoard: Bool
    let publicURL: String?

    /// How many tasks the board holds: anybody can fill it.
    private static let maximumOnBoard = 1000

    /// Answers what is sent to `/api/…` and `/board/…`; nil for every other address.
    func respond(to request: Request, from address: String?) async throws -> Response? {
        let parts = request.uri.path.split(separator: "/").map(String.init)
        guard let first = parts.first, first == "api" || first == "board" && hasOpenBoard else { return nil }
        guard parts.count >= 2, parts[1] == "todos", parts.count <= 3 else { throw CalDAVServer.notFound }
        let person: Person
        if first == "board" {
            person = try await store.person(named: Person.boardOwner)
        } else {
            do { person = try await passwords.person(of: request, address: address) } catch let error as ErrorAnswer
                where error.status == .unauthorized
            {
                var response = error.response
                response.headers[.wwwAuthenticate] = "Basic realm=\"todo\", charset=\"UTF-8\""
                return response
            }
        }
        let list = try await store.defaultList(of: person)
        let root = base(request) + "/\(first)/todos"
        do {
            guard parts.count == 3 else {
                return try await collection(request, list, person, root, isBoard: first == "board")
            }
            guard let id = Int(parts[2]) else { throw TodoStoreError.noTask(0) }
            return try await single(request, id, list, person, root)
        } catch TodoStoreError.noTask {
            throw ErrorAnswer(.notFound, "There is no task '\(parts.last?.prefix(40) ?? "")'.")
        }
    }

    private func base(_ request: Request) -> String {
        publicURL ?? WebText.base(host: request.head.authority ?? "localhost")
    }

    private func collection(
        _ request: Request, _ list: TaskList, _ person: Person, _ root: String, isBoard: Bool
    ) async throws -> Response {
        switch request.method {
        case .get, .head:
            let rows = try await store.members(of: list)
            return try Self.json(rows.map { TodoView($0, root: root) }).response(for: request)
        case .post:
            let change = try await change(request)
            guard change.title != nil else { throw ErrorAnswer(.unprocessableContent, "The task has no 'title'.") }
            if isBoard, try await store.members(of: list).count >= Self.maximumOnBoard {
                throw ErrorAnswer(
                    .init(code: 507, reasonPhrase: "Insufficient Storage"),
                    "The board is full: it holds \(Self.maximumOnBoard) tasks.")
            }
            var fields = TaskFields(title: "")
            try change.apply(to: &fields)
            let isDone = fields.status == .done
            if isDone { fields.completed = TimeZone.gmt.clock(at: Date()) }
            let row = try await store.add(fields, to: list)
            let view = TodoView(row, root: root)
            return try Self.json(view, status: .created, headers: [(.location, view.url)]).response(for: request)
        case .delete where isBoard:
            for row in try await store.members(of: list) { try await store.remove(row.id, of: person) }
            return Response(status: .noContent)
        default:
            throw ErrorAnswer(.methodNotAllowed, "\(request.method) is not supported here: GET and POST are.")
        }
    }

    private func single(
        _ request: Request, _ id: Int, _ list: TaskList, _ person: Person, _ root: String
    ) async throws -> Response {
        let row = try await store.task(id, of: person)
        switch request.method {
        case .get, .head: return try Self.json(TodoView(row, root: root)).response(for: request)
        case .patch, .put:
            let change = try await change(request)
            let changed = try await store.edit(id, of: person) { try change.apply(to: &$0) }
            return try Self.json(TodoView(changed, root: root)).response(for: request)
        case .delete:
            try await store.remove(id, of: person)
            return Response(status: .noContent)
        default:
            throw ErrorAnswer(.methodNotAllowed, "\(request.method) is not supported here: GET, PATCH and DELETE are.")
        }
    }

    private func change(_ request: Request) async throws -> TodoChange {
        let body = try await request.wholeBody(upTo: 256 << 10)
        do {
            return try JSONDecoder().decode(TodoChange.self, from: Data(body.readableBytesView))
        } catch let error as ErrorAnswer {
            throw error
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            guard !context.codingPath.isEmpty else { throw ErrorAnswer(.badRequest, "The body is not a JSON object.") }
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw ErrorAnswer(
                .unprocessableContent, "The member '\(path)' has the wrong type: \(context.debugDescription)")
        } catch {
            throw ErrorAnswer(.badRequest, "The body is not a JSON object.")
        }
    }

    private static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: [(HTTPField.Name, String)] = []
    ) throws -> Answer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Answer(
            status: status, type: "application/json; charset=utf-8", body: Array(try encoder.encode(value)),
            headers: headers + [(.cacheControl, "private, no-cache")])
    }
}

/// A task as clients read it.
struct TodoView: Encodable {
    let id: Int
    let url: String
    let title: String
    let completed: Bool
    let order: Int
    let status: String
    let notes: String
    let tags: [String]
    let priority: String
    let due: String?
    let rule: String?

    init(_ row: TaskRow, root: String) {
        id = row.id
        url = "\(root)/\(row.id)"
        title = row.fields.title
        completed = row.fields.status == .done
        order = row.fields.orderKey
        status = row.fields.status.rawValue
        notes = row.fields.notes
        tags = row.fields.tags
        priority = row.fields.level.rawValue
        due = row.fields.due?.description
        rule = row.fields.rule
    }
}

/// What a client wants to be different: members that are not there stay as they are, null takes away.
struct TodoChange: Decodable, Sendable {
    var title: String?
    var completed: Bool?
    var order: Int?
    var notes: String?
    var tags: [String]?
    var priority: String?
    var due: String??
    var rule: String??

    enum CodingKeys: String, CodingKey {
        case title, completed, order, notes, tags, priority, due, rule
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        title = try values.decodeIfPresent(String.self, forKey: .title)
        completed = try values.decodeIfPresent(Bool.self, forKey: .completed)
        order = try values.decodeIfPresent(Int.self, forKey: .order)
        notes = try values.decodeIfPresent(String.self, forKey: .notes)
        tags = try values.decodeIfPresent([String].self, forKey: .tags)
        priority = try values.decodeIfPresent(String.self, forKey: .priority)
        if values.contains(.due) { due = .some(try values.decodeIfPresent(String.self, forKey: .due)) }
        if values.contains(.rule) { rule = .some(try values.decodeIfPresent(String.self, forKey: .rule)) }
    }

    /// Carries the change out.
    ///
    /// - Throws: `ErrorAnswer` with 422 for a value that is none.
    func apply(to fields: inout TaskFields) throws {
        func invalid(_ value: String, _ name: String, _ right: String) -> ErrorAnswer {
            ErrorAnswer(.unprocessableContent, "'\(value.prefix(60))' is not a valid '\(name)' (\(right)).")
        }
        if let title {
            let trimmed = title.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !trimmed.isEmpty, trimmed.count <= 1000 else { throw invalid(title, "title", "1 to 1000 characters") }
            fields.title = trimmed
        }
        if let order { fields.sortOrder = order }
        if let notes { fields.notes = notes }
        if let tags { fields.tags = Array(tags.filter { !$0.isEmpty }.prefix(100)) }
        if let priority {
            guard let level = PriorityLevel(rawValue: priority) else {
                throw invalid(priority, "priority", "high, medium, low or none")
            }
            fields.setLevel(level)
        }
        if let due {
            if let text = due {
                guard let moment = Moment(text) else {
                    throw invalid(text, "due", "such as 2027-03-01 or 2027-03-01T09:30")
                }
                fields.due = moment
            } else {
                fields.due = nil
                if fields.start == nil, rule == nil { fields.rule = nil }
            }
        }
        if let rule {
            do { fields.rule = try rule.map { try RecurrenceRule($0).description } } catch {
                throw ErrorAnswer(.unprocessableContent, "The 'rule' is not valid: \(error)")
            }
        }
        if let completed, completed != (fields.status == .done) { fields.status = completed ? .done : .open }
    }
}
