import Foundation
import TestKit
import Testing

/// The 33 rules that the h1spec suite (dropseed/h1spec, its strict and hardening ones included) checks, said again as
/// cases of our own: what is sent, and which statuses of the first answer are right.
struct ConformanceRule: Sendable, CustomTestStringConvertible {
    let name: String
    let request: String
    let accepts: @Sendable (Int) -> Bool
    /// Whether the connection must end behind the answer, or must go on; nil when the rule does not say.
    var mustClose: Bool?

    var testDescription: String { name }

    init(_ name: String, _ request: String, mustClose: Bool? = nil, _ accepts: @escaping @Sendable (Int) -> Bool) {
        (self.name, self.request, self.mustClose, self.accepts) = (name, request, mustClose, accepts)
    }

    static let all: [ConformanceRule] = [
        .init("a simple GET is accepted", get(), any),
        .init("POST with Content-Length is accepted", post("Content-Length: 5\r\n", "hello"), notBad),
        .init("OPTIONS * is accepted", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", notBad),
        .init("absolute form is accepted", "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", notBad),
        .init(
            "CONNECT's authority form is accepted", "CONNECT example.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            notBad),
        .init("HTTP/2.0 is refused", "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n") { $0 == 400 || $0 == 505 },
        .init("a request line without version is refused", "GET /\r\nHost: localhost\r\n\r\n", bad),
        .init("a missing Host is refused", "GET / HTTP/1.1\r\n\r\n", bad),
        .init("two Hosts are refused", get("Host: example.com\r\n"), bad),
        .init("an invalid Host is refused", "GET / HTTP/1.1\r\nHost: bad host\r\n\r\n", bad),
        .init("a field name with a space is refused", get("Bad Header: value\r\n"), bad),
        .init("a folded field is refused", get("  continued\r\n"), bad),
        .init("a space before the colon is refused", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", bad),
        .init("a NUL in a field is refused", "GET / HTTP/1.1\r\nHost: local\0host\r\n\r\n", bad),
        .init("chunks are accepted", post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"), notBad),
        .init(
            "chunks in HTTP/1.0 are refused",
            "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", bad),
        .init("both lengths are refused", post(both, "5\r\nhello\r\n0\r\n\r\n"), bad),
        .init("both lengths end the connection", post(both, "5\r\nhello\r\n0\r\n\r\n"), mustClose: true, any),
        .init("an unknown transfer coding is refused", post("Transfer-Encoding: nonsense\r\n", "hello")) {
            $0 == 400 || $0 == 501
        },
        .init(
            "chunked before another coding is refused", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"),
            mustClose: true, bad),
        .init("Content-Length of letters is refused", post("Content-Length: xyz\r\n", "hello"), bad),
        .init(
            "two different Content-Lengths are refused", post("Content-Length: 5\r\nContent-Length: 7\r\n", "hello!!"),
            bad),
        .init(
            "an invalid chunk size is refused", post("Transfer-Encoding: chunked\r\n", "Z\r\nhello\r\n0\r\n\r\n"),
            mustClose: true, bad),
        .init(
            "a chunk without its end is refused", post("Transfer-Encoding: chunked\r\n", "5\r\nhello0\r\n\r\n"),
            mustClose: true, bad),
        .init("100-continue is answered", post("Content-Length: 5\r\nExpect: 100-continue\r\n", "")) {
            $0 == 100 || (400..<500).contains($0)
        },
        .init("an error tells where it ends", "get / HTTP/1.1\r\nHost: localhost\r\n\r\n") { (400..<600).contains($0) },
        .init("HTTP/1.1 persists", get(), mustClose: false, any),
        .init("Connection: close is honoured", get("Connection: close\r\n"), mustClose: true, any),
        .init("HTTP/1.0 closes", "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n", mustClose: true, any),
        .init(
            "an oversized request line does no harm",
            "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n", any),
        .init("a flood of fields does no harm", get((0..<101).map { "X-H-\($0): value\r\n" }.joined()), any),
        .init("an oversized field does no harm", get("X-Big: \(String(repeating: "x", count: 9_000))\r\n"), any),
    ]

    private static let any: @Sendable (Int) -> Bool = { (100..<600).contains($0) }
    private static let bad: @Sendable (Int) -> Bool = { $0 == 400 }
    private static let notBad: @Sendable (Int) -> Bool = { (100..<600).contains($0) && $0 != 400 }
    private static let both = "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"

    private static func get(_ fields: String = "") -> String { "GET / HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n" }
    private static func post(_ fields: String, _ content: String) -> String {
        "POST / HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n\(content)"
    }
}

@Test("every rule of h1spec holds, and the server answers afterwards", .watchesClock)
func everyRuleHolds() async throws {
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        try await RunningServer.with([site.path, "--quiet"]) { server in
            let port = server.port
            try await WireClient.run {
                for rule in ConformanceRule.all {
                    let client = try WireClient(port: port)
                    client.send(rule.request)
                    let first = try #require(client.response(), "\(rule.name)")
                    #expect(rule.accepts(first.status), "\(rule.name): \(first.status)")
                    if first.status >= 200, first.status != 204 {
                        #expect(first.fields["content-length"] != nil, "\(rule.name)")
                    }
                    if let mustClose = rule.mustClose {
                        client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        #expect((client.response() == nil) == mustClose, "\(rule.name)")
                    }
                    let probe = try WireClient(port: port)
                    probe.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    #expect(probe.response()?.status == 200, "behind: \(rule.name)")
                }
                // The rule that needs a look at the content: HEAD's answer has none.
                let client = try WireClient(port: port)
                client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                #expect(String(decoding: client.readToEnd(), as: UTF8.self).hasSuffix("\r\n\r\n"))
            }
        }
    }
}
