import SocialService
import Testing

@Suite("Who may see what")
struct VisibilityTests {
    @Test("each visibility is seen by those it is for, and by nobody else", arguments: Engine.allCases)
    func eachVisibilityIsSeenByThoseItIsFor(engine: Engine) async throws {
        let test = try await engine.network()
        let author = try await test.member("author")
        let follower = try await test.member("follower")
        let mentioned = try await test.member("mentioned")
        let other = try await test.member("other")
        let blocked = try await test.member("blocked")
        try await follower.follow(author)
        try await author.write { _ = try $0.block(blocked.id) }
        let expected: [(Visibility, [Bool])] = [
            (.public, [true, true, true, true, false, true]), (.unlisted, [true, true, true, true, false, true]),
            (.followers, [true, true, true, false, false, false]), (.direct, [true, false, true, false, false, false]),
        ]
        for (visibility, seers) in expected {
            let status = try await author.post("for @mentioned, \(visibility)", visibility)
            var seen: [Bool] = []
            for member in [author, follower, mentioned, other, blocked] {
                seen.append(try await member.sees(status.id))
            }
            let isOpen = (try? await test.anonymous { try $0.status(status.id) }) != nil
            #expect(seen + [isOpen] == seers, "\(visibility)")
            // Nobody reacts to what they cannot see.
            await #expect(throws: SocialError.notFound("status")) {
                try await blocked.write { try $0.favourite(status.id) }
            }
            let isListed = try await test.anonymous { try $0.publicTimeline(PageRequest()) }.items.contains {
                $0.id == status.id
            }
            #expect(isListed == (visibility == .public))
            let isFound = try await other.read { try $0.searchStatuses("mentioned", PageRequest(limit: 40)) }
                .contains { $0.id == status.id }
            // An unlisted status is seen by whoever has its address, and found by nobody's search.
            #expect(isFound == (visibility == .public))
        }
    }

    @Test("what followers see is neither boosted nor shown in a profile to others", arguments: Engine.allCases)
    func privateStatusesStayPrivate(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let eve = try await test.member("eve")
        try await ben.follow(ada)
        let status = try await ada.post("friends", .followers)
        await #expect(throws: SocialError.self) { try await ben.write { try $0.boost(status.id) } }
        await #expect(throws: SocialError.self) { try await eve.write { try $0.boost(status.id) } }
        let profile = ProfileFilter()
        #expect(try await eve.read { try $0.statuses(of: ada.id, profile, PageRequest()) }.items.isEmpty)
        #expect(try await test.anonymous { try $0.statuses(of: ada.id, profile, PageRequest()) }.items.isEmpty)
        #expect(try await ben.read { try $0.statuses(of: ada.id, profile, PageRequest()) }.items.count == 1)
        // Their author may boost them, for followers.
        #expect(try await ada.write { try $0.boost(status.id) }.boost?.status.visibility == .followers)
    }

    @Test("blocked and muted members vanish from lists, and mutes end", arguments: Engine.allCases)
    func hiddenMembersVanish(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben, cid) = (try await test.member("ada"), try await test.member("ben"), try await test.member("cid"))
        try await ada.follow(ben)
        try await ada.follow(cid)
        let status = try await ben.post("hello #tag @ada")
        let boost = try await cid.write { try $0.boost(status.id) }
        #expect(try await ada.home() == [boost.id, status.id])
        try await ada.write { _ = try $0.mute(ben.id, hidesNotifications: true) }
        #expect(try await ada.home().isEmpty)
        #expect(try await ada.read { try $0.publicTimeline(PageRequest()) }.items.isEmpty)
        #expect(try await ada.read { try $0.tagTimeline(TagFilter(any: ["tag"]), PageRequest()) }.items.isEmpty)
        #expect(try await ada.read { try $0.notifications(PageRequest()) }.items.allSatisfy { $0.from.id != ben.id })
        // Whoever is muted does not learn of it, and the status can still be asked for.
        #expect(try await ada.sees(status.id))
        try await ada.write { _ = try $0.unmute(ben.id) }
        #expect(try await ada.home().count == 2)
        let relationship = try await ada.write { try $0.block(ben.id) }
        #expect(relationship.isBlocking && !relationship.isFollowing)
        #expect(try await ada.home().isEmpty)
        #expect(try await !ben.sees(try await ada.post("secret from ben").id))
        await #expect(throws: SocialError.self) { try await ben.follow(ada) }
        #expect(try await ben.read { try $0.relationship(to: ada.id) }.isBlockedBy)
    }

    @Test("a locked account chooses its followers", arguments: Engine.allCases)
    func lockedAccountsChoose(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada", isLocked: true)
        let (ben, eve) = (try await test.member("ben"), try await test.member("eve"))
        #expect(try await ben.write { try $0.follow(ada.id) }.hasRequested)
        try await eve.write { _ = try $0.follow(ada.id) }
        let status = try await ada.post("friends", .followers)
        #expect(try await !ben.sees(status.id))
        #expect(
            try await ada.read { try $0.ownAccounts(.requests, PageRequest()) }.items.map(\.id) == [eve.id, ben.id])
        try await ada.write { _ = try $0.authorize(ben.id) }
        try await ada.write { _ = try $0.reject(eve.id) }
        #expect(try await ben.sees(status.id))
        #expect(try await !eve.sees(status.id))
        #expect(try await ada.read { try $0.ownAccount() }.followersCount == 1)
        await #expect(throws: SocialError.self) { try await eve.write { try $0.authorize(ben.id) } }
        try await ada.write { _ = try $0.removeFollower(ben.id) }
        #expect(try await !ben.sees(status.id))
        #expect(try await ben.read { try $0.ownAccount() }.followingCount == 0)
    }
}
