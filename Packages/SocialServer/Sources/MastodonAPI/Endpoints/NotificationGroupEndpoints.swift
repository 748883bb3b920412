import HTTPTypes
import SocialService

/// Grouped notifications, from whom they are wanted, and those that wait (docs.joinmastodon.org/methods/
/// grouped_notifications and notifications).
extension ClientAPI {
    static let notificationGroupRoutes: [Route] = [
        Route(.get, "/api/v2/notifications", .token("read:notifications")) { call in
            let parameters = call.parameters
            let (page, kinds, grouped) = (try parameters.page(40), try kinds(call), try grouped(call))
            let (from, includesWaiting) = (
                try parameters.id("account_id"), try parameters.flag("include_filtered") ?? false
            )
            let expansion = try parameters.text("expand_accounts") ?? "full"
            guard ["", "full", "partial_avatars"].contains(expansion) else {
                throw Parameters.Fault(message: "'expand_accounts' must be full or partial_avatars.")
            }
            let found =
                kinds.isEmpty
                ? Page(items: [], newest: nil, oldest: nil)
                : try await call.read {
                    try $0.notificationGroups(
                        kinds: kinds, grouped: grouped, from: from, includesWaiting: includesWaiting, page)
                }
            var reply = call.json { entities, json in
                entities.notificationGroups(found.items, partialAccounts: expansion == "partial_avatars", &json)
            }
            reply.headers += call.links(to: found)
            return reply
        },
        Route(.get, "/api/v2/notifications/unread_count", .token("read:notifications")) { call in
            let (kinds, grouped) = (try kinds(call), try grouped(call))
            let (from, limit) = (try call.parameters.id("account_id"), try call.parameters.number("limit") ?? 100)
            let count = try await call.read {
                try $0.unreadNotificationGroups(kinds: kinds, grouped: grouped, from: from, limit: limit)
            }
            return call.json { _, json in json.object([("count", { $0.number(count) })]) }
        },
        Route(.get, "/api/v2/notifications/policy", .token("read:notifications")) { call in
            try await policy(call, inWords: true)
        },
        Route(.patch, "/api/v2/notifications/policy", .token("write:notifications")) { call in
            let changes = try policyFields.compactMap {
                name, path -> (WritableKeyPath<NotificationPolicy, Verdict>, Verdict)? in
                guard let word = try call.parameters.text("for_\(name)"), !word.isEmpty else { return nil }
                guard let verdict = Verdict(word: word) else {
                    throw SocialError.invalid(field: "for_\(name)", reason: "must be accept, filter or drop")
                }
                return (path, verdict)
            }
            return try await changePolicy(call, changes, inWords: true)
        },
        Route(.get, "/api/v1/notifications/policy", .token("read:notifications")) { call in
            try await policy(call, inWords: false)
        },
        Route(.put, "/api/v1/notifications/policy", .token("write:notifications")) { call in
            let changes = try policyFields.prefix(4).compactMap {
                name, path -> (WritableKeyPath<NotificationPolicy, Verdict>, Verdict)? in
                try call.parameters.flag("filter_\(name)").map { (path, $0 ? .filter : .accept) }
            }
            return try await changePolicy(call, changes, inWords: false)
        },
        Route(.get, "/api/v1/notifications/requests", .token("read:notifications")) { call in
            let page = try call.parameters.page(40)
            let found = try await call.read { try $0.notificationRequests(page) }
            return call.list(found) { entities, json, request in entities.notificationRequest(request, &json) }
        },
        // What is accepted is merged in the same transaction.
        Route(.get, "/api/v1/notifications/requests/merged", .token("read:notifications")) { call in
            call.json { _, json in json.object([("merged", { $0.bool(true) })]) }
        },
        Route(.post, "/api/v1/notifications/requests/accept", .token("write:notifications")) { call in
            let ids = try call.parameters.ids("id")
            try await call.write { try $0.acceptNotifications(from: ids) }
            return .empty
        },
        Route(.post, "/api/v1/notifications/requests/dismiss", .token("write:notifications")) { call in
            let ids = try call.parameters.ids("id")
            try await call.write { try $0.dismissNotifications(from: ids) }
            return .empty
        },
        Route(.get, "/api/v1/notifications/requests/:id", .token("read:notifications")) { call in
            let id = try call.id()
            let request = try await call.read { try $0.notificationRequest(from: id) }
            return call.json { entities, json in entities.notificationRequest(request, &json) }
        },
        Route(.post, "/api/v1/notifications/requests/:id/accept", .token("write:notifications")) { call in
            let id = try call.id()
            try await call.write { try $0.acceptNotifications(from: [id]) }
            return .empty
        },
        Route(.post, "/api/v1/notifications/requests/:id/dismiss", .token("write:notifications")) { call in
            let id = try call.id()
            try await call.write { try $0.dismissNotifications(from: [id]) }
            return .empty
        },
        Route(.get, "/api/v2/notifications/:group_key", .token("read:notifications")) { call in
            let key = try call.name()
            let group = try await call.read { try $0.notificationGroup(key) }
            return call.json { entities, json in entities.notificationGroups([group], partialAccounts: false, &json) }
        },
        Route(.post, "/api/v2/notifications/:group_key/dismiss", .token("write:notifications")) { call in
            let key = try call.name()
            try await call.write { try $0.dismissNotificationGroup(key) }
            return .empty
        },
        Route(.get, "/api/v2/notifications/:group_key/accounts", .token("read:notifications")) { call in
            let (key, page) = (try call.name(), try call.parameters.page(40))
            let found = try await call.read { try $0.accounts(inNotificationGroup: key, page) }
            return call.list(found) { entities, json, account in entities.account(account, &json) }
        },
    ]

    private typealias Verdict = NotificationPolicy.Verdict

    /// The policy's parts by Mastodon's names; the first four are those of its first form.
    private static var policyFields: [(name: String, path: WritableKeyPath<NotificationPolicy, Verdict>)] {
        [
            ("not_following", \.notFollowing), ("not_followers", \.notFollowers), ("new_accounts", \.newAccounts),
            ("private_mentions", \.privateMentions), ("limited_accounts", \.limitedAccounts),
        ]
    }

    private static func changePolicy(
        _ call: Call, _ changes: [(WritableKeyPath<NotificationPolicy, Verdict>, Verdict)], inWords: Bool
    ) async throws -> Reply {
        let changed = changes.reduce(into: [String: Verdict]()) { changed, change in
            if let name = policyFields.first(where: { $0.path == change.0 })?.name { changed[name] = change.1 }
        }
        try await call.write { transaction in
            try transaction.changeNotificationPolicy { policy in
                for (name, path) in policyFields { if let verdict = changed[name] { policy[keyPath: path] = verdict } }
            }
        }
        return try await policy(call, inWords: inWords)
    }

    /// NotificationPolicy.
    private static func policy(_ call: Call, inWords: Bool) async throws -> Reply {
        let (policy, requests, notifications) = try await call.read { try $0.notificationPolicy() }
        return call.json { _, json in
            json.raw("{")
            for (name, path) in policyFields.prefix(inWords ? 5 : 4) {
                json.string("\(inWords ? "for" : "filter")_\(name)")
                json.raw(":")
                let verdict = policy[keyPath: path]
                inWords ? json.string(verdict.word) : json.bool(verdict != .accept)
                json.raw(",")
            }
            json.raw("\"summary\":")
            json.object([
                ("pending_requests_count", { $0.number(requests) }),
                ("pending_notifications_count", { $0.number(notifications) }),
            ])
            json.raw("}")
        }
    }

    /// Which kinds a client wants to see grouped; those that are never grouped are passed over.
    private static func grouped(_ call: Call) throws -> Set<SocialNotification.Kind> {
        let words = try call.parameters.texts("grouped_types")
        return words.isEmpty ? Transaction.groupedKinds : Set(words.compactMap(SocialNotification.Kind.init(word:)))
    }
}
