import Foundation
import SocialService
import Testing

/// Milliseconds since 1970.
private var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

@Suite("What clients show")
struct ClientFeatureTests {
    // MARK: Filters

    @Test(
        "a keyword is found whole or in part, whatever its case",
        arguments: [
            ("tea", true, "A cup of TEA, please", true), ("tea", true, "a team", false), ("tea", false, "a team", true),
            ("#tea", true, "(#tea)", true), ("#tea", true, "#teapot", false), ("new york", true, "in New York!", true),
            ("茶", false, "日本茶です", true), ("tea", true, "steam tea", true), ("a", true, "", false),
            ("ß", true, "Straße", false), ("c++", true, "I like C++.", true), ("über", true, "ÜBER alles", true),
        ])
    func keywords(keyword: String, isWholeWord: Bool, text: String, isFound: Bool) {
        let id = Identifier(rawValue: 1)
        var filter = StatusFilter(id: id, title: "t", contexts: [.home], action: .warn, expiresAt: nil)
        filter.keywords = [StatusFilter.Keyword(id: id, text: keyword, isWholeWord: isWholeWord)]
        let status = Status(id: id, accountID: id, text: text, visibility: .public)
        let view = StatusView(status: status, author: Account(id: id, username: "a"))
        #expect((filter.match(view, now: 0) != nil) == isFound)
        filter.expiresAt = 5
        #expect(filter.match(view, now: 5) == nil)
    }

    @Test("a filter is its owner's, and says by what a status matches", arguments: Engine.allCases)
    func filters(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let filter = try await ada.write {
            try $0.makeFilter(
                title: "Drinks", contexts: [.home, .public], action: .hide, seconds: 3600,
                keywords: [("tea", true), ("coffee", false)])
        }
        let (tea, water) = (try await ben.post("Tea and coffees"), try await ben.post("water"))
        let seen = try await ada.read { try $0.publicTimeline(PageRequest()) }.items
        #expect(seen.map { $0.filtered.map(\.keywords) } == [[], [["tea", "coffee"]]])
        #expect(try await ben.read { try $0.publicTimeline(PageRequest()) }.items.allSatisfy { $0.filtered.isEmpty })
        let waterID = water.id
        try await ada.write { transaction in
            let entry = StatusFilter.Entry(id: transaction.newPart(), statusID: waterID)
            _ = try transaction.change(filter.id) {
                $0.entries.append(entry)
                $0.keywords.removeFirst()
            }
        }
        let later = try await ada.read { try $0.statuses([tea.id, waterID]) }
        #expect(later.map { $0.filtered.first?.keywords } == [["coffee"], []])
        #expect(later.last?.filtered.first?.statuses == [waterID])
        #expect(later.first?.filtered.first?.filter.expiresAt ?? 0 > now)
        for refused in [SocialError.notFound("filter")] {
            await #expect(throws: refused) { try await ben.read { try $0.filter(filter.id) } }
            await #expect(throws: refused) { try await ben.write { try $0.deleteFilter(filter.id) } }
        }
        await #expect(throws: SocialError.self) {
            try await ada.write {
                try $0.makeFilter(title: " ", contexts: [.home], action: .warn, seconds: nil, keywords: [])
            }
        }
        await #expect(throws: SocialError.self) {
            try await ada.write {
                try $0.makeFilter(title: "x", contexts: [], action: .warn, seconds: nil, keywords: [])
            }
        }
        try await ada.write { try $0.deleteFilter(filter.id) }
        #expect(try await ada.read { try $0.status(tea.id) }.filtered.isEmpty)
        #expect(test.events.all.contains(.filtersChanged(ada.id)))
    }

    // MARK: Lists

    @Test("a list shows whom it names, and answers by its policy", arguments: Engine.allCases)
    func lists(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        let (ben, cleo, dan) = (
            try await test.member("ben"), try await test.member("cleo"), try await test.member("dan")
        )
        for other in [ben, cleo] { try await ada.follow(other) }
        let list = try await ada.write { try $0.makeList(title: "Friends", replies: .list, isExclusive: false) }
        await #expect(throws: SocialError.notFound("account")) {
            try await ada.write { try $0.add([dan.id], toList: list.id) }
        }
        try await ada.write { try $0.add([ben.id], toList: list.id) }
        await #expect(throws: SocialError.self) { try await ada.write { try $0.add([ben.id], toList: list.id) } }
        let first = try await ben.post("first")
        let others = [try await cleo.post("cleo's"), try await dan.post("dan's")]
        let answer = try await ben.post("to cleo", replyTo: others[0].id)
        let thread = try await ben.post("to myself", replyTo: first.id)
        let boost = try await ben.write { try $0.boost(others[1].id) }
        func shown(_ member: Member = ada) async throws -> [Identifier] {
            try await member.read { try $0.timeline(ofList: list.id, PageRequest()) }.items.map(\.id)
        }
        #expect(try await shown() == [boost.id, thread.id, first.id])
        for (replies, expected) in [
            (MemberList.Replies.followed, [boost.id, thread.id, answer.id, first.id]),
            (.none, [boost.id, thread.id, first.id]),
        ] {
            try await ada.write { _ = try $0.updateList(list.id, title: nil, replies: replies, isExclusive: nil) }
            #expect(try await shown() == expected)
        }
        let outline = StatusOutline(
            id: first.id, accountID: ben.id, visibility: .public, tags: [], mentions: [], isBoost: false, isReply: false
        )
        let watchers = Watchers(homes: [ada.id], lists: [list.id])
        let before = try #require(try await test.anonymous { try $0.audience(of: outline, among: watchers) })
        #expect(before.lists == [list.id] && before.homes == [ada.id])
        // An exclusive list keeps its members out of the home, live as well.
        try await ada.write { _ = try $0.updateList(list.id, title: "Only here", replies: nil, isExclusive: true) }
        #expect(try await ada.home() == [others[0].id])
        let after = try #require(try await test.anonymous { try $0.audience(of: outline, among: watchers) })
        #expect(after.homes.isEmpty && after.lists == [list.id])
        await #expect(throws: SocialError.notFound("list")) { try await shown(ben) }
        #expect(try await ada.read { try $0.lists(with: ben.id) }.map(\.title) == ["Only here"])
        try await ada.write { _ = try $0.unfollow(ben.id) }
        #expect(try await shown().isEmpty, "who is not followed any more is on no list")
        try await ada.write { try $0.deleteList(list.id) }
        #expect(try await ada.read { try $0.lists() }.isEmpty)
    }

    // MARK: Polls

    @Test("a poll takes one vote of each, until its end, and tells who took part", arguments: Engine.allCases)
    func polls(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben, cleo) = (
            try await test.member("ada"), try await test.member("ben"), try await test.member("cleo")
        )
        func ask(_ poll: PollDraft) async throws -> StatusView {
            var draft = StatusDraft(text: "Tea or coffee?")
            draft.poll = poll
            let finished = draft
            return try await ada.write { try $0.post(finished) }
        }
        var draft = PollDraft(options: ["Tea", "Coffee"], seconds: 300)
        draft.hidesTotals = true
        let status = try await ask(draft)
        #expect(status.poll?.votes == [0, 0] && status.poll?.hasVoted == true, "the author may not vote")
        await #expect(throws: SocialError.self) { try await ada.write { try $0.vote([0], in: status.id) } }
        let view = try await ben.write { try $0.vote([1], in: status.id) }
        #expect(view.votes == [0, 1] && view.voters == 1 && view.own == [1] && view.hasVoted && !view.showsTotals)
        for choices in [[0], [5], [], [-1], [0, 1]] {
            await #expect(throws: SocialError.self) { try await ben.write { try $0.vote(choices, in: status.id) } }
        }
        await #expect(throws: SocialError.self) { try await cleo.write { try $0.vote([0, 1], in: status.id) } }
        #expect(try await test.anonymous { try $0.poll(status.id) }.hasVoted == false)
        // An edit with the same question keeps the votes, another one does not.
        var same = StatusDraft(text: "Tea or coffee? Or both?")
        same.poll = draft
        let kept = same
        #expect(try await ada.write { try $0.edit(status.id, kept) }.poll?.votes == [0, 1])
        same.poll?.seconds = 86_400
        let longer = same
        let extended = try await ada.write { try $0.edit(status.id, longer) }.poll
        #expect(extended?.votes == [0, 1] && extended?.poll.expiresAt ?? 0 > now + 80_000_000)
        same.poll?.seconds = 300
        same.poll?.options.append("Both")
        let other = same
        #expect(try await ada.write { try $0.edit(status.id, other) }.poll?.votes == [0, 0, 0])
        try await ben.write { _ = try $0.vote([2], in: status.id) }
        // At its end the author and the voters are told, once.
        let end = now + 301_000
        for _ in 0..<2 { try await test.network.tellEndedPolls(now: end) }
        for member in [ada, ben] {
            let told = try await member.read { try $0.notifications(kinds: [.poll], PageRequest()) }.items
            #expect(told.count == 1 && told.first?.status?.id == status.id)
        }
        for (options, seconds) in [
            (["one"], 300), (["a", "a"], 300), (["a", "b", "c", "d", "e"], 300), (["a", ""], 300), (["a", "b"], 299),
            (["a", String(repeating: "x", count: 51)], 300), (["a", "b"], 3_000_000),
        ] {
            await #expect(throws: SocialError.self, "\(options)") {
                _ = try await ask(PollDraft(options: options, seconds: seconds))
            }
        }
        let secret = try await ada.post("@ben", .direct)
        await #expect(throws: SocialError.notFound("status")) { try await cleo.read { try $0.poll(secret.id) } }
    }

    // MARK: Pins, threads, conversations

    @Test("what is pinned stands on top, five at most, and not what few may see", arguments: Engine.allCases)
    func pins(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        var ids: [Identifier] = []
        for number in 0..<6 { ids.append(try await ada.post("\(number)").id) }
        for id in ids.prefix(5) { try await ada.write { _ = try $0.pin(id) } }
        let sixth = ids[5]
        await #expect(throws: SocialError.self) { try await ada.write { try $0.pin(sixth) } }
        #expect(try await test.anonymous { try $0.pinned(by: ada.id) }.map(\.id) == Array(ids.prefix(5).reversed()))
        let first = ids[0]
        #expect(try await ada.read { try $0.status(first) }.marks.contains(.pinned))
        #expect(try await !ben.read { try $0.status(first) }.marks.contains(.pinned))
        await #expect(throws: SocialError.self) { try await ben.write { try $0.pin(first) } }
        #expect(try await !ada.write { try $0.unpin(first) }.marks.contains(.pinned))
        let (direct, friends) = (try await ada.post("@ben", .direct), try await ada.post("friends", .followers))
        await #expect(throws: SocialError.self) { try await ada.write { try $0.pin(direct.id) } }
        try await ada.write { _ = try $0.pin(friends.id) }
        #expect(try await test.anonymous { try $0.pinned(by: ada.id) }.count == 4)
    }

    @Test("a muted thread tells nothing any more", arguments: Engine.allCases)
    func mutedThreads(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let root = try await ada.post("root")
        let answer = try await ben.post("@ada one", replyTo: root.id)
        #expect(try await ada.write { try $0.setThreadMuted(true, of: answer.id) }.marks.contains(.muted))
        #expect(try await ada.read { try $0.status(root.id) }.marks.contains(.muted))
        try await ben.post("@ada two", replyTo: answer.id)
        try await ben.write { _ = try $0.favourite(root.id) }
        try await ben.post("@ada elsewhere")
        #expect(try await ada.read { try $0.notifications(PageRequest()) }.items.count == 2)
        try await ada.write { _ = try $0.setThreadMuted(false, of: root.id) }
        try await ben.post("@ada three", replyTo: answer.id)
        #expect(try await ada.read { try $0.notifications(PageRequest()) }.items.count == 3)
    }

    @Test("a thread of direct statuses is a conversation of those in it", arguments: Engine.allCases)
    func conversations(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben, cleo) = (
            try await test.member("ada"), try await test.member("ben"), try await test.member("cleo")
        )
        let first = try await ada.post("@ben hello", .direct)
        let second = try await ben.post("@ada hi", .direct, replyTo: first.id)
        let other = try await ada.post("@ben @cleo all", .direct)
        func seen(_ member: Member) async throws -> [ConversationView] {
            try await member.read { try $0.conversations(PageRequest()) }.items
        }
        #expect(try await seen(ada).map(\.lastStatus.id) == [other.id, second.id])
        #expect(try await seen(ada).map(\.conversation.isUnread) == [false, true])
        #expect(try await seen(ada).map { $0.accounts.map(\.username) } == [["ben", "cleo"], ["ben"]])
        #expect(try await seen(cleo).count == 1)
        let thread = try await seen(ada)[1].conversation.threadID
        #expect(try await ada.write { try $0.markRead(thread) }.conversation.isUnread == false)
        await #expect(throws: SocialError.notFound("conversation")) { try await cleo.write { try $0.markRead(thread) } }
        try await ada.write { try $0.deleteConversation(thread) }
        #expect(try await seen(ada).count == 1)
        let third = try await ben.post("@ada still there?", .direct, replyTo: second.id)
        #expect(try await seen(ada).first?.lastStatus.id == third.id, "a new status brings it back")
        try await ben.write { _ = try $0.delete(third.id) }
        #expect(try await seen(ben).map(\.lastStatus.id) == [other.id, second.id])
        #expect(test.events.all.contains(.conversed(thread, recipient: ada.id)))
        #expect(try await ada.read { try $0.directTimeline(PageRequest(limit: 1)) }.items.count == 1)
    }

    // MARK: Hashtags

    @Test(
        "a followed hashtag brings public statuses home, and a featured one counts one's own",
        arguments: Engine.allCases)
    func tags(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        try await ada.write { _ = try $0.follow(tag: "Tea") }
        let open = try await ben.post("a cup #TEA")
        try await ben.post("quiet #tea", .unlisted)
        let own = try await ada.post("mine #tea")
        #expect(try await ada.home() == [own.id, open.id])
        #expect(try await ada.home(PageRequest(minimum: open.id)) == [own.id])
        let outline = StatusOutline(
            id: open.id, accountID: ben.id, visibility: .public, tags: ["TEA"], mentions: [], isBoost: false,
            isReply: false)
        let both = Watchers(homes: [ada.id, ben.id])
        #expect(try await test.anonymous { try $0.audience(of: outline, among: both) }?.homes == [ada.id, ben.id])
        #expect(try await ada.read { try $0.followedTags(PageRequest()) }.items.map(\.name) == ["tea"])
        #expect(try await ada.read { try $0.relations(to: ["tea", "x"]) }.followed == ["tea"])
        try await ada.write { _ = try $0.unfollow(tag: "tea") }
        #expect(try await ada.home() == [own.id])
        let featured = try await ada.write { try $0.feature(tag: "#Tea") }
        #expect(featured.statusesCount == 1 && featured.lastStatusID == own.id)
        #expect(try await ben.read { try $0.featuredTags(of: ada.id) }.tags.map(\.name) == ["tea"])
        await #expect(throws: SocialError.self) { try await ada.write { try $0.feature(tag: "no tag") } }
        await #expect(throws: SocialError.self) { try await ben.write { try $0.deleteFeaturedTag(featured.id) } }
        try await ada.write { try $0.deleteFeaturedTag(featured.id) }
        #expect(try await ada.read { try $0.suggestedTags() }.map(\.name) == ["tea"])
    }

    // MARK: Later, and reports

    @Test("a scheduled status is posted at its time, once, with all that it was to have", arguments: Engine.allCases)
    func scheduled(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let image = try await test.network.upload(pixel, description: "p", focus: nil, as: .account(ada.id))
        var draft = StatusDraft(text: "later @ben")
        draft.media = [image.id]
        draft.visibility = .unlisted
        draft.scheduledAt = now + 600_000
        let wanted = draft
        guard case .scheduled(let scheduled) = try await ada.write({ try $0.accept(wanted) }) else {
            return #expect(Bool(false), "it was posted at once")
        }
        #expect(scheduled.media.map(\.id) == [image.id])
        #expect(try await ada.home().isEmpty)
        try await test.network.sweepMedia(now: now + 2 * 86_400_000)
        #expect(test.files.names.count == 1, "its image waits with it")
        await #expect(throws: SocialError.self) { try await ben.read { try $0.scheduled(scheduled.id) } }
        let later = now + 900_000
        #expect(try await ada.write { try $0.reschedule(scheduled.id, to: later) }.at == later)
        await #expect(throws: SocialError.self) { try await ada.write { try $0.reschedule(scheduled.id, to: now) } }
        #expect(try await test.network.postDue(now: later - 1).isEmpty)
        #expect(try await ada.home().isEmpty)
        for _ in 0..<2 { _ = try await test.network.postDue(now: later) }
        let posted = try await ada.read { try $0.home(PageRequest()) }.items
        #expect(posted.count == 1 && posted.first?.media.map(\.id) == [image.id])
        #expect(posted.first?.status.visibility == .unlisted && posted.first?.mentions.count == 1)
        draft.media = []
        draft.scheduledAt = now + 60_000
        let soon = draft
        await #expect(throws: SocialError.self) { try await ada.write { try $0.accept(soon) } }
        draft.scheduledAt = now - 60_000
        let past = draft
        guard case .posted = try await ada.write({ try $0.accept(past) }) else {
            return #expect(Bool(false), "a time that is over is now")
        }
    }

    @Test("a report is kept for the operator, about statuses that the reporter may see", arguments: Engine.allCases)
    func reports(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let (bad, hidden) = (try await ben.post("bad"), try await ben.post("hidden", .direct))
        let (report, target) = try await ada.write {
            try $0.report(ben.id, statuses: [bad.id], category: .spam, comment: "see\nthere")
        }
        #expect(report.category == .spam && target.id == ben.id)
        await #expect(throws: SocialError.self) {
            try await ada.write { try $0.report(ben.id, statuses: [hidden.id], category: .other, comment: "") }
        }
        let open = try await test.network.reports(openOnly: true)
        #expect(open.map(\.report.id) == [report.id] && open.first?.from?.id == ada.id)
        #expect(try await test.network.resolve(report: report.id, now: now))
        #expect(try await !test.network.resolve(report: report.id, now: now))
        #expect(try await test.network.reports(openOnly: true).isEmpty)
        #expect(try await ben.read { try $0.notifications(PageRequest()) }.items.isEmpty, "nobody tells the reported")
    }

    // MARK: Grouped notifications

    @Test(
        "likes of one status are told together, others one by one, whatever page is asked for",
        arguments: Engine.allCases)
    func groups(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        let (one, two) = (try await ada.post("one"), try await ada.post("two"))
        for number in 0..<5 {
            let fan = try await test.member("fan\(number)")
            try await fan.write { transaction in
                _ = try transaction.favourite(one.id)
                if number < 2 { _ = try transaction.favourite(two.id) }
            }
            if number == 0 { try await fan.post("@ada hello") }
        }
        func groups(
            _ page: PageRequest = PageRequest(), _ grouped: Set<SocialNotification.Kind> = Transaction.groupedKinds
        ) async throws
            -> Page<NotificationGroup>
        {
            try await ada.read {
                try $0.notificationGroups(
                    kinds: SocialNotification.Kind.allCases, grouped: grouped, from: nil, includesWaiting: false, page)
            }
        }
        let all = try await groups().items
        #expect(all.map(\.count) == [5, 2, 1] && all.map(\.kind) == [.favourite, .favourite, .mention])
        #expect(all.first?.accounts.count == 5 && all.first?.status?.id == one.id)
        #expect(try await groups(PageRequest(), []).items.count == 8)
        let page = try await groups(PageRequest(limit: 1))
        #expect(page.items.map(\.key) == [all[0].key] && page.items.first?.count == 5)
        let rest = try await groups(PageRequest(maximum: page.oldest))
        #expect(rest.items.contains { $0.key == all[1].key } && rest.items.contains { $0.kind == .mention })
        let key = all[0].key
        #expect(try await ada.read { try $0.notificationGroup(key) }.count == 5)
        #expect(try await ada.read { try $0.accounts(inNotificationGroup: key, PageRequest()) }.items.count == 5)
        #expect(
            try await ada.read {
                try $0.unreadNotificationGroups(
                    kinds: SocialNotification.Kind.allCases, grouped: Transaction.groupedKinds, from: nil, limit: 100)
            } == 3)
        try await ada.write { try $0.dismissNotificationGroup(key) }
        #expect(try await groups().items.count == 2)
        for wrong in ["", "x", "favourite", "favourite-1", "favourite-1-x", "follow-99999999999999", "ungrouped-7"] {
            await #expect(throws: SocialError.self, "\(wrong)") {
                try await ada.read { try $0.notificationGroup(wrong) }
            }
        }
    }

    @Test("a policy holds notifications back until their sender is let in", arguments: Engine.allCases)
    func policies(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben, cleo) = (
            try await test.member("ada"), try await test.member("ben"), try await test.member("cleo")
        )
        try await ada.follow(cleo)
        try await ada.write { transaction in try transaction.changeNotificationPolicy { $0.notFollowing = .filter } }
        let asked = try await ben.post("@ada psst", .direct)
        try await cleo.post("@ada hi")
        func told(_ includesWaiting: Bool = false) async throws -> [Identifier] {
            try await ada.read { try $0.notifications(includesWaiting: includesWaiting, PageRequest()) }.items.map(
                \.from.id)
        }
        #expect(try await told() == [cleo.id])
        #expect(try await told(true) == [cleo.id, ben.id])
        let (_, requests, notifications) = try await ada.read { try $0.notificationPolicy() }
        #expect(requests == 1 && notifications == 1)
        let request = try await ada.read { try $0.notificationRequest(from: ben.id) }
        #expect(request.count == 1 && request.lastStatus?.id == asked.id)
        try await ada.write { try $0.acceptNotifications(from: [ben.id]) }
        try await ben.post("@ada again")
        #expect(try await told() == [ben.id, cleo.id, ben.id])
        try await ada.write { transaction in try transaction.changeNotificationPolicy { $0.notFollowing = .drop } }
        let dan = try await test.member("dan")
        try await dan.post("@ada hello")
        #expect(try await !told(true).contains(dan.id))
        await #expect(throws: SocialError.self) { try await ada.write { try $0.dismissNotifications(from: [dan.id]) } }
        // Direct statuses that nobody has asked for, while an answer is asked for.
        try await ada.write { transaction in
            try transaction.changeNotificationPolicy {
                $0.notFollowing = .accept
                $0.privateMentions = .filter
            }
        }
        let own = try await ada.post("@dan a question", .direct)
        try await dan.post("@ada an answer", .direct, replyTo: own.id)
        try await dan.post("@ada out of the blue", .direct)
        #expect(try await told().filter { $0 == dan.id }.count == 1)
        #expect(try await ada.read { try $0.notificationRequest(from: dan.id) }.count == 1)
        try await ada.write { try $0.dismissNotifications(from: [dan.id]) }
        #expect(try await ada.read { try $0.notificationRequests(PageRequest()) }.items.isEmpty)
    }
}
