/// Polls.
extension Transaction {
    /// The poll of a status that the viewer may see.
    public func poll(_ id: Identifier) throws -> PollView {
        guard let poll = try status(id).poll else { throw SocialError.notFound("poll") }
        return poll
    }

    /// Votes in a poll, before its end, and not in one's own: for each answer once, and for one answer only unless the poll
    /// takes several.
    public func vote(_ choices: [Int], in id: Identifier) throws -> PollView {
        let voter = try viewer()
        let view = try status(id)
        guard let poll = view.poll else { throw SocialError.notFound("poll") }
        guard !poll.isExpired else { throw SocialError.invalid(field: "Poll", reason: "has already ended") }
        guard view.author.id != voter else {
            throw SocialError.invalid(field: "Poll", reason: "is your own: you cannot vote in it")
        }
        let chosen = Set(choices)
        // Where several answers may be chosen, another may be chosen later.
        guard poll.own.isEmpty || (poll.poll.isMultiple && chosen.isDisjoint(with: poll.own)) else {
            throw SocialError.invalid(field: "Poll", reason: "has your vote already")
        }
        guard !chosen.isEmpty, chosen.allSatisfy(poll.poll.options.indices.contains) else {
            throw SocialError.invalid(field: "Choices", reason: "must be numbers of the poll's answers, from 0 on")
        }
        guard poll.poll.isMultiple || chosen.count == 1 else {
            throw SocialError.invalid(field: "Choices", reason: "are several, but the poll takes one")
        }
        try records.vote(chosen, in: view.status.id, by: voter)
        return try self.poll(id)
    }

    /// A draft that keeps the rules, as the poll of a status.
    func checked(_ draft: PollDraft, of status: Identifier) throws -> Poll {
        let options = draft.options.map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
        guard (2...limits.pollOptions).contains(options.count) else {
            throw SocialError.invalid(
                field: "Poll", reason: "must have 2 to \(limits.pollOptions) answers to choose from")
        }
        guard Set(options).count == options.count else {
            throw SocialError.invalid(field: "Poll", reason: "has the same answer twice")
        }
        for option in options {
            guard option.count <= limits.pollOptionCharacters, option.utf8.count <= limits.pollOptionCharacters * 16,
                !option.utf8.contains(0)
            else {
                throw SocialError.invalid(
                    field: "Poll", reason: "has an answer longer than \(limits.pollOptionCharacters) characters")
            }
        }
        guard limits.pollSeconds.contains(draft.seconds) else {
            throw SocialError.invalid(
                field: "Poll",
                reason: "must end after \(limits.pollSeconds.lowerBound) to \(limits.pollSeconds.upperBound) seconds")
        }
        return Poll(
            statusID: status, options: options, expiresAt: now + Int64(draft.seconds) * 1000,
            isMultiple: draft.isMultiple, hidesTotals: draft.hidesTotals)
    }
}

extension SocialNetwork {
    /// Tells the authors and the voters of polls that have ended. Call it every few seconds.
    public func tellEndedPolls(now: Int64) async throws {
        try await write(as: .anyone) { transaction in
            for id in try transaction.records.takeEndedPolls(now: now, limit: 100) {
                guard let status = try transaction.records.statuses([id]).first else { continue }
                try transaction.notify(.poll, status.accountID, from: status.accountID, status: id)
                for voter in try transaction.records.voters(in: id) {
                    try transaction.notify(.poll, voter, from: status.accountID, status: id)
                }
            }
        }
    }
}
