/// What a reader is shown of statuses: the one place that knows who may see what.
extension Transaction {
    /// How statuses came to be looked at.
    enum Occasion {
        /// Asked for one by one: seen if the reader may.
        case asked
        /// In a list that nobody chose entry by entry: without whom the reader blocks or mutes.
        case listed
        /// In the reader's home: also without answers to people whom the reader does not follow.
        case home
    }

    /// The first `most` of the statuses that the viewer may see, with all that belongs to them, in the same order.
    func views(of statuses: [Status], _ occasion: Occasion, atMost most: Int = .max) throws -> [StatusView] {
        guard !statuses.isEmpty else { return [] }
        let boostedIDs = Set(statuses.compactMap(\.boostOf))
        let boosted = boostedIDs.isEmpty ? [] : try records.statuses(Array(boostedIDs))
        let boostedByID = Dictionary(boosted.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let contents = statuses.filter { $0.boostOf == nil } + boosted
        let mentions = try mentions(of: contents)
        let sight = try Sight(self, statuses, contents, mentions, occasion)

        var shown: [(content: Status, boost: Status?)] = []
        for status in statuses where shown.count < most {
            if let boostOf = status.boostOf {
                guard let content = boostedByID[boostOf], sight.sees(status), sight.sees(content) else { continue }
                shown.append((content, status))
            } else if sight.sees(status) {
                shown.append((status, nil))
            }
        }
        guard !shown.isEmpty else { return [] }
        var views = try assemble(shown, mentions, sight)
        try applyFilters(to: &views)
        return views
    }

    /// A single status that the viewer may see.
    func view(of status: Status) throws -> StatusView {
        guard let view = try views(of: [status], .asked).first else { throw SocialError.notFound("status") }
        return view
    }

    /// Fills a page with what the viewer may see, looking further where entries are hidden.
    func fill(
        _ page: PageRequest, _ occasion: Occasion, _ fetch: (PageRequest) throws -> [Status],
        choosing choose: ([Status]) throws -> [Status] = { $0 }
    ) throws -> Page<StatusView> {
        let page = clamped(page, limits.statusesPerPage)
        var request = page
        // A home leaves out answers to accounts that the reader does not follow: with some entries to spare, one query is
        // enough.
        if occasion == .home { request.limit += page.limit / 4 }
        var views: [StatusView] = []
        var scanned: (first: Identifier, last: Identifier)?
        // A reader who has hidden nearly everything gets a short page with a link to the next, not an endless search.
        for _ in 0..<5 {
            let batch = try fetch(request)
            guard let first = batch.first, let last = batch.last else { break }
            scanned = (scanned?.first ?? first.id, last.id)
            views += try self.views(of: choose(batch), occasion, atMost: page.limit - views.count)
            if views.count >= page.limit || batch.count < request.limit { break }
            request = request.after(last.id)
        }
        // A full page ends at its last entry; a page that was not filled, where the search stopped.
        let isFull = views.count == page.limit
        let far = isFull ? views.last?.id : scanned?.last
        let near = views.first?.id ?? scanned?.first
        return page.isAscending
            ? Page(items: views.reversed(), newest: far, oldest: near)
            : Page(items: views, newest: near, oldest: far)
    }

    private func mentions(of contents: [Status]) throws -> [Identifier: [Mention]] {
        let ids = contents.filter { $0.attachments.contains(.mentions) }.map(\.id)
        guard !ids.isEmpty else { return [:] }
        return try records.mentions(ofStatuses: ids).reduce(into: [:]) { $0[$1.status, default: []].append($1.mention) }
    }

    /// Puts views together: one query for each kind of thing that is there at all.
    private func assemble(
        _ shown: [(content: Status, boost: Status?)], _ mentions: [Identifier: [Mention]], _ sight: Sight
    ) throws -> [StatusView] {
        let contents = shown.map(\.content)
        var accountIDs = Set(contents.map(\.accountID))
        for case let boost? in shown.map(\.boost) { accountIDs.insert(boost.accountID) }
        let accounts = Dictionary(
            try records.accounts(Array(accountIDs)).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let withMedia = contents.filter { $0.attachments.contains(.media) }.map(\.id)
        var media: [Identifier: [Media]] = [:]
        if !withMedia.isEmpty {
            for image in try records.media(ofStatuses: withMedia) {
                if let status = image.statusID { media[status, default: []].append(image) }
            }
        }
        let withTags = contents.filter { $0.attachments.contains(.tags) }.map(\.id)
        var tags: [Identifier: [String]] = [:]
        if !withTags.isEmpty {
            for (status, tag) in try records.tags(ofStatuses: withTags) { tags[status, default: []].append(tag) }
        }
        let withPolls = contents.filter { $0.attachments.contains(.poll) }.map(\.id)
        let polls =
            withPolls.isEmpty
            ? [:]
            : Dictionary(
                try records.polls(ofStatuses: withPolls, for: viewerID, now: now).map { ($0.poll.statusID, $0) },
                uniquingKeysWith: { first, _ in first })
        let marks = try viewerID.map { try records.marks(of: $0, on: contents.map(\.id)) } ?? [:]
        let muted =
            extent.contains(.mutedThreads)
            ? try viewerID.map { try records.mutedThreads(of: $0, among: contents.map(\.threadID)) } ?? [] : []

        return shown.compactMap { content, boost in
            guard let author = accounts[content.accountID], isShown(author), sight.lists(author) else { return nil }
            var view = StatusView(status: content, author: author)
            view.hasReader = viewerID != nil
            if content.attachments.contains(.media) { view.media = media[content.id] ?? [] }
            if content.attachments.contains(.mentions) { view.mentions = mentions[content.id] ?? [] }
            if content.attachments.contains(.tags) { view.tags = tags[content.id] ?? [] }
            view.marks = marks[content.id] ?? []
            if muted.contains(content.threadID) { view.marks.insert(.muted) }
            if content.attachments.contains(.poll) { view.poll = polls[content.id] }
            if let boost {
                guard let booster = accounts[boost.accountID], isShown(booster) else { return nil }
                view.boost = StatusView.Boost(status: boost, account: booster)
            }
            return view
        }
    }
}

/// What one reader may see among some statuses: all queries for it are sent to the records at once.
struct Sight {
    let viewer: Identifier?
    let occasion: Transaction.Occasion
    let hiding: [Identifier: Hiding]
    let followed: Set<Identifier>
    let mentions: [Identifier: [Mention]]

    init(
        _ transaction: Transaction, _ statuses: [Status], _ contents: [Status], _ mentions: [Identifier: [Mention]],
        _ occasion: Transaction.Occasion
    ) throws {
        viewer = transaction.viewerID
        self.occasion = occasion
        self.mentions = mentions
        guard let viewer else {
            hiding = [:]
            followed = []
            return
        }
        var authors: Set<Identifier> = []
        var askedAbout: Set<Identifier> = []
        for status in statuses where status.accountID != viewer { authors.insert(status.accountID) }
        for content in contents where content.accountID != viewer {
            authors.insert(content.accountID)
            if content.visibility == .followers || occasion == .listed { askedAbout.insert(content.accountID) }
        }
        if occasion == .home {
            for case let answered? in contents.map(\.inReplyToAccount) where answered != viewer {
                askedAbout.insert(answered)
            }
        }
        hiding =
            authors.isEmpty || !transaction.extent.contains(.hiding)
            ? [:] : try transaction.records.hidden(from: viewer, among: Array(authors))
        followed = askedAbout.isEmpty ? [] : try transaction.records.followed(by: viewer, among: Array(askedAbout))
    }

    /// Whether an author appears in lists that nobody chose entry by entry: whom the operator has limited does for
    /// those who follow them.
    func lists(_ author: Account) -> Bool {
        author.standing != .silenced || occasion != .listed || author.id == viewer || followed.contains(author.id)
    }

    func sees(_ status: Status) -> Bool {
        guard let viewer else { return status.visibility == .public || status.visibility == .unlisted }
        if status.accountID == viewer { return true }
        let hiding = hiding[status.accountID] ?? []
        if hiding.contains(.blockedBy) { return false }
        if occasion != .asked, !hiding.isDisjoint(with: [.blocking, .muting]) { return false }
        let isMentioned = mentions[status.id]?.contains { $0.accountID == viewer } ?? false
        switch status.visibility {
        case .public, .unlisted: break
        case .followers: guard isMentioned || followed.contains(status.accountID) else { return false }
        case .direct: guard isMentioned else { return false }
        }
        if occasion == .home, status.boostOf == nil, let answered = status.inReplyToAccount {
            return isMentioned || answered == viewer || answered == status.accountID || followed.contains(answered)
        }
        return true
    }
}
