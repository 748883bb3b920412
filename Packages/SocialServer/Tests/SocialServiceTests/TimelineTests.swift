import SocialService
import Testing

@Suite("Timelines")
struct TimelineTests {
    /// Small numbers that are the same each time.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    @Test("a home is what a search through all statuses finds, whatever page is asked for", arguments: Engine.allCases)
    func homesAreComplete(engine: Engine) async throws {
        let test = try await engine.network()
        var dice = Dice(state: 88_172_645_463_325_252)
        var members: [Member] = []
        for number in 0..<80 { members.append(try await test.member("m\(number)")) }
        // One reader follows few, the other more than are looked up one by one.
        let (few, many) = (members[0], members[1])
        var followed: [Identifier: Set<Identifier>] = [few.id: [few.id], many.id: [many.id]]
        for (reader, count) in [(few, 6), (many, 70)] {
            for other in members.shuffled(using: &dice).filter({ $0.id != reader.id }).prefix(count) {
                try await reader.follow(other)
                followed[reader.id]?.insert(other.id)
            }
        }
        var posted: [(author: Identifier, id: Identifier)] = []
        for number in 0..<160 {
            let author = members[Int.random(in: 0..<80, using: &dice)]
            if number % 9 == 8, let target = posted.randomElement(using: &dice),
                let boost = try? await author.write({ try $0.boost(target.id) }),
                !posted.contains(where: { $0.id == boost.id })
            {
                posted.append((author.id, boost.id))
            } else {
                posted.append((author.id, try await author.post("status \(number)").id))
            }
        }
        for reader in [few, many] {
            let all = posted.filter { followed[reader.id]?.contains($0.author) ?? false }.map(\.id).sorted(by: >)
            #expect(try await reader.home() == Array(all.prefix(20)))
            // Down page by page.
            var seen: [Identifier] = []
            var page = PageRequest(limit: 7)
            while true {
                let found = try await reader.read { [page] in try $0.home(page) }
                seen += found.items.map(\.id)
                guard let oldest = found.oldest, !found.items.isEmpty else { break }
                page.maximum = oldest
            }
            #expect(seen == all)
            // And up again.
            var up: [Identifier] = []
            page = PageRequest(minimum: Identifier(rawValue: 0), limit: 7)
            while true {
                let found = try await reader.read { [page] in try $0.home(page) }
                up = found.items.map(\.id) + up
                guard let newest = found.newest, !found.items.isEmpty else { break }
                page.minimum = newest
            }
            #expect(up == all)
            if let middle = all.dropFirst(all.count / 2).first {
                let newer = try await reader.home(PageRequest(since: middle, limit: 5))
                #expect(newer == Array(all.filter { $0 > middle }.prefix(5)))
            }
        }
    }

    @Test("a home leaves out answers to people whom the reader does not follow", arguments: Engine.allCases)
    func homesLeaveOutForeignAnswers(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben, cid) = (try await test.member("ada"), try await test.member("ben"), try await test.member("cid"))
        try await ada.follow(ben)
        let foreign = try await cid.post("from cid")
        try await ben.post("to cid", replyTo: foreign.id)
        let own = try await ben.post("thread")
        let next = try await ben.post("thread goes on", replyTo: own.id)
        let toAda = try await ben.post("to ada", replyTo: try await ada.post("ada").id)
        let home = try await ada.home()
        #expect(home.contains(own.id) && home.contains(next.id) && home.contains(toAda.id))
        #expect(home.count == 4)
    }

    @Test("boosts of somebody whose boosts are not wanted do not come", arguments: Engine.allCases)
    func unwantedBoostsDoNotCome(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben, cid) = (try await test.member("ada"), try await test.member("ben"), try await test.member("cid"))
        try await ada.write { _ = try $0.follow(ben.id, showsBoosts: false) }
        let status = try await cid.post("from cid")
        try await ben.write { _ = try $0.boost(status.id) }
        #expect(try await ada.home().isEmpty)
        try await ada.write { _ = try $0.follow(ben.id, showsBoosts: true) }
        #expect(try await ada.home().count == 1)
    }

    @Test("favourites and bookmarks are listed in the order in which they were added", arguments: Engine.allCases)
    func marksAreListed(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let statuses = [try await ben.post("1").id, try await ben.post("2").id, try await ben.post("3").id]
        for id in [statuses[1], statuses[0], statuses[2], statuses[0]] {
            try await ada.write { _ = try $0.favourite(id) }
            try await ada.write { _ = try $0.bookmark(id) }
        }
        for mark in [Marks.favourited, .bookmarked] {
            let page = try await ada.read { try $0.marked(mark, PageRequest(limit: 2)) }
            #expect(page.items.map(\.id) == [statuses[2], statuses[0]])
            #expect(page.items.allSatisfy { $0.marks.contains(mark) })
            let rest = try await ada.read { try $0.marked(mark, PageRequest(maximum: page.oldest)) }
            #expect(rest.items.map(\.id) == [statuses[1]])
        }
        #expect(try await ben.read { try $0.status(statuses[0]) }.status.favouritesCount == 1)
        #expect(try await ben.read { try $0.favouritedBy(statuses[0], PageRequest()) }.items.map(\.id) == [ada.id])
        #expect(try await ben.read { try $0.notifications(kinds: [.favourite], PageRequest()) }.items.count == 3)
        let first = statuses[0]
        try await ada.write { _ = try $0.unfavourite(first) }
        #expect(try await ben.read { try $0.notifications(kinds: [.favourite], PageRequest()) }.items.count == 2)
        #expect(try await ben.read { try $0.marked(.favourited, PageRequest()) }.items.isEmpty)
    }

    @Test(
        "search finds members by any word of a name, tags, and statuses by their words", arguments: Engine.allCases
    )
    func searchFinds(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada_l"), try await test.member("ben"))
        var changes = ProfileChanges()
        changes.displayName = "Zoë Quinn"
        let finished = changes
        try await ben.write { _ = try $0.update(finished) }
        #expect(try await ada.read { try $0.searchAccounts("@ADA") }.map(\.id) == [ada.id])
        #expect(try await ada.read { try $0.searchAccounts("zoë") }.map(\.id) == [ben.id])
        #expect(try await ada.read { try $0.searchAccounts("%") }.isEmpty)
        // Any word of a name, in any order, whatever its case, width and accents.
        for text in ["quinn", "QUI", "quinn zoe", "Zoe", "ben quinn", "\u{ff31}uinn", "oë q"] {
            #expect(try await ada.read { try $0.searchAccounts(text) }.map(\.id) == [ben.id], "\(text)")
        }
        #expect(try await ada.read { try $0.searchAccounts("quinn ada") }.isEmpty)
        let status = try await ben.post("The quick brown FOX, #foxes")
        #expect(try await ada.read { try $0.searchStatuses("fox quick", PageRequest()) }.map(\.id) == [status.id])
        #expect(try await ada.read { try $0.searchStatuses("fox OR \"; NEAR(", PageRequest()) }.isEmpty)
        #expect(try await ada.read { try $0.searchTags("#FOX") }.map(\.name) == ["foxes"])
        try await ben.write { _ = try $0.edit(status.id, StatusDraft(text: "A slow cat")) }
        #expect(try await ada.read { try $0.searchStatuses("fox", PageRequest()) }.isEmpty)
        #expect(try await ada.read { try $0.searchStatuses("slow", PageRequest()) }.count == 1)
    }
}
