import HTTPTypes
import SocialService

/// Lists (docs.joinmastodon.org/methods/lists).
extension ClientAPI {
    static let listRoutes: [Route] = [
        Route(.get, "/api/v1/lists", .token("read:lists")) { call in
            let lists = try await call.read { try $0.lists() }
            return call.json { entities, json in json.array(lists) { json, list in entities.list(list, &json) } }
        },
        Route(.post, "/api/v1/lists", .token("write:lists")) { call in
            let title = try call.parameters.text("title") ?? ""
            let (replies, isExclusive) = (try replies(call), try call.parameters.flag("exclusive") ?? false)
            let list = try await call.write {
                try $0.makeList(title: title, replies: replies ?? .list, isExclusive: isExclusive)
            }
            return call.json { entities, json in entities.list(list, &json) }
        },
        Route(.get, "/api/v1/lists/:id", .token("read:lists")) { call in
            let id = try call.id()
            let list = try await call.read { try $0.list(id) }
            return call.json { entities, json in entities.list(list, &json) }
        },
        Route(.put, "/api/v1/lists/:id", .token("write:lists")) { call in
            let (id, title) = (try call.id(), try call.parameters.text("title"))
            let (replies, isExclusive) = (try replies(call), try call.parameters.flag("exclusive"))
            let list = try await call.write {
                try $0.updateList(id, title: title, replies: replies, isExclusive: isExclusive)
            }
            return call.json { entities, json in entities.list(list, &json) }
        },
        Route(.delete, "/api/v1/lists/:id", .token("write:lists")) { call in
            let id = try call.id()
            try await call.write { try $0.deleteList(id) }
            return .empty
        },
        Route(.get, "/api/v1/lists/:id/accounts", .token("read:lists")) { call in
            let (id, page) = (try call.id(), try call.parameters.page(40))
            let found = try await call.read { try $0.accounts(onList: id, page) }
            return call.list(found) { entities, json, account in entities.account(account, &json) }
        },
        Route(.post, "/api/v1/lists/:id/accounts", .token("write:lists")) { call in
            let (id, accounts) = (try call.id(), try call.parameters.ids("account_ids"))
            try await call.write { try $0.add(accounts, toList: id) }
            return .empty
        },
        Route(.delete, "/api/v1/lists/:id/accounts", .token("write:lists")) { call in
            let (id, accounts) = (try call.id(), try call.parameters.ids("account_ids"))
            try await call.write { try $0.remove(accounts, fromList: id) }
            return .empty
        },
        Route(.get, "/api/v1/accounts/:id/lists", .token("read:lists")) { call in
            let id = try call.id()
            let lists = try await call.read { try $0.lists(with: id) }
            return call.json { entities, json in json.array(lists) { json, list in entities.list(list, &json) } }
        },
        Route(.get, "/api/v1/timelines/list/:id", .token("read:lists")) { call in
            let (id, page) = (try call.id(), try call.parameters.page(20))
            let found = try await call.read { try $0.timeline(ofList: id, page) }
            return call.list(found) { entities, json, view in entities.status(view, &json) }
        },
    ]

    private static func replies(_ call: Call) throws -> MemberList.Replies? {
        guard let word = try call.parameters.text("replies_policy"), !word.isEmpty else { return nil }
        guard let replies = MemberList.Replies(word: word) else {
            throw SocialError.invalid(field: "Replies policy", reason: "must be followed, list or none")
        }
        return replies
    }
}
