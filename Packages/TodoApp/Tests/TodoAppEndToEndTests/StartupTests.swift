import Foundation
import TestKit
import Testing

/// Replays what five clients send when they begin, as `Fixtures/startup` has it: the placeholders are filled from the
/// answers before, and every request must get what a client goes on with.
@Suite("recorded starts", .watchesClock, .serialized)
struct StartupTests {
    private struct Recorded {
        let note: String
        let method: String
        let path: String
        let headers: [String: String]
        let body: String?
    }

    private func recorded(_ client: String) throws -> [Recorded] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/startup")
        let text = try String(contentsOf: folder.appending(path: "\(client).http"), encoding: .utf8)
        return text.components(separatedBy: "\n### ").dropFirst().compactMap { part in
            var lines = part.components(separatedBy: "\n")
            let note = lines.removeFirst()
            let first = lines.removeFirst().split(separator: " ").map(String.init)
            guard first.count == 2 else { return nil }
            var headers: [String: String] = [:]
            while let line = lines.first, !line.isEmpty {
                let pair = line.split(separator: ":", maxSplits: 1)
                if pair.count == 2 { headers[String(pair[0])] = pair[1].trimmingCharacters(in: .whitespaces) }
                lines.removeFirst()
            }
            let body = lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
            let isObject = body.hasPrefix("BEGIN:")
            return Recorded(
                note: note, method: first[0], path: first[1], headers: headers,
                body: body.isEmpty ? nil : isObject ? body.replacing("\n", with: "\r\n") + "\r\n" : body)
        }
    }

    @Test(
        "each request of a client's start is answered",
        arguments: ["apple", "davx5", "tasks-org", "thunderbird", "vdirsyncer"])
    func start(_ name: String) async throws {
        try await DavClient.open { client in
            for index in 1...3 { _ = try await client.put("\(index).ics", DavClient.object("\(index)")) }
            var token = try await client.propfind(DavClient.list, "<d:sync-token/>").values("sync-token").last ?? ""
            var tag = ""
            let requests = try recorded(name)
            #expect(requests.count > 5)
            for (index, request) in requests.enumerated() {
                var sender = client
                if index == 0 { sender.password = nil }
                func filled(_ text: String) -> String {
                    var text = text
                    for (key, value) in [
                        "principal": "/dav/principals/ada/", "home": DavClient.home, "list": DavClient.list,
                        "token": token, "etag": tag, "uid": "made-by-\(name)", "href1": DavClient.list + "1.ics",
                        "href2": DavClient.list + "2.ics", "href3": DavClient.list + "3.ics",
                    ] { text = text.replacing("{\(key)}", with: value) }
                    return text
                }
                let answer = try await sender.send(
                    request.method, filled(request.path), request.body.map(filled), request.headers.mapValues(filled))
                let isRefusal =
                    index == 0 || ["401", "403", "404", "405", "412"].contains { request.note.contains($0) }
                let place = "\(name) \(index): \(request.method) \(request.path), \(request.note): \(answer.status)"
                #expect((200..<500).contains(answer.status), "\(place)")
                if !isRefusal { #expect((200..<400).contains(answer.status), "\(place)") }
                if index == 0, request.method != "OPTIONS" { #expect(answer.status == 401, "\(place)") }
                if !answer.tag.isEmpty { tag = answer.tag }
                if let next = answer.values("sync-token").last, !next.isEmpty { token = next }
            }
        }
    }
}
