import ServerShell
import SocialService

/// Statuses and what belongs to them.
extension Entities {
    /// Status.
    ///
    /// - Parameter source: Whether the plain text goes with it, as for what was just deleted.
    func status(_ view: StatusView, source: Bool = false, _ json: inout JSONWriter) {
        guard let boost = view.boost else { return content(view, source: source, &json) }
        // The boost itself is a status without a text of its own around the one that it shows.
        json.raw("{\"id\":\"")
        json.id(boost.status.id)
        json.raw("\",\"created_at\":")
        json.moment(boost.status.id.millisecond)
        json.raw(
            ",\"in_reply_to_id\":null,\"in_reply_to_account_id\":null,\"sensitive\":false,\"spoiler_text\":\"\",\"visibility\":\""
        )
        json.raw(boost.status.visibility.word)
        json.raw("\",\"language\":null,\"uri\":\"")
        json.plain(base)
        json.raw("/users/")
        json.plain(boost.account.username)
        json.raw("/statuses/")
        json.id(boost.status.id)
        json.raw("/activity\",\"url\":\"")
        json.plain(base)
        json.raw("/users/")
        json.plain(boost.account.username)
        json.raw("/statuses/")
        json.id(boost.status.id)
        json.raw("/activity\",\"replies_count\":0,\"reblogs_count\":")
        json.number(view.status.boostsCount)
        json.raw(",\"favourites_count\":0,\"edited_at\":null,")
        marks(view, &json)
        json.raw("\"content\":\"\",\"reblog\":")
        content(view, source: false, &json)
        json.raw(",\"application\":null,\"account\":")
        account(boost.account, &json)
        json.raw(
            ",\"media_attachments\":[],\"mentions\":[],\"tags\":[],\"emojis\":[],\"card\":null,\"poll\":null}")
    }

    private func content(_ view: StatusView, source: Bool, _ json: inout JSONWriter) {
        let status = view.status
        json.raw("{\"id\":\"")
        json.id(status.id)
        json.raw("\",\"created_at\":")
        json.moment(status.id.millisecond)
        json.raw(",\"in_reply_to_id\":")
        json.quotedID(status.inReplyTo)
        json.raw(",\"in_reply_to_account_id\":")
        json.quotedID(status.inReplyTo == nil ? nil : status.inReplyToAccount)
        json.raw(",\"sensitive\":")
        json.bool(status.isSensitive)
        json.raw(",\"spoiler_text\":")
        json.string(status.spoiler)
        json.raw(",\"visibility\":\"")
        json.raw(status.visibility.word)
        json.raw("\",\"language\":")
        json.string(status.language)
        json.raw(",\"uri\":\"")
        json.plain(base)
        json.raw("/users/")
        json.plain(view.author.username)
        json.raw("/statuses/")
        json.id(status.id)
        json.raw("\",\"url\":\"")
        json.plain(base)
        json.raw("/@")
        json.plain(view.author.username)
        json.raw("/")
        json.id(status.id)
        json.raw("\",\"replies_count\":")
        json.number(status.repliesCount)
        json.raw(",\"reblogs_count\":")
        json.number(status.boostsCount)
        json.raw(",\"favourites_count\":")
        json.number(status.favouritesCount)
        json.raw(",\"edited_at\":")
        json.moment(status.editedAt)
        json.raw(",")
        marks(view, &json)
        json.raw("\"content\":")
        json.html(of: status.text, mentions: view.mentions, base: base)
        if source {
            json.raw(",\"text\":")
            json.string(status.text)
        }
        json.raw(",\"reblog\":null,\"application\":")
        if let application = status.application {
            json.raw("{\"name\":")
            json.string(application)
            json.raw(",\"website\":null}")
        } else {
            json.raw("null")
        }
        json.raw(",\"account\":")
        account(view.author, &json)
        json.raw(",\"media_attachments\":")
        json.array(view.media) { json, image in media(image, &json) }
        json.raw(",\"mentions\":")
        json.array(view.mentions) { json, mention in
            json.raw("{\"id\":\"")
            json.id(mention.accountID)
            json.raw("\",\"username\":\"")
            json.plain(mention.username)
            json.raw("\",\"url\":\"")
            json.plain(base)
            json.raw("/@")
            json.plain(mention.username)
            json.raw("\",\"acct\":\"")
            json.plain(mention.username)
            json.raw("\"}")
        }
        json.raw(",\"tags\":")
        json.array(view.tags) { json, tag in
            json.raw("{\"name\":")
            json.string(tag)
            json.raw(",\"url\":\"")
            json.plain(base)
            json.raw("/tags/")
            json.plain(WebText.percentEncoded(tag))
            json.raw("\"}")
        }
        json.raw(",\"emojis\":[],\"card\":null,\"poll\":")
        if let poll = view.poll { self.poll(poll, hasReader: view.hasReader, &json) } else { json.raw("null") }
        json.raw("}")
    }

    /// What the reader has done with a status; nothing for readers who are not logged in.
    private func marks(_ view: StatusView, _ json: inout JSONWriter) {
        guard view.hasReader else {
            if !view.filtered.isEmpty { filtered(view.filtered, &json) }
            return
        }
        json.raw("\"favourited\":")
        json.bool(view.marks.contains(.favourited))
        json.raw(",\"reblogged\":")
        json.bool(view.marks.contains(.boosted))
        json.raw(",\"bookmarked\":")
        json.bool(view.marks.contains(.bookmarked))
        json.raw(",\"muted\":")
        json.bool(view.marks.contains(.muted))
        json.raw(",\"pinned\":")
        json.bool(view.marks.contains(.pinned))
        json.raw(",")
        filtered(view.filtered, &json)
    }

    /// The reader's filters that a status matches.
    private func filtered(_ matches: [FilterMatch], _ json: inout JSONWriter) {
        json.raw("\"filtered\":")
        json.array(matches) { json, match in filterResult(match, &json) }
        json.raw(",")
    }

    /// MediaAttachment.
    func media(_ image: Media, _ json: inout JSONWriter) {
        json.raw("{\"id\":\"")
        json.id(image.id)
        json.raw("\",\"type\":\"image\",\"url\":\"")
        json.plain(url(ofFile: image.file))
        json.raw("\",\"preview_url\":\"")
        json.plain(url(ofFile: image.file))
        json.raw(
            "\",\"remote_url\":null,\"preview_remote_url\":null,\"text_url\":null,\"meta\":{\"original\":{\"width\":")
        size(image, &json)
        json.raw("},\"small\":{\"width\":")
        size(image, &json)
        json.raw("}")
        if let focus = image.focus {
            json.raw(",\"focus\":{\"x\":")
            json.number(focus.x)
            json.raw(",\"y\":")
            json.number(focus.y)
            json.raw("}")
        }
        json.raw("},\"description\":")
        json.string(image.description.isEmpty ? nil : image.description)
        json.raw(",\"blurhash\":null}")
    }

    private func size(_ image: Media, _ json: inout JSONWriter) {
        json.number(image.width)
        json.raw(",\"height\":")
        json.number(image.height)
        json.raw(",\"size\":\"")
        json.number(image.width)
        json.raw("x")
        json.number(image.height)
        json.raw("\",\"aspect\":")
        json.number(Double(image.width) / Double(max(1, image.height)))
    }

    /// StatusEdit.
    func edit(_ edit: StatusEdit, by author: Account, _ json: inout JSONWriter) {
        json.raw("{\"content\":")
        json.html(of: edit.text, base: base)
        json.raw(",\"spoiler_text\":")
        json.string(edit.spoiler)
        json.raw(",\"sensitive\":")
        json.bool(edit.isSensitive)
        json.raw(",\"created_at\":")
        json.moment(edit.at)
        json.raw(",\"account\":")
        account(author, &json)
        json.raw(",\"media_attachments\":")
        json.array(edit.media) { json, image in media(image, &json) }
        json.raw(",\"emojis\":[]}")
    }

    /// Notification.
    func notification(_ view: NotificationView, _ json: inout JSONWriter) {
        json.raw("{\"id\":\"")
        json.id(view.notification.id)
        json.raw("\",\"type\":\"")
        json.plain(view.notification.kind.word)
        json.raw("\",\"created_at\":")
        json.moment(view.notification.id.millisecond)
        json.raw(",\"group_key\":")
        json.string(Transaction.groupKey(of: view.notification))
        json.raw(",\"account\":")
        account(view.from, &json)
        if let status = view.status {
            json.raw(",\"status\":")
            self.status(status, &json)
        }
        json.raw("}")
    }

    /// Tag, with an empty history: nothing is counted by day.
    func tag(
        _ tag: TagSummary, isFollowed: Bool = false, isFeatured: Bool = false, _ json: inout JSONWriter
    ) {
        json.raw("{\"id\":\"")
        json.id(tag.id)
        json.raw("\",\"name\":")
        json.string(tag.name)
        json.raw(",\"url\":\"")
        json.plain(base)
        json.raw("/tags/")
        json.plain(WebText.percentEncoded(tag.name))
        json.raw("\",\"history\":[],\"following\":")
        json.bool(isFollowed)
        json.raw(",\"featuring\":")
        json.bool(isFeatured)
        json.raw("}")
    }

    /// Context.
    func context(_ ancestors: [StatusView], _ descendants: [StatusView], _ json: inout JSONWriter) {
        json.raw("{\"ancestors\":")
        json.array(ancestors) { json, view in status(view, &json) }
        json.raw(",\"descendants\":")
        json.array(descendants) { json, view in status(view, &json) }
        json.raw("}")
    }
}
