import SocialService

/// Statuses as articles.
struct StatusCards: Sendable {
    let mediaPath: String

    /// A list of statuses, or a sentence if there are none.
    func list(_ views: [StatusView], empty: String) -> HTML {
        guard !views.isEmpty else { return "<p>\(empty)</p>" }
        return "<div class=\"statuses\">\(HTML.joined(views.map { card($0) }))</div>"
    }

    /// One status.
    ///
    /// - Parameter isAsked: Whether it is the one that the page is about.
    func card(_ view: StatusView, isAsked: Bool = false) -> HTML {
        let status = view.status
        let name = Self.name(view.author)
        let kind: HTML = isAsked ? "status asked" : "status"
        let current: HTML = isAsked ? " aria-current=\"true\"" : ""
        let edited: HTML = status.editedAt.map { " (edited \(HTML.time($0)))" } ?? ""
        return """
            <article class="\(kind)"\(current)>\(boost(view))<header>\(avatar(view.author))
            <a class="author" href="/@\(view.author.username)"><b>\(name)</b> <span>@\(view.author.username)</span></a>
            <a class="when" href="/@\(view.author.username)/\(status.id)">\(HTML.time(status.id.millisecond))</a>\(edited)\
            </header>
            \(answering(view))\(content(view))
            <p class="counts">\(Self.counted(status.repliesCount, "answer")) · \
            \(Self.counted(status.boostsCount, "boost")) · \(Self.counted(status.favouritesCount, "favourite"))</p></article>

            """
    }

    /// The portrait, or a letter for who has none. The name stands beside it, so it says nothing to screen readers.
    func avatar(_ account: Account) -> HTML {
        if let file = account.avatar {
            return "<img class=\"avatar\" src=\"\(mediaPath)\(file)\" alt=\"\" width=\"48\" height=\"48\">"
        }
        return "<span class=\"avatar\" aria-hidden=\"true\">\(String(account.username.prefix(1)).uppercased())</span>"
    }

    /// The name that an account wants to be called by.
    static func name(_ account: Account) -> String {
        account.displayName.isEmpty ? account.username : account.displayName
    }

    /// A number with its noun.
    static func counted(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    private func boost(_ view: StatusView) -> HTML {
        guard let boost = view.boost else { return "" }
        return """
            <p class="reason"><a href="/@\(boost.account.username)">\(Self.name(boost.account))</a> boosted</p>
            """
    }

    private func answering(_ view: StatusView) -> HTML {
        guard view.status.inReplyTo != nil else { return "" }
        let answered = view.mentions.first { $0.accountID == view.status.inReplyToAccount }
        if let answered {
            return "<p class=\"reason\">answers <a href=\"/@\(answered.username)\">@\(answered.username)</a></p>"
        }
        return "<p class=\"reason\">answers another status</p>"
    }

    private func content(_ view: StatusView) -> HTML {
        let language: HTML = view.status.language.map { " lang=\"\($0)\"" } ?? ""
        let words: HTML =
            view.status.text.isEmpty
            ? ""
            : "<div class=\"content\"\(language)>\(HTML.paragraphs(view.status.text, mentions: view.mentions))</div>"
        let images = HTML.joined(view.media.map(image))
        guard view.status.spoiler.isEmpty else {
            return "<details><summary>\(view.status.spoiler)</summary>\(words)\(images)</details>"
        }
        guard view.status.isSensitive, !view.media.isEmpty else { return "\(words)\(images)" }
        return "\(words)<details><summary>Images that may disturb</summary>\(images)</details>"
    }

    private func image(_ media: Media) -> HTML {
        let words = media.description.isEmpty ? "An image that nobody has described" : media.description
        return """
            <p class="image"><a href="\(mediaPath)\(media.file)"><img src="\(mediaPath)\(media.file)" alt="\(words)" \
            width="\(media.width)" height="\(media.height)" loading="lazy"></a></p>
            """
    }
}
