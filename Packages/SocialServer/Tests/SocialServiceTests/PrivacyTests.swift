import SocialService
import Testing

@Suite("Privacy")
struct PrivacyTests {
    @Test(
        "a status that few may see changes nothing that everybody sees: counts, times, hashtags",
        arguments: Engine.allCases)
    func countsObeyVisibility(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let root = try await ada.post("root #tea")
        let before = try await ben.read { try $0.account(ada.id) }
        let direct = try await ada.post("for @ben #secret #tea", .direct)
        let after = try await ben.read { try $0.account(ada.id) }
        #expect(after.statusesCount == before.statusesCount && after.lastStatusAt == before.lastStatusAt)
        #expect(direct.author.statusesCount == before.statusesCount)
        // Answers that few see are not counted under what they answer, and are still found by those who may see them.
        let answers = [
            try await ada.post("to followers #friends", .followers, replyTo: root.id),
            try await ben.post("@ada psst", .direct, replyTo: root.id),
        ]
        #expect(try await test.anonymous { try $0.status(root.id) }.status.repliesCount == 0)
        #expect(try await test.anonymous { try $0.context(of: root.id) }.descendants.isEmpty)
        #expect(
            Set(try await ada.read { try $0.context(of: root.id) }.descendants.map(\.id)) == Set(answers.map(\.id)))
        let open = try await ben.post("open", .unlisted, replyTo: root.id)
        #expect(try await test.anonymous { try $0.status(root.id) }.status.repliesCount == 1)
        #expect(try await test.anonymous { try $0.searchTags("secret") }.isEmpty)
        #expect(try await test.anonymous { try $0.searchTags("friends") }.isEmpty)
        #expect(try await test.anonymous { try $0.tag("tea") }.statusesCount == 1)
        // Deleting and editing take away what was counted, and no more.
        let hidden = [direct.id, answers[0].id]
        for id in hidden { try await ada.write { _ = try $0.delete(id) } }
        try await ben.write { _ = try $0.delete(answers[1].id) }
        #expect(try await ben.read { try $0.account(ada.id) }.statusesCount == 1)
        #expect(try await test.anonymous { try $0.status(root.id) }.status.repliesCount == 1)
        #expect(try await test.anonymous { try $0.tag("tea") }.statusesCount == 1)
        try await ben.write { _ = try $0.delete(open.id) }
        #expect(try await test.anonymous { try $0.status(root.id) }.status.repliesCount == 0)
        try await ada.write { _ = try $0.edit(root.id, StatusDraft(text: "root")) }
        #expect(try await test.anonymous { try $0.tag("tea") }.statusesCount == 0)
    }

    @Test(
        "words are found of those who let others find them, and of statuses that one has had to do with",
        arguments: Engine.allCases)
    func indexableIsObeyed(engine: Engine) async throws {
        let test = try await engine.network()
        let cleo = try await test.member("cleo", isIndexable: false)
        let (ben, dan) = (try await test.member("ben"), try await test.member("dan"))
        func found(_ member: Member, _ word: String) async throws -> [Identifier] {
            try await member.read { try $0.searchStatuses(word, PageRequest()) }.map(\.id).sorted()
        }
        let plain = try await cleo.post("a zebra")
        #expect(try await found(ben, "zebra") == [])
        #expect(try await found(cleo, "zebra") == [plain.id])
        // Each way of taking part makes one status findable for that member alone.
        try await ben.write { _ = try $0.favourite(plain.id) }
        #expect(try await found(ben, "zebra") == [plain.id])
        #expect(try await found(dan, "zebra") == [])
        try await ben.write { _ = try $0.unfavourite(plain.id) }
        try await ben.write { _ = try $0.bookmark(plain.id) }
        #expect(try await found(ben, "zebra") == [plain.id])
        try await ben.write { _ = try $0.unbookmark(plain.id) }
        let boost = try await ben.write { try $0.boost(plain.id) }
        #expect(try await found(ben, "zebra") == [plain.id])
        try await ben.write { _ = try $0.delete(boost.id) }
        #expect(try await found(ben, "zebra") == [])
        try await ben.post("an answer", replyTo: plain.id)
        #expect(try await found(ben, "zebra") == [plain.id])
        let named = try await cleo.post("@dan a giraffe")
        #expect(try await found(dan, "giraffe") == [named.id])
        #expect(try await found(ben, "giraffe") == [])
        // Chosen, it counts for public statuses only.
        var changes = ProfileChanges()
        changes.isIndexable = true
        let chosen = changes
        try await cleo.write { _ = try $0.update(chosen) }
        let quiet = try await cleo.post("a quiet okapi", .unlisted)
        let loud = try await cleo.post("a loud okapi")
        #expect(try await found(dan, "okapi") == [loud.id])
        #expect(try await found(cleo, "okapi") == [quiet.id, loud.id].sorted())
    }

    @Test(
        "both settings are off until they are chosen, and whom one follows can be kept to oneself",
        arguments: Engine.allCases)
    func settingsAreOffAtBirth(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada", isIndexable: false)
        let ben = try await test.member("ben")
        let born = try await ada.read { try $0.ownAccount() }
        #expect(!born.isDiscoverable && !born.isIndexable && !born.hidesCollections)
        try await ada.post("hello")
        #expect(try await test.anonymous { try $0.directory(limit: 10, offset: 0, newestFirst: true) }.isEmpty)
        try await ada.follow(ben)
        try await ben.follow(ada)
        #expect(
            try await ben.read { try $0.accounts(.following, of: ada.id, PageRequest()) }.items.map(\.id) == [ben.id])
        var changes = ProfileChanges()
        changes.hidesCollections = true
        changes.isDiscoverable = true
        let chosen = changes
        try await ada.write { _ = try $0.update(chosen) }
        for list in [RelationshipList.following, .followers] {
            #expect(try await ben.read { try $0.accounts(list, of: ada.id, PageRequest()) }.items.isEmpty)
            #expect(try await test.anonymous { try $0.accounts(list, of: ada.id, PageRequest()) }.items.isEmpty)
            #expect(try await ada.read { try $0.accounts(list, of: ada.id, PageRequest()) }.items.count == 1)
        }
        let found = try await test.anonymous { try $0.directory(limit: 10, offset: 0, newestFirst: true) }
        #expect(found.map(\.id) == [ada.id])
        let cleo = try await test.member("cleo")
        try await cleo.follow(ben)
        #expect(try await cleo.read { try $0.familiarFollowers(of: [ada.id]) }.first?.accounts.isEmpty == true)
    }

    @Test("what the operator has closed or limited is shown as was decided", arguments: Engine.allCases)
    func standings(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben, cleo) = (
            try await test.member("ada"), try await test.member("ben"), try await test.member("cleo")
        )
        try await cleo.follow(ada)
        let status = try await ada.post("loud #words for @ben")
        let grant = AccessGrant(applicationID: nil, accountID: ada.id, scopes: .all, createdAt: 1)
        try await test.network.issue(tokenHash: [7], grant)

        try await test.network.set(.silenced, of: ada.id)
        #expect(try await test.network.read(as: .token([7])) { $0.viewerID } == ada.id)
        #expect(try await ben.read { try $0.publicTimeline(PageRequest()) }.items.isEmpty)
        #expect(try await test.anonymous { try $0.tagTimeline(TagFilter(any: ["words"]), PageRequest()) }.items.isEmpty)
        #expect(try await ben.sees(status.id), "it can be asked for")
        #expect(try await cleo.home() == [status.id])
        #expect(try await cleo.read { try $0.publicTimeline(PageRequest()) }.items.count == 1, "who follows sees it")
        try await ada.write { _ = try $0.favourite(try $0.post(StatusDraft(text: "x")).id) }
        try await ada.post("@ben again")
        #expect(try await ben.read { try $0.notificationRequests(PageRequest()) }.items.map(\.account.id) == [ada.id])

        try await test.network.set(.suspended, of: ada.id)
        #expect(try await !ben.sees(status.id))
        #expect(try await !cleo.sees(status.id))
        #expect(try await cleo.home().isEmpty)
        await #expect(throws: SocialError.unauthenticated) { try await test.network.read(as: .token([7])) { _ in } }
        await #expect(throws: SocialError.notFound("account")) { try await ben.read { try $0.account(ada.id) } }
        #expect(try await ben.read { try $0.searchAccounts("ada") }.isEmpty)
        #expect(try await ben.post("hello @ada").mentions.isEmpty)

        try await test.network.set(.pending, of: ada.id)
        try await test.network.issue(tokenHash: [8], grant)
        await #expect(throws: SocialError.disabled(.pending)) { try await test.network.read(as: .token([8])) { _ in } }
        try await test.network.set(.active, of: ada.id)
        #expect(try await test.network.read(as: .token([8])) { $0.viewerID } == ada.id)
        #expect(try await ben.sees(status.id))
    }

    @Test("a code that comes twice ends the token that it was exchanged for", arguments: Engine.allCases)
    func codesAreUsedOnce(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        let application = try await test.network.register(
            clientID: "c", secretHash: [1], name: "app", website: nil, redirectURIs: ["app:/x"], scopes: .all)
        let grant = AccessGrant(applicationID: application.id, accountID: ada.id, scopes: .all, createdAt: 1)
        let code = AuthorizationCode(grant: grant, redirectURI: "app:/x", challenge: nil, expiresAt: Int64.max)
        try await test.network.issue(codeHash: [9], code)
        let taken = try #require(try await test.network.takeCode(hash: [9], for: [1, 1]))
        try await test.network.issue(tokenHash: [1, 1], taken.grant)
        #expect(try await test.network.grant(tokenHash: [1, 1]) != nil)
        #expect(try await test.network.takeCode(hash: [9], for: [2, 2]) == nil)
        #expect(try await test.network.grant(tokenHash: [1, 1]) == nil)
        #expect(try await test.network.takeCode(hash: [3], for: [2, 2]) == nil, "a code that never was")
    }
}
