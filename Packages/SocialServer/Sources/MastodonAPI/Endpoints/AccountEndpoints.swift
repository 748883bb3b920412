import HTTPTypes
import SocialService
import WebAccounts

/// Accounts (docs.joinmastodon.org/methods/accounts).
extension ClientAPI {
    static let accountRoutes: [Route] = [
        Route(.post, "/api/v1/accounts", .token("write:accounts"), registerAccount),
        Route(.get, "/api/v1/accounts", .openWith("read:accounts")) { call in
            let ids = try call.parameters.ids("id")
            let accounts = try await call.read { try $0.accounts(ids) }
            return call.json { entities, json in
                json.array(accounts) { json, account in entities.account(account, &json) }
            }
        },
        Route(.get, "/api/v1/accounts/verify_credentials", .token("read:accounts")) { call in
            let (account, requests) = try await call.read { (try $0.ownAccount(), try $0.requestsCount()) }
            return call.json { entities, json in entities.ownAccount(account, requests: requests, &json) }
        },
        Route(.patch, "/api/v1/accounts/update_credentials", .token("write:accounts"), takesFiles: true, updateAccount),
        Route(.delete, "/api/v1/profile/avatar", .token("write:accounts")) { call in
            var changes = ProfileChanges()
            changes.avatar = .remove
            return try await update(call, changes)
        },
        Route(.delete, "/api/v1/profile/header", .token("write:accounts")) { call in
            var changes = ProfileChanges()
            changes.header = .remove
            return try await update(call, changes)
        },
        Route(.get, "/api/v1/accounts/lookup", .openWith("read:accounts")) { call in
            let name = localName(try call.parameters.required("acct"), call.base)
            guard let name else { throw SocialError.notFound("account") }
            let account = try await call.read { try $0.account(named: name) }
            return call.json { entities, json in entities.account(account, &json) }
        },
        Route(.get, "/api/v1/accounts/search", .token("read:accounts")) { call in
            let (text, onlyFollowed) = (
                try call.parameters.text("q") ?? "", try call.parameters.flag("following") ?? false
            )
            let limit = try call.parameters.number("limit") ?? 40
            let offset = try call.parameters.number("offset") ?? 0
            let name = localName(text, call.base) ?? text
            let accounts = try await call.read {
                try $0.searchAccounts(name, onlyFollowed: onlyFollowed, limit: limit, offset: offset)
            }
            return call.json { entities, json in
                json.array(accounts) { json, account in entities.account(account, &json) }
            }
        },
        Route(.get, "/api/v1/accounts/:id", .openWith("read:accounts")) { call in
            let id = try call.id()
            let account: Account = try await call.read { try $0.account(id) }
            return call.json { entities, json in entities.account(account, &json) }
        },
        Route(.get, "/api/v1/accounts/:id/statuses", .openWith("read:statuses")) { call in
            let id = try call.id()
            let page = try call.parameters.page(20)
            var filter = ProfileFilter()
            filter.onlyMedia = try call.parameters.flag("only_media") ?? false
            filter.excludesReplies = try call.parameters.flag("exclude_replies") ?? false
            filter.excludesBoosts = try call.parameters.flag("exclude_reblogs") ?? false
            filter.excludesDirect = try call.parameters.flag("exclude_direct") ?? false
            filter.tag = try call.parameters.text("tagged")
            if try call.parameters.flag("pinned") == true {
                let pinned = try await call.read { try $0.pinned(by: id) }
                return call.json { entities, json in
                    json.array(pinned) { json, view in entities.status(view, &json) }
                }
            }
            let chosen = filter
            let found = try await call.read { try $0.statuses(of: id, chosen, page) }
            return call.list(found) { entities, json, view in entities.status(view, &json) }
        },
        Route(.get, "/api/v1/accounts/:id/followers", .openWith("read:accounts")) { call in
            try await accounts(.followers, call)
        },
        Route(.get, "/api/v1/accounts/:id/following", .openWith("read:accounts")) { call in
            try await accounts(.following, call)
        },
        Route(.get, "/api/v1/accounts/:id/endorsements", .openWith("read:accounts")) { call in
            try await accounts(.endorsed, call)
        },
        Route(.post, "/api/v1/accounts/delete", .token("write:accounts"), deleteAccount),
        Route(.get, "/api/v1/preferences", .token("read:accounts")) { call in
            let account = try await call.read { try $0.ownAccount() }
            return try Reply(
                encoding: Preferences(
                    visibility: "\(account.defaults.visibility.word)", isSensitive: account.defaults.isSensitive,
                    language: account.defaults.language), keys: .useDefaultKeys)
        },
        Route(.get, "/api/v1/directory", .openWith("read:accounts")) { call in
            let limit = try call.parameters.number("limit") ?? 40
            let offset = try call.parameters.number("offset") ?? 0
            let newestFirst = try call.parameters.text("order") == "new"
            let accounts = try await call.read {
                try $0.directory(limit: limit, offset: offset, newestFirst: newestFirst)
            }
            return call.json { entities, json in
                json.array(accounts) { json, account in entities.account(account, &json) }
            }
        },
    ]

    private static func accounts(_ list: RelationshipList, _ call: Call) async throws -> Reply {
        let id = try call.id()
        let page = try call.parameters.page(40)
        let found = try await call.read { try $0.accounts(list, of: id, page) }
        return call.list(found) { entities, json, account in entities.account(account, &json) }
    }

    /// `@name`, `name` or `name@this-host` as a name of this network; `nil` for a name of another.
    static func localName(_ text: String, _ base: String) -> String? {
        let parts = text.drop { $0 == "@" }.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        guard parts.count == 2 else { return String(name) }
        let host = parts[1].lowercased()
        let own = base.drop { $0 != "/" }.drop { $0 == "/" }.lowercased()
        return host == own || host == own.prefix { $0 != ":" } ? String(name) : nil
    }

    @Sendable private static func registerAccount(_ call: Call) async throws -> Reply {
        // The token is the program's own: nobody is logged in yet.
        let grant = try await call.read { $0.grant }
        let account = try await join(call).account
        let token = SecretToken()
        let now = account.id.millisecond
        let scopes = grant?.scopes ?? .standard
        try await call.network.issue(
            tokenHash: token.hash.bytes,
            AccessGrant(applicationID: grant?.applicationID, accountID: account.id, scopes: scopes, createdAt: now))
        return try Reply(
            encoding: TokenEntity(
                accessToken: token.text, scope: scopes.description, createdAt: Int(now / 1000)))
    }

    /// Makes the account of a registration's parameters: at once where registrations are open or an invitation is given,
    /// waiting for a moderator where each is looked at.
    static func join(_ call: Call) async throws -> (account: Account, standing: Standing) {
        let profile = call.api.profile
        let code = try call.parameters.text("invite_code").flatMap { $0.isEmpty ? nil : $0 }
        guard profile.registrations || code != nil else {
            throw SocialError.forbidden("Registrations are closed; ask the operator for an invitation.")
        }
        let invitation = code.flatMap { SecretToken($0) }
        guard (code == nil) == (invitation == nil) else {
            throw SocialError.invalid(field: "Invitation", reason: "is not a code of this server")
        }
        try checkRegistration(call.parameters)
        if let verdict = call.api.registrations?.take(call.address), !verdict.isAllowed {
            var error = APIError(.tooManyRequests, "Too many requests")
            error.headers = [(.retryAfter, String(verdict.retryAfter()))]
            throw error
        }
        let standing: Standing = profile.approvesRegistrations && invitation == nil ? .pending : .active
        let account = try await call.api.signIn.register(
            username: try call.parameters.required("username"), email: try call.parameters.required("email"),
            password: try call.parameters.required("password"), standing: standing,
            invitation: invitation?.hash.bytes)
        return (account, standing)
    }

    /// All that is missing of a registration at once, in the form in which clients show it beside the fields.
    private static func checkRegistration(_ parameters: Parameters) throws {
        var faults: [(String, String, String)] = []
        for name in ["username", "email", "password"] where try (parameters.text(name) ?? "").isEmpty {
            faults.append((name, "ERR_BLANK", "can't be blank"))
        }
        if try parameters.flag("agreement") != true { faults.append(("agreement", "ERR_ACCEPTED", "must be accepted")) }
        guard faults.isEmpty else { throw APIError(faults: faults) }
    }

    /// Deletes the own account: not in Mastodon's API, so it asks for the password once more.
    @Sendable private static func deleteAccount(_ call: Call) async throws -> Reply {
        let password = try call.parameters.required("password")
        let account = try await call.read { try $0.ownAccount() }
        guard
            try await call.api.signIn.account(login: account.username, password: password, address: call.address)
                == account.id
        else { throw SocialError.forbidden("The password is wrong.") }
        try await call.write { try $0.deleteOwnAccount() }
        return .empty
    }

    @Sendable private static func updateAccount(_ call: Call) async throws -> Reply {
        let parameters = call.parameters
        var changes = ProfileChanges()
        changes.displayName = try parameters.text("display_name")
        changes.note = try parameters.text("note")
        changes.isLocked = try parameters.flag("locked")
        changes.isBot = try parameters.flag("bot")
        changes.isDiscoverable = try parameters.flag("discoverable")
        changes.isIndexable = try parameters.flag("indexable")
        changes.hidesCollections = try parameters.flag("hide_collections")
        // There are no link previews that could name an author, and no quotes.
        for name in ["attribution_domains", "quote_policy"] where parameters.has(name) {
            throw SocialError.invalid(field: name, reason: "is not supported here")
        }
        changes.avatarDescription = try parameters.text("avatar_description")
        changes.headerDescription = try parameters.text("header_description")
        changes.fields = try parameters.inners("fields_attributes")?.map {
            ProfileField(name: try $0.text("name") ?? "", value: try $0.text("value") ?? "")
        }
        if let source = try parameters.inner("source") {
            if let word = try source.text("privacy"), !word.isEmpty { changes.visibility = try visibility(word) }
            guard !source.has("quote_policy") else {
                throw SocialError.invalid(field: "quote_policy", reason: "is not supported here")
            }
            changes.isSensitive = try source.flag("sensitive")
            changes.language = try source.text("language")
        }
        let avatar = try parameters.file("avatar")?.bytes
        let header = try parameters.file("header")?.bytes
        guard avatar != nil || header != nil else { return try await update(call, changes) }
        _ = try await call.network.updateProfile(
            changes, avatar: avatar, header: header, as: call.caller, scope: call.route.scope)
        let (account, requests) = try await call.read { (try $0.ownAccount(), try $0.requestsCount()) }
        return call.json { entities, json in entities.ownAccount(account, requests: requests, &json) }
    }

    private static func update(_ call: Call, _ changes: ProfileChanges) async throws -> Reply {
        let (account, requests) = try await call.write { (try $0.update(changes), try $0.requestsCount()) }
        return call.json { entities, json in entities.ownAccount(account, requests: requests, &json) }
    }

    /// Reads a visibility.
    static func visibility(_ word: String) throws -> Visibility {
        guard let visibility = Visibility(word: word) else {
            throw SocialError.invalid(field: "Visibility", reason: "must be public, unlisted, private or direct")
        }
        return visibility
    }
}
