import HTTPTypes
import Hummingbird
import ServerShell
import TodoModel
import TodoStorage

extension CalDAVServer {
    func report(_ request: Request, _ address: DavAddress, _ person: Person) async throws -> Response {
        guard let body = try await xml(request) else { throw ErrorAnswer(.badRequest, "The body of REPORT is empty.") }
        if body.name == .dav("principal-search-property-set") {
            let empty =
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<d:principal-search-property-set xmlns:d=\"DAV:\"/>\n"
            return Answer(type: "application/xml; charset=utf-8", body: Array(empty.utf8)).response(for: request)
        }
        guard case .list(_, let href) = address else {
            throw DavFailure(.forbidden, .dav("supported-report"), message: "Reports are made of a list.")
        }
        let list = try await list(href, person)
        switch body.name {
        case .caldav("calendar-multiget"): return try await multiget(request, body, list, person)
        case .caldav("calendar-query"): return try await query(request, body, list, person)
        case .dav("sync-collection"): return try await synchronize(request, body, list, person)
        default:
            throw DavFailure(
                .forbidden, .dav("supported-report"),
                message:
                    "The report \(body.name) is not offered; there are calendar-query, calendar-multiget and sync-collection."
            )
        }
    }

    /// The tasks at some addresses, each under the address by which it was asked for.
    private func multiget(
        _ request: Request, _ body: XMLElement, _ list: TaskList, _ person: Person
    ) async throws -> Response {
        let wanted = WantedProperties(body)
        let asked = body.children(.dav("href")).map(\.text)
        let names = asked.map { href -> String? in
            guard case .object(let owner, let inList, let name)? = DavAddress(href: href), owner == person.name,
                DavAddress.spellings(inList).contains(list.href) || inList == list.href
            else { return nil }
            return name
        }
        let spellings = names.map { $0.map { DavAddress.spellings($0) } ?? [] }
        let rows = try await store.tasks(in: list, hrefs: Array(Set(spellings.joined())))
        let byHref = Dictionary(rows.map { ($0.href, $0) }, uniquingKeysWith: { first, _ in first })
        var answer = Multistatus()
        for (href, spellings) in zip(asked, spellings) {
            guard let row = spellings.lazy.compactMap({ byHref[$0] }).first else {
                answer.addMissing(href)
                continue
            }
            let (found, missing) = resource(row, list, person, wanted).answer(wanted)
            // A client looks for what it asked for, letter by letter.
            let shown = href.hasPrefix("/") ? href : Self.href(row, in: list, person)
            answer.add(shown, found: found, missing: missing)
        }
        return answer.response(for: request)
    }

    private func query(
        _ request: Request, _ body: XMLElement, _ list: TaskList, _ person: Person
    ) async throws -> Response {
        let wanted = WantedProperties(body)
        guard let filter = body.child(.caldav("filter")) else {
            throw DavFailure(.badRequest, .caldav("valid-filter"), message: "calendar-query has no filter.")
        }
        let query: CalendarQuery
        do { query = try CalendarQuery(filter, reader: store.zone) } catch {
            throw DavFailure(.forbidden, .caldav("supported-filter"), message: error.reason)
        }
        var answer = Multistatus()
        // Most clients ask for all tasks: that needs no object, unless they want it.
        let rows =
            query.takesEveryTask && !wanted.needsObjects
            ? try await store.members(of: list) : try await store.tasks(of: person, in: list, withObjects: true)
        for row in rows where query.takesEveryTask || query.matches(row.object(reader: store.zone)) {
            let (found, missing) = resource(row, list, person, wanted).answer(wanted)
            answer.add(Self.href(row, in: list, person), found: found, missing: missing)
        }
        return answer.response(for: request)
    }

    /// What changed since a token (RFC 6578). The header `Depth` means nothing here, whatever clients send.
    private func synchronize(
        _ request: Request, _ body: XMLElement, _ list: TaskList, _ person: Person
    ) async throws -> Response {
        let wanted = WantedProperties(body)
        let text = body.child(.dav("sync-token"))?.text.filter { !$0.isWhitespace } ?? ""
        guard let changes = try await store.changes(in: list, since: text.isEmpty ? nil : SyncToken.token(text)) else {
            throw DavFailure(
                .forbidden, .dav("valid-sync-token"),
                message: "The token is not of this list's history: start with an empty one.")
        }
        if let limit = body.child(.dav("limit"))?.child(.dav("nresults")).flatMap({ Int($0.text) }),
            changes.changed.count + changes.removed.count > limit
        {
            throw DavFailure(
                .init(code: 507, reasonPhrase: "Insufficient Storage"), .dav("number-of-matches-within-limits"),
                message: "There are more changes than the limit; results are not cut.")
        }
        var answer = Multistatus()
        for row in changes.changed {
            let (found, missing) = resource(row, list, person, wanted).answer(wanted)
            answer.add(Self.href(row, in: list, person), found: found, missing: missing)
        }
        for href in changes.removed { answer.addMissing(DavAddress.home(of: person.name) + list.href + "/" + href) }
        return answer.response(for: request, syncToken: SyncToken.text(changes.list))
    }
}
