import SocialService

/// Accounts and relationships.
extension Entities {
    /// Account.
    func account(_ account: Account, _ json: inout JSONWriter) {
        members(of: account, &json)
        json.raw("}")
    }

    /// CredentialAccount: the own account with what only its owner sees.
    func ownAccount(_ account: Account, requests: Int, _ json: inout JSONWriter) {
        members(of: account, &json)
        json.raw(",\"source\":{\"note\":")
        json.string(account.note)
        json.raw(",\"fields\":")
        json.array(account.fields) { json, field in
            json.raw("{\"name\":")
            json.string(field.name)
            json.raw(",\"value\":")
            json.string(field.value)
            json.raw(",\"verified_at\":null}")
        }
        json.raw(",\"privacy\":\"")
        json.raw(account.defaults.visibility.word)
        json.raw("\",\"sensitive\":")
        json.bool(account.defaults.isSensitive)
        json.raw(",\"language\":")
        json.string(account.defaults.language)
        json.raw(",\"follow_requests_count\":")
        json.number(requests)
        json.raw(",\"discoverable\":")
        json.bool(account.isDiscoverable)
        json.raw(",\"hide_collections\":")
        json.bool(account.hidesCollections)
        json.raw(",\"indexable\":")
        json.bool(account.isIndexable)
        json.raw(
            "},\"role\":{\"id\":\"-99\",\"name\":\"\",\"permissions\":\"0\",\"color\":\"\",\"highlighted\":false}}")
    }

    private func members(of account: Account, _ json: inout JSONWriter) {
        json.raw("{\"id\":\"")
        json.id(account.id)
        json.raw("\",\"username\":\"")
        json.plain(account.username)
        json.raw("\",\"acct\":\"")
        json.plain(account.username)
        json.raw("\",\"display_name\":")
        json.string(account.displayName)
        json.raw(",\"locked\":")
        json.bool(account.isLocked)
        json.raw(",\"bot\":")
        json.bool(account.isBot)
        json.raw(",\"discoverable\":")
        json.bool(account.isDiscoverable)
        json.raw(",\"indexable\":")
        json.bool(account.isIndexable)
        json.raw(",\"group\":false,\"created_at\":")
        json.moment(account.id.millisecond)
        json.raw(",\"note\":")
        json.html(of: account.note, base: base)
        json.raw(",\"url\":\"")
        json.plain(base)
        json.raw("/@")
        json.plain(account.username)
        json.raw("\",\"uri\":\"")
        json.plain(base)
        json.raw("/users/")
        json.plain(account.username)
        json.raw("\",\"avatar\":")
        picture(account.avatar, "/avatars/missing.png\"", &json)
        json.raw(",\"avatar_static\":")
        picture(account.avatar, "/avatars/missing.png\"", &json)
        json.raw(",\"header\":")
        picture(account.header, "/headers/missing.png\"", &json)
        json.raw(",\"header_static\":")
        picture(account.header, "/headers/missing.png\"", &json)
        json.raw(",\"avatar_description\":")
        json.string(account.avatarDescription)
        json.raw(",\"header_description\":")
        json.string(account.headerDescription)
        json.raw(",\"followers_count\":")
        json.number(account.followersCount)
        json.raw(",\"following_count\":")
        json.number(account.followingCount)
        json.raw(",\"statuses_count\":")
        json.number(account.statusesCount)
        json.raw(",\"last_status_at\":")
        json.day(account.lastStatusAt)
        json.raw(",\"hide_collections\":")
        json.bool(account.hidesCollections)
        json.raw(",\"noindex\":")
        json.bool(!account.isDiscoverable)
        if account.standing == .silenced { json.raw(",\"limited\":true") }
        json.raw(",\"emojis\":[],\"roles\":[],\"fields\":")
        json.array(account.fields) { json, field in
            json.raw("{\"name\":")
            json.string(field.name)
            json.raw(",\"value\":")
            json.html(of: field.value, base: base)
            json.raw(",\"verified_at\":null}")
        }
    }

    private func picture(_ file: String?, _ missing: StaticString, _ json: inout JSONWriter) {
        json.raw("\"")
        json.plain(base)
        if let file {
            json.raw("/media/")
            json.plain(file)
            json.raw("\"")
        } else {
            json.raw(missing)
        }
    }

    /// Relationship.
    func relationship(_ relationship: Relationship, _ json: inout JSONWriter) {
        json.raw("{\"id\":\"")
        json.id(relationship.accountID)
        json.raw("\",\"following\":")
        json.bool(relationship.isFollowing)
        json.raw(",\"showing_reblogs\":")
        json.bool(relationship.isFollowing && relationship.showsBoosts)
        json.raw(",\"notifying\":")
        json.bool(relationship.isFollowing && relationship.notifies)
        json.raw(",\"languages\":[],\"followed_by\":")
        json.bool(relationship.isFollowedBy)
        json.raw(",\"blocking\":")
        json.bool(relationship.isBlocking)
        json.raw(",\"blocked_by\":")
        json.bool(relationship.isBlockedBy)
        json.raw(",\"muting\":")
        json.bool(relationship.isMuting)
        json.raw(",\"muting_notifications\":")
        json.bool(relationship.isMutingNotifications)
        json.raw(",\"requested\":")
        json.bool(relationship.hasRequested)
        json.raw(",\"requested_by\":")
        json.bool(relationship.isRequestedBy)
        json.raw(",\"domain_blocking\":false,\"endorsed\":")
        json.bool(relationship.isEndorsed)
        json.raw(",\"note\":")
        json.string(relationship.note)
        json.raw("}")
    }
}
