import Foundation
import TestKit
import Testing

/// A request that both servers get.
private struct Asked {
    var method = "GET"
    let target: String
    var fields: [String] = []
    /// Why this server answers otherwise than nginx, and with which statuses (ours, nginx's).
    var difference: (ours: Int, theirs: Int, why: String)?
}

/// The fields that mean the same in both servers. Entity tags are each server's own; nginx leaves Accept-Ranges out
/// of a 206, and Vary depends on its modules.
private let compared = [
    "content-type", "content-length", "content-range", "content-encoding", "location", "last-modified",
]

@Test("nginx and this server answer the same requests alike, apart from the differences that are named", .watchesClock)
func nginxAnswersAlike() async throws {
    try await withTemporaryFolder { scratch in
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path)
        let site = try makeSite(in: scratch)
        try Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 % 251) }).write(to: site.appending(path: "large.png"))
        try Data("{}".utf8).write(to: site.appending(path: "data.json"))
        try Data("".utf8).write(to: site.appending(path: "empty.txt"))
        try Data("gz".utf8).write(to: site.appending(path: "data.json.gz"))
        try Data("space".utf8).write(to: site.appending(path: "with space.txt"))
        try await RunningServer.with([site.path, "--quiet"]) { server in
            try await Peers.withNginx(site) { nginx in
                let ours = server.port
                try await WireClient.run {
                    for asked in try requests(port: ours) { try compare(asked, ours, nginx) }
                }
            }
        }
    }
}

private func requests(port: Int) throws -> [Asked] {
    let client = try WireClient(port: port)
    client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n")
    let date = try #require(client.response()?.fields["last-modified"])
    var list: [Asked] = []
    for target in [
        "/", "/index.html", "/a.txt", "/a.txt?q", "/sub/b.txt", "/large.png", "/data.json", "/empty.txt",
        "/with%20space.txt", "/none", "/sub/none", "/sub", "/sub?x=y", "//a.txt", "/sub/../a.txt", "/%61.txt",
        "/./a.txt",
        "/../a.txt", "/%2e%2e/a.txt", "/a.txt%00", "http://a/a.txt",
    ] {
        for method in ["GET", "HEAD"] { list.append(Asked(method: method, target: target)) }
    }
    for range in ["0-0", "0-99", "100-", "-5", "5-4", "999999-", "0-1,5-6", "a-b", "0-0,-1", "-0"] {
        // RFC 9110, section 14.2, lets a server ignore or refuse an invalid range; nginx refuses it.
        let isInvalid = range == "5-4" || range == "a-b"
        for target in ["/a.txt", "/large.png"] {
            list.append(
                Asked(
                    target: target, fields: ["Range: bytes=\(range)"],
                    difference: isInvalid ? (200, 416, "an invalid range is ignored") : nil))
        }
    }
    for field in [
        "If-Modified-Since: \(date)", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
        "If-Unmodified-Since: \(date)", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT", "If-None-Match: *",
        "If-None-Match: \"x\"", "If-Match: \"x\"", "If-Match: *", "If-Modified-Since: nonsense",
    ] {
        list.append(Asked(target: "/a.txt", fields: [field]))
        list.append(Asked(target: "/large.png", fields: [field, "Range: bytes=0-9"]))
    }
    for coding in ["gzip", "br", "gzip;q=0", "*", "identity"] {
        list.append(Asked(target: "/data.json", fields: ["Accept-Encoding: \(coding)"]))
    }
    list += [
        Asked(method: "BREW", target: "/a.txt", difference: (501, 405, "an unknown method is 501 by RFC 9110, 9.1")),
        Asked(method: "POST", target: "/a.txt"), Asked(method: "DELETE", target: "/a.txt"),
        Asked(method: "OPTIONS", target: "/a.txt", difference: (204, 405, "OPTIONS tells which methods there are")),
        Asked(target: "/.secret", difference: (404, 200, "hidden names are refused by default")),
        Asked(target: "/sub/", difference: (200, 403, "a folder is listed by default")),
        Asked(target: "/index", difference: (200, 404, "clean addresses")),
    ]
    return list
}

private func compare(_ asked: Asked, _ ours: Int, _ theirs: Int) throws {
    func answer(_ port: Int) throws -> WireClient.Response {
        let client = try WireClient(port: port)
        let lines = asked.fields.map { "\($0)\r\n" }.joined()
        client.send("\(asked.method) \(asked.target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n")
        return try #require(client.response(toHead: asked.method == "HEAD"), "\(asked) at port \(port)")
    }
    let (own, other) = (try answer(ours), try answer(theirs))
    let name = "\(asked.method) \(asked.target) \(asked.fields)"
    if let difference = asked.difference {
        #expect(own.status == difference.ours && other.status == difference.theirs, "\(name): \(difference.why)")
        return
    }
    #expect(own.status == other.status, "\(name)")
    guard own.status < 300 || own.status == 301 || own.status == 304 else { return }
    let isMultipart = own.fields["content-type"]?.hasPrefix("multipart/") == true
    for field in compared where !(isMultipart && (field == "content-type" || field == "content-length")) {
        if own.status == 301, field.hasPrefix("content-") { continue }
        if field == "location" {
            // Ours is relative to the address, theirs to the host: what counts is where they lead.
            func leads(_ answer: WireClient.Response) -> String? {
                let base = URL(string: "http://a\(asked.target)")
                return answer.fields[field].flatMap { URL(string: $0, relativeTo: base)?.absoluteURL.path() }
            }
            #expect(leads(own) == leads(other), "\(name): \(field)")
            continue
        }
        #expect(
            own.fields[field]?.lowercased() == other.fields[field]?.lowercased(), "\(name): \(field)")
    }
    if own.status == 200 || (own.status == 206 && !isMultipart) { #expect(own.body == other.body, "\(name)") }
}
