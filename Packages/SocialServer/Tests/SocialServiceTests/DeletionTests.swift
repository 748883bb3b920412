import SQLDatabase
import SocialService
import SocialStorage
import Testing

@Suite("Leaving")
struct DeletionTests {
    @Test(
        "of a deleted account no row, no word and no file remains, and others' counts are right",
        arguments: Engine.allCases)
    func nothingRemains(engine: Engine) async throws {
        let test = try await engine.network()
        let (gone, ben) = (try await test.member("gone"), try await test.member("ben"))
        try await gone.follow(ben)
        try await ben.follow(gone)
        let mine = try await ben.post("ben's")
        let image = try await test.network.upload(pixel, description: "a secret", focus: nil, as: .account(gone.id))
        var draft = StatusDraft(text: "a tell-tale word @ben #leaving")
        draft.media = [image.id]
        let finished = draft
        let status = try await gone.write { try $0.post(finished) }
        try await gone.write { _ = try $0.edit(status.id, finished) }
        try await gone.write { _ = try $0.favourite(mine.id) }
        try await gone.write { _ = try $0.bookmark(mine.id) }
        try await gone.write { _ = try $0.boost(mine.id) }
        try await gone.post("answer", replyTo: mine.id)
        try await ben.write { _ = try $0.boost(status.id) }
        try await ben.write { _ = try $0.favourite(status.id) }
        try await ben.write { _ = try $0.setNote("odd", on: gone.id) }
        try await gone.write { _ = try $0.setMarker("home", lastRead: status.id) }
        try await test.network.issue(
            tokenHash: [1, 2, 3], AccessGrant(applicationID: nil, accountID: gone.id, scopes: .all, createdAt: 1))

        try await gone.write { try $0.deleteOwnAccount() }

        #expect(test.files.names.isEmpty)
        for table in Schema.tableNames {
            for row in try await test.store.database.query("SELECT * FROM \(identifier: table)") {
                for (column, value) in zip(row.columns.names, row.values) {
                    let isLeft: Bool
                    switch value {
                    case .integer(let number): isLeft = number == gone.id.rawValue || number == status.id.rawValue
                    case .text(let text): isLeft = text.contains("tell-tale") || text.contains("gone")
                    default: isLeft = false
                    }
                    #expect(!isLeft, "\(table).\(column)")
                }
            }
        }
        let view = try await ben.read { try $0.status(mine.id) }
        #expect(view.status.favouritesCount == 0 && view.status.boostsCount == 0 && view.status.repliesCount == 0)
        #expect(view.author.followersCount == 0 && view.author.followingCount == 0 && view.author.statusesCount == 1)
        #expect(try await ben.read { try $0.searchStatuses("tell", PageRequest()) }.isEmpty)
        #expect(try await ben.read { try $0.notifications(PageRequest()) }.items.isEmpty)
        await #expect(throws: SocialError.unauthenticated) {
            try await test.network.read(as: .token([1, 2, 3])) { _ in }
        }
        let isTold = test.events.all.contains { event in
            guard case .deleted(let outline) = event else { return false }
            return outline.id == status.id && outline.accountID == gone.id
        }
        #expect(isTold)
        // The name is free again.
        _ = try await test.member("gone")
    }

    @Test("names and addresses are taken once, whatever their case", arguments: Engine.allCases)
    func namesAreTakenOnce(engine: Engine) async throws {
        let test = try await engine.network()
        _ = try await test.member("ada")
        for (name, email) in [("ADA", "x@example.org"), ("other", "ADA@example.ORG")] {
            await #expect(throws: SocialError.self) {
                try await test.network.register(username: name, email: email, passwordRecord: "")
            }
        }
        for (name, email) in [("a b", "x@y"), ("", "x@y"), ("é", "x@y"), ("ok", "xy"), ("ok", "x@"), ("ok", "a\n@b")] {
            await #expect(throws: SocialError.self) {
                try await test.network.register(username: name, email: email, passwordRecord: "")
            }
        }
    }
}
