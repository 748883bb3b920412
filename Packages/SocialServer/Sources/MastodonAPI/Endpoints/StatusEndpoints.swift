import HTTPTypes
import SocialService

/// Statuses (docs.joinmastodon.org/methods/statuses).
extension ClientAPI {
    static let statusRoutes: [Route] = [
        Route(.post, "/api/v1/statuses", .token("write:statuses")) { call in
            let draft = try draft(call)
            switch try await call.write({ try $0.accept(draft) }) {
            case .posted(let view): return call.json { entities, json in entities.status(view, &json) }
            case .scheduled(let scheduled):
                return call.json { entities, json in entities.scheduled(scheduled, &json) }
            }
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
            guard draft.scheduledAt == nil else {
                throw SocialError.invalid(field: "scheduled_at", reason: "is for new statuses only")
            }
            return try await changed(call) { try $0.edit(id, draft) }
        },
        Route(.delete, "/api/v1/statuses/:id", .token("write:statuses")) { call in
            let (id, deletesMedia) = (try call.id(), try call.parameters.flag("delete_media") ?? false)
            let view = try await call.write { try $0.delete(id, deletesMedia: deletesMedia) }
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
        Route(.post, "/api/v1/statuses/:id/pin", .token("write:accounts")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.pin(id) }
        },
        Route(.post, "/api/v1/statuses/:id/unpin", .token("write:accounts")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.unpin(id) }
        },
        Route(.post, "/api/v1/statuses/:id/mute", .token("write:mutes")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.setThreadMuted(true, of: id) }
        },
        Route(.post, "/api/v1/statuses/:id/unmute", .token("write:mutes")) { call in
            let id = try call.id()
            return try await changed(call) { try $0.setThreadMuted(false, of: id) }
        },
        // Nothing is translated here: 404 is what Mastodon answers without a translator, and 422 what it is called by.
        Route(.post, "/api/v1/statuses/:id/translate", .token("read:statuses")) { call in
            let id = try call.id()
            _ = try await call.read { try $0.status(id) }
            throw APIError(.notFound, "This server does not translate.")
        },
    ]

    private static func changed(
        _ call: Call, _ body: @escaping @Sendable (Transaction) throws -> StatusView
    ) async throws -> Reply {
        let view = try await call.write(body)
        return call.json { entities, json in entities.status(view, &json) }
    }

    /// A status as it was sent; the streaming side takes drafts in the same form.
    static func draft(_ call: Call) throws -> StatusDraft {
        var draft = try draft(call.parameters, base: call.base)
        draft.idempotencyKey = call.request.headers[.idempotencyKey]
        return draft
    }

    /// What other servers know and this one does not. A status without it would say something else, or to others, than its
    /// author meant, so that it is refused by name; see also ``checkWords(_:)``.
    static let refusedFields = [
        "quoted_status_id", "quote_id", "expires_in", "expires_at", "local_only", "federated", "to",
        "in_reply_to_conversation_id", "interaction_policy", "allowed_mentions", "circle_id", "list_id",
        "emoji_reactions",
        "attachments",
    ]

    /// Refuses words with which a field asks for what is not there; others mean what happens anyway.
    private static func checkWords(_ parameters: Parameters) throws {
        // In this network nobody quotes, whatever is allowed.
        let allowed = ["content_type": ["text/plain"], "quote_approval_policy": ["public", "followers", "nobody"]]
        for (name, words) in allowed {
            guard let word = try parameters.text(name), !word.isEmpty, !words.contains(word) else { continue }
            throw SocialError.invalid(
                field: name, reason: "'\(word.prefix(40))' is not supported here, only \(words.joined(separator: ", "))"
            )
        }
        if try parameters.flag("preview") == true {
            throw SocialError.invalid(field: "preview", reason: "is not supported here")
        }
    }

    /// A status as it was sent.
    ///
    /// - Parameter base: The address that the client knows the server by.
    /// - Throws: ``SocialError/invalid(field:reason:)`` for what the network does not have.
    static func draft(_ parameters: Parameters, base: String) throws -> StatusDraft {
        for name in refusedFields where parameters.has(name) {
            throw SocialError.invalid(field: name, reason: "is not supported here")
        }
        try checkWords(parameters)
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
            draft.mediaFocuses[id] = try focus(image)
        }
        draft.poll = try parameters.inner("poll").map { poll in
            var draft = PollDraft(
                options: try poll.texts("options"), seconds: try poll.number("expires_in") ?? 86_400)
            draft.isMultiple = try poll.flag("multiple") ?? false
            draft.hidesTotals = try poll.flag("hide_totals") ?? false
            return draft
        }
        draft.scheduledAt = try parameters.moment("scheduled_at")
        draft.ownHosts = ownHosts(base)
        return draft
    }

    /// The hosts in the address of a server: as it is written, and without its port.
    static func ownHosts(_ base: String) -> Set<String> {
        let host = base.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }.lowercased()
        guard !host.isEmpty else { return [] }
        let digits = host.reversed().prefix { $0.isASCII && $0.isNumber }.count
        let hasPort = digits > 0 && host.dropLast(digits).hasSuffix(":")
        return hasPort ? [host, String(host.dropLast(digits + 1))] : [host]
    }
}
