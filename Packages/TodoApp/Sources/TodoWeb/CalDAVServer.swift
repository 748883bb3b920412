import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServerShell
import TodoModel
import TodoStorage

/// Somebody's lists over CalDAV (RFC 4791, 5689, 6578), for tasks alone.
///
/// The path of a request: its address becomes a ``DavAddress``, its sender a `Person` who may use their own tree and no
/// other, its body XML or an object; then one method per verb answers. What a client's object says is kept byte for byte;
/// each version has one strong tag, which is the same in every answer.
struct CalDAVServer: Sendable {
    let store: TodoStore
    private let passwords: AppPasswords

    /// The address that people know the server by; nil where there is no other than the one it listens on.
    let publicURL: String?

    init(store: TodoStore, passwords: AppPasswords, publicURL: String?) {
        self.store = store
        self.passwords = passwords
        self.publicURL = publicURL
    }

    private static let allowed = "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, MKCOL, MKCALENDAR, REPORT"

    /// Answers a request.
    ///
    /// - Throws: `ErrorAnswer`.
    func respond(to request: Request, from address: String?) async throws -> Response {
        if request.method == .options {
            return Response(status: .ok, headers: Self.davHeaders.merging([.contentLength: "0"]))
        }
        var response: Response
        do {
            let person = try await passwords.person(of: request, address: address)
            response = try await answer(request, person)
        } catch let failure as DavFailure {
            response = failure.response(for: request)
        } catch let failure as XMLFailure {
            response = ErrorAnswer(.badRequest, failure.description).response
        } catch let error as ErrorAnswer {
            response = error.response
            if error.status == .unauthorized {
                response.headers[.wwwAuthenticate] = "Basic realm=\"todo\", charset=\"UTF-8\""
            }
        }
        for field in Self.davHeaders { response.headers[field.name] = field.value }
        return response
    }

    private static let davHeaders: HTTPFields = {
        var fields = HTTPFields()
        fields[.allow] = allowed
        if let dav = HTTPField.Name("DAV") { fields[dav] = "1, 3, calendar-access, extended-mkcol" }
        return fields
    }()

    private func answer(_ request: Request, _ person: Person) async throws -> Response {
        guard let address = DavAddress(path: request.uri.path) else { throw Self.notFound }
        switch address {
        case .principal(let name), .home(let name), .list(let name, _), .object(let name, _, _):
            guard name == person.name else {
                throw ErrorAnswer(.forbidden, "This address is another person's.")
            }
        case .root, .principals: break
        }
        switch request.method.rawValue {
        case "PROPFIND": return try await propfind(request, address, person)
        case "PROPPATCH": return try await proppatch(request, address, person)
        case "MKCALENDAR", "MKCOL": return try await makeList(request, address, person)
        case "REPORT": return try await report(request, address, person)
        case "GET", "HEAD": return try await get(request, address, person)
        case "PUT": return try await put(request, address, person)
        case "DELETE": return try await delete(request, address, person)
        default: throw ErrorAnswer(.methodNotAllowed, "\(request.method) is not supported. Supported: \(Self.allowed).")
        }
    }

    static let notFound = ErrorAnswer(.notFound, "There is nothing at this address.")

    // MARK: Reading a request

    /// The request's XML; nil for an empty body.
    func xml(_ request: Request) async throws -> XMLElement? {
        // A request's XML is small; a multiget of thousands of addresses is the largest.
        let body = try await request.wholeBody(upTo: 4 << 20)
        return try XMLReader.read(Array(body.readableBytesView))
    }

    func list(_ href: String, _ person: Person) async throws -> TaskList {
        for spelling in DavAddress.spellings(href) {
            if let list = try await store.list(href: spelling, of: person) { return list }
        }
        throw Self.notFound
    }

    func task(_ href: String, in list: TaskList) async throws -> TaskRow? {
        let spellings = DavAddress.spellings(href)
        let rows = try await store.tasks(in: list, hrefs: spellings)
        return rows.min { a, b in
            (spellings.firstIndex(of: a.href) ?? 0) < (spellings.firstIndex(of: b.href) ?? 0)
        }
    }

    static func href(_ row: TaskRow, in list: TaskList, _ person: Person) -> String {
        DavAddress.home(of: person.name) + list.href + "/" + row.href
    }

    // MARK: PROPFIND

    private func propfind(_ request: Request, _ address: DavAddress, _ person: Person) async throws -> Response {
        let body = try await xml(request)
        guard body == nil || body?.name == .dav("propfind") else {
            throw ErrorAnswer(.badRequest, "The body of PROPFIND is not a 'propfind' of DAV:.")
        }
        let depth = HTTPField.Name("Depth").flatMap { request.headers[$0] }?.lowercased() ?? "0"
        guard ["0", "1", "infinity"].contains(depth) else {
            throw ErrorAnswer(.badRequest, "'\(depth.prefix(20))' is not a valid Depth (0 or 1).")
        }
        guard depth != "infinity" else {
            throw DavFailure(
                .forbidden, .dav("propfind-finite-depth"), message: "Depth: infinity is not offered; ask with 0 or 1.")
        }
        let wanted = WantedProperties(body)
        var answer = Multistatus()
        for resource in try await resources(address, person, request, withChildren: depth == "1", wanted) {
            let (found, missing) = resource.answer(wanted)
            answer.add(resource.href, found: found, missing: missing)
        }
        return answer.response(for: request)
    }

    private func resources(
        _ address: DavAddress, _ person: Person, _ request: Request, withChildren: Bool, _ wanted: WantedProperties
    ) async throws -> [DavResource] {
        switch address {
        case .root:
            let own = DavResource.root(person, at: request.uri.path)
            return withChildren ? [own, .principal(person), .home(person)] : [own]
        case .principals:
            let own = DavResource.root(person, at: request.uri.path)
            return withChildren ? [own, .principal(person)] : [own]
        case .principal: return [.principal(person)]
        case .home:
            guard withChildren else { return [.home(person)] }
            // Whoever looks into an empty home for the first time finds a list there.
            _ = try await store.defaultList(of: person)
            var resources = [DavResource.home(person)]
            for list in try await store.lists(of: person) {
                resources.append(.list(list, person, dead: try await store.properties(of: list)))
            }
            return resources
        case .list(_, let href):
            let list = try await list(href, person)
            var resources = [DavResource.list(list, person, dead: try await store.properties(of: list))]
            guard withChildren else { return resources }
            let rows =
                wanted.needsObjects
                ? try await store.tasks(of: person, in: list, withObjects: true) : try await store.members(of: list)
            resources += rows.map { resource($0, list, person, wanted) }
            return resources
        case .object(_, let listHref, let href):
            let list = try await list(listHref, person)
            guard let row = try await task(href, in: list) else { throw Self.notFound }
            return [resource(row, list, person, wanted)]
        }
    }

    func resource(
        _ row: TaskRow, _ list: TaskList, _ person: Person, _ wanted: WantedProperties, href: String? = nil
    ) -> DavResource {
        .task(
            row, person, href: href ?? Self.href(row, in: list, person),
            bytes: wanted.needsObjects ? row.object(reader: store.zone).bytes : nil)
    }

    // MARK: PROPPATCH

    private func proppatch(_ request: Request, _ address: DavAddress, _ person: Person) async throws -> Response {
        guard case .list(_, let href) = address else {
            throw ErrorAnswer(.forbidden, "Only lists have properties that can be changed.")
        }
        let list = try await list(href, person)
        guard let body = try await xml(request), body.name == .dav("propertyupdate") else {
            throw ErrorAnswer(.badRequest, "The body of PROPPATCH is not a 'propertyupdate' of DAV:.")
        }
        let update = try PropertyUpdate(body.children, allowing: [])
        var answer = Multistatus()
        let path = DavAddress.home(of: person.name) + list.href + "/"
        if update.refused.isEmpty {
            try await store.change(list, name: update.name, properties: update.properties)
            answer.add(path, statuses: [(update.names, "200 OK", "")])
        } else {
            // All or nothing (RFC 4918, 9.2).
            let error = "<d:error><d:cannot-modify-protected-property/></d:error>"
            answer.add(
                path,
                statuses: [(update.refused, "403 Forbidden", error), (update.names, "424 Failed Dependency", "")])
        }
        return answer.response(for: request)
    }

    // MARK: MKCALENDAR and extended MKCOL

    private func makeList(_ request: Request, _ address: DavAddress, _ person: Person) async throws -> Response {
        guard case .list(_, let href) = address else {
            throw ErrorAnswer(.methodNotAllowed, "Lists are made right below \(DavAddress.home(of: person.name)).")
        }
        guard href.utf8.count <= 1000 else {
            throw ErrorAnswer(.forbidden, "The list's address is longer than 1000 bytes.")
        }
        for spelling in DavAddress.spellings(href) where try await store.list(href: spelling, of: person) != nil {
            throw ErrorAnswer(.methodNotAllowed, "There is a list at this address already.")
        }
        let body = try await xml(request)
        let isCalendar = request.method.rawValue == "MKCALENDAR"
        if let body, body.name != .dav("mkcol"), body.name != .caldav("mkcalendar") {
            throw ErrorAnswer(.badRequest, "The body is neither 'mkcol' of DAV: nor 'mkcalendar' of CalDAV.")
        }
        let properties = (body?.children ?? []).filter { $0.name == .dav("set") }.flatMap(\.children).flatMap(
            \.children)
        let type = properties.first { $0.name == .dav("resourcetype") }
        guard isCalendar || type?.child(.caldav("calendar")) != nil else {
            throw DavFailure(
                .forbidden, .dav("valid-resourcetype"),
                message: "Only lists of tasks can be made: the resourcetype must have 'calendar'.")
        }
        if let components = properties.first(where: { $0.name == .caldav("supported-calendar-component-set") }),
            components.children.contains(where: { $0.attributes["name"]?.uppercased() != "VTODO" })
        {
            throw DavFailure(
                .forbidden, .caldav("supported-calendar-component"),
                message: "This server keeps tasks only: ask for VTODO alone.")
        }
        let update = try PropertyUpdate(
            body?.children ?? [], allowing: [.dav("resourcetype"), .caldav("supported-calendar-component-set")])
        guard update.refused.isEmpty else {
            throw DavFailure(
                .forbidden, .dav("cannot-modify-protected-property"),
                message: "\(update.refused.map(\.description).joined(separator: ", ")) cannot be set.")
        }
        let dead = Dictionary(
            update.properties.compactMap { pair in pair.xml.map { (pair.name, $0) } }, uniquingKeysWith: { $1 })
        do {
            _ = try await store.makeList(
                href: href, name: update.name ?? DavAddress.decoded(href), properties: dead, of: person)
        } catch TodoStoreError.listExists {
            throw ErrorAnswer(.methodNotAllowed, "There is a list at this address already.")
        }
        return Response(status: .created, headers: [.contentLength: "0", .cacheControl: "no-cache"])
    }
}

/// What `set` and `remove` ask for.
struct PropertyUpdate {
    /// A list's new name.
    private(set) var name: String?
    /// Properties that are kept for the client, by `{namespace}name`; nil removes.
    private(set) var properties: [(name: String, xml: String?)] = []
    /// All that can be changed.
    private(set) var names: [XMLElement.Name] = []
    /// What cannot.
    private(set) var refused: [XMLElement.Name] = []

    /// How many bytes one property may have.
    private static let maximumBytes = 64 << 10

    init(_ instructions: [XMLElement], allowing allowed: Set<XMLElement.Name>) throws {
        for instruction in instructions where instruction.name == .dav("set") || instruction.name == .dav("remove") {
            for property in instruction.children(.dav("prop")).flatMap(\.children) {
                if allowed.contains(property.name) { continue }
                if DavResource.protected.contains(property.name) {
                    refused.append(property.name)
                    continue
                }
                names.append(property.name)
                let isSet = instruction.name == .dav("set")
                if property.name == .dav("displayname") {
                    let text = property.text.trimmingCharacters(in: .whitespacesAndNewlines)
                    // A list without a name would end some clients: an empty one changes nothing.
                    if isSet, !text.isEmpty { name = String(text.prefix(500)) }
                } else {
                    let xml = property.xml
                    guard xml.utf8.count <= Self.maximumBytes else {
                        throw ErrorAnswer(
                            .contentTooLarge, "\(property.name) has more than \(Self.maximumBytes) bytes.")
                    }
                    properties.append((property.name.description, isSet ? xml : nil))
                }
            }
        }
    }
}

extension HTTPFields {
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields {
        var fields = self
        for field in other { fields[field.name] = field.value }
        return fields
    }
}
