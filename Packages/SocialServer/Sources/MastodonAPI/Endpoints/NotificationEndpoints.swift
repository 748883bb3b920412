import HTTPTypes
import SocialService

/// Notifications and reading markers.
extension ClientAPI {
    static let notificationRoutes: [Route] = [
        Route(.get, "/api/v1/notifications", .token("read:notifications")) { call in
            let page = try call.parameters.page(40)
            let kinds = try kinds(call)
            let from = try call.parameters.id("account_id")
            let includesWaiting = try call.parameters.flag("include_filtered") ?? false
            guard !kinds.isEmpty else { return Reply(json: "[]") }
            let found = try await call.read {
                try $0.notifications(kinds: kinds, from: from, includesWaiting: includesWaiting, page)
            }
            return call.list(found) { entities, json, notification in entities.notification(notification, &json) }
        },
        Route(.get, "/api/v1/notifications/unread_count", .token("read:notifications")) { call in
            let limit = try call.parameters.number("limit") ?? 100
            let count = try await call.read { try $0.unreadNotifications(limit: limit) }
            return call.json { _, json in
                json.raw("{\"count\":")
                json.number(count)
                json.raw("}")
            }
        },
        Route(.post, "/api/v1/notifications/clear", .token("write:notifications")) { call in
            try await call.write { try $0.clearNotifications() }
            return .empty
        },
        Route(.get, "/api/v1/notifications/:id", .token("read:notifications")) { call in
            let id = try call.id()
            let notification = try await call.read { try $0.notification(id) }
            return call.json { entities, json in entities.notification(notification, &json) }
        },
        Route(.post, "/api/v1/notifications/:id/dismiss", .token("write:notifications")) { call in
            let id = try call.id()
            try await call.write { try $0.dismiss(id) }
            return .empty
        },
        Route(.get, "/api/v1/markers", .token("read:statuses")) { call in
            let wanted = try call.parameters.texts("timeline")
            let markers = try await call.read { try $0.markers() }.filter { wanted.contains($0.timeline) }
            return call.json { _, json in ClientAPI.markers(markers, &json) }
        },
        Route(.post, "/api/v1/markers", .token("write:statuses")) { call in
            var wanted: [(String, Identifier)] = []
            for timeline in ["home", "notifications"] {
                guard let id = try call.parameters.inner(timeline)?.id("last_read_id") else { continue }
                wanted.append((timeline, id))
            }
            let changes = wanted
            let markers = try await call.write { transaction in
                try changes.map { try transaction.setMarker($0, lastRead: $1) }
            }
            return call.json { _, json in ClientAPI.markers(markers, &json) }
        },
    ]

    /// Which kinds are asked for; words of Mastodon's for what does not happen here are passed over.
    static func kinds(_ call: Call) throws -> [SocialNotification.Kind] {
        let wanted = try call.parameters.texts("types")
        let unwanted = Set(try call.parameters.texts("exclude_types").compactMap(SocialNotification.Kind.init(word:)))
        let kinds =
            wanted.isEmpty ? SocialNotification.Kind.allCases : wanted.compactMap(SocialNotification.Kind.init(word:))
        return kinds.filter { !unwanted.contains($0) }
    }

    private static func markers(_ markers: [ReadingMarker], _ json: inout JSONWriter) {
        json.raw("{")
        for (index, marker) in markers.enumerated() {
            if index > 0 { json.raw(",") }
            json.string(marker.timeline)
            json.raw(":{\"last_read_id\":")
            json.quotedID(marker.lastReadID)
            json.raw(",\"version\":")
            json.number(marker.version)
            json.raw(",\"updated_at\":")
            json.moment(marker.updatedAt)
            json.raw("}")
        }
        json.raw("}")
    }
}
