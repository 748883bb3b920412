/// Mastodon's entities, as far as this server writes them (docs.joinmastodon.org/entities).
extension OpenAPI {
    static let schemas: [(name: String, notation: String)] = [
        ("Error", "error: text, error_description?: text, details?: object"),
        ("Empty", ""),
        (
            "Account",
            """
            id: id, username: text, acct: text, display_name: text, locked: bool, bot: bool, discoverable: bool,
            indexable: bool, group: bool, created_at: time, note: text, url: url, uri: url, avatar: url,
            avatar_static: url, header: url, header_static: url, avatar_description: text,
            header_description: text, followers_count: int, following_count: int,
            statuses_count: int, last_status_at: day?, hide_collections: bool, noindex: bool, limited?: bool, emojis: [object],
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
            reblogged?: bool, bookmarked?: bool, muted?: bool, pinned?: bool, filtered?: [FilterResult], content: text,
            text?: text, reblog: Status?, application: StatusApplication?, account: Account,
            media_attachments: [MediaAttachment], mentions: [Mention], tags: [StatusTag], emojis: [object],
            card: object?, poll: Poll?
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
            id: id, type: mention|follow|follow_request|favourite|reblog|status|update|poll, created_at: time,
            group_key: text, account: Account, status?: Status
            """
        ),
        ("Count", "count: int"),
        (
            "Filter",
            """
            id: id, title: text, context: [text], expires_at: time?, filter_action: warn|hide|blur,
            keywords: [FilterKeyword], statuses: [FilterStatus]
            """
        ),
        ("FilterKeyword", "id: id, keyword: text, whole_word: bool"),
        ("FilterKeywordWish", "id?: id, keyword?: text, whole_word?: flag, _destroy?: flag"),
        ("FilterStatus", "id: id, status_id: id"),
        ("FilterResult", "filter: Filter, keyword_matches: [text]?, status_matches: [id]?"),
        (
            "FirstFilter",
            "id: id, phrase: text, context: [text], whole_word: bool, expires_at: time?, irreversible: bool"
        ),
        ("List", "id: id, title: text, replies_policy: followed|list|none, exclusive: bool"),
        (
            "Poll",
            """
            id: id, expires_at: time, expired: bool, multiple: bool, votes_count: int, voters_count: int,
            options: [PollOption], emojis: [object], voted?: bool, own_votes?: [int]
            """
        ),
        ("PollOption", "title: text, votes_count: int?"),
        ("PollWish", "options: [text], expires_in: int, multiple?: flag, hide_totals?: flag"),
        ("Conversation", "id: id, unread: bool, accounts: [Account], last_status: Status"),
        ("ScheduledStatus", "id: id, scheduled_at: time, params: object, media_attachments: [MediaAttachment]"),
        ("FeaturedTag", "id: id, name: text, url: url, statuses_count: text, last_status_at: day?"),
        (
            "Report",
            """
            id: id, action_taken: bool, action_taken_at: time?, category: spam|legal|violation|other, comment: text,
            forwarded: bool, created_at: time, status_ids: [id], rule_ids: [id], collection_ids: [id],
            target_account: Account
            """
        ),
        (
            "NotificationGroups",
            """
            accounts: [Account], partial_accounts?: [object], statuses: [Status],
            notification_groups: [NotificationGroup]
            """
        ),
        (
            "NotificationGroup",
            """
            group_key: text, notifications_count: int,
            type: mention|follow|follow_request|favourite|reblog|status|update|poll, most_recent_notification_id: int,
            page_min_id: id, page_max_id: id, latest_page_notification_at: time, sample_account_ids: [id],
            status_id?: id
            """
        ),
        (
            "NotificationPolicy",
            """
            for_not_following: accept|filter|drop, for_not_followers: accept|filter|drop,
            for_new_accounts: accept|filter|drop, for_private_mentions: accept|filter|drop,
            for_limited_accounts: accept|filter|drop, summary: object
            """
        ),
        (
            "FirstNotificationPolicy",
            """
            filter_not_following: bool, filter_not_followers: bool, filter_new_accounts: bool,
            filter_private_mentions: bool, summary: object
            """
        ),
        (
            "NotificationRequest",
            """
            id: id, created_at: time, updated_at: time, notifications_count: text, account: Account,
            last_status: Status?
            """
        ),
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
