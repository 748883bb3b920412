import SocialService
import Testing

@Suite("Words")
struct WordsTests {
    @Test(
        "a language is kept as BCP 47 writes it",
        arguments: [
            ("en", "en"), ("zh-Hant-TW", "zh-Hant-TW"), ("pt-BR", "pt-BR"), ("EN-gb", "en-GB"), ("zh_hans", "zh-Hans"),
            ("es-419", "es-419"), ("sl-rozaj-1994", "sl-rozaj-1994"), ("ast", "ast"), ("de-CH-1996", "de-CH-1996"),
            ("en-x-twain", "en-x-twain"), ("ca-valencia", "ca-valencia"), ("tok", "tok"),
        ])
    func languages(text: String, kept: String) {
        #expect(LanguageTag.normalized(text) == kept)
    }

    @Test(
        "what is not a language tag is refused",
        arguments: [
            "", "e", "english language", "12", "en-", "en--US", "en-a", "en-toolongpart", "é", "abcd", "en-US<",
        ])
    func noLanguages(text: String) {
        #expect(LanguageTag.normalized(text) == nil)
    }

    @Test(
        "a name at the own host is the name; everything else stays",
        arguments: [
            ("@bob@social.example hi", "@bob hi"), ("hi @Bob@Social.Example.", "hi @Bob."),
            ("@bob@social.example: hi", "@bob: hi"), ("(@bob@social.example)", "(@bob)"),
            ("@bob@social.example\n@eve@social.example", "@bob\n@eve"), ("@bob@other.example", "@bob@other.example"),
            ("@bob@social.example.org", "@bob@social.example.org"), ("@bob@social.example-x", "@bob@social.example-x"),
            ("@bob@sub.social.example", "@bob@sub.social.example"), ("a@bob@social.example", "a@bob@social.example"),
            ("bob@social.example", "bob@social.example"),
            ("https://x/@bob@social.example", "https://x/@bob@social.example"),
            ("@bob@127.0.0.1:8080!", "@bob!"), ("@bob@127.0.0.1:8081", "@bob@127.0.0.1:8081"),
            ("@@social.example", "@@social.example"),
            ("@bob@", "@bob@"), ("@bob", "@bob"), ("é @bob@social.example é", "é @bob é"),
            ("@bob@social.example/x", "@bob/x"),
            ("@bob@127.0.0.1:8080: hi", "@bob: hi"),
        ])
    func ownNames(text: String, local: String) {
        #expect(StatusText.local(text, hosts: ["social.example", "127.0.0.1:8080"]) == local)
        #expect(StatusText.local(text, hosts: []) == text)
    }

    @Test("a mention with the own host is a mention, kept without it", arguments: Engine.allCases)
    func ownMentions(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        var draft = StatusDraft(text: "@ben@social.example and @ben@elsewhere.example")
        draft.ownHosts = ["social.example"]
        let finished = draft
        let view = try await ada.write { try $0.post(finished) }
        #expect(view.mentions.map(\.accountID) == [ben.id])
        #expect(view.status.text == "@ben and @ben@elsewhere.example")
        #expect(try await ben.read { try $0.notifications(PageRequest()) }.items.map(\.notification.kind) == [.mention])
    }

    @Test("an edit that changes nothing is none; each thing that can change is a change", arguments: Engine.allCases)
    func edits(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let image = try await test.network.upload(pixel, description: "p", focus: nil, as: .account(ada.id))
        var draft = StatusDraft(text: "text")
        draft.spoiler = "warning"
        draft.language = "pt-br"
        draft.media = [image.id]
        let first = draft
        let status = try await ada.write { try $0.post(first) }
        try await ben.write { _ = try $0.boost(status.id) }
        draft.mediaDescriptions = [image.id: "p"]
        let same = draft
        #expect(try await ada.write { try $0.edit(status.id, same) }.status.editedAt == nil)
        #expect(try await ben.read { try $0.notifications(PageRequest()) }.items.isEmpty)
        #expect(!test.events.all.contains { if case .edited = $0 { true } else { false } })
        var versions = 1
        for change: @Sendable (inout StatusDraft) -> Void in [
            { $0.text = "other" }, { $0.spoiler = "" }, { $0.isSensitive = false }, { $0.language = "pt" },
            { $0.mediaDescriptions = [image.id: "q"] }, { $0.mediaFocuses = [image.id: Media.Focus(x: 0.5, y: 0)] },
            { $0.media = [] },
        ] {
            change(&draft)
            let changed = draft
            let edited = try await ada.write { try $0.edit(status.id, changed) }
            versions += 1
            #expect(edited.status.editedAt != nil)
            #expect(try await ada.read { try $0.history(of: status.id) }.edits.count == versions)
            let again = try await ada.write { try $0.edit(status.id, changed) }
            #expect(again.status.editedAt == edited.status.editedAt)
        }
    }

    @Test("text without spaces between its words is searched within", arguments: Engine.allCases)
    func unspacedText(engine: Engine) async throws {
        let test = try await engine.network()
        let (ada, ben) = (try await test.member("ada"), try await test.member("ben"))
        let texts = ["東京タワーに登りました", "我喜欢喝绿茶和咖啡", "ภาษาไทยง่ายมาก", "Swiftで書く", "서울에서 만나요"]
        var ids: [Identifier] = []
        for text in texts { ids.append(try await ada.post(text).id) }
        for (word, index) in [
            ("タワー", 0), ("登り", 0), ("绿茶", 1), ("咖啡", 1), ("ไทย", 2), ("書く", 3), ("Swiftで", 3), ("서울", 4),
        ] {
            let found = try await ben.read { try $0.searchStatuses(word, PageRequest()) }.map(\.id)
            #expect(found == [ids[index]], "\(word)")
        }
        #expect(try await ben.read { try $0.searchStatuses("紅茶", PageRequest()) }.isEmpty)
        #expect(try await ben.read { try $0.searchStatuses("绿茶 喜欢", PageRequest()) }.count == 1)
        var changes = ProfileChanges()
        changes.displayName = "山田太郎"
        let named = changes
        try await ada.write { _ = try $0.update(named) }
        #expect(try await ben.read { try $0.searchAccounts("太郎") }.map(\.id) == [ada.id])
    }
}
