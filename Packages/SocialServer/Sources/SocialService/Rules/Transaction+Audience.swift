/// Where a status appears among those who watch live: the one place that decides it. A timeline has one reader and many
/// statuses, a stream one status and many readers; the rules are those of ``Sight`` for both.
///
/// The order of steps: first who could have it by their follows, lists and hashtags (a set operation each, whatever the
/// number of watchers), then who of them may see it (two small queries a reader), then whose filters it matches. With
/// ada and ben watching their homes, and ben following cleo and muting her, a public status of cleo's gives:
/// candidates {ben}, readers {}, so that its audience is empty.
extension Transaction {
    /// Where a status that was posted or edited appears; nil if it is gone meanwhile.
    ///
    /// One transaction for all watchers and all streams.
    public func audience(of outline: StatusOutline, among watchers: Watchers) throws -> Audience? {
        guard let status = try records.statuses([outline.id]).first, let subject = try Subject(status, self) else {
            return nil
        }
        var audience = Audience()
        let candidates = try homeCandidates(of: status, tags: outline.tags, among: watchers.homes)
        audience.homes = try readers(of: subject, among: candidates, .home)
        if status.visibility == .direct { audience.conversations = Set(outline.mentions + [outline.accountID]) }
        if status.visibility == .public, status.boostOf == nil {
            audience.tags = Set(outline.tags.map { TagName.key($0) })
            audience.isInPublicTimeline = !outline.isReply
            audience.members = try readers(of: subject, among: watchers.members, .listed)
        }
        if !watchers.lists.isEmpty, status.visibility != .direct {
            let lists = try records.lists(with: status.accountID, among: watchers.lists).filter {
                try !shown([status], on: $0).isEmpty
            }
            let owners = try readers(of: subject, among: Set(lists.map(\.ownerID)), .listed)
            for list in lists where owners.contains(list.ownerID) {
                audience.lists.insert(list.id)
                audience.listOwners.insert(list.ownerID)
            }
        }
        guard !audience.isEmpty else { return audience }
        // What only concerns one reader, such as marks, is in no stream.
        let author = try Transaction(.account(status.accountID), scope: nil, records: records, network: network)
        guard var view = try author.views(of: [status], .home).first else { return nil }
        view.hasReader = false
        view.marks = []
        audience.view = view
        audience.filtered = try filterMatches(view, among: Array(audience.readers))
        return audience
    }

    /// Whom the deletion of a status concerns. What is gone cannot be asked who saw it: all are told whom such a status
    /// reaches, and nobody else learns that there was one.
    public func audience(ofDeleted outline: StatusOutline, among watchers: Watchers) throws -> Audience {
        var audience = Audience()
        let named = Set(outline.mentions + [outline.accountID])
        audience.homes = watchers.homes.intersection(named)
        if outline.visibility == .direct {
            audience.conversations = named
        } else {
            if !watchers.homes.isEmpty {
                audience.homes.formUnion(try records.followers(of: outline.accountID, among: Array(watchers.homes)))
            }
            if !watchers.lists.isEmpty {
                let lists = try records.lists(with: outline.accountID, among: watchers.lists)
                audience.lists = Set(lists.map(\.id))
            }
        }
        if outline.visibility == .public, !outline.isBoost {
            audience.tags = Set(outline.tags.map { TagName.key($0) })
            audience.isInPublicTimeline = !outline.isReply
            audience.members = watchers.members
        }
        return audience
    }

    /// A status with what decides who sees it, read once for all readers.
    private struct Subject {
        let status: Status
        let contents: [Status]
        let mentions: [Identifier: [Mention]]
        let authors: [Account]

        /// Nil for a boost of what is gone.
        init?(_ status: Status, _ transaction: Transaction) throws {
            let records = transaction.records
            self.status = status
            contents = try status.boostOf.map { try records.statuses([$0]) } ?? [status]
            guard !contents.isEmpty else { return nil }
            let withMentions = contents.filter { $0.attachments.contains(.mentions) }.map(\.id)
            mentions =
                withMentions.isEmpty
                ? [:]
                : try records.mentions(ofStatuses: withMentions).reduce(into: [:]) {
                    $0[$1.status, default: []].append($1.mention)
                }
            authors = try records.accounts(Array(Set((contents + [status]).map(\.accountID))))
        }
    }

    /// Those among some members who see a status where it appears.
    private func readers(
        of subject: Subject, among members: Set<Identifier>, _ occasion: Occasion
    ) throws -> Set<Identifier> {
        try members.filter { member in
            let reader = try Transaction(.account(member), scope: nil, records: records, network: network)
            let sight = try Sight(reader, [subject.status], subject.contents, subject.mentions, occasion)
            return sight.sees(subject.status) && subject.contents.allSatisfy(sight.sees)
                && subject.authors.allSatisfy { reader.isShown($0) && sight.lists($0) }
        }
    }

    /// Those among some members in whose home a status may appear: the author, who follows its author and does not read
    /// them in lists only, and, of a public one, who follows one of its hashtags.
    private func homeCandidates(
        of status: Status, tags: [String], among members: Set<Identifier>
    ) throws -> Set<Identifier> {
        guard !members.isEmpty else { return [] }
        var candidates = try records.followers(of: status.accountID, among: Array(members))
        if members.contains(status.accountID) { candidates.insert(status.accountID) }
        if status.visibility == .public, status.boostOf == nil, status.attachments.contains(.tags) {
            candidates.formUnion(try records.followers(ofTags: tags.map { TagName.key($0) }, among: Array(members)))
        }
        guard !candidates.isEmpty else { return [] }
        return candidates.subtracting(try records.readingInLists(status.accountID, among: Array(candidates)))
    }
}

/// Who watches live, by what they watch.
public struct Watchers: Sendable {
    /// The members who watch their homes.
    public var homes: Set<Identifier>
    /// The lists that are watched.
    public var lists: [Identifier]
    /// The members who watch streams of everybody's: the public timeline and those of hashtags.
    public var members: Set<Identifier>

    /// Makes them.
    public init(homes: Set<Identifier> = [], lists: [Identifier] = [], members: Set<Identifier> = []) {
        self.homes = homes
        self.lists = lists
        self.members = members
    }
}

/// Where one status appears among those who watch.
public struct Audience: Sendable {
    /// The status as a stream shows it; nil for one that was deleted, or that appears nowhere.
    public var view: StatusView?
    /// The members in whose homes it appears.
    public var homes: Set<Identifier> = []
    /// The members in whose conversations it appears.
    public var conversations: Set<Identifier> = []
    /// The lists in which it appears.
    public var lists: Set<Identifier> = []
    /// Whose those lists are.
    public var listOwners: Set<Identifier> = []
    /// The hashtags in whose timelines it appears, in lower case.
    public var tags: Set<String> = []
    /// Whether it appears in the timeline of everybody.
    public var isInPublicTimeline = false
    /// The members to whom it appears in timelines of everybody's; to those without an account it appears anyway.
    public var members: Set<Identifier> = []
    /// What of it matches the filters of those readers who have any.
    public var filtered: [Identifier: [FilterMatch]] = [:]

    /// Whether it appears nowhere.
    var isEmpty: Bool {
        homes.isEmpty && conversations.isEmpty && lists.isEmpty && tags.isEmpty && !isInPublicTimeline
    }

    /// All members to whom it appears anywhere.
    var readers: Set<Identifier> { homes.union(conversations).union(listOwners).union(members) }
}
