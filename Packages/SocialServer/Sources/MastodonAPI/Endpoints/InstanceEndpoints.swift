import HTTPTypes
import ServerShell
import SocialService

/// What the server says of itself.
extension ClientAPI {
    /// The version of Mastodon whose API this is, for clients that look at it, and our own name.
    static let version = "4.3.0 (compatible; SocialServer 1.0.0)"

    static let instanceRoutes: [Route] = [
        Route(.get, "/api/v1/instance", .own, instance1),
        Route(.get, "/api/v2/instance", .own, instance2),
        Route(.get, "/api/v1/instance/peers", .own) { _ in Reply(json: "[]") },
        Route(.get, "/api/v1/instance/rules", .own) { _ in Reply(json: "[]") },
        Route(.get, "/api/v1/instance/activity", .own) { _ in Reply(json: "[]") },
        Route(.get, "/api/v1/instance/domain_blocks", .own) { _ in Reply(json: "[]") },
        Route(.get, "/api/v1/instance/extended_description", .own) { call in
            try Reply(encoding: PageEntity(content: "<p>\(WebText.escaped(call.api.profile.summary))</p>"))
        },
        Route(.get, "/api/v1/custom_emojis", .own) { _ in Reply(json: "[]") },
        Route(.get, "/api/v1/announcements", .anyToken) { call in
            _ = try await call.read { try $0.viewer() }
            return Reply(json: "[]")
        },
        Route(.get, "/health", .own) { _ in Reply(type: "text/plain; charset=utf-8", body: Array("OK".utf8)) },
        Route(.get, "/.well-known/oauth-authorization-server", .own, authorizationServer),
        Route(.get, "/.well-known/nodeinfo", .own) { call in
            try Reply(
                encoding: WebFinger(links: [
                    WebFinger.Link(
                        rel: "http://nodeinfo.diaspora.software/ns/schema/2.0", href: "\(call.base)/nodeinfo/2.0")
                ]))
        },
        Route(.get, "/nodeinfo", .own, nodeinfo),
        Route(.get, "/nodeinfo/2.0", .own, nodeinfo),
        Route(.get, "/.well-known/webfinger", .own, webfinger),
    ]

    private static func host(_ base: String) -> String {
        String(base.drop { $0 != "/" }.drop { $0 == "/" })
    }

    /// Where live streams are: the same address with the scheme of WebSockets.
    private static func streaming(_ base: String) -> String {
        base.hasPrefix("https:") ? "wss\(base.dropFirst(5))" : "ws\(base.dropFirst(4))"
    }

    @Sendable private static func instance1(_ call: Call) async throws -> Reply {
        let counts = try await call.network.read(as: .anyone) { try $0.counts() }
        let profile = call.api.profile
        return try Reply(
            encoding: FirstInstance(
                uri: host(call.base), title: profile.title, shortDescription: profile.summary,
                description: profile.summary, email: profile.email, version: version,
                urls: FirstInstance.URLs(streamingApi: streaming(call.base)),
                stats: FirstInstance.Stats(userCount: counts.accounts, statusCount: counts.statuses),
                thumbnail: call.entities.missingHeader, registrations: profile.registrations,
                approvalRequired: profile.approvesRegistrations,
                configuration: InstanceLimits(call.network.limits)))
    }

    @Sendable private static func instance2(_ call: Call) async throws -> Reply {
        let counts = try await call.network.read(as: .anyone) { try $0.counts() }
        let profile = call.api.profile
        return try Reply(
            encoding: Instance(
                domain: host(call.base), title: profile.title, version: version, description: profile.summary,
                usage: Instance.Usage(users: Instance.Usage.Users(activeMonth: counts.active)),
                thumbnail: Instance.Thumbnail(url: call.entities.missingHeader),
                configuration: Instance.Configuration(
                    urls: Instance.URLs(streaming: streaming(call.base)), limits: InstanceLimits(call.network.limits)),
                registrations: Instance.Registrations(
                    enabled: profile.registrations, approvalRequired: profile.approvesRegistrations),
                contact: Instance.Contact(email: profile.email)))
    }

    @Sendable private static func authorizationServer(_ call: Call) async throws -> Reply {
        let base = call.base
        return try Reply(
            encoding: AuthorizationServer(
                issuer: "\(base)/", authorizationEndpoint: "\(base)/oauth/authorize",
                tokenEndpoint: "\(base)/oauth/token", appRegistrationEndpoint: "\(base)/api/v1/apps",
                revocationEndpoint: "\(base)/oauth/revoke", userinfoEndpoint: "\(base)/oauth/userinfo"))
    }

    @Sendable private static func nodeinfo(_ call: Call) async throws -> Reply {
        let counts = try await call.network.read(as: .anyone) { try $0.counts() }
        let users = NodeInfo.Usage.Users(
            total: counts.accounts, activeMonth: counts.active, activeHalfyear: counts.active)
        return try Reply(
            encoding: NodeInfo(
                usage: NodeInfo.Usage(users: users, localPosts: counts.statuses),
                openRegistrations: call.api.profile.registrations),
            keys: .useDefaultKeys)
    }

    /// Which page belongs to `acct:name@host`, or to the page's own address.
    @Sendable private static func webfinger(_ call: Call) async throws -> Reply {
        let resource = try call.parameters.required("resource")
        let name: String? =
            if resource.hasPrefix("acct:") {
                localName(String(resource.dropFirst(5)), call.base)
            } else if resource.hasPrefix("\(call.base)/@") {
                String(resource.dropFirst(call.base.count + 2))
            } else {
                nil
            }
        guard let name else { throw SocialError.notFound("account") }
        let account = try await call.network.read(as: .anyone) { try $0.account(named: name) }
        let page = call.entities.url(of: account)
        var reply = try Reply(
            encoding: WebFinger(
                subject: "acct:\(account.username)@\(host(call.base))", aliases: [page],
                links: [
                    WebFinger.Link(rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: page)
                ]))
        reply.type = "application/jrd+json; charset=utf-8"
        return reply
    }
}
