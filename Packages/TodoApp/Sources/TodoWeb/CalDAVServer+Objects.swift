import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServerShell
import TodoModel
import TodoStorage

extension CalDAVServer {
    func get(_ request: Request, _ address: DavAddress, _ person: Person) async throws -> Response {
        guard case .object(_, let listHref, let href) = address else {
            let text = """
                This is the CalDAV server of todo: give a calendar or task app the address
                \(publicURL ?? "of this server"), your name and an app password. The pages are at /lists.

                """
            return Answer(type: "text/plain; charset=utf-8", body: Array(text.utf8)).response(for: request)
        }
        let list = try await list(listHref, person)
        guard let row = try await task(href, in: list) else { throw Self.notFound }
        let tag = EntityTag.strong(row.tag)
        guard tag.precondition(of: request) != .fails else { throw Self.stale }
        return Answer(
            type: "text/calendar; charset=utf-8; component=VTODO", body: row.object(reader: store.zone).bytes,
            headers: [
                (.lastModified, HTTPDate.text(Date(timeIntervalSince1970: Double(row.changed.secondNumber)))),
                (.cacheControl, "private, no-cache"),
            ], tag: .given(tag)
        ).response(for: request)
    }

    private static let stale = ErrorAnswer(
        .preconditionFailed, "The task has changed since you read it, or is there already: read it again.")

    /// Throws if the request's conditions do not hold for what is there.
    private static func check(_ request: Request) -> @Sendable (String?) throws -> Void {
        { tag in
            let current = tag.map { EntityTag.strong($0) }
            guard EntityTag.precondition(of: request, current: current) == .holds else { throw stale }
        }
    }

    func put(_ request: Request, _ address: DavAddress, _ person: Person) async throws -> Response {
        guard case .object(_, let listHref, let href) = address else {
            throw ErrorAnswer(.methodNotAllowed, "A task is put below a list's address.")
        }
        let list: TaskList
        do { list = try await self.list(listHref, person) } catch let error as ErrorAnswer
            where error.status == .notFound
        {
            throw ErrorAnswer(.conflict, "There is no list at this address: make it first.")
        }
        let body = try await request.wholeBody(upTo: 6 << 20)
        let object: TodoObject
        do { object = try TodoObject(Array(body.readableBytesView)) } catch { throw Self.refusal(error) }
        // A client that spells an address in another way than before means the same task.
        let known = try await task(href, in: list)?.href ?? href
        do {
            let outcome = try await store.put(object, at: known, in: list, condition: Self.check(request))
            switch outcome {
            case .added(let row): return Self.stored(.created, row)
            case .replaced(let row): return Self.stored(.noContent, row)
            }
        } catch TodoStoreError.uidConflict(let other) {
            let path = DavAddress.home(of: person.name) + list.href + "/" + other
            throw DavFailure(
                .conflict, .caldav("no-uid-conflict"), Multistatus.element(.dav("href"), XMLText.escaped(path)),
                message: "Another task of this list has the same UID.")
        }
    }

    private static func refusal(_ failure: TodoObject.Failure) -> DavFailure {
        switch failure {
        case .unreadable(.tooLong):
            DavFailure(.forbidden, .caldav("max-resource-size"), message: failure.description)
        case .noTask(let found) where !found.isEmpty:
            DavFailure(.forbidden, .caldav("supported-calendar-component"), message: failure.description)
        case .unreadable, .noTask:
            DavFailure(.forbidden, .caldav("valid-calendar-data"), message: failure.description)
        case .noUID, .severalUIDs:
            DavFailure(.forbidden, .caldav("valid-calendar-object-resource"), message: failure.description)
        }
    }

    private static func stored(_ status: HTTPResponse.Status, _ row: TaskRow) -> Response {
        var headers = HTTPFields()
        headers[.eTag] = EntityTag.strong(row.tag).description
        if status == .created { headers[.contentLength] = "0" }
        return Response(status: status, headers: headers)
    }

    func delete(_ request: Request, _ address: DavAddress, _ person: Person) async throws -> Response {
        switch address {
        case .list(_, let href):
            try await store.removeList(try await list(href, person))
        case .object(_, let listHref, let href):
            let list = try await list(listHref, person)
            let known = try await task(href, in: list)?.href ?? href
            let wasThere = try await store.remove(at: known, in: list) { tag in
                guard tag != nil else { throw Self.notFound }
                try Self.check(request)(tag)
            }
            guard wasThere else { throw Self.notFound }
        case .root, .principals, .principal, .home:
            throw ErrorAnswer(.forbidden, "Only lists and tasks can be deleted.")
        }
        return Response(status: .noContent)
    }
}
