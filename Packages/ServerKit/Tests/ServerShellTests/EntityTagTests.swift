import Foundation
import ServerShell
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("entity tags")
struct EntityTagTests {
    @Test(
        "a strong tag guards a change, a weak one never does",
        arguments: [
            ("\"a\"", true, true), ("W/\"a\"", true, false), ("*", true, true), ("\"b\", \"a\"", true, true),
            ("\"b\"", false, false), ("\"A\"", false, false), ("a", true, true), ("\"x,y\", W/\"a\"", true, false),
            ("", false, false), ("\"a", true, true), (",, \"a\"", true, true), ("W/", false, false),
        ])
    func comparisons(header: String, weakly: Bool, strongly: Bool) {
        let tag = EntityTag.strong("a")
        #expect(tag.isNamed(in: header) == weakly)
        #expect(tag.isNamedStrongly(in: header) == strongly)
        #expect(EntityTag.weak("a").isNamed(in: header) == weakly)
        #expect(EntityTag.weak("a").isNamedStrongly(in: header) == (header == "*"))
    }

    @Test("a tag may hold a comma, and what it must not hold is escaped")
    func oddTags() {
        #expect(EntityTag.strong("x,y").isNamed(in: "\"q\", \"x,y\""))
        #expect(EntityTag.strong("a \"b\"\u{e9}").description == "\"a%20%22b%22%C3%A9\"")
        #expect(EntityTag.weak("1").description == "W/\"1\"")
    }

    @Test("strong tags of bytes differ wherever the bytes do")
    func tagsOfBytes() {
        var seen: Set<EntityTag> = []
        for first in 0...255 {
            for length in 0..<4 { seen.insert(.strong(of: Array(repeating: UInt8(first), count: length))) }
        }
        #expect(seen.count == 256 * 3 + 1)
        // The hash of nothing is FNV-1a's offset, of "a" its published vector.
        #expect(EntityTag.strong(of: []).opaque == "6c62272e07bb014262b821756295c58d")
        #expect(EntityTag.strong(of: Array("a".utf8)).opaque == "d228cb696f1a8caf78912b704e4a8964")
    }

    @Test("preconditions are decided in the standard's order")
    func preconditions() async throws {
        var settings = ServerSettings(tool: "tags")
        settings.port = 0
        let server = GracefulServer(settings: settings) { request, _ in
            let current = request.uri.path == "/there" ? EntityTag.strong("2") : nil
            let decision = EntityTag.precondition(of: request, current: current)
            return Answer(type: "text/plain", body: Array("\(decision)".utf8)).response(for: request)
        }
        let cases: [(method: String, path: String, headers: [String: String], decision: String)] = [
            ("PUT", "/there", [:], "holds"), ("PUT", "/there", ["If-Match": "\"2\""], "holds"),
            ("PUT", "/there", ["If-Match": "\"1\""], "fails"), ("PUT", "/there", ["If-Match": "W/\"2\""], "fails"),
            ("DELETE", "/there", ["If-Match": "\"1\", \"2\""], "holds"),
            ("PUT", "/missing", ["If-Match": "*"], "fails"), ("PUT", "/missing", ["If-None-Match": "*"], "holds"),
            ("PUT", "/there", ["If-None-Match": "*"], "fails"),
            ("GET", "/there", ["If-None-Match": "W/\"2\""], "isKnown"),
            ("GET", "/there", ["If-None-Match": "\"1\", \"2\""], "isKnown"),
            ("GET", "/there", ["If-Match": "\"1\"", "If-None-Match": "\"2\""], "fails"),
        ]
        try await server.whileRunning { address in
            for each in cases {
                var request = URLRequest(url: try #require(URL(string: address + each.path)))
                request.httpMethod = each.method
                for (name, value) in each.headers { request.setValue(value, forHTTPHeaderField: name) }
                let (body, _) = try await URLSession(configuration: .ephemeral).data(for: request)
                #expect(String(decoding: body, as: UTF8.self) == each.decision, "\(each)")
            }
        }
    }
}
