import HTTPTypes
import SocialService

/// Hashtags: looked at, followed, and shown on a profile (docs.joinmastodon.org/methods/tags and featured_tags).
extension ClientAPI {
    static let tagRoutes: [Route] = [
        Route(.get, "/api/v1/tags/:name", .openWith("read")) { call in
            let name = try call.name()
            return try await tag(call, changing: false) { try $0.tag(name) }
        },
        Route(.post, "/api/v1/tags/:name/follow", .token("write:follows")) { call in
            let name = try call.name()
            return try await tag(call, changing: true) { try $0.follow(tag: name) }
        },
        Route(.post, "/api/v1/tags/:name/unfollow", .token("write:follows")) { call in
            let name = try call.name()
            return try await tag(call, changing: true) { try $0.unfollow(tag: name) }
        },
        Route(.post, "/api/v1/tags/:name/feature", .token("write:accounts")) { call in
            let name = try call.name()
            return try await tag(call, changing: true) { transaction in
                _ = try transaction.feature(tag: name)
                return try transaction.tag(name)
            }
        },
        Route(.post, "/api/v1/tags/:name/unfeature", .token("write:accounts")) { call in
            let name = try call.name()
            return try await tag(call, changing: true) { try $0.unfeature(tag: name) }
        },
        Route(.get, "/api/v1/followed_tags", .token("read:follows")) { call in
            let page = try call.parameters.page(100)
            let found = try await call.read { try $0.followedTags(page) }
            return call.list(found) { entities, json, tag in entities.tag(tag, isFollowed: true, &json) }
        },
        Route(.get, "/api/v1/featured_tags", .token("read:accounts")) { call in
            let (account, tags) = try await call.read { try $0.featuredTags(of: try $0.viewer()) }
            return featured(tags, of: account, call)
        },
        Route(.post, "/api/v1/featured_tags", .token("write:accounts")) { call in
            let name = try call.parameters.required("name")
            let (account, tag) = try await call.write { (try $0.ownAccount(), try $0.feature(tag: name)) }
            return call.json { entities, json in entities.featuredTag(tag, of: account, &json) }
        },
        Route(.delete, "/api/v1/featured_tags/:id", .token("write:accounts")) { call in
            let id = try call.id()
            try await call.write { try $0.deleteFeaturedTag(id) }
            return .empty
        },
        Route(.get, "/api/v1/featured_tags/suggestions", .token("read:accounts")) { call in
            let tags = try await call.read { try $0.suggestedTags() }
            return call.json { entities, json in json.array(tags) { json, tag in entities.tag(tag, &json) } }
        },
        Route(.get, "/api/v1/accounts/:id/featured_tags", .openWith("read:accounts")) { call in
            let id = try call.id()
            let (account, tags) = try await call.read { try $0.featuredTags(of: id) }
            return featured(tags, of: account, call)
        },
    ]

    private static func tag(
        _ call: Call, changing: Bool, _ body: @escaping @Sendable (Transaction) throws -> TagSummary
    ) async throws -> Reply {
        let look: @Sendable (Transaction) throws -> (TagSummary, Bool, Bool) = { transaction in
            let tag = try body(transaction)
            let (followed, featured) = try transaction.relations(to: [tag.name])
            return (tag, followed.contains(tag.name), featured.contains(tag.name))
        }
        let (tag, isFollowed, isFeatured) = try await changing ? call.write(look) : call.read(look)
        return call.json { entities, json in
            entities.tag(tag, isFollowed: isFollowed, isFeatured: isFeatured, &json)
        }
    }

    private static func featured(_ tags: [FeaturedTag], of account: Account, _ call: Call) -> Reply {
        call.json { entities, json in
            json.array(tags) { json, tag in entities.featuredTag(tag, of: account, &json) }
        }
    }
}
