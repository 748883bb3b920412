import HTTPTypes
import SocialService

/// Follows, requests, blocks and mutes.
extension ClientAPI {
    static let relationshipRoutes: [Route] = [
        Route(.get, "/api/v1/accounts/relationships", .token("read:follows")) { call in
            let ids = try call.parameters.ids("id")
            let relationships = try await call.read { try $0.relationships(to: ids) }
            return call.json { entities, json in
                json.array(relationships) { json, relationship in entities.relationship(relationship, &json) }
            }
        },
        Route(.get, "/api/v1/accounts/familiar_followers", .token("read:follows")) { call in
            let ids = try call.parameters.ids("id")
            let familiar = try await call.read { try $0.familiarFollowers(of: ids) }
            return call.json { entities, json in
                json.array(familiar) { json, entry in
                    json.raw("{\"id\":")
                    json.quotedID(entry.id)
                    json.raw(",\"accounts\":")
                    json.array(entry.accounts) { json, account in entities.account(account, &json) }
                    json.raw("}")
                }
            }
        },
        Route(.post, "/api/v1/accounts/:id/follow", .token("write:follows")) { call in
            let showsBoosts = try call.parameters.flag("reblogs")
            let notifies = try call.parameters.flag("notify")
            return try await change(call) { try $0.follow($1, showsBoosts: showsBoosts, notifies: notifies) }
        },
        Route(.post, "/api/v1/accounts/:id/unfollow", .token("write:follows")) { call in
            try await change(call) { try $0.unfollow($1) }
        },
        Route(.post, "/api/v1/accounts/:id/remove_from_followers", .token("write:follows")) { call in
            try await change(call) { try $0.removeFollower($1) }
        },
        Route(.post, "/api/v1/accounts/:id/block", .token("write:blocks")) { call in
            try await change(call) { try $0.block($1) }
        },
        Route(.post, "/api/v1/accounts/:id/unblock", .token("write:blocks")) { call in
            try await change(call) { try $0.unblock($1) }
        },
        Route(.post, "/api/v1/accounts/:id/mute", .token("write:mutes")) { call in
            let hidesNotifications = try call.parameters.flag("notifications") ?? true
            let seconds = try call.parameters.number("duration") ?? 0
            return try await change(call) { try $0.mute($1, hidesNotifications: hidesNotifications, seconds: seconds) }
        },
        Route(.post, "/api/v1/accounts/:id/unmute", .token("write:mutes")) { call in
            try await change(call) { try $0.unmute($1) }
        },
        Route(.post, "/api/v1/accounts/:id/note", .token("write:accounts")) { call in
            let note = try call.parameters.text("comment") ?? ""
            return try await change(call) { try $0.setNote(note, on: $1) }
        },
        Route(.post, "/api/v1/accounts/:id/endorse", .token("write:accounts")) { call in
            try await change(call) { try $0.endorse($1) }
        },
        Route(.post, "/api/v1/accounts/:id/unendorse", .token("write:accounts")) { call in
            try await change(call) { try $0.unendorse($1) }
        },
        // The same by their first names.
        Route(.post, "/api/v1/accounts/:id/pin", .token("write:accounts")) { call in
            try await change(call) { try $0.endorse($1) }
        },
        Route(.post, "/api/v1/accounts/:id/unpin", .token("write:accounts")) { call in
            try await change(call) { try $0.unendorse($1) }
        },
        Route(.get, "/api/v1/endorsements", .token("read:accounts")) { call in try await own(.endorsed, call) },
        Route(.get, "/api/v1/follow_requests", .token("read:follows")) { call in try await own(.requests, call) },
        Route(.post, "/api/v1/follow_requests/:id/authorize", .token("write:follows")) { call in
            try await change(call) { try $0.authorize($1) }
        },
        Route(.post, "/api/v1/follow_requests/:id/reject", .token("write:follows")) { call in
            try await change(call) { try $0.reject($1) }
        },
        Route(.get, "/api/v1/blocks", .token("read:blocks")) { call in try await own(.blocks, call) },
        Route(.get, "/api/v1/mutes", .token("read:mutes")) { call in try await own(.mutes, call) },
    ]

    private static func change(
        _ call: Call, _ body: @escaping @Sendable (Transaction, Identifier) throws -> Relationship
    ) async throws -> Reply {
        let id = try call.id()
        let relationship = try await call.write { try body($0, id) }
        return call.json { entities, json in entities.relationship(relationship, &json) }
    }

    private static func own(_ list: RelationshipList, _ call: Call) async throws -> Reply {
        let page = try call.parameters.page(40)
        let found = try await call.read { try $0.ownAccounts(list, page) }
        return call.list(found) { entities, json, account in entities.account(account, &json) }
    }
}
