import Foundation
import SQLDatabase
import SocialService

/// Follows, requests, blocks and mutes.
extension SQLRecords {
    private var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    func relationships(of account: Identifier, to others: [Identifier]) throws -> [Relationship] {
        guard !others.isEmpty else { return [] }
        let list = among(others)
        var found: [Identifier: Relationship] = [:]
        for row in try connection.query(
            """
            SELECT target_id, 1, shows_boosts, notifies FROM follows WHERE account_id = \(account) AND target_id \(list)
            UNION ALL SELECT account_id, 2, \(false), \(false) FROM follows
                WHERE target_id = \(account) AND account_id \(list)
            UNION ALL SELECT target_id, 3, shows_boosts, notifies FROM follow_requests
                WHERE account_id = \(account) AND target_id \(list)
            UNION ALL SELECT account_id, 4, \(false), \(false) FROM follow_requests
                WHERE target_id = \(account) AND account_id \(list)
            UNION ALL SELECT target_id, 5, \(false), \(false) FROM blocks
                WHERE account_id = \(account) AND target_id \(list)
            UNION ALL SELECT account_id, 6, \(false), \(false) FROM blocks
                WHERE target_id = \(account) AND account_id \(list)
            UNION ALL SELECT target_id, 7, hides_notifications, \(false) FROM mutes
                WHERE account_id = \(account) AND target_id \(list) AND until > \(now)
            UNION ALL SELECT target_id, 8, \(false), \(false) FROM endorsements
                WHERE account_id = \(account) AND target_id \(list)
            """)
        {
            let other = try row.id(0)
            var relationship = found[other] ?? Relationship(accountID: other)
            switch try row.int(1) {
            case 1:
                relationship.isFollowing = true
                relationship.showsBoosts = try row.flag(2)
                relationship.notifies = try row.flag(3)
            case 2: relationship.isFollowedBy = true
            case 3: relationship.hasRequested = true
            case 4: relationship.isRequestedBy = true
            case 5: relationship.isBlocking = true
            case 6: relationship.isBlockedBy = true
            case 8: relationship.isEndorsed = true
            default:
                relationship.isMuting = true
                relationship.isMutingNotifications = try row.flag(2)
            }
            found[other] = relationship
        }
        for row in try connection.query(
            "SELECT target_id, note FROM account_notes WHERE account_id = \(account) AND target_id \(list)")
        {
            let other = try row.id(0)
            found[other, default: Relationship(accountID: other)].note = try row.text(1)
        }
        return others.map { found[$0] ?? Relationship(accountID: $0) }
    }

    /// Up to how many blocks and mutes of one account are read, whomever they are about.
    private static let fewHidden = 100

    func hidden(from account: Identifier, among others: [Identifier]) throws -> [Identifier: Hiding] {
        guard !others.isEmpty else { return [:] }
        if others.count > 1 {
            // Most have blocked hardly anybody, and nobody them: then there is nothing to compare with the others.
            let few = try hiding(account, "", limit: Self.fewHidden + 1)
            if few.isEmpty { return [:] }
            if few.count <= Self.fewHidden {
                let asked = Set(others)
                return try collect(few).filter { asked.contains($0.key) }
            }
        }
        return try collect(try hiding(account, "AND other \(among(others))", limit: 3 * others.count))
    }

    /// Whom an account blocks, who blocks it, and whom it mutes.
    private func hiding(_ account: Identifier, _ isAsked: SQLStatement, limit: Int) throws -> [SQLRow] {
        try connection.query(
            """
            SELECT other, why, mutes_notifications FROM (
                SELECT target_id AS other, 1 AS why, \(false) AS mutes_notifications FROM blocks WHERE account_id = \(account)
                UNION ALL SELECT account_id, 2, \(false) FROM blocks WHERE target_id = \(account)
                UNION ALL SELECT target_id, 4, hides_notifications FROM mutes WHERE account_id = \(account) AND until > \(now)
            ) hidden WHERE why > 0 \(isAsked) LIMIT \(limit)
            """)
    }

    private func collect(_ rows: [SQLRow]) throws -> [Identifier: Hiding] {
        var hiding: [Identifier: Hiding] = [:]
        for row in rows {
            var why = Hiding(rawValue: try row.int(1))
            if try row.flag(2) { why.insert(.mutingNotifications) }
            hiding[try row.id(0), default: []].formUnion(why)
        }
        return hiding
    }

    func followed(by account: Identifier, among others: [Identifier]) throws -> Set<Identifier> {
        Set(
            try connection.values(
                "SELECT target_id FROM follows WHERE account_id = \(account) AND target_id \(among(others))"))
    }

    func followers(of account: Identifier, among others: [Identifier]) throws -> Set<Identifier> {
        Set(
            try connection.values(
                "SELECT account_id FROM follows WHERE target_id = \(account) AND account_id \(among(others))"))
    }

    func familiar(to account: Identifier, following target: Identifier, limit: Int) throws -> [Account] {
        try connection.query(
            """
            SELECT \(Self.accountColumns) FROM follows f JOIN follows g ON g.account_id = f.target_id
                JOIN accounts a ON a.id = g.account_id
            WHERE f.account_id = \(account) AND g.target_id = \(target) ORDER BY g.id DESC LIMIT \(limit)
            """
        ).map { try Self.account($0) }
    }

    func notified(by account: Identifier) throws -> [Identifier] {
        try connection.values("SELECT account_id FROM follows WHERE target_id = \(account) AND notifies")
    }

    func insertFollow(_ follow: Follow) throws -> Bool {
        let isKnown =
            try connection.execute(
                """
                UPDATE follows SET shows_boosts = \(follow.showsBoosts), notifies = \(follow.notifies)
                WHERE account_id = \(follow.accountID) AND target_id = \(follow.targetID)
                """) == 1
        guard !isKnown else { return false }
        try insert(follow, into: "follows")
        try count(followsOf: follow.accountID, of: follow.targetID, 1)
        return true
    }

    func deleteFollow(from account: Identifier, to target: Identifier) throws -> Bool {
        let wasThere =
            try connection.execute("DELETE FROM follows WHERE account_id = \(account) AND target_id = \(target)") == 1
        if wasThere {
            try count(followsOf: account, of: target, -1)
            // Only those whom one follows are shown on one's profile.
            try deleteEndorsement(from: account, of: target)
        }
        return wasThere
    }

    private func count(followsOf account: Identifier, of target: Identifier, _ change: Int) throws {
        try connection.execute(
            "UPDATE accounts SET following_count = following_count + \(change) WHERE id = \(account)")
        try connection.execute(
            "UPDATE accounts SET followers_count = followers_count + \(change) WHERE id = \(target)")
    }

    private func insert(_ follow: Follow, into table: SQLStatement) throws {
        try connection.execute(
            """
            INSERT INTO \(table) (id, account_id, target_id, shows_boosts, notifies)
            VALUES (\(follow.id), \(follow.accountID), \(follow.targetID), \(follow.showsBoosts), \(follow.notifies))
            """)
    }

    func insertRequest(_ follow: Follow) throws { try insert(follow, into: "follow_requests") }

    func deleteRequest(from account: Identifier, to target: Identifier) throws -> Follow? {
        let row = try connection.first(
            """
            SELECT id, shows_boosts, notifies FROM follow_requests
            WHERE account_id = \(account) AND target_id = \(target)
            """)
        guard let row else { return nil }
        try connection.execute(
            "DELETE FROM follow_requests WHERE account_id = \(account) AND target_id = \(target)")
        return Follow(
            id: try row.id(0), accountID: account, targetID: target, showsBoosts: try row.flag(1),
            notifies: try row.flag(2))
    }

    func insertBlock(id: Identifier, from account: Identifier, to target: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO blocks (id, account_id, target_id) VALUES (\(id), \(account), \(target))
            ON CONFLICT (account_id, target_id) DO NOTHING
            """)
    }

    func deleteBlock(from account: Identifier, to target: Identifier) throws {
        try connection.execute("DELETE FROM blocks WHERE account_id = \(account) AND target_id = \(target)")
    }

    func insertMute(
        id: Identifier, from account: Identifier, to target: Identifier, hidesNotifications: Bool, until: Int64?
    ) throws {
        try connection.execute(
            """
            INSERT INTO mutes (id, account_id, target_id, hides_notifications, until)
            VALUES (\(id), \(account), \(target), \(hidesNotifications), \(until ?? Int64.max))
            ON CONFLICT (account_id, target_id)
            DO UPDATE SET hides_notifications = excluded.hides_notifications, until = excluded.until
            """)
    }

    func deleteMute(from account: Identifier, to target: Identifier) throws {
        try connection.execute("DELETE FROM mutes WHERE account_id = \(account) AND target_id = \(target)")
    }

    func insertEndorsement(id: Identifier, from account: Identifier, of target: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO endorsements (id, account_id, target_id) VALUES (\(id), \(account), \(target))
            ON CONFLICT (account_id, target_id) DO NOTHING
            """)
    }

    func deleteEndorsement(from account: Identifier, of target: Identifier) throws {
        try connection.execute("DELETE FROM endorsements WHERE account_id = \(account) AND target_id = \(target)")
    }

    func setNote(_ note: String, from account: Identifier, to target: Identifier) throws {
        try connection.execute("DELETE FROM account_notes WHERE account_id = \(account) AND target_id = \(target)")
        guard !note.isEmpty else { return }
        try connection.execute(
            "INSERT INTO account_notes (account_id, target_id, note) VALUES (\(account), \(target), \(note))")
    }

    func accounts(_ list: RelationshipList, of account: Identifier, _ page: PageRequest) throws -> [Placed<Account>] {
        let (table, mine, other): (SQLStatement, SQLStatement, SQLStatement) =
            switch list {
            case .following: ("follows", "account_id", "target_id")
            case .followers: ("follows", "target_id", "account_id")
            case .requests: ("follow_requests", "target_id", "account_id")
            case .blocks: ("blocks", "account_id", "target_id")
            case .mutes: ("mutes", "account_id", "target_id")
            case .endorsed: ("endorsements", "account_id", "target_id")
            }
        let lasts: SQLStatement = list == .mutes ? "AND b.until > \(now)" : ""
        return try connection.query(
            """
            SELECT b.id, \(Self.accountColumns) FROM \(table) b JOIN accounts a ON a.id = b.\(other)
            WHERE b.\(mine) = \(account) AND b.id < \(page.below) AND b.id > \(page.above) \(lasts)
            ORDER BY b.id \(order(page)) LIMIT \(page.limit)
            """
        ).map { Placed(place: try $0.id(0), element: try Self.account($0, from: 1)) }
    }
}
