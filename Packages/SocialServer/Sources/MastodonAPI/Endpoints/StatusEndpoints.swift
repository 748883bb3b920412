import HTTPTypes
import SocialService

/// Statuses (docs.joinmastodon.org/methods/statuses).
extension ClientAPI {
    static let statusRoutes: [Route] = [
        Route(.post, "/api/v1/statuses", .token("write:statuses")) { call in
            let draft = try draft(call)
            return try await changed(call) { try $0.post(draft) }
        },
        Route(.get, "/api/v1/statuses", .openWith("read:statuses")) { call in
            let ids = try call.parameters.ids("id")
            let views = try await call.read { try $0.statuses(ids) }
            return call.json { entities, json in
                json.array(views) { json, view in entities.status(view, &json) }
            }
        },
        Route(.get, "/api/v1/statuses/:id", .openWith("read:statuses")) { call in
            let id = try call.id()
            let view = try await call.read { try $0.status(id) }
            return call.json { entities, json in entities.status(view, &json) }
        },
        Route(.put, "/api/v1/statuses/:id", .token("write:statuses")) { call in
            let (id, draft) = (try call.id(), try draft(call))
            return try await changed(call) { try $0.edit(id, draft) }
        },
        Route(.delete, "/api/v1/statuses/:id", .token("write:statuses")) { call in
            let id = try call.id()
            let view = try await call.write { try $0.delete(id) }
            return call.json { entities, json in entities.status(view, source: true, &json) }
        },
        Route(.get, "/api/v1/statuses/:id/context", .openWith("read:statuses")) { call in
            let id = try call.id()
            let (ancestors, descendants) = try await call.read { try $0.context(of: id) }
            return call.json { entities, json in entities.context(ancestors, descendants, &json) }
        },
        Route(.get, "/api/v1/statuses/:id/history", .openWith("read:statuses")) { call in
            let id = try call.id()
            let (author, edits) = try await call.read { try $0.history(of: id) }
            return call.json { entities, json in
                json.array(edits) { json, edit in entities.edit(edit, by: author, &json) }
            }
        },
        Route(.get, "/api/v1/statuses/:id/source", .token("read:statuses")) { call in
            let id = try call.id()
            let status = try await call.read { try $0.source(of: id) }
            return call.json { _, json in
                json.raw("{\"id\":")
                json.quotedID(status.id)
                json.raw(",\"text\":")
                json.string(status.text)
                json.raw(",\"spoiler_text\":")
                json.string(status.spoiler)
                json.raw("}")
            }
        },
        Route(.get, "/api/v1/statuses/:id/card", .openWith("read:statuses")) { call in
            let id = try call.id()
            _ = try await call.read { try $0.status(id) }
            // Nothing is ever fetched from elsewhere, so there are no previews.
            return .empty
        },
        Route(.get, "/api/v1/statuses/:id/reblogged_by", .openWith("read:statuses")) { call in
            let (id, page) = (try call.id(), try call.parameters.page(40))
            let found = try await call.read { try $0.boostedBy(id, page) }
            return call.list(found) { entities, json, account in entities.account(account, &json) }
        },
        Route(.get, "/api/v1/statuses/:id/favourited_by", .openWith("read:statuses")) { call in
            let (id, page) = (try call.id(), try call.parameters.page(40))
            let found = try await call.read { try $0.favouritedBy(id, page) }
            return call.list(found) { entities, json, account in entities.account(account, &json) }
        },
        Route(.post, "/api/v1/statuses/:id/reblog", .token("write:statuses")) { call in
            let id = try call.id()
            let wanted = try call.parameters.text("visibility").map(visibility)
            return try await changed(call) { try $0.boost(id, visibility: wanted) }
        },
        Route(.post, "/api/v1/statuses/:id/unreblog", .token("write:statuses")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.unboost(id) }
        },
        Route(.post, "/api/v1/statuses/:id/favourite", .token("write:favourites")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.favourite(id) }
        },
        Route(.post, "/api/v1/statuses/:id/unfavourite", .token("write:favourites")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.unfavourite(id) }
        },
        Route(.post, "/api/v1/statuses/:id/bookmark", .token("write:bookmarks")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.bookmark(id) }
        },
        Route(.post, "/api/v1/statuses/:id/unbookmark", .token("write:bookmarks")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.unbookmark(id) }
        },
    ]

    private static func changed(
        _ call: Call, _ body: @escaping @Sendable (Visit) throws -> StatusView
    ) async throws -> Reply {
        let view = try await call.write(body)
        return call.json { entities, json in entities.status(view, &json) }
    }

    /// A status as it was sent; the streaming side takes drafts in the same form.
    static func draft(_ call: Call) throws -> StatusDraft {
        var draft = try draft(call.parameters)
        draft.idempotencyKey = call.request.headers[.idempotencyKey]
        return draft
    }

    /// A status as it was sent.
    ///
    /// - Throws: ``SocialError/invalid(field:reason:)`` for what the network does not have: a status without its poll or
    ///   its time would say something else than its author meant.
    static func draft(_ parameters: Parameters) throws -> StatusDraft {
        guard !parameters.has("poll") else { throw SocialError.invalid(field: "Poll", reason: "is not supported here") }
        if let time = try parameters.text("scheduled_at"), !time.isEmpty {
            throw SocialError.invalid(field: "Scheduled at", reason: "is not supported here")
        }
        var draft = StatusDraft(text: try parameters.text("status") ?? "")
        draft.spoiler = try parameters.text("spoiler_text") ?? ""
        draft.isSensitive = try parameters.flag("sensitive")
        draft.visibility = try parameters.text("visibility").flatMap { $0.isEmpty ? nil : try visibility($0) }
        draft.language = try parameters.text("language")
        draft.inReplyTo = try parameters.id("in_reply_to_id")
        draft.media = try parameters.ids("media_ids")
        for image in try parameters.inners("media_attributes") ?? [] {
            guard let id = try image.id("id") else { continue }
            draft.mediaDescriptions[id] = try image.text("description")
        }
        return draft
    }
}
