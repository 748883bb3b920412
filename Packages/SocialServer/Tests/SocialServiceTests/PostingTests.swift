import SocialService
import Testing

@Suite("Posting")
struct PostingTests {
    @Test("a status is what was written, and is counted", arguments: Engine.allCases)
    func aStatusIsWhatWasWritten(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("Ada"), try await test.member("ben"))
        let view = try await ada.post("Hello @BEN, see #Swift and #swift and @nobody")
        #expect(view.status.text == "Hello @BEN, see #Swift and #swift and @nobody")
        #expect(view.tags == ["swift"])
        #expect(view.mentions.map(\.accountID) == [ben.id])
        #expect(view.author.statusesCount == 1)
        #expect(view.author.lastStatusAt == view.id.millisecond)
        let notifications = try await ben.read { try $0.notifications(PageRequest()) }.items
        #expect(notifications.map(\.notification.kind) == [.mention])
        #expect(notifications.first?.status?.id == view.id)
        #expect(try await test.anonymous { try $0.tag("SWIFT") }.statusesCount == 1)
        guard
            case .posted(let outline)? = test.events.all.first(where: { if case .posted = $0 { true } else { false } })
        else { return #expect(Bool(false), "nothing was told") }
        #expect(outline.id == view.id && outline.tags == ["swift"] && outline.mentions == [ben.id])
    }

    @Test(
        "a text that breaks a rule is refused and leaves nothing",
        arguments: Engine.allCases, ["", " \n\t ", String(repeating: "x", count: 501), "a\0b"])
    func badTextsAreRefused(engine: Engine, text: String) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        await #expect(throws: SocialError.self) { try await ada.post(text) }
        #expect(try await ada.home().isEmpty)
        #expect(try await ada.read { try $0.ownAccount() }.statusesCount == 0)
    }

    @Test("links count as 23 characters, however long they are", arguments: Engine.allCases)
    func linksCountAs23(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        let link = "https://example.org/" + String(repeating: "a", count: 600)
        try await ada.post(String(repeating: "x", count: 476) + " " + link)
        await #expect(throws: SocialError.self) {
            try await ada.post(String(repeating: "x", count: 477) + " " + link)
        }
    }

    @Test(
        "a second attempt with the same key is the first status, also when both come at once",
        arguments: Engine.allCases)
    func keysMakeSecondAttemptsTheFirst(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        var draft = StatusDraft(text: "once")
        draft.idempotencyKey = "k"
        let finished = draft
        let ids = try await withThrowingTaskGroup(of: Identifier.self) { group in
            for _ in 0..<8 { group.addTask { try await ada.write { try $0.post(finished) }.id } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await ada.read { try $0.ownAccount() }.statusesCount == 1)
        // Another member's key is another key.
        #expect(try await !ids.contains(ben.write { try $0.post(finished) }.id))
    }

    @Test("an edit keeps what was said before, and only its author can make it", arguments: Engine.allCases)
    func editsKeepHistory(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let first = try await ada.post("one #a")
        try await ben.write { try $0.boost(first.id) }
        let second = try await ada.write { try $0.edit(first.id, StatusDraft(text: "two #b @ben")) }
        #expect(second.id == first.id && second.status.text == "two #b @ben" && second.tags == ["b"])
        #expect(second.status.editedAt ?? 0 > first.id.millisecond)
        let history = try await ben.read { try $0.history(of: first.id) }
        #expect(history.edits.map(\.text) == ["one #a", "two #b @ben"])
        #expect(try await test.anonymous { try $0.tag("a") }.statusesCount == 0)
        let kinds = try await ben.read { try $0.notifications(PageRequest()) }.items.map(\.notification.kind)
        #expect(Set(kinds) == [.mention, .update])
        await #expect(throws: SocialError.notFound("status")) {
            try await ben.write { try $0.edit(first.id, StatusDraft(text: "mine")) }
        }
        await #expect(throws: SocialError.notFound("status")) { try await ben.write { try $0.delete(first.id) } }
        // Who sees a status may read its plain text; who does not, may not.
        #expect(try await ben.read { try $0.source(of: first.id) }.id == first.id)
        let hidden = try await ada.post("for ada alone", .direct)
        await #expect(throws: SocialError.notFound("status")) { try await ben.read { try $0.source(of: hidden.id) } }
    }

    @Test("a deleted status is gone with its boosts, and all counts are right again", arguments: Engine.allCases)
    func deletingCorrectsCounts(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let root = try await ada.post("root")
        let reply = try await ben.post("reply", replyTo: root.id)
        let boost = try await ben.write { try $0.boost(root.id) }
        #expect(try await ada.read { try $0.status(root.id) }.status.repliesCount == 1)
        #expect(try await ada.read { try $0.status(root.id) }.status.boostsCount == 1)
        try await ben.write { _ = try $0.unboost(root.id) }
        #expect(try await ada.read { try $0.status(root.id) }.status.boostsCount == 0)
        #expect(try await !ben.sees(boost.id))
        try await ben.write { _ = try $0.boost(root.id) }
        #expect(try await ben.read { try $0.ownAccount() }.statusesCount == 2)
        try await ada.write { _ = try $0.delete(root.id) }
        #expect(try await ben.read { try $0.ownAccount() }.statusesCount == 1)
        #expect(try await ada.read { try $0.ownAccount() }.statusesCount == 0)
        #expect(try await ben.sees(reply.id))
        #expect(try await ben.home() == [reply.id])
    }

    @Test("images are their owner's, are shown in order, and go with their status", arguments: Engine.allCases)
    func imagesAreTheirOwners(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        var ids: [Identifier] = []
        for number in 0..<2 {
            let image = try await test.network.upload(
                pixel, description: "pixel \(number)", focus: nil, as: .account(ada.id))
            #expect(image.width == 1 && image.height == 1 && image.kind == .png)
            ids.append(image.id)
        }
        var draft = StatusDraft(text: "")
        draft.media = ids.reversed()
        let finished = draft
        await #expect(throws: SocialError.self) { try await ben.write { try $0.post(finished) } }
        let view = try await ada.write { try $0.post(finished) }
        #expect(view.media.map(\.description) == ["pixel 1", "pixel 0"])
        // An image belongs to one status.
        await #expect(throws: SocialError.self) { try await ada.write { try $0.post(finished) } }
        let first = ids[0]
        await #expect(throws: SocialError.self) { try await ben.read { try $0.media(first) } }
        #expect(test.files.names.count == 2)
        try await ada.write { _ = try $0.delete(view.id, deletesMedia: true) }
        #expect(test.files.names.isEmpty)
    }

    @Test("what is not an image is refused before it is kept", arguments: Engine.allCases)
    func noImagesAreRefused(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        for bytes in [Array("<svg onload=alert(1)>".utf8), Array("GIF89a".utf8), [], Array(pixel.prefix(20))] {
            await #expect(throws: SocialError.self) {
                try await test.network.upload(bytes, description: "", focus: nil, as: .account(ada.id))
            }
        }
        #expect(test.files.names.isEmpty)
    }

    @Test("a thread is shown from its beginning, answers below what they answer", arguments: Engine.allCases)
    func threadsAreOrdered(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        let root = try await ada.post("root")
        let first = try await ada.post("first", replyTo: root.id)
        let second = try await ada.post("second", replyTo: root.id)
        let deep = try await ada.post("deep", replyTo: first.id)
        let middle = try await test.anonymous { try $0.context(of: first.id) }
        #expect(middle.ancestors.map(\.id) == [root.id])
        #expect(middle.descendants.map(\.id) == [deep.id])
        let top = try await test.anonymous { try $0.context(of: root.id) }
        #expect(top.descendants.map(\.id) == [first.id, deep.id, second.id])
    }
}
