import ServerShell
import SocialService

/// `/`: what everybody has posted for everybody.
struct FrontPage: Sendable {
    let cards: StatusCards
    let layout: Layout

    func answer(_ transaction: Transaction, _ page: PageRequest) throws -> Answer {
        let statuses = try transaction.publicTimeline(page)
        return layout.page(
            "What people say", current: "/", description: "The newest public statuses of this network.",
            preview: Layout.Preview(path: "/"),
            """
            <p>The newest public statuses. <a href="/home">Log in</a> to see those whom you follow, and to post.</p>
            \(cards.list(statuses.items, empty: "Nobody has said anything yet."))
            \(older("/", statuses, page))
            """)
    }
}

/// `/@name`: who somebody is, and what they have posted for everybody.
struct ProfilePage: Sendable {
    let cards: StatusCards
    let layout: Layout

    func answer(_ transaction: Transaction, _ name: String, tag: String?, _ page: PageRequest) throws -> Answer {
        let account = try transaction.account(named: name)
        var filter = ProfileFilter()
        filter.tag = tag
        let statuses = try transaction.statuses(of: account.id, filter, page)
        let heading = tag.map { "Statuses with #\($0)" } ?? "Statuses"
        let address = "/@\(account.username)" + (tag.map { "/tagged/\(HTML.pathPart($0))" } ?? "")
        let shown = StatusCards.name(account)
        let kind: HTML = account.isBot ? " <span class=\"label\">a program</span>" : ""
        let lock: HTML = account.isLocked ? " <span class=\"label\">approves followers</span>" : ""
        let picture: HTML =
            account.header.map { "<img class=\"banner\" src=\"\(cards.mediaPath)\($0)\" alt=\"\">" } ?? ""
        let rows = account.fields.map { field -> HTML in
            "<div><dt>\(field.name)</dt><dd>\(HTML.paragraphs(field.value))</dd></div>"
        }
        let fields: HTML = rows.isEmpty ? "" : "<dl>\(HTML.joined(rows))</dl>"
        return layout.page(
            "\(shown) (@\(account.username))", description: String(account.note.prefix(200)),
            heading: "\(picture)<div class=\"who\">\(cards.avatar(account))<h1>\(shown)</h1></div>",
            // Who does not want to be suggested does not want to be found by search engines either.
            isIndexed: account.isDiscoverable,
            preview: Layout.Preview(
                path: address, kind: "profile", image: account.avatar.map { cards.mediaPath + $0 },
                imageDescription: account.avatarDescription, hasFeed: tag == nil),
            """
            <p>@\(account.username)\(kind)\(lock)</p>
            <div class="note">\(HTML.paragraphs(account.note))</div>\(fields)
            <p class="counts">\(StatusCards.counted(account.statusesCount, "status", "statuses")) · follows \(account.followingCount) · \
            followed by \(account.followersCount) · here since \(HTML.time(account.id.millisecond))</p>
            <h2>\(heading)</h2>
            \(cards.list(statuses.items, empty: "Nothing that everybody may see."))
            \(older(address, statuses, page))
            """)
    }
}

/// `/@name/ID`: a status with what it answers above it, and its answers below.
struct ThreadPage: Sendable {
    let cards: StatusCards
    let layout: Layout

    func answer(_ transaction: Transaction, _ id: Identifier) throws -> Answer {
        let view = try transaction.status(id)
        let (ancestors, descendants) = try transaction.context(of: view.status.id)
        let words = view.status.spoiler.isEmpty ? view.status.text : view.status.spoiler
        let thread = HTML.joined(
            ancestors.map { cards.card($0) } + [cards.card(view, isAsked: true)] + descendants.map { cards.card($0) })
        return layout.page(
            "\(StatusCards.name(view.author)): “\(words.prefix(60))”", description: String(words.prefix(200)),
            heading: "<h1>Thread</h1>", isIndexed: view.author.isIndexable && view.status.visibility == .public,
            preview: Self.preview(of: view, cards),
            "<div class=\"statuses\">\(thread)</div>")
    }

    /// The first image, unless it is hidden at first; then the author's portrait.
    private static func preview(of view: StatusView, _ cards: StatusCards) -> Layout.Preview {
        let isHidden = view.status.isSensitive || !view.status.spoiler.isEmpty
        let image = isHidden ? nil : view.media.first
        return Layout.Preview(
            path: "/@\(view.author.username)/\(view.status.id)", kind: "article",
            image: (image?.file ?? view.author.avatar).map { cards.mediaPath + $0 },
            imageDescription: image?.description ?? view.author.avatarDescription)
    }
}

/// `/tags/name`: public statuses with a hashtag.
struct TagPage: Sendable {
    let cards: StatusCards
    let layout: Layout

    func answer(_ transaction: Transaction, _ tag: String, _ page: PageRequest) throws -> Answer {
        let summary = try transaction.tag(tag)
        let statuses = try transaction.tagTimeline(TagFilter(any: [summary.name]), page)
        return layout.page(
            "#\(summary.name)", description: "Public statuses with the hashtag \(summary.name).",
            preview: Layout.Preview(path: "/tags/\(HTML.pathPart(summary.name))", hasFeed: true),
            """
            \(cards.list(statuses.items, empty: "No public status has this hashtag."))
            \(older("/tags/\(HTML.pathPart(summary.name))", statuses, page))
            """)
    }
}

/// The link to older statuses, if the page was full.
private func older(_ address: String, _ statuses: Page<StatusView>, _ page: PageRequest) -> HTML {
    guard statuses.items.count >= page.limit, let oldest = statuses.oldest else { return "" }
    return "<p><a class=\"more\" rel=\"next\" href=\"\(address)?max_id=\(oldest)\">Older</a></p>"
}

extension ProfilePage {
    /// The feed beside the page: what the member has posted for everybody, without answers to others and boosts.
    static func feed(_ feed: Feed, _ transaction: Transaction, _ name: String) throws -> Answer {
        let account = try transaction.account(named: name)
        var filter = ProfileFilter()
        filter.excludesReplies = true
        filter.excludesBoosts = true
        let statuses = try transaction.statuses(of: account.id, filter, PageRequest(limit: 20))
        return feed.answer(
            title: "\(StatusCards.name(account)) (@\(account.username))", path: "/@\(account.username)",
            description: "Statuses of @\(account.username)", statuses.items)
    }
}

extension TagPage {
    /// The feed beside the page.
    static func feed(_ feed: Feed, _ transaction: Transaction, _ tag: String) throws -> Answer {
        let summary = try transaction.tag(tag)
        let statuses = try transaction.tagTimeline(TagFilter(any: [summary.name]), PageRequest(limit: 20))
        return feed.answer(
            title: "#\(summary.name)", path: "/tags/\(HTML.pathPart(summary.name))",
            description: "Public statuses with the hashtag \(summary.name)", statuses.items)
    }
}
