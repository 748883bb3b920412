import Foundation
import TestKit
import Testing

/// A folder with the files that the cases ask for.
func makeSite(in scratch: URL) throws -> URL {
    let site = scratch.appending(path: "site")
    try FileManager.default.createDirectory(at: site.appending(path: "sub"), withIntermediateDirectories: true)
    try Data("<!DOCTYPE html><title>home</title>\n".utf8).write(to: site.appending(path: "index.html"))
    try Data("hello\n".utf8).write(to: site.appending(path: "a.txt"))
    try Data("inside\n".utf8).write(to: site.appending(path: "sub/b.txt"))
    try Data("secret\n".utf8).write(to: site.appending(path: ".secret"))
    return site
}

@Test(
    "every case of RFC 9112 gets its status, and the connection stays or ends as it must", .watchesClock,
    arguments: WireSection.all)
func everyCaseGetsItsAnswer(_ section: WireSection) async throws {
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        try await RunningServer.with([site.path, "--quiet"]) { server in
            let port = server.port
            try await WireClient.run {
                for one in section.cases { try check(one, port: port) }
            }
        }
    }
}

@Test("the table has at least 150 cases, no two of one section with the same name")
func theTableIsLarge() {
    #expect(WireSection.all.reduce(0) { $0 + $1.cases.count } >= 150)
    for section in WireSection.all {
        #expect(Set(section.cases.map(\.name)).count == section.cases.count, "\(section.title)")
    }
}

/// Sends a case with another request behind it: that one is answered only where the connection must go on, so a
/// request that is smuggled behind a refused one shows.
private func check(_ one: WireCase, port: Int) throws {
    let client = try WireClient(port: port)
    client.send(one.request + "GET /a.txt?behind HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    client.finish()
    var statuses: [Int] = []
    while let response = client.response(toHead: one.isHead && statuses.count < one.statuses.count) {
        statuses.append(response.status)
        #expect(response.status == 204 || response.status == 304 || response.fields["content-length"] != nil)
        #expect(response.fields["date"] != nil)
    }
    #expect(client.isClosed, "\(one.name): the connection does not end")
    let expected = one.statuses + (one.after == .stays ? [200] : [])
    #expect(statuses == expected, "\(one.name)")
}

@Test(
    "a client that waits for 100 (Continue) is refused at once, and asked for its content only where it is not",
    .watchesClock)
func expectationsBeforeARefusal() async throws {
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        try await RunningServer.with([site.path, "--quiet"]) { server in
            let port = server.port
            try await WireClient.run { () throws in
                for (method, target, framing, status) in [
                    ("POST", "/a.txt", "Content-Length: 900000", 405), ("PUT", "/x", "Transfer-Encoding: chunked", 405),
                    ("BREW", "/", "Content-Length: 5", 501), ("GET", "/none", "Content-Length: 5", 404),
                    ("POST", "/", "Content-Length: 99999999", 413),
                ] {
                    let client = try WireClient(port: port, seconds: 5)
                    client.send("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\(framing)\r\nExpect: 100-continue\r\n\r\n")
                    let answer = try #require(client.response())
                    #expect(answer.status == status && answer.fields["connection"] == "close", "\(method) \(target)")
                    #expect(client.readToEnd().isEmpty && client.isClosed)
                }
                let client = try WireClient(port: port)
                client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
                #expect(client.response()?.status == 100)
                client.send("ab")
                #expect(client.response()?.body == Array("hello\n".utf8))
            }
        }
    }
}
