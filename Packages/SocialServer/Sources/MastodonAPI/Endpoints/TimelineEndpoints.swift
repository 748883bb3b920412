import HTTPTypes
import SocialService

/// Timelines, favourites, bookmarks and hashtags.
extension ClientAPI {
    static let timelineRoutes: [Route] = [
        Route(.get, "/api/v1/timelines/home", .token("read:statuses")) { call in
            let page = try call.parameters.page(20)
            let found = try await call.read { try $0.home(page) }
            return call.list(found) { entities, json, view in entities.status(view, &json) }
        },
        Route(.get, "/api/v1/timelines/public", .openWith("read:statuses")) { call in
            let page = try call.parameters.page(20)
            let onlyMedia = try call.parameters.flag("only_media") ?? false
            // All members are local: the local timeline is the public one, and the remote one is empty.
            _ = try call.parameters.flag("local")
            guard try call.parameters.flag("remote") != true else { return Reply(json: "[]") }
            let found = try await call.read { try $0.publicTimeline(page, onlyMedia: onlyMedia) }
            return call.list(found) { entities, json, view in entities.status(view, &json) }
        },
        Route(.get, "/api/v1/timelines/tag/:hashtag", .openWith("read:statuses")) { call in
            let page = try call.parameters.page(20)
            let filter = TagFilter(
                any: [try call.name()] + (try call.parameters.texts("any")), all: try call.parameters.texts("all"),
                none: try call.parameters.texts("none"), onlyMedia: try call.parameters.flag("only_media") ?? false)
            _ = try call.parameters.flag("local")
            guard try call.parameters.flag("remote") != true else { return Reply(json: "[]") }
            let found = try await call.read { try $0.tagTimeline(filter, page) }
            return call.list(found) { entities, json, view in entities.status(view, &json) }
        },
        Route(.get, "/api/v1/favourites", .token("read:favourites")) { call in try await marked(.favourited, call) },
        Route(.get, "/api/v1/bookmarks", .token("read:bookmarks")) { call in try await marked(.bookmarked, call) },
    ]

    private static func marked(_ mark: Marks, _ call: Call) async throws -> Reply {
        let page = try call.parameters.page(20)
        let found = try await call.read { try $0.marked(mark, page) }
        return call.list(found) { entities, json, view in entities.status(view, &json) }
    }
}
