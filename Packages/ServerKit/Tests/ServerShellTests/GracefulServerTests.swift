import Foundation
import ServerShell
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A text that compresses well and has many bytes.
private let longText = String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 100)

/// Runs a server with one page and one fault until `body` is done.
private func withServer<Value: Sendable>(
    maximumTarget: Int = 16 * 1024, isHealthy: Bool = true,
    _ body: (String) async throws -> Value
) async throws -> Value {
    var settings = ServerSettings(tool: "probe")
    settings.port = 0
    settings.maximumTarget = maximumTarget
    let page = Answer(type: "text/plain; charset=utf-8", body: Array(longText.utf8))
    let server = GracefulServer(
        settings: settings, isHealthy: { isHealthy },
        handler: { request, _ in
            switch request.uri.path {
            case "/page": return page.response(for: request)
            case "/wrong":
                throw ErrorAnswer(.badRequest, "A \"bad\" field.", details: [("field", "\"x\"")], retryAfter: 7)
            default: throw NoSuchPage()
            }
        })
    return try await server.whileRunning(body)
}

private struct NoSuchPage: Error {}

private func get(
    _ address: String, _ headers: [String: String] = [:], method: String = "GET"
) async throws -> (status: Int, body: String, headers: [String: String]) {
    var request = URLRequest(url: try #require(URL(string: address)))
    request.httpMethod = method
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (body, response) = try await URLSession(configuration: .ephemeral).data(for: request)
    let http = try #require(response as? HTTPURLResponse)
    var fields: [String: String] = [:]
    for (name, value) in http.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
    return (http.statusCode, String(decoding: body, as: UTF8.self), fields)
}

@Test("health is asked of what the server depends on")
func healthIsAsked() async throws {
    let well = try await withServer { try await get("\($0)/healthz").body }
    #expect(well == "ok\n")
    let ill = try await withServer(isHealthy: false) { try await get("\($0)/healthz").status }
    #expect(ill == 503)
}

@Test("a client that has the page gets 304, a weak tag and a list of tags included")
func aClientThatHasThePageGets304() async throws {
    try await withServer { server in
        let page = try await get("\(server)/page")
        #expect(page.status == 200 && page.body == longText)
        #expect(page.headers["x-content-type-options"] == "nosniff")
        let tag = try #require(page.headers["etag"])
        for known in [tag, "\"other\", \(tag)", "*", String(tag.dropFirst(2))] {
            let again = try await get("\(server)/page", ["If-None-Match": known])
            #expect(again.status == 304 && again.body.isEmpty, "\(known)")
        }
        #expect(try await get("\(server)/page", ["If-None-Match": "\"other\""]).status == 200)
    }
}

@Test("HEAD says how long the page is, and sends none of it")
func headSendsNoBody() async throws {
    try await withServer { server in
        let head = try await get("\(server)/page", ["Accept-Encoding": "identity"], method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["content-length"] == String(longText.utf8.count))
    }
}

@Test("errors have one shape, and a fault inside tells nothing of itself")
func errorsHaveOneShape() async throws {
    try await withServer { server in
        let wrong = try await get("\(server)/wrong")
        #expect(wrong.status == 400 && wrong.headers["retry-after"] == "7")
        #expect(wrong.body == #"{"error":{"status":400,"message":"A \"bad\" field.","field":"x"}}"#)
        let fault = try await get("\(server)/fault")
        #expect(fault.status == 500 && !fault.body.contains("NoSuchPage"))
    }
}

@Test("an address beyond the limit is refused with 414")
func anAddressBeyondTheLimitIsRefused() async throws {
    try await withServer(maximumTarget: 100) { server in
        let long = try await get("\(server)/\(String(repeating: "x", count: 200))")
        let short = try await get("\(server)/page")
        #expect(long.status == 414 && short.status == 200)
    }
}

@Test("a port that is taken is reported with what to do")
func aPortThatIsTakenIsReported() async throws {
    try await withServer { server in
        var settings = ServerSettings(tool: "probe")
        settings.port = try #require(URL(string: server)?.port)
        let taken = settings
        let failure = await #expect(throws: GracefulServer.StartFailure.self) {
            try await GracefulServer(settings: taken) { _, _ in throw NoSuchPage() }.run()
        }
        #expect(failure?.description.contains("--port") == true)
    }
}

@Test("gzip unpacks what was compressed; what would grow is left alone")
func gzipUnpacksWhatWasCompressed() async throws {
    let bytes = try #require(Gzip.compress(Array(longText.utf8)))
    #expect(bytes.count < 300)
    try await withTemporaryFolder { folder in
        let file = folder.appending(path: "text.gz")
        try Data(bytes).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: try RequiredTool.path(of: "gzip", package: "gzip"))
        process.arguments = ["-d", file.path]
        try await process.runToEnd()
        #expect(try String(contentsOf: folder.appending(path: "text"), encoding: .utf8) == longText)
    }
    var random = SystemRandomNumberGenerator()
    #expect(Gzip.compress((0..<2000).map { _ in UInt8.random(in: 0...255, using: &random) }) == nil)
    #expect(Gzip.compress([1, 2, 3]) == nil)
}

@Suite("The access log")
struct AccessLogTests {
    @Test(
        "secrets in an address are left out",
        arguments: [
            ("/a?access_token=secret&x=1", "/a?access_token=…&x=1"), ("/a?x=1&code=secret", "/a?x=1&code=…"),
            ("/a?accesstoken=1", "/a?accesstoken=1"), ("/a", "/a"), ("/a?code", "/a?code"),
        ])
    func secretsAreLeftOut(target: String, shown: String) {
        #expect(GracefulServer.withoutSecrets(target) == shown)
    }
}
