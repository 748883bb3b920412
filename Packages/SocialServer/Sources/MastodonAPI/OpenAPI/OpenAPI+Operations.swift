/// What each route does, takes and gives. A test holds this table and the router's against each other.
extension OpenAPI {
    /// The part of a list; `limit` is brought within what the server gives.
    private static let page = "max_id?: place, since_id?: place, min_id?: place, limit?: int"
    private static let status = """
        status?: text, media_ids?: [id], in_reply_to_id?: place, sensitive?: flag, spoiler_text?: text,
        visibility?: public|unlisted|private|direct, language?: text, poll?: PollWish, scheduled_at?: text
        """

    /// By method and path, as the routes spell them.
    static let operations = coreOperations.merging(clientOperations) { first, _ in first }

    private static let coreOperations: [String: Operation] = [
        // Accounts
        "POST /api/v1/accounts": Operation(
            "Make an account",
            body: "username: word, email: word, password: word, agreement: flag, locale?: text, invite_code?: text",
            .json("Token")),
        "GET /api/v1/accounts": Operation("Several accounts", query: "id[]?: [id]", .json("[Account]")),
        "GET /api/v1/accounts/verify_credentials": Operation("The own account", .json("Account")),
        "PATCH /api/v1/accounts/update_credentials": Operation(
            "Change the own profile",
            body: """
                display_name?: text, note?: text, locked?: flag, bot?: flag, discoverable?: flag, indexable?: flag,
                hide_collections?: flag, avatar?: file, header?: file, avatar_description?: text, header_description?: text
                """, needsBody: false, isMultipart: true, .json("Account")),
        "DELETE /api/v1/profile/avatar": Operation("Remove the own portrait", .json("Account")),
        "DELETE /api/v1/profile/header": Operation("Remove the picture above the own profile", .json("Account")),
        "GET /api/v1/accounts/lookup": Operation("The account with a name", query: "acct: word", .json("Account")),
        "GET /api/v1/accounts/search": Operation(
            "Accounts whose names contain the words of a text",
            query: "q?: text, limit?: int, offset?: int, following?: flag", .json("[Account]")),
        "GET /api/v1/accounts/:id": Operation("One account", .json("Account")),
        "GET /api/v1/accounts/:id/statuses": Operation(
            "What an account has posted",
            query: """
                \(page), only_media?: flag, exclude_replies?: flag, exclude_reblogs?: flag, exclude_direct?: flag, pinned?: flag,
                tagged?: text
                """, .json("[Status]")),
        "GET /api/v1/accounts/:id/followers": Operation("Who follows an account", query: page, .json("[Account]")),
        "GET /api/v1/accounts/:id/following": Operation("Whom an account follows", query: page, .json("[Account]")),
        "GET /api/v1/accounts/:id/endorsements": Operation(
            "Whom an account shows on its profile", query: page, .json("[Account]")),
        "GET /api/v1/endorsements": Operation("Whom the own profile shows", query: page, .json("[Account]")),
        "POST /api/v1/accounts/delete": Operation(
            "Delete the own account with everything that hangs on it", body: "password: word", .json("Empty")),
        "GET /api/v1/preferences": Operation("The own preferences", .json("object")),
        "GET /api/v1/directory": Operation(
            "Accounts that want to be found", query: "limit?: int, offset?: int, order?: text",
            .json("[Account]")),

        // Relationships
        "GET /api/v1/accounts/relationships": Operation(
            "How the reader stands to accounts", query: "id[]?: [id]", .json("[Relationship]")),
        "GET /api/v1/accounts/familiar_followers": Operation(
            "Followers whom the reader follows: none is told", query: "id[]?: [id]", .json("[FamiliarFollowers]")),
        "POST /api/v1/accounts/:id/follow": Operation(
            "Follow, or ask to", body: "reblogs?: flag, notify?: flag", needsBody: false, .json("Relationship")),
        "POST /api/v1/accounts/:id/unfollow": Operation("Follow no more", .json("Relationship")),
        "POST /api/v1/accounts/:id/remove_from_followers": Operation("Remove a follower", .json("Relationship")),
        "POST /api/v1/accounts/:id/block": Operation("Block", .json("Relationship")),
        "POST /api/v1/accounts/:id/unblock": Operation("Block no more", .json("Relationship")),
        "POST /api/v1/accounts/:id/mute": Operation(
            "Mute", body: "notifications?: flag, duration?: int", needsBody: false, .json("Relationship")),
        "POST /api/v1/accounts/:id/unmute": Operation("Mute no more", .json("Relationship")),
        "POST /api/v1/accounts/:id/note": Operation(
            "Write something down about an account", body: "comment?: text", needsBody: false, .json("Relationship")),
        "POST /api/v1/accounts/:id/endorse": Operation("Show on the own profile", .json("Relationship")),
        "POST /api/v1/accounts/:id/unendorse": Operation("Show there no more", .json("Relationship")),
        "POST /api/v1/accounts/:id/pin": Operation("The same as endorse, by its first name", .json("Relationship")),
        "POST /api/v1/accounts/:id/unpin": Operation("The same as unendorse", .json("Relationship")),
        "GET /api/v1/follow_requests": Operation("Who asks to follow", query: page, .json("[Account]")),
        "POST /api/v1/follow_requests/:id/authorize": Operation("Let somebody follow", .json("Relationship")),
        "POST /api/v1/follow_requests/:id/reject": Operation("Do not let somebody follow", .json("Relationship")),
        "GET /api/v1/blocks": Operation("Who is blocked", query: page, .json("[Account]")),
        "GET /api/v1/mutes": Operation("Who is muted", query: page, .json("[Account]")),

        // Statuses
        "POST /api/v1/statuses": Operation("Post, now or later", body: status, .json("object")),
        "GET /api/v1/statuses": Operation("Several statuses", query: "id[]?: [id]", .json("[Status]")),
        "GET /api/v1/statuses/:id": Operation("One status", .json("Status")),
        "PUT /api/v1/statuses/:id": Operation("Edit", body: status, .json("Status")),
        "DELETE /api/v1/statuses/:id": Operation(
            "Delete; what it was comes back", query: "delete_media?: flag", .json("Status")),
        "GET /api/v1/statuses/:id/context": Operation("What a status answers, and its answers", .json("Context")),
        "GET /api/v1/statuses/:id/history": Operation("All versions", .json("[StatusEdit]")),
        "GET /api/v1/statuses/:id/source": Operation("The plain text, for an editor", .json("StatusSource")),
        "GET /api/v1/statuses/:id/card": Operation("A preview of a link: none", .json("Empty")),
        "GET /api/v1/statuses/:id/reblogged_by": Operation("Who boosted", query: page, .json("[Account]")),
        "GET /api/v1/statuses/:id/favourited_by": Operation(
            "Who has it among their favourites", query: page, .json("[Account]")),
        "POST /api/v1/statuses/:id/reblog": Operation(
            "Boost", body: "visibility?: public|unlisted|private", needsBody: false, .json("Status")),
        "POST /api/v1/statuses/:id/unreblog": Operation("Take a boost back", .json("Status")),
        "POST /api/v1/statuses/:id/favourite": Operation("Add to the favourites", .json("Status")),
        "POST /api/v1/statuses/:id/unfavourite": Operation("Remove from the favourites", .json("Status")),
        "POST /api/v1/statuses/:id/bookmark": Operation("Bookmark", .json("Status")),
        "POST /api/v1/statuses/:id/unbookmark": Operation("Remove the bookmark", .json("Status")),

        // Timelines
        "GET /api/v1/timelines/home": Operation("Those whom the reader follows", query: page, .json("[Status]")),
        "GET /api/v1/timelines/public": Operation(
            "Everybody's public statuses", query: "\(page), local?: flag, remote?: flag, only_media?: flag",
            .json("[Status]")),
        "GET /api/v1/timelines/tag/:hashtag": Operation(
            "Public statuses with a hashtag",
            query: """
                \(page), any[]?: [text], all[]?: [text], none[]?: [text], local?: flag, remote?: flag, only_media?: flag
                """, .json("[Status]")),
        "GET /api/v1/favourites": Operation("The own favourites", query: page, .json("[Status]")),
        "GET /api/v1/bookmarks": Operation("The own bookmarks", query: page, .json("[Status]")),
        "GET /api/v1/tags/:name": Operation("A hashtag", .json("Tag")),

        // Notifications
        "GET /api/v1/notifications": Operation(
            "What happened to the reader",
            query: "\(page), types[]?: [text], exclude_types[]?: [text], account_id?: place, include_filtered?: flag",
            .json("[Notification]")),
        "GET /api/v1/notifications/unread_count": Operation(
            "How many are unread", query: "limit?: int", .json("Count")),
        "POST /api/v1/notifications/clear": Operation("Remove all", .json("Empty")),
        "GET /api/v1/notifications/:id": Operation("One notification", .json("Notification")),
        "POST /api/v1/notifications/:id/dismiss": Operation("Remove one", .json("Empty")),
        "GET /api/v1/markers": Operation(
            "Where the reader stopped", query: "timeline[]?: [text]", .json("Markers")),
        "POST /api/v1/markers": Operation(
            "Note where the reader stopped", body: "home?: LastRead, notifications?: LastRead", needsBody: false,
            .json("Markers")),

        // Search
        "GET /api/v2/search": Operation("Accounts, statuses and hashtags", query: search, .json("Search")),
        "GET /api/v1/search": Operation("The same with hashtags as words", query: search, .json("SearchWithTagNames")),

        // Images
        "POST /api/v1/media": Operation(
            "Upload an image", body: upload, isMultipart: true, .json("MediaAttachment")),
        "POST /api/v2/media": Operation(
            "Upload an image", body: upload, isMultipart: true, .json("MediaAttachment")),
        "GET /api/v1/media/:id": Operation("One's own image", .json("MediaAttachment")),
        "PUT /api/v1/media/:id": Operation(
            "Describe an image", body: "description?: text, focus?: text", needsBody: false, .json("MediaAttachment")),
        "DELETE /api/v1/media/:id": Operation("Delete an image that no status shows", .json("Empty")),
        "GET /media/:file": Operation(
            "An image's bytes", .bytes(["image/png", "image/jpeg", "image/gif", "image/webp"])),
        "GET /avatars/missing.png": Operation("The portrait of who has none", .bytes(["image/png"])),
        "GET /headers/missing.png": Operation("The picture of who has none", .bytes(["image/png"])),

        // The server
        "GET /api/v1/instance": Operation("The server, as older clients ask", .json("InstanceV1")),
        "GET /api/v2/instance": Operation("The server", .json("InstanceV2")),
        "GET /api/v1/instance/peers": Operation("Other servers: none", .json("[text]")),
        "GET /api/v1/instance/rules": Operation("The server's rules: none", .json("[object]")),
        "GET /api/v1/instance/activity": Operation("Activity by week: not counted", .json("[object]")),
        "GET /api/v1/instance/domain_blocks": Operation("Blocked servers: none", .json("[object]")),
        "GET /api/v1/instance/extended_description": Operation("A longer description", .json("ExtendedDescription")),
        "GET /api/v1/custom_emojis": Operation("Pictures in words: none", .json("[object]")),
        "GET /api/v1/announcements": Operation("Announcements: none", .json("[object]")),
        "GET /health": Operation("Whether the server answers", .bytes(["text/plain"])),
        "GET /api/openapi.json": Operation("This document", .json("object")),
        "GET /.well-known/oauth-authorization-server": Operation(
            "Where programs log in (RFC 8414)", .json("AuthorizationServer")),
        "GET /.well-known/nodeinfo": Operation("Where NodeInfo is", .json("NodeInfoLinks")),
        "GET /nodeinfo": Operation("NodeInfo 2.0", .json("NodeInfo")),
        "GET /nodeinfo/2.0": Operation("NodeInfo 2.0", .json("NodeInfo")),
        "GET /.well-known/webfinger": Operation(
            "Which page belongs to acct:name@host (RFC 7033)", query: "resource: word",
            .special("WebFinger", mediaType: "application/jrd+json")),

        // Programs and tokens
        "POST /api/v1/apps": Operation(
            "Register a program", body: "client_name: word, redirect_uris: word, scopes?: text, website?: text",
            .json("Application")),
        "GET /api/v1/apps/verify_credentials": Operation("The program of the token", .json("Application")),
        "POST /oauth/token": Operation(
            "A token for a code, a password or a program by itself (RFC 6749)",
            body: """
                grant_type: authorization_code|password|client_credentials, client_id: word, client_secret: word,
                scope?: text, code?: text, redirect_uri?: text, code_verifier?: text, username?: text, password?: text
                """, .json("Token")),
        "POST /oauth/revoke": Operation(
            "Take a token back (RFC 7009)", body: "client_id: word, client_secret: word, token: word", .json("Empty")),
        "GET /oauth/userinfo": Operation("Who the token's member is", .json("UserInfo")),
        "GET /oauth/authorize": Operation(
            "The page on which a member lets a program in",
            query: """
                response_type: =code, client_id: word, redirect_uri: text, scope?: text, state?: text,
                code_challenge?: text, code_challenge_method?: =S256, force_login?: flag
                """, .page),
        "POST /oauth/authorize": Operation(
            "The member's decision, from the page's own form",
            body: """
                csrf: text, decision: allow|deny, response_type: =code, client_id: word, redirect_uri: text,
                scope?: text, state?: text, code_challenge?: text, code_challenge_method?: =S256
                """, .pageOrRedirect),
        "POST /auth/sign_in": Operation(
            "Log in, from the page's own form", body: "csrf: text, username: text, password: word, return_to?: text",
            .pageOrRedirect),
        "GET /auth/sign_up": Operation("The page to make an account on", query: "invite_code?: text", .page),
        "POST /auth/sign_up": Operation(
            "Make an account, from the page's own form",
            body: """
                csrf: text, username: text, email: text, password: word, agreement: flag, invite_code?: text
                """, .pageOrRedirect),
        "GET /moderation": Operation(
            "Reports and accounts, for moderators", query: "q?: text, standing?: text", .page),
        "POST /moderation/accounts": Operation(
            "Decide about an account, from the page's own form", body: "csrf: text, account: id, standing: text",
            .pageOrRedirect),
        "POST /moderation/reports": Operation(
            "Note that a report is done with, from the page's own form", body: "csrf: text, report: id",
            .pageOrRedirect),
        "POST /auth/sign_out": Operation("Log out", body: "csrf: text", .pageOrRedirect),
    ]

    private static let search = """
        q: word, type?: accounts|hashtags|statuses, limit?: int, offset?: int, account_id?: place, following?: flag, max_id?: place, min_id?: place
        """
    private static let upload = "file: file, description?: text, focus?: text"

    /// The live streams, which are answered beside the routes. A WebSocket is opened at the first of them.
    static let streams: [String: Operation] = {
        var streams = [
            "GET /api/v1/streaming": Operation(
                "Open a WebSocket (RFC 6455); the token may come as its subprotocol",
                query: "stream?: \(names), tag?: text, list?: place, access_token?: text", .upgrade),
            "GET /api/v1/streaming/health": Operation("Whether streams can be had", .bytes(["text/plain"])),
        ]
        for path in ["user", "user/notification", "public", "public/local", "public/remote", "direct"] {
            streams["GET /api/v1/streaming/\(path)"] = Operation(
                "The same as server-sent events", query: "access_token?: text, only_media?: flag", .events)
        }
        for path in ["hashtag", "hashtag/local"] {
            streams["GET /api/v1/streaming/\(path)"] = Operation(
                "The same as server-sent events", query: "tag: text, access_token?: text", .events)
        }
        streams["GET /api/v1/streaming/list"] = Operation(
            "The same as server-sent events", query: "list: id, access_token?: text", .events)
        return streams
    }()

    private static let names = """
        user|user:notification|public|public:local|public:remote|public:media|public:local:media|hashtag|
        hashtag:local|direct|list
        """
}
