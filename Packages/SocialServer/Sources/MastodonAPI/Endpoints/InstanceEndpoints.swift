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
            call.json { _, json in
                json.raw("{\"updated_at\":null,\"content\":")
                json.string("<p>\(WebText.escaped(call.api.profile.summary))</p>")
                json.raw("}")
            }
        },
        Route(.get, "/api/v1/custom_emojis", .own) { _ in Reply(json: "[]") },
        Route(.get, "/api/v1/announcements", .anyToken) { call in
            _ = try await call.read { try $0.viewer() }
            return Reply(json: "[]")
        },
        Route(.get, "/health", .own) { _ in Reply(type: "text/plain; charset=utf-8", body: Array("OK".utf8)) },
        Route(.get, "/.well-known/oauth-authorization-server", .own, authorizationServer),
        Route(.get, "/.well-known/nodeinfo", .own) { call in
            call.json { entities, json in
                json.raw("{\"links\":[{\"rel\":\"http://nodeinfo.diaspora.software/ns/schema/2.0\",\"href\":")
                json.string("\(entities.base)/nodeinfo/2.0")
                json.raw("}]}")
            }
        },
        Route(.get, "/nodeinfo", .own, nodeinfo),
        Route(.get, "/nodeinfo/2.0", .own, nodeinfo),
        Route(.get, "/.well-known/webfinger", .own, webfinger),
    ]

    private static let mediaTypes = ImageKind.allCases.map(\.mediaType)

    private static func host(_ base: String) -> String {
        String(base.drop { $0 != "/" }.drop { $0 == "/" })
    }

    /// The limits, as clients obey them.
    private static func configuration(_ limits: SocialLimits, _ json: inout JSONWriter) {
        json.raw("\"statuses\":{\"max_characters\":")
        json.number(limits.characters)
        json.raw(",\"max_media_attachments\":")
        json.number(limits.media)
        json.raw(",\"characters_reserved_per_url\":23},\"media_attachments\":{\"supported_mime_types\":")
        json.array(mediaTypes) { json, type in json.string(type) }
        json.raw(",\"description_limit\":")
        json.number(limits.descriptionCharacters)
        json.raw(",\"image_size_limit\":")
        json.number(limits.imageBytes)
        json.raw(",\"image_matrix_limit\":")
        json.number(limits.imagePixels)
        json.raw(
            ",\"video_size_limit\":0,\"video_frame_rate_limit\":0,\"video_matrix_limit\":0},\"polls\":{\"max_options\":"
        )
        json.number(limits.pollOptions)
        json.raw(",\"max_characters_per_option\":")
        json.number(limits.pollOptionCharacters)
        json.raw(",\"min_expiration\":")
        json.number(limits.pollSeconds.lowerBound)
        json.raw(",\"max_expiration\":")
        json.number(limits.pollSeconds.upperBound)
        json.raw("},\"accounts\":{\"max_featured_tags\":")
        json.number(limits.featuredTags)
        json.raw(",\"max_pinned_statuses\":")
        json.number(limits.pins)
        json.raw(",\"max_profile_fields\":")
        json.number(limits.profileFields)
        json.raw("}")
    }

    /// Where live streams are: the same address with the scheme of WebSockets.
    private static func streaming(_ base: String) -> String {
        base.hasPrefix("https:") ? "wss\(base.dropFirst(5))" : "ws\(base.dropFirst(4))"
    }

    @Sendable private static func instance1(_ call: Call) async throws -> Reply {
        let counts = try await call.network.read(as: .anyone) { try $0.counts() }
        let profile = call.api.profile
        return call.json { entities, json in
            json.raw("{\"uri\":")
            json.string(host(entities.base))
            json.raw(",\"title\":")
            json.string(profile.title)
            json.raw(",\"short_description\":")
            json.string(profile.summary)
            json.raw(",\"description\":")
            json.string(profile.summary)
            json.raw(",\"email\":")
            json.string(profile.email)
            json.raw(",\"version\":")
            json.string(version)
            json.raw(",\"urls\":{\"streaming_api\":")
            json.string(streaming(entities.base))
            json.raw("},\"stats\":{\"user_count\":")
            json.number(counts.accounts)
            json.raw(",\"status_count\":")
            json.number(counts.statuses)
            json.raw(",\"domain_count\":0},\"thumbnail\":")
            // Some clients cannot read an instance without a picture.
            json.string(entities.missingHeader)
            json.raw(",\"languages\":[\"en\"],\"registrations\":")
            json.bool(profile.registrations)
            json.raw(",\"approval_required\":")
            json.bool(profile.approvesRegistrations)
            json.raw(",\"invites_enabled\":false,\"configuration\":{")
            configuration(call.network.limits, &json)
            json.raw("},\"contact_account\":null,\"rules\":[]}")
        }
    }

    @Sendable private static func instance2(_ call: Call) async throws -> Reply {
        let counts = try await call.network.read(as: .anyone) { try $0.counts() }
        let profile = call.api.profile
        return call.json { entities, json in
            json.raw("{\"domain\":")
            json.string(host(entities.base))
            json.raw(",\"title\":")
            json.string(profile.title)
            json.raw(",\"version\":")
            json.string(version)
            json.raw(",\"source_url\":\"\",\"description\":")
            json.string(profile.summary)
            json.raw(",\"usage\":{\"users\":{\"active_month\":")
            json.number(counts.active)
            json.raw("}},\"thumbnail\":{\"url\":")
            json.string(entities.missingHeader)
            json.raw(
                ",\"blurhash\":null,\"versions\":{}},\"icon\":[],\"languages\":[\"en\"],\"configuration\":{\"urls\":{\"streaming\":"
            )
            json.string(streaming(entities.base))
            json.raw(
                ",\"status\":null,\"about\":null,\"privacy_policy\":null,\"terms_of_service\":null},\"vapid\":{\"public_key\":\"\"},\"translation\":{\"enabled\":false},"
            )
            configuration(call.network.limits, &json)
            json.raw("},\"registrations\":{\"enabled\":")
            json.bool(profile.registrations)
            json.raw(",\"approval_required\":")
            json.bool(profile.approvesRegistrations)
            json.raw(
                ",\"reason_required\":false,\"message\":null,\"min_age\":null,\"url\":null},\"api_versions\":{\"mastodon\":2},\"contact\":{\"email\":"
            )
            json.string(profile.email)
            json.raw(",\"account\":null},\"rules\":[]}")
        }
    }

    /// RFC 8414.
    @Sendable private static func authorizationServer(_ call: Call) async throws -> Reply {
        call.json { entities, json in
            json.raw("{\"issuer\":")
            json.string("\(entities.base)/")
            json.raw(",\"service_documentation\":\"https://docs.joinmastodon.org/\",\"authorization_endpoint\":")
            json.string("\(entities.base)/oauth/authorize")
            json.raw(",\"token_endpoint\":")
            json.string("\(entities.base)/oauth/token")
            json.raw(",\"app_registration_endpoint\":")
            json.string("\(entities.base)/api/v1/apps")
            json.raw(",\"revocation_endpoint\":")
            json.string("\(entities.base)/oauth/revoke")
            json.raw(",\"userinfo_endpoint\":")
            json.string("\(entities.base)/oauth/userinfo")
            json.raw(",\"scopes_supported\":")
            json.array(Scopes.known) { json, word in json.string(word) }
            json.raw(
                ",\"response_types_supported\":[\"code\"],\"response_modes_supported\":[\"query\"],\"code_challenge_methods_supported\":[\"S256\"],\"grant_types_supported\":[\"authorization_code\",\"password\",\"client_credentials\"],\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\",\"client_secret_post\"]}"
            )
        }
    }

    /// NodeInfo 2.0.
    @Sendable private static func nodeinfo(_ call: Call) async throws -> Reply {
        let counts = try await call.network.read(as: .anyone) { try $0.counts() }
        return call.json { _, json in
            json.raw(
                "{\"version\":\"2.0\",\"software\":{\"name\":\"socialserver\",\"version\":\"1.0.0\"},\"protocols\":[],\"services\":{\"inbound\":[],\"outbound\":[]},\"usage\":{\"users\":{\"total\":"
            )
            json.number(counts.accounts)
            json.raw(",\"activeMonth\":")
            json.number(counts.active)
            json.raw(",\"activeHalfyear\":")
            json.number(counts.active)
            json.raw("},\"localPosts\":")
            json.number(counts.statuses)
            json.raw("},\"openRegistrations\":")
            json.bool(call.api.profile.registrations)
            json.raw(",\"metadata\":{}}")
        }
    }

    /// RFC 7033: which page belongs to `acct:name@host`.
    @Sendable private static func webfinger(_ call: Call) async throws -> Reply {
        let resource = try call.parameters.required("resource")
        guard resource.hasPrefix("acct:"), let name = localName(String(resource.dropFirst(5)), call.base) else {
            throw SocialError.notFound("account")
        }
        let account = try await call.network.read(as: .anyone) { try $0.account(named: name) }
        var reply = call.json { entities, json in
            json.raw("{\"subject\":")
            json.string("acct:\(account.username)@\(host(entities.base))")
            json.raw(",\"aliases\":[")
            json.string(entities.url(of: account))
            json.raw("],\"links\":[{\"rel\":\"http://webfinger.net/rel/profile-page\",\"type\":\"text/html\",\"href\":")
            json.string(entities.url(of: account))
            json.raw("}]}")
        }
        reply.type = "application/jrd+json; charset=utf-8"
        return reply
    }
}
