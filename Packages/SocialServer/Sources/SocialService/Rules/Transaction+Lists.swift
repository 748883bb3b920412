/// Lists of accounts that the viewer reads apart from their home.
extension Transaction {
    /// How many lists a member has at most, and how many accounts are on one.
    private static let most = (lists: 100, accounts: 1000)

    /// The viewer's lists.
    public func lists() throws -> [MemberList] { try records.lists(of: viewer()) }

    /// One of the viewer's lists.
    public func list(_ id: Identifier) throws -> MemberList {
        guard let list = try records.list(id), list.ownerID == (try viewer()) else {
            throw SocialError.notFound("list")
        }
        return list
    }

    /// The viewer's lists that an account is on.
    public func lists(with account: Identifier) throws -> [MemberList] {
        let owner = try viewer()
        _ = try self.account(account)
        return try records.lists(of: owner, with: account)
    }

    /// Makes a list.
    public func makeList(title: String, replies: MemberList.Replies, isExclusive: Bool) throws -> MemberList {
        let owner = try viewer()
        guard try records.lists(of: owner).count < Self.most.lists else {
            throw SocialError.invalid(field: "Lists", reason: "are more than \(Self.most.lists)")
        }
        let list = MemberList(
            id: newID(), ownerID: owner, title: try checkedTitle(title), replies: replies, isExclusive: isExclusive)
        try records.insert(list)
        return list
    }

    /// Changes one of the viewer's lists; what is nil stays.
    public func updateList(
        _ id: Identifier, title: String?, replies: MemberList.Replies?, isExclusive: Bool?
    ) throws -> MemberList {
        var list = try list(id)
        if let title { list.title = try checkedTitle(title) }
        list.replies = replies ?? list.replies
        list.isExclusive = isExclusive ?? list.isExclusive
        try records.update(list)
        return list
    }

    private func checkedTitle(_ title: String) throws -> String {
        guard !title.allSatisfy(\.isWhitespace) else {
            throw SocialError.invalid(field: "Title", reason: "can't be blank")
        }
        guard title.count <= 256, title.utf8.count <= 4096, !title.utf8.contains(0) else {
            throw SocialError.invalid(field: "Title", reason: "is longer than 256 characters")
        }
        return title
    }

    /// Removes one of the viewer's lists.
    public func deleteList(_ id: Identifier) throws { try records.deleteList(list(id).id) }

    /// The accounts on one of the viewer's lists.
    public func accounts(onList id: Identifier, _ page: PageRequest) throws -> Page<Account> {
        let list = try list(id)
        // A limit of 0 asks for all of them.
        var page = page
        page.limit = page.limit == 0 ? Self.most.accounts : max(1, min(limits.accountsPerPage, page.limit))
        return Self.accounts(try records.accounts(on: list.id, page), page)
    }

    /// Puts accounts on one of the viewer's lists: the viewer, or whom they follow.
    public func add(_ accounts: [Identifier], toList id: Identifier) throws {
        let list = try list(id)
        let wanted = Set(accounts)
        let followed = try records.followed(by: list.ownerID, among: Array(wanted))
        guard wanted.subtracting(followed).isSubset(of: [list.ownerID]) else { throw SocialError.notFound("account") }
        let known = try records.listed(on: list.id, among: accounts)
        guard known.isDisjoint(with: wanted) else {
            throw SocialError.taken(field: "Account")
        }
        let page = PageRequest(limit: Self.most.accounts + 1)
        guard try records.accounts(on: list.id, page).count + wanted.count <= Self.most.accounts else {
            throw SocialError.invalid(field: "Accounts", reason: "are more than \(Self.most.accounts)")
        }
        for account in accounts { _ = try records.insert(account, on: list.id, id: newID()) }
    }

    /// Takes accounts off one of the viewer's lists.
    public func remove(_ accounts: [Identifier], fromList id: Identifier) throws {
        try records.delete(accounts, from: list(id).id)
    }

    /// What those on one of the viewer's lists have posted and boosted.
    public func timeline(ofList id: Identifier, _ page: PageRequest) throws -> Page<StatusView> {
        let list = try list(id)
        return try fill(page, .listed, { try records.timeline(of: list.id, $0) }, choosing: { try shown($0, on: list) })
    }

    /// Those among some statuses whose answers a list shows.
    func shown(_ statuses: [Status], on list: MemberList) throws -> [Status] {
        let answered = Set(statuses.compactMap { Self.answeredOther($0) })
        let kept: Set<Identifier> =
            switch list.replies {
            case .none: []
            case .list: try records.listed(on: list.id, among: Array(answered))
            case .followed: try records.followed(by: list.ownerID, among: Array(answered)).union([list.ownerID])
            }
        return statuses.filter { status in Self.answeredOther(status).map(kept.contains) ?? true }
    }

    /// Whom a status answers, unless that is its author.
    static func answeredOther(_ status: Status) -> Identifier? {
        guard status.boostOf == nil, let answered = status.inReplyToAccount, answered != status.accountID else {
            return nil
        }
        return answered
    }
}
