import Foundation
import Testing
import WebAccounts

private let noon = Date(timeIntervalSince1970: 1_700_000_000)

@Suite("tokens, sessions and links")
struct TokenTests {
    @Test("a token is recognised by its hash, and hides itself from messages")
    func aTokenIsRecognised() throws {
        let token = SecretToken()
        #expect(token.text.count == 43 && token != SecretToken())
        let read = try #require(SecretToken(token.text))
        #expect(read == token && read.hash == token.hash)
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!"\(token) \(String(reflecting: token)) \(dumped)".contains(token.text))
        let hash = token.hash
        #expect(TokenHash(hash.description) == hash && TokenHash(bytes: hash.bytes) == hash)
        for wrong in ["", "x", String(token.text.dropLast()), token.text + "A", token.text.dropLast() + "!"] {
            #expect(SecretToken(wrong) == nil && TokenHash(wrong) == nil)
        }
    }

    @Test("a session lasts while it is used, and never longer than its time")
    func aSessionLasts() async throws {
        let store = MemoryAccountStore()
        let sessions = Sessions(store: store)
        let day: TimeInterval = 86400
        let token = try await sessions.start(for: "ada", now: noon)
        #expect(try await sessions.session(token, now: noon + 13 * day)?.subject == "ada")
        #expect(try await sessions.session(token, now: noon + 26 * day)?.lastSeen == noon + 26 * day)
        #expect(try await sessions.session(token, now: noon + 40 * day) == nil, "two weeks without a request")
        #expect(try await sessions.session(token, now: noon + 26 * day) == nil, "it has ended for good")
        let busy = try await sessions.start(for: "ada", now: noon)
        for visit in 1..<90 {
            #expect(try await sessions.session(busy, now: noon + Double(visit) * day) != nil)
        }
        #expect(try await sessions.session(busy, now: noon + 90 * day) == nil)
        #expect(try await sessions.session(nil, now: noon) == nil)
        #expect(try await sessions.session(SecretToken(), now: noon) == nil)
    }

    @Test("sessions end by logout, by a new password, and by the sweep")
    func sessionsEnd() async throws {
        let store = MemoryAccountStore()
        let sessions = Sessions(store: store)
        let (one, two) = (
            try await sessions.start(for: "ada", now: noon), try await sessions.start(for: "ada", now: noon)
        )
        let other = try await sessions.start(for: "bob", now: noon)
        let old = try await sessions.start(for: "cyd", now: noon - 20 * 86400)
        try await sessions.endAll(of: "ada", but: two)
        #expect(try await sessions.session(one, now: noon) == nil)
        #expect(try await sessions.session(two, now: noon) != nil)
        #expect(try await sessions.session(other, now: noon) != nil)
        try await sessions.end(two)
        #expect(try await sessions.session(two, now: noon) == nil)
        try await sessions.sweep(now: noon)
        #expect(store.session(old.hash) == nil && store.session(other.hash) != nil)
    }

    @Test("a cookie is out of reach of scripts and other sites, and two of one name count as none")
    func cookies() throws {
        let token = SecretToken()
        let plain = SessionCookie(isSecure: false)
        #expect(plain.setting(token) == "session=\(token.text); Path=/; HttpOnly; SameSite=Lax")
        #expect(plain.clearing == "session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax")
        let secure = SessionCookie(name: "id", isSecure: true, sameSite: .strict)
        #expect(
            secure.setting(token, lifetime: 60)
                == "__Host-id=\(token.text); Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Secure")
        #expect(plain.token(in: "a=b; session=\(token.text); c=d") == token)
        #expect(plain.token(in: "session=\(token.text);c=d") == token)
        for wrong in [
            nil, "", "session", "session=", "session=x", "xsession=\(token.text)", "SESSION=\(token.text)",
            "session=\(token.text); session=\(SecretToken().text)", "session=\(token.text)\(token.text)",
        ] {
            #expect(plain.token(in: wrong) == nil, "\(wrong ?? "nil")")
        }
    }

    @Test("a form's token is of its session and purpose, and never the same text twice")
    func csrf() {
        let session = SecretToken()
        let token = CSRFToken(session: session, purpose: "login")
        let (one, two) = (token.field(), token.field())
        #expect(one != two && token.accepts(one) && token.accepts(two))
        #expect(CSRFToken(session: session, purpose: "login").accepts(one))
        #expect(!CSRFToken(session: session, purpose: "delete").accepts(one))
        #expect(!CSRFToken(session: SecretToken(), purpose: "login").accepts(one))
        for wrong in [nil, "", "x", String(one.dropLast(2)), one + "AA", String(one.reversed())] {
            #expect(!token.accepts(wrong))
        }
    }

    @Test("a link works once, for its purpose, in its time; a new one ends the old")
    func links() async throws {
        let links = OneTimeLinks(store: MemoryAccountStore())
        let old = try await links.make(purpose: "reset", subject: "ada", now: noon)
        let link = try await links.make(purpose: "reset", subject: "ada", now: noon)
        #expect(try await links.redeem(old, purpose: "reset", now: noon) == nil)
        #expect(try await links.redeem(link, purpose: "reset", now: noon + 3599) == "ada")
        #expect(try await links.redeem(link, purpose: "reset", now: noon) == nil)
        let late = try await links.make(purpose: "reset", subject: "ada", now: noon)
        #expect(try await links.redeem(late, purpose: "reset", now: noon + 3600) == nil)
        let other = try await links.make(purpose: "confirm", subject: "ada", now: noon)
        #expect(try await links.redeem(other, purpose: "reset", now: noon) == nil)
        #expect(try await links.redeem(other, purpose: "confirm", now: noon) == nil, "it was tried, and is used up")
        #expect(try await links.redeem(nil, purpose: "reset", now: noon) == nil)
    }

    @Test("of many requests with one link at the same time, one succeeds")
    func linksWorkOnce() async throws {
        let links = OneTimeLinks(store: MemoryAccountStore())
        let link = try await links.make(purpose: "reset", subject: "ada")
        let wins = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try await links.redeem(link, purpose: "reset") } }
            return try await group.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
        }
        #expect(wins == 1)
    }

    @Test("a program's token is known by its header, until it ends or is revoked by its owner")
    func apiTokens() async throws {
        let tokens = APITokens(store: MemoryAccountStore())
        let token = try await tokens.make(for: "ada", name: "script", scopes: ["read"], lifetime: 60, now: noon)
        let header = "Bearer \(token.text)"
        #expect(try await tokens.authenticate(authorization: header, now: noon)?.scopes == ["read"])
        #expect(try await tokens.authenticate(authorization: "bearer   \(token.text)", now: noon)?.subject == "ada")
        #expect(try await tokens.authenticate(authorization: header, now: noon + 60) == nil)
        for wrong in [nil, "", token.text, "Basic \(token.text)", "Bearer", "Bearer x", header + " x"] {
            #expect(try await tokens.authenticate(authorization: wrong, now: noon) == nil)
        }
        #expect(try await tokens.all(of: "ada").map(\.name) == ["script"])
        #expect(try await !tokens.revoke(token.hash, of: "bob"))
        #expect(try await tokens.revoke(token.hash, of: "ada"))
        #expect(try await tokens.authenticate(authorization: header, now: noon) == nil)
    }
}
