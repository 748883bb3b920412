/// Mastodon's entities, as far as this server writes them (docs.joinmastodon.org/entities).
extension OpenAPI {
    static let schemas: [(name: String, notation: String)] = [
        ("Error", "error: text, error_description?: text"),
        ("Empty", ""),
        (
            "Account",
            """
            id: id, username: text, acct: text, display_name: text, locked: bool, bot: bool, discoverable: bool,
            indexable: bool, group: bool, created_at: time, note: text, url: url, uri: url, avatar: url,
            avatar_static: url, header: url, header_static: url, followers_count: int, following_count: int,
            statuses_count: int, last_status_at: day?, hide_collections: bool, noindex: bool, emojis: [object],
            roles: [object], fields: [ProfileField], source?: AccountSource, role?: object
            """
        ),
        ("ProfileField", "name: text, value: text, verified_at: time?"),
        (
            "AccountSource",
            """
            note: text, fields: [ProfileField], privacy: public|unlisted|private|direct, sensitive: bool,
            language: text?, follow_requests_count: int, discoverable: bool, hide_collections: bool, indexable: bool
            """
        ),
        (
            "Relationship",
            """
            id: id, following: bool, showing_reblogs: bool, notifying: bool, languages: [text], followed_by: bool,
            blocking: bool, blocked_by: bool, muting: bool, muting_notifications: bool, requested: bool,
            requested_by: bool, domain_blocking: bool, endorsed: bool, note: text
            """
        ),
        ("FamiliarFollowers", "id: id, accounts: [Account]"),
        (
            "Status",
            """
            id: id, created_at: time, in_reply_to_id: id?, in_reply_to_account_id: id?, sensitive: bool,
            spoiler_text: text, visibility: public|unlisted|private|direct, language: text?, uri: url, url: url,
            replies_count: int, reblogs_count: int, favourites_count: int, edited_at: time?, favourited?: bool,
            reblogged?: bool, bookmarked?: bool, muted?: bool, pinned?: bool, filtered?: [object], content: text,
            text?: text, reblog: Status?, application: StatusApplication?, account: Account,
            media_attachments: [MediaAttachment], mentions: [Mention], tags: [StatusTag], emojis: [object],
            card: object?, poll: object?
            """
        ),
        ("StatusApplication", "name: text, website: url?"),
        (
            "StatusEdit",
            """
            content: text, spoiler_text: text, sensitive: bool, created_at: time, account: Account,
            media_attachments: [MediaAttachment], emojis: [object]
            """
        ),
        ("StatusSource", "id: id, text: text, spoiler_text: text"),
        ("Context", "ancestors: [Status], descendants: [Status]"),
        (
            "MediaAttachment",
            """
            id: id, type: =image, url: url, preview_url: url, remote_url: url?, preview_remote_url: url?,
            text_url: url?, meta: object, description: text?, blurhash: text?
            """
        ),
        ("Mention", "id: id, username: text, url: url, acct: text"),
        ("StatusTag", "name: text, url: url"),
        ("Tag", "id: id, name: text, url: url, history: [object], following: bool, featuring: bool"),
        (
            "Notification",
            """
            id: id, type: mention|follow|follow_request|favourite|reblog|status|update, created_at: time,
            group_key: text, account: Account, status?: Status
            """
        ),
        ("Count", "count: int"),
        ("Marker", "last_read_id: id, version: int, updated_at: time"),
        ("Markers", "home?: Marker, notifications?: Marker"),
        ("LastRead", "last_read_id?: id"),
        ("Search", "accounts: [Account], statuses: [Status], hashtags: [Tag]"),
        ("SearchWithTagNames", "accounts: [Account], statuses: [Status], hashtags: [text]"),
        (
            "Application",
            """
            id: id, name: text, website: text?, scopes: [text], redirect_uri: text, redirect_uris: [text],
            client_id?: text, client_secret?: text, client_secret_expires_at?: int, vapid_key: text
            """
        ),
        ("Token", "access_token: text, token_type: =Bearer, scope: text, created_at: int"),
        (
            "UserInfo",
            "iss: url, sub: url, name: text, preferred_username: text, profile: url, picture: url"
        ),
        (
            "InstanceV1",
            """
            uri: text, title: text, short_description: text, description: text, email: text, version: text,
            urls: object, stats: object, thumbnail: url?, languages: [text], registrations: bool,
            approval_required: bool, invites_enabled: bool, configuration: object, contact_account: Account?,
            rules: [object]
            """
        ),
        (
            "InstanceV2",
            """
            domain: text, title: text, version: text, source_url: text, description: text, usage: object,
            thumbnail: object, icon: [object], languages: [text], configuration: object, registrations: object,
            api_versions: object, contact: object, rules: [object]
            """
        ),
        ("ExtendedDescription", "updated_at: time?, content: text"),
        (
            "AuthorizationServer",
            """
            issuer: url, service_documentation: url, authorization_endpoint: url, token_endpoint: url,
            app_registration_endpoint: url, revocation_endpoint: url, userinfo_endpoint: url,
            scopes_supported: [text], response_types_supported: [text], response_modes_supported: [text],
            code_challenge_methods_supported: [text], grant_types_supported: [text],
            token_endpoint_auth_methods_supported: [text]
            """
        ),
        ("NodeInfoLinks", "links: [object]"),
        (
            "NodeInfo",
            """
            version: text, software: object, protocols: [text], services: object, usage: object,
            openRegistrations: bool, metadata: object
            """
        ),
        ("WebFinger", "subject: text, aliases: [url], links: [object]"),
    ]
}
