import SQLDatabase
import SocialService

/// Polls and votes.
extension SQLRecords {
    // The answers to choose from are only ever read together: record separators part them (ASCII 30).
    func insert(_ poll: Poll) throws {
        let options = poll.options.map { $0.filter { $0 != "\u{1e}" } }.joined(separator: "\u{1e}")
        try connection.execute(
            """
            INSERT INTO polls (status_id, options, expires_at, is_multiple, hides_totals, is_told)
            VALUES (\(poll.statusID), \(options), \(poll.expiresAt), \(poll.isMultiple), \(poll.hidesTotals), \(false))
            """)
    }

    func setExpiry(_ at: Int64, ofPoll status: Identifier) throws {
        try connection.execute(
            "UPDATE polls SET expires_at = \(at), is_told = \(false) WHERE status_id = \(status)")
    }

    func deletePoll(of status: Identifier) throws {
        try connection.execute("DELETE FROM polls WHERE status_id = \(status)")
    }

    func polls(ofStatuses ids: [Identifier], for reader: Identifier?, now: Int64) throws -> [PollView] {
        guard !ids.isEmpty else { return [] }
        var views: [Identifier: PollView] = [:]
        for row in try connection.query(
            """
            SELECT p.status_id, p.options, p.expires_at, p.is_multiple, p.hides_totals, s.account_id
            FROM polls p JOIN statuses s ON s.id = p.status_id WHERE p.status_id \(among(ids))
            """)
        {
            let options = try row.text(1).split(separator: "\u{1e}", omittingEmptySubsequences: false).map(String.init)
            let poll = Poll(
                statusID: try row.id(0), options: options, expiresAt: try row.moment(2) ?? 0,
                isMultiple: try row.flag(3), hidesTotals: try row.flag(4))
            views[poll.statusID] = PollView(
                poll: poll, votes: Array(repeating: 0, count: options.count), voters: 0, own: [],
                hasVoted: try row.optionalID(5) == reader && reader != nil, isExpired: poll.expiresAt <= now)
        }
        for row in try connection.query(
            "SELECT status_id, choice, count(*) FROM poll_votes WHERE status_id \(among(ids)) GROUP BY status_id, choice"
        ) {
            let (id, choice, count) = (try row.id(0), try row.int(1), try row.int(2))
            guard views[id]?.votes.indices.contains(choice) ?? false else { continue }
            views[id]?.votes[choice] = count
        }
        for row in try connection.query(
            """
            SELECT status_id, count(DISTINCT account_id) FROM poll_votes WHERE status_id \(among(ids))
            GROUP BY status_id
            """)
        { views[try row.id(0)]?.voters = try row.int(1) }
        if let reader {
            for row in try connection.query(
                "SELECT status_id, choice FROM poll_votes WHERE account_id = \(reader) AND status_id \(among(ids))")
            {
                views[try row.id(0)]?.own.insert(try row.int(1))
                views[try row.id(0)]?.hasVoted = true
            }
        }
        return Array(views.values)
    }

    func vote(_ choices: Set<Int>, in poll: Identifier, by account: Identifier) throws {
        for choice in choices.sorted() {
            try connection.execute(
                "INSERT INTO poll_votes (status_id, account_id, choice) VALUES (\(poll), \(account), \(choice))")
        }
    }

    func takeEndedPolls(now: Int64, limit: Int) throws -> [Identifier] {
        let ended: [Identifier] = try connection.values(
            """
            SELECT status_id FROM polls WHERE NOT is_told AND expires_at <= \(now) ORDER BY expires_at LIMIT \(limit)
            """)
        // Of two servers that look at once, each row is taken by one.
        return try ended.filter {
            try connection.execute("UPDATE polls SET is_told = \(true) WHERE status_id = \($0) AND NOT is_told") == 1
        }
    }

    func voters(in poll: Identifier) throws -> [Identifier] {
        try connection.values("SELECT DISTINCT account_id FROM poll_votes WHERE status_id = \(poll)")
    }
}
