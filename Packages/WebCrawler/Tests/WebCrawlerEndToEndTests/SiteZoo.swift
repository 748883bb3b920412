import Foundation
import LooseJSON
import Synchronization
import TestKit
import Testing

/// One page of a small site.
struct ZooPage: Sendable {
    var status = "200 OK"
    var headers: [String] = []
    var type: String? = "text/html; charset=utf-8"
    var body: [UInt8]
    /// What Content-Length says; nil is the truth.
    var length: Int?

    init(
        _ body: String, status: String = "200 OK", type: String? = "text/html; charset=utf-8", _ headers: [String] = []
    ) {
        self.init(bytes: Array(body.utf8), status: status, type: type, headers)
    }

    init(
        bytes: [UInt8], status: String = "200 OK", type: String? = "text/html; charset=utf-8", _ headers: [String] = []
    ) {
        self.body = bytes
        self.status = status
        self.type = type
        self.headers = headers
    }

    static func redirect(_ target: String, status: String = "301 Moved", _ headers: [String] = []) -> ZooPage {
        ZooPage("", status: status, ["Location: \(target)"] + headers)
    }

    static let fine = ZooPage("<p>fine")
    static let picture = ZooPage("x", type: "image/png")

    func bytes(isHead: Bool) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status)", "Content-Length: \(length ?? body.count)", "Connection: close"]
        if let type { lines.append("Content-Type: \(type)") }
        return Array((lines + headers).joined(separator: "\r\n").utf8) + Array("\r\n\r\n".utf8) + (isHead ? [] : body)
    }
}

/// A small site on a server of its own, and what `webcrawler check` makes of it.
struct ZooCheck: Sendable {
    let status: Int32
    let report: JSONValue
    let errors: String
    let server: RawServer
    let base: String
    /// The heads of the requests, by path.
    let heads: [String: [String]]

    /// The findings as "kind path", notes as well.
    var findings: [String] {
        (report["findings"]?.elements ?? []).map { finding in
            "\(finding["kind"]?.text ?? "") \((finding["target"]?.text ?? "").replacing(base, with: ""))"
        }.sorted()
    }

    var details: [String] { (report["findings"]?.elements ?? []).compactMap { $0["detail"]?.text } }

    /// The skipped addresses with their reasons.
    var skipped: [String: String] {
        Dictionary(
            (report["skipped"]?.elements ?? []).map {
                (($0["address"]?.text ?? "").replacing(base, with: ""), $0["reason"]?.text ?? "")
            }
        ) { first, _ in first }
    }

    /// The paths that were asked for, robots.txt and the usual sitemap apart.
    var asked: Set<String> { Set(server.visits.keys).subtracting(["/robots.txt", "/sitemap.xml"]) }

    static func run(
        _ pages: [String: ZooPage], _ options: [String] = [], seed: String = "/",
        answer: (@Sendable (RawServer.Request) -> ZooPage?)? = nil
    ) async throws -> ZooCheck {
        let heads = Mutex<[String: [String]]>([:])
        let port = Mutex(0)
        let server = try RawServer { request, send in
            heads.withLock { $0[request.path, default: []].append(request.head) }
            let isHead = request.head.hasPrefix("HEAD ")
            var page = answer?(request) ?? pages[request.path] ?? pages["*"]
            if request.path == "/robots.txt" || request.path == "/sitemap.xml" { page = pages[request.path] }
            var found = page ?? ZooPage("no", status: "404 Not Found")
            found.headers = found.headers.map { $0.replacing("BASE", with: "http://127.0.0.1:\(port.withLock { $0 })") }
            _ = send(found.bytes(isHead: isHead))
        }
        port.withLock { $0 = server.port }
        defer { server.stop() }
        let base = "http://127.0.0.1:\(server.port)"
        let result = try await BuiltTool("webcrawler").run(
            ["check", base + seed, "--json", "--quiet", "--backoff", "0.05"]
                + options.map { $0.replacing("BASE", with: base) })
        let report = (try? JSONReader.read(result.outputData)) ?? .null
        return ZooCheck(
            status: result.status, report: report, errors: result.errors, server: server, base: base,
            heads: heads.withLock { $0 })
    }
}
