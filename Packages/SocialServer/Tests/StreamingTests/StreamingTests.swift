import Foundation
import SocialService
import TestKit
import Testing
import WebAccounts

@Suite("live streams", .watchesClock, .timeLimit(.minutes(15)))
struct StreamingTests {
    private static let path = "/api/v1/streaming"

    @Test("a home has what it has as a timeline: not less, and nothing that its reader may not see")
    func homes() async throws {
        try await withStreamingServer { server in
            let ada = try await server.member("ada")
            let bob = try await server.member("bob")
            let eve = try await server.member("eve")
            try await server.network.write(as: .account(ada.id)) { _ = try $0.follow(bob.id) }
            let watch = try await Script.start(
                "watch.py", ["socket", server.host, "\(Self.path)?stream=user&access_token=\(ada.token)"])
            #expect(await watch.line() == "ready")
            try await server.post("for all", by: bob)
            try await server.post("not followed", by: eve)
            try await server.post("for followers", by: bob, .followers)
            try await server.post("for eve @eve", by: bob, .direct)
            try await server.post("to a stranger", by: bob, replyTo: try await server.post("far", by: eve).id)
            try await server.post("for you @ada", by: eve, .direct)
            try await server.post("my own", by: ada)
            let seen = try await server.post("last", by: bob, .unlisted)
            // Each event tells what is there when it is delivered, so the next waits for it.
            var lines: [String] = []
            while lines.last != "user update bob last", let line = await watch.line() { lines.append(line) }
            try await server.network.write(as: .account(bob.id)) {
                _ = try $0.edit(seen.id, StatusDraft(text: "changed"))
            }
            lines.append(await watch.line() ?? "nothing")
            try await server.network.write(as: .account(bob.id)) { _ = try $0.delete(seen.id) }
            lines.append(await watch.line() ?? "nothing")
            #expect(
                lines == [
                    "user update bob for all", "user update bob for followers", "user notification mention eve",
                    "user update ada my own", "user update bob last", "user status.update bob changed",
                    "user delete \(seen.id)",
                ])
        }
    }

    @Test("a deletion is told to those whom the status reached, and to nobody else")
    func deletions() async throws {
        try await withStreamingServer { server in
            let ada = try await server.member("ada")
            let bob = try await server.member("bob")
            let eve = try await server.member("eve")
            try await server.network.write(as: .account(ada.id)) { _ = try $0.follow(bob.id) }
            func watch(_ stream: String, _ token: String) async throws -> Script {
                let script = try await Script.start(
                    "watch.py", ["socket", server.host, "\(Self.path)?stream=\(stream)&access_token=\(token)"])
                #expect(await script.line() == "ready")
                return script
            }
            let follower = try await watch("user", ada.token)
            let mentioned = try await watch("user", eve.token)
            let direct = try await watch("direct", eve.token)
            let everybody = try await watch("public", eve.token)
            let secret = try await server.post("for followers", by: bob, .followers)
            let letter = try await server.post("for you @eve", by: bob, .direct)
            let open = try await server.post("for all", by: bob)
            for status in [secret, letter, open] {
                try await server.network.write(as: .account(bob.id)) { _ = try $0.delete(status.id) }
            }
            try await server.post("last", by: bob)
            func lines(_ script: Script, until last: String) async -> [String] {
                var lines: [String] = []
                while let line = await script.line() {
                    lines.append(line)
                    if line.hasSuffix(last) { break }
                }
                return lines.filter { $0.contains("delete") }
            }
            #expect(
                await lines(follower, until: " last") == ["user delete \(secret.id)", "user delete \(open.id)"])
            #expect(await lines(everybody, until: " last") == ["public delete \(open.id)"])
            #expect(await lines(direct, until: "delete \(letter.id)") == ["direct delete \(letter.id)"])
            #expect(await lines(mentioned, until: "delete \(letter.id)") == ["user delete \(letter.id)"])
        }
    }

    @Test("mutes and blocks hold in every stream from the next event on")
    func mutesHold() async throws {
        try await withStreamingServer { server in
            let ada = try await server.member("ada")
            let bob = try await server.member("bob")
            let watch = try await Script.start(
                "watch.py", ["socket", server.host, "\(Self.path)?stream=public&access_token=\(ada.token)"])
            let anyone = try await Script.start("watch.py", ["socket", server.host, "\(Self.path)?stream=public"])
            #expect(await watch.line() == "ready")
            #expect(await anyone.line() == "ready")
            // Who may see what is asked when an event is delivered; that others have it says that it was.
            func post(_ text: String) async throws {
                try await server.post(text, by: bob)
                #expect(await anyone.line() == "public update bob \(text)")
            }
            try await post("before")
            #expect(await watch.line() == "public update bob before")
            try await server.network.write(as: .account(ada.id)) { _ = try $0.mute(bob.id, hidesNotifications: true) }
            try await post("muted")
            try await server.network.write(as: .account(ada.id)) { _ = try $0.unmute(bob.id) }
            try await server.network.write(as: .account(bob.id)) { _ = try $0.block(ada.id) }
            try await post("blocked")
            try await server.network.write(as: .account(bob.id)) { _ = try $0.unblock(ada.id) }
            try await post("after")
            #expect(await watch.line() == "public update bob after")
        }
    }

    @Test("clients subscribe and unsubscribe, and are told what is wrong")
    func subscriptions() async throws {
        try await withStreamingServer { server in
            let ada = try await server.member("ada")
            let watch = try await Script.start("watch.py", ["socket", server.host, Self.path, ada.token])
            #expect(await watch.line() == "ready with the subprotocol")
            try await watch.say(#"{"type":"subscribe","stream":"hashtag","tag":"Swift"}"#)
            try await watch.say(#"{"type":"subscribe","stream":"public:local"}"#)
            try await watch.say(#"{"type":"subscribe","stream":"direct"}"#)
            // The last subscription has no answer; the fault after it has, and comes after it.
            for (said, answer) in [
                (
                    #"{"type":"subscribe","stream":"nothing"}"#,
                    "error 400 - Unknown stream type 'nothing', or one that needs a tag or a list."
                ),
                (
                    #"{"type":"subscribe","stream":"hashtag","id":"7"}"#,
                    "error 400 7 Unknown stream type 'hashtag', or one that needs a tag or a list."
                ),
                (#"{"type":"dance"}"#, "error 400 - 'type' must be subscribe, unsubscribe or post."),
                ("[]", "error 422 - The body must be a JSON object."), ("{", "error 422 - The JSON at byte 1"),
            ] {
                try await watch.say(said)
                let line = await watch.line() ?? ""
                #expect(line.hasPrefix(answer), "\(line)")
            }
            try await server.post("about #swift", by: ada)
            let two = [await watch.line() ?? "", await watch.line() ?? ""].map { $0.prefix { $0 != " " } }
            #expect(Set(two) == ["hashtag/swift", "public:local"])
            try await server.post("to myself", by: ada, .direct)
            #expect(await watch.line() == "direct update ada to myself")
            #expect(await watch.line() == "direct conversation to myself")
            try await watch.say(#"{"type":"unsubscribe","stream":"public:local"}"#)
            try await watch.say(#"{"type":"dance"}"#)
            _ = await watch.line()
            try await server.post("again #SWIFT", by: ada)
            #expect(await watch.line()?.hasPrefix("hashtag/swift update ada again") == true)
            try await server.post("done", by: ada, .direct)
            #expect(await watch.line() == "direct update ada done", "and nothing of the local stream in between")
        }
    }

    @Test("a list is watched by its owner, and what a filter matches says so to its owner alone")
    func listsAndFilters() async throws {
        try await withStreamingServer { server in
            let (ada, bob) = (try await server.member("ada"), try await server.member("bob"))
            try await server.network.write(as: .account(ada.id)) { _ = try $0.follow(bob.id) }
            let list = try await server.network.write(as: .account(ada.id)) { transaction in
                let list = try transaction.makeList(title: "l", replies: .list, isExclusive: true)
                try transaction.add([bob.id], toList: list.id)
                return list
            }
            let path = "\(Self.path)?stream=list&list=\(list.id)"
            let foreign = try await Script.start("watch.py", ["socket", server.host, path, bob.token])
            #expect(await foreign.line() == "refused 404 Record not found")
            let watch = try await Script.start("watch.py", ["socket", server.host, path, ada.token])
            #expect(await watch.line() == "ready with the subprotocol")
            let own = try await Script.start(
                "watch.py", ["socket", server.host, "\(Self.path)?stream=user", bob.token])
            #expect(await own.line() == "ready with the subprotocol")
            try await server.post("not by bob", by: ada)
            try await server.post("in the list", by: bob)
            #expect(await watch.line() == "list/\(list.id) update bob in the list")
            #expect(await own.line() == "user update bob in the list")
            _ = try await server.network.write(as: .account(ada.id)) {
                try $0.makeFilter(
                    title: "Drinks", contexts: [.home], action: .warn, seconds: nil, keywords: [("tea", true)])
            }
            try await server.post("a cup of tea", by: bob)
            #expect(await watch.line() == "list/\(list.id) update bob a cup of tea filtered by Drinks")
            #expect(await own.line() == "user update bob a cup of tea")
            _ = try await server.network.write(as: .account(bob.id)) {
                try $0.makeFilter(title: "x", contexts: [.home], action: .hide, seconds: nil, keywords: [])
            }
            #expect(await own.line() == "user filters_changed -")
        }
    }

    @Test("a client posts over its WebSocket, by the same rules and scopes as over REST")
    func posting() async throws {
        try await withStreamingServer { server in
            let ada = try await server.member("ada")
            let watch = try await Script.start("watch.py", ["socket", server.host, Self.path, ada.token])
            #expect(await watch.line() == "ready with the subprotocol")
            let post =
                #"{"type":"post","id":"1","idempotency_key":"k","status":{"status":"over the wire","visibility":"unlisted"}}"#
            try await watch.say(post)
            #expect(await watch.line() == "posted 1 <p>over the wire</p>")
            try await watch.say(post)
            #expect(await watch.line() == "posted 1 <p>over the wire</p>", "the key makes it the same status")
            let page = try await server.network.read(as: .account(ada.id)) { try $0.home(PageRequest()) }
            #expect(page.items.count == 1 && page.items.first?.status.visibility == .unlisted)
            try await watch.say(#"{"type":"post","id":"2","status":{"status":""}}"#)
            #expect(await watch.line()?.hasPrefix("error 422 2 ") == true)
            let reader = try await Script.start(
                "watch.py", ["socket", server.host, Self.path, try await server.token(ada.id, "read")])
            #expect(await reader.line() == "ready with the subprotocol")
            try await reader.say(post)
            #expect(await reader.line() == "error 403 1 This action is outside the authorized scopes")
        }
    }

    @Test("tokens that are wrong, or not enough, get no stream")
    func tokens() async throws {
        try await withStreamingServer { server in
            let ada = try await server.member("ada", scopes: "write")
            let wrong = String(repeating: "A", count: 43)
            for (query, answer) in [
                ("?stream=user", "refused 401 The access token is invalid"),
                ("?stream=user&access_token=\(wrong)", "refused 401 The access token is invalid"),
                ("?stream=public&access_token=x", "refused 401 The access token is invalid"),
                ("?stream=user&access_token=\(ada.token)", "refused 403 This action is outside the authorized scopes"),
                ("?stream=nothing", "refused 400 Unknown stream type 'nothing', or one that needs a tag or a list."),
            ] {
                #expect(
                    await (try await Script.start("watch.py", ["socket", server.host, Self.path + query])).line()
                        == answer)
            }
            let lines = try await Script.start("watch.py", ["lines", "http://\(server.host)\(Self.path)/user", wrong])
            #expect(await lines.line() == "refused 401 The access token is invalid")
        }
    }

    @Test("a stream ends when its token is revoked, and others go on")
    func revocation() async throws {
        try await withStreamingServer { server in
            let ada = try await server.member("ada")
            let other = try await server.token(ada.id, "read")
            let url = "http://\(server.host)\(Self.path)/user"
            let socket = try await Script.start(
                "watch.py", ["socket", server.host, "\(Self.path)?stream=user", ada.token])
            let lines = try await Script.start("watch.py", ["lines", url, ada.token])
            let kept = try await Script.start("watch.py", ["lines", url, other])
            #expect(await socket.line() == "ready with the subprotocol")
            #expect(await lines.line() == "ready")
            #expect(await kept.line() == "ready")
            let hash = try #require(SecretToken(ada.token)).hash.bytes
            try await server.network.revoke(tokenHash: hash, of: nil)
            #expect(await socket.line() == "closed 1008")
            #expect(await lines.line() == nil)
            try await server.post("still here", by: ada)
            #expect(await kept.line() == "update ada still here")
        }
    }

    @Test("server-sent events, Mastodon.py and Chromium see the same")
    func otherClients() async throws {
        try await withStreamingServer { server in
            let ada = try await server.member("ada")
            let bob = try await server.member("bob")
            let url = "http://\(server.host)"
            try await server.network.write(as: .account(ada.id)) { _ = try $0.follow(bob.id) }
            let watchers = [
                try await Script.start("watch.py", ["lines", "\(url)\(Self.path)/user", ada.token]),
                try await Script.start("watch.py", ["lines", "\(url)\(Self.path)/hashtag?tag=one", ""]),
                try await Script.start("watch.py", ["mastodon", url, ada.token, "stream_user"]),
                try await Script.start("watch.py", ["mastodon", url, ada.token, "stream_hashtag:one"]),
                try await Script.start("watch.py", ["mastodon", url, ada.token, "stream_local"]),
                try await Script.start("watch.py", ["mastodon", url, ada.token, "stream_public"]),
                try await Script.start("watch.py", ["chromium", server.host, ada.token]),
            ]
            for watcher in watchers { #expect(await watcher.line() == "ready") }
            let status = try await server.post("to all #one", by: bob)
            for watcher in watchers {
                var line = await watcher.line()
                while line == "heartbeat" { line = await watcher.line() }
                #expect(line?.hasPrefix("update bob to all") == true, "\(line ?? "nothing")")
            }
            try await server.network.write(as: .account(bob.id)) { _ = try $0.favourite(status.id) }
            try await server.network.write(as: .account(bob.id)) { _ = try $0.delete(status.id) }
            for watcher in watchers {
                var line = await watcher.line()
                while line == "heartbeat" { line = await watcher.line() }
                #expect(line == "delete \(status.id)", "\(line ?? "nothing")")
            }
        }
    }

    @Test("processes that share a PostgreSQL database tell each other")
    func processes() async throws {
        let name = "streams_\(UUID().uuidString.prefix(8).lowercased())"
        let url = try await database(named: name)
        try await withStreamingServer(url: url) { one in
            try await withStreamingServer(url: url) { other in
                let ada = try await one.member("ada")
                let bob = try await one.member("bob")
                try await one.network.write(as: .account(ada.id)) { _ = try $0.follow(bob.id) }
                let near = try await Script.start(
                    "watch.py", ["socket", one.host, "\(Self.path)?stream=user&access_token=\(ada.token)"])
                let far = try await Script.start(
                    "watch.py", ["socket", other.host, "\(Self.path)?stream=user&access_token=\(ada.token)"])
                #expect(await near.line() == "ready")
                #expect(await far.line() == "ready")
                let status = try await one.post("hello @ada", by: bob, .followers)
                // One by one, so that neither doubles nor drops anything.
                for watch in [near, far] {
                    #expect(await watch.line() == "user notification mention bob")
                    #expect(await watch.line()?.hasPrefix("user update bob ") == true)
                }
                try await one.network.write(as: .account(bob.id)) { _ = try $0.delete(status.id) }
                for watch in [near, far] { #expect(await watch.line() == "user delete \(status.id)") }
                try await other.post("from the other side", by: bob)
                #expect(await near.line() == "user update bob from the other side")
                #expect(await far.line() == "user update bob from the other side")
            }
        }
    }
}
