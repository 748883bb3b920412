import HTTPTypes
import SocialService

/// What clients ask for at their start and this network does not have. Each address answers as Mastodon's does where
/// there is nothing, since many clients take a 404 for a broken server; why there is nothing stands beside it.
extension ClientAPI {
    /// One of them.
    struct QuietAnswer: Sendable {
        let path: String
        let access: Route.Access
        let json: StaticString
        let reason: String

        init(_ path: String, _ access: Route.Access, _ json: StaticString, _ reason: String) {
            self.path = path
            self.access = access
            self.json = json
            self.reason = reason
        }
    }

    static let quietAnswers: [QuietAnswer] = [
        QuietAnswer("/api/v1/trends", .open, "[]", "Nothing is counted by day, so nothing is on the rise."),
        QuietAnswer("/api/v1/trends/tags", .open, "[]", "Nothing is counted by day, so nothing is on the rise."),
        QuietAnswer("/api/v1/trends/statuses", .open, "[]", "Nothing is counted by day, so nothing is on the rise."),
        QuietAnswer("/api/v1/trends/links", .open, "[]", "No page of elsewhere is ever fetched."),
        QuietAnswer("/api/v1/timelines/link", .open, "[]", "No page of elsewhere is ever fetched."),
        QuietAnswer(
            "/api/v1/suggestions", .token("read"), "[]", "Nobody is suggested; the directory has who wants to be found."
        ),
        QuietAnswer(
            "/api/v2/suggestions", .token("read"), "[]", "Nobody is suggested; the directory has who wants to be found."
        ),
        QuietAnswer("/api/v1/accounts/:id/identity_proofs", .open, "[]", "Mastodon has given them up."),
        QuietAnswer("/api/v1/domain_blocks", .token("read:blocks"), "[]", "There are no other servers to block."),
        QuietAnswer(
            "/api/v1/domain_blocks/preview", .token("read:blocks"), "{\"following_count\":0,\"followers_count\":0}",
            "There are no other servers to block."),
        QuietAnswer("/api/v1/instance/translation_languages", .own, "{}", "Nothing is translated."),
        QuietAnswer(
            "/api/v1/instance/languages", .own, "[{\"code\":\"en\",\"name\":\"English\"}]",
            "The server speaks one language; statuses have any."),
        QuietAnswer(
            "/api/v1/annual_reports", .token("read:accounts"),
            "{\"annual_reports\":[],\"accounts\":[],\"statuses\":[]}", "Nobody's year is counted up."),
        QuietAnswer("/api/v1/donation_campaigns", .own, "{}", "Nobody asks for money."),
        QuietAnswer(
            "/api/v1/push/subscription", .token("push"), "",
            "There is no web push: 404 says that there is no subscription."),
        QuietAnswer(
            "/api/v1/instance/terms_of_service", .own, "",
            "The operator has written none: 404 is what Mastodon answers then."),
    ]

    static let quietRoutes: [Route] =
        quietAnswers.map { quiet in
            Route(.get, quiet.path, quiet.access) { call in
                if quiet.access != .own, quiet.access != .open { _ = try await call.read { try $0.viewer() } }
                guard quiet.json.utf8CodeUnitCount > 0 else { throw APIError(.notFound, "Record not found") }
                return Reply(json: quiet.json)
            }
        } + [
            Route(.get, "/api/v1/instance/privacy_policy", .own) { call in
                try Reply(
                    encoding: PageEntity(
                        updatedAt: "2026-01-01T00:00:00.000Z",
                        content: """
                            <p>What you post is kept on this server until you delete it. Images are cleaned of what \
                            tells where they were taken. Nothing is sent to other servers.</p>
                            """))
            },
            // Web push needs a service outside of the network; who asks for it is told, and never believes to have it.
            Route(.post, "/api/v1/push/subscription", .token("push")) { _ in
                throw APIError(
                    .unprocessableContent,
                    "This server has no web push; streams and notifications have what it would tell.")
            },
            Route(.delete, "/api/v1/push/subscription", .token("push")) { _ in .empty },
        ]
}
