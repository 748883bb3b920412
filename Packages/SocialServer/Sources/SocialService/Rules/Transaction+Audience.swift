/// Who among many readers sees one status: for live streams, which have one status and many readers where a timeline
/// has one reader and many statuses. The rules are those of ``Sight``; nothing is decided anew here.
extension Transaction {
    /// Where a status appears.
    public enum Place: Sendable, Hashable {
        /// In the readers' homes.
        case homes
        /// In lists that everybody has: the public timeline and those of hashtags.
        case lists
    }

    /// The members among some to whom a status appears.
    ///
    /// One transaction for all of them; a reader costs two small queries.
    public func readers(of id: Identifier, among members: [Identifier], in place: Place) throws -> Set<Identifier> {
        guard !members.isEmpty, let status = try records.statuses([id]).first else { return [] }
        let boosted = try status.boostOf.map { try records.statuses([$0]) } ?? []
        guard status.boostOf == nil || !boosted.isEmpty else { return [] }
        let contents = status.boostOf == nil ? [status] : boosted
        let mentions = try records.mentions(ofStatuses: contents.map(\.id)).reduce(into: [Identifier: [Mention]]()) {
            $0[$1.status, default: []].append($1.mention)
        }
        let candidates: Set<Identifier> =
            place == .homes ? try homeAudience(of: status, among: members) : Set(members)
        let authors = try records.accounts(Array(Set((contents + [status]).map(\.accountID))))
        return try candidates.filter { member in
            let transaction = try Transaction(.account(member), scope: nil, records: records, network: network)
            let sight = try Sight(transaction, [status], contents, mentions, place == .homes ? .home : .listed)
            return sight.sees(status) && contents.allSatisfy(sight.sees)
                && authors.allSatisfy { transaction.isShown($0) && sight.lists($0) }
        }
    }

    /// Those among some members in whose home a new status may appear: who follow its author and do not read them in
    /// lists only, and, of a public one, who follow one of its hashtags.
    private func homeAudience(of status: Status, among members: [Identifier]) throws -> Set<Identifier> {
        var audience = try homeAudience(of: status.accountID, among: members)
        if status.visibility == .public, status.boostOf == nil, status.attachments.contains(.tags) {
            let tags = try records.tags(ofStatuses: [status.id]).map(\.tag)
            audience.formUnion(try records.followers(ofTags: tags, among: members))
        }
        return audience.subtracting(try records.readingInLists(status.accountID, among: Array(audience)))
    }
}
