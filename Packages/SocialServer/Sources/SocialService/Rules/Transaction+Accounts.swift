import Foundation

/// Profiles.
extension Transaction {
    /// An account; everybody may know that it exists.
    public func account(_ id: Identifier) throws -> Account { try account(id, "account") }

    /// Those among some accounts that exist, in the order in which they were asked for.
    public func accounts(_ ids: [Identifier]) throws -> [Account] {
        let asked = ids.prefix(limits.accountsPerPage)
        let byID = Dictionary(
            try records.accounts(Array(Set(asked))).filter(isShown).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        return asked.compactMap { byID[$0] }
    }

    /// The account with a name, whatever its case.
    public func account(named name: String) throws -> Account {
        guard let account = try records.accounts(named: [name.lowercased()]).first, isShown(account) else {
            throw SocialError.notFound("account")
        }
        return account
    }

    /// The accounts with some names, whatever their case.
    public func accounts(named names: [String]) throws -> [Account] {
        try records.accounts(named: names.prefix(limits.accountsPerPage).map { $0.lowercased() }).filter(isShown)
    }

    /// The viewer's own account.
    public func ownAccount() throws -> Account { try account(viewer()) }

    /// How many accounts ask to follow the viewer, up to 80.
    public func requestsCount() throws -> Int {
        try records.accounts(.requests, of: viewer(), PageRequest(limit: limits.accountsPerPage)).count
    }

    /// Changes the viewer's profile.
    public func update(_ changes: ProfileChanges) throws -> Account {
        var account = try checked(changes)
        replace(&account.avatar, by: changes.avatar)
        replace(&account.header, by: changes.header)
        let wasLocked = try ownAccount().isLocked
        try records.update(account)
        if wasLocked, !account.isLocked { try authorizeAll() }
        return try self.account(account.id)
    }

    /// Whoever waits to follow an account that approves its followers no more follows it; those whom the operator has
    /// limited wait on.
    private func authorizeAll() throws {
        for request in try records.accounts(.requests, of: viewer(), PageRequest(limit: 10_000))
        where request.element.standing == .active {
            _ = try authorize(request.element.id)
        }
    }

    /// The viewer's account as changes would make it, but for its pictures; nothing is changed.
    func checked(_ changes: ProfileChanges) throws -> Account {
        var account = try ownAccount()
        if let name = changes.displayName {
            account.displayName = try checked(name, "Display name", limits.displayNameCharacters)
        }
        if let note = changes.note { account.note = try checked(note, "Note", limits.noteCharacters) }
        if let fields = changes.fields {
            let kept = fields.filter { !$0.name.isEmpty || !$0.value.isEmpty }
            guard kept.count <= limits.profileFields else {
                throw SocialError.invalid(field: "Fields", reason: "are more than \(limits.profileFields)")
            }
            account.fields = try kept.map {
                ProfileField(
                    name: try checked($0.name, "Fields", limits.profileFieldCharacters),
                    value: try checked($0.value, "Fields", limits.profileFieldCharacters))
            }
        }
        let most = limits.descriptionCharacters
        if let words = changes.avatarDescription {
            account.avatarDescription = try checked(words, "Avatar description", most)
        }
        if let words = changes.headerDescription {
            account.headerDescription = try checked(words, "Header description", most)
        }
        account.isLocked = changes.isLocked ?? account.isLocked
        account.isBot = changes.isBot ?? account.isBot
        account.isDiscoverable = changes.isDiscoverable ?? account.isDiscoverable
        account.isIndexable = changes.isIndexable ?? account.isIndexable
        account.hidesCollections = changes.hidesCollections ?? account.hidesCollections
        if let visibility = changes.visibility {
            guard visibility != .direct else {
                throw SocialError.invalid(field: "Privacy", reason: "cannot be direct by default")
            }
            account.defaults.visibility = visibility
        }
        account.defaults.isSensitive = changes.isSensitive ?? account.defaults.isSensitive
        if let language = changes.language { account.defaults.language = try self.language(language) }
        return account
    }

    /// Deletes the viewer's account with everything that hangs on it.
    public func deleteOwnAccount() throws { try deleteAccount(viewer()) }

    /// Deletes an account with everything that hangs on it. For the operator and the account's owner.
    func deleteAccount(_ id: Identifier) throws {
        let account = try account(id)
        var page = PageRequest(limit: 500)
        while true {
            let batch = try records.statuses(of: id, ProfileFilter(), page)
            let ids = batch.map(\.id)
            let tags = Dictionary(grouping: try records.tags(ofStatuses: ids), by: \.status)
            let mentions = Dictionary(grouping: try records.mentions(ofStatuses: ids), by: \.status)
            for status in batch {
                tell(
                    .deleted(
                        outline(
                            of: status, tags: tags[status.id, default: []].map(\.tag),
                            mentions: mentions[status.id, default: []].map(\.mention.accountID))))
            }
            guard batch.count == page.limit, let last = batch.last else { break }
            page.maximum = last.id
        }
        notes.outcome.files += try records.mediaFiles(of: id) + [account.avatar, account.header].compactMap { $0 }
        try records.deleteAccount(id)
    }

    private func replace(_ file: inout String?, by change: ProfileChanges.Picture?) {
        guard let change else { return }
        if let file { notes.outcome.files.append(file) }
        switch change {
        case .remove: file = nil
        case .file(let name): file = name
        }
    }

    private func checked(_ text: String, _ field: String, _ most: Int) throws -> String {
        guard text.count <= most, text.utf8.count <= most * 16 else {
            throw SocialError.invalid(field: field, reason: "is longer than \(most) characters")
        }
        guard !text.utf8.contains(0) else {
            throw SocialError.invalid(field: field, reason: "contains a NUL character")
        }
        return text
    }
}

/// What members change about themselves; what is `nil` stays.
public struct ProfileChanges: Sendable {
    /// The name that is shown.
    public var displayName: String?
    /// What they write about themselves.
    public var note: String?
    /// The rows of the profile's table.
    public var fields: [ProfileField]?
    /// Whether followers must be approved.
    public var isLocked: Bool?
    /// Whether a program posts.
    public var isBot: Bool?
    /// Whether the account may be suggested to others.
    public var isDiscoverable: Bool?
    /// Whether others may find its public statuses by their words.
    public var isIndexable: Bool?
    /// Whether it shows nobody whom it follows and who follows it.
    public var hidesCollections: Bool?
    /// The portrait.
    public var avatar: Picture?
    /// The picture above the profile.
    public var header: Picture?
    /// What is to be seen on the portrait.
    public var avatarDescription: String?
    /// What is to be seen on the picture above the profile.
    public var headerDescription: String?
    /// Who sees new statuses.
    public var visibility: Visibility?
    /// Whether images of new statuses are hidden.
    public var isSensitive: Bool?
    /// The language of new statuses; empty for none.
    public var language: String?

    /// A new picture.
    public enum Picture: Sendable {
        /// None any more.
        case remove
        /// A file that was saved.
        case file(String)
    }

    /// Makes changes that change nothing.
    public init() {}
}
