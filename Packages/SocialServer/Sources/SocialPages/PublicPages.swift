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
            // Who does not want to be suggested does not want to be found by strangers either.
            isIndexed: account.isDiscoverable,
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
            "<div class=\"statuses\">\(thread)</div>")
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
            """
            \(cards.list(statuses.items, empty: "No public status has this hashtag."))
            \(older("/tags/\(HTML.pathPart(summary.name))", statuses, page))
            """)
    }
}

/// The way on to older statuses, if the page was full.
private func older(_ address: String, _ statuses: Page<StatusView>, _ page: PageRequest) -> HTML {
    guard statuses.items.count >= page.limit, let oldest = statuses.oldest else { return "" }
    return "<p><a class=\"more\" rel=\"next\" href=\"\(address)?max_id=\(oldest)\">Older</a></p>"
}
