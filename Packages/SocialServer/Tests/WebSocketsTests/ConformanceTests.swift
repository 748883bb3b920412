import Foundation
import TestKit
import Testing
import WebSockets

/// What the Python testers print.
private struct Report: Decodable {
    let cases: Int
    let faults: [String: String]
    let strange: [String]?
    let broken: Int?

    init(_ text: String) throws {
        self = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    }
}

@Suite("RFC 6455", .watchesClock, .timeLimit(.minutes(15)))
struct ConformanceTests {
    @Test("three hundred cases of framing, control frames, fragments, UTF-8, closing and limits")
    func conformance() async throws {
        try await withEchoServer { port in
            let report = try Report(try await script("conformance.py", ["127.0.0.1", "\(port)"]))
            #expect(report.cases >= 300)
            for (name, fault) in report.faults.sorted(by: { $0.key < $1.key }) { Issue.record("\(name): \(fault)") }
        }
    }

    @Test("the tester finds PyPI websockets right but for a listed few cases, and a wrong server wrong")
    func theTesterIsJudged() async throws {
        let report = try Report(try await script("conformance.py", ["--judge"]))
        #expect(report.strange == [])
        #expect(report.faults.count < 40)
        #expect(report.broken ?? 0 > 120)
    }

    @Test("every wrong handshake gets its status, and an unknown path the application's own 404")
    func handshakes() async throws {
        try await withEchoServer { port in
            let report = try Report(try await script("handshakes.py", ["127.0.0.1", "\(port)"]))
            #expect(report.cases > 30)
            for (name, fault) in report.faults.sorted(by: { $0.key < $1.key }) { Issue.record("\(name): \(fault)") }
        }
    }

    @Test(
        "real clients: texts, bytes, fragments, pings, subprotocols, closing, refusals",
        arguments: [
            (
                "websockets",
                """
                closed 4001
                subprotocol second
                too much 1009 A message has at most 131072 bytes.
                refused 404
                refused 401

                """
            ),
            ("websocket-client", "closed 4001\nrefused 401\n"),
            ("chromium", "second 0,255 4001 true 1006\n"),
        ])
    func realClients(client: String, said: String) async throws {
        try await withEchoServer { port in
            let output = try await script("clients.py", [client, "127.0.0.1:\(port)"])
            #expect(output == said)
        }
    }
}
