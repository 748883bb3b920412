import Foundation
import TestKit
import Testing

@testable import ServerShell

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A text that compresses well and has many bytes.
private let longText = String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 100)

/// The settings of a server on a free port.
private func probeSettings(_ change: (inout ServerSettings) -> Void = { _ in }) -> ServerSettings {
    var settings = ServerSettings(tool: "probe")
    settings.port = 0
    change(&settings)
    return settings
}

/// A server with a few pages and faults.
private func probe(_ settings: ServerSettings, isHealthy: Bool = true) -> GracefulServer {
    let page = Answer(type: "text/plain; charset=utf-8", body: Array(longText.utf8))
    let strong = Answer(type: "text/plain; charset=utf-8", body: Array(longText.utf8), tag: .strong)
    return GracefulServer(
        settings: settings, isHealthy: { isHealthy },
        handler: { request, _ in
            switch request.uri.path {
            case "/page", "/api/page": return page.response(for: request)
            case "/strong": return strong.response(for: request)
            case "/slow":
                try await Task.sleep(for: .milliseconds(600))
                return page.response(for: request)
            case "/body":
                let body = try await request.wholeBody(upTo: 1 << 20)
                return Answer(type: "text/plain", body: Array("\(body.readableBytes)".utf8)).response(for: request)
            case "/wrong", "/api/wrong":
                throw ErrorAnswer(.badRequest, "A \"bad\" field.", details: [("field", "\"x\"")], retryAfter: 7)
            default: throw NoSuchPage()
            }
        })
}

/// Runs a server until `body` is done.
private func withServer<Value: Sendable>(
    isHealthy: Bool = true, _ change: (inout ServerSettings) -> Void = { _ in },
    _ body: (String) async throws -> Value
) async throws -> Value {
    try await probe(probeSettings(change), isHealthy: isHealthy).whileRunning(body)
}

private struct NoSuchPage: Error {}

@discardableResult
private func get(
    _ address: String, _ headers: [String: String] = [:], method: String = "GET", body: Data? = nil,
    isChunked: Bool = false
) async throws -> (status: Int, body: String, headers: [String: String]) {
    var request = URLRequest(url: try #require(URL(string: address)))
    request.httpMethod = method
    if let body { if isChunked { request.httpBodyStream = InputStream(data: body) } else { request.httpBody = body } }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (content, response) = try await URLSession(configuration: .ephemeral).data(for: request)
    let http = try #require(response as? HTTPURLResponse)
    var fields: [String: String] = [:]
    for (name, value) in http.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
    return (http.statusCode, String(decoding: content, as: UTF8.self), fields)
}

@Test("health is asked of what the server depends on", .watchesClock)
func healthIsAsked() async throws {
    let well = try await withServer { server in try await get("\(server)/healthz").body }
    #expect(well == "ok\n")
    let ill = try await withServer(isHealthy: false) { server in
        (try await get("\(server)/healthz").status, try await get("\(server)/livez").status)
    }
    #expect(ill == (503, 200), "a process that lives is not restarted for a database that is away")
}

@Test("a client that has the page gets 304, a weak tag and a list of tags included", .watchesClock)
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

@Test("an answer with a strong tag is sent as it stands, so that its tag can guard a change", .watchesClock)
func strongTagsAreSentAsTheyStand() async throws {
    try await withServer { server in
        let page = try await get("\(server)/strong", ["Accept-Encoding": "gzip"])
        let tag = try #require(page.headers["etag"])
        #expect(tag.hasPrefix("\"") && page.headers["content-encoding"] == nil && page.body == longText)
        #expect(try await get("\(server)/strong", ["If-None-Match": "W/\(tag)"]).status == 304)
        let weak = try await get("\(server)/page", ["Accept-Encoding": "gzip"])
        #expect(weak.headers["etag"]?.hasPrefix("W/") == true && weak.headers["vary"] == "Accept-Encoding")
    }
}

@Test("after the signal health says 503 and requests are served; after the wait those under way are finished")
func theServerDrains() async throws {
    let (signals, send) = AsyncStream.makeStream(of: Void.self)
    let (addresses, found) = AsyncStream.makeStream(of: String.self)
    let server = probe(probeSettings { $0.drainSeconds = 600 })
    let running = Task { try await server.run(endingOn: signals) { found.yield($0) } }
    var iterator = addresses.makeAsyncIterator()
    let address = try #require(await iterator.next())
    #expect(try await get("\(address)/healthz").status == 200)
    send.yield()
    var health = try await get("\(address)/healthz")
    for _ in 0..<500 where health.status == 200 { health = try await get("\(address)/healthz") }
    #expect(health.status == 503 && health.body == "draining\n")
    #expect(try await get("\(address)/livez").status == 200)
    #expect(try await get("\(address)/page").body == longText)
    // The second signal ends the wait; the request that is under way gets its answer.
    async let slow = get("\(address)/slow")
    try await Task.sleep(for: .milliseconds(200))
    send.yield()
    #expect(try await slow.body == longText)
    try await running.value
    await #expect(throws: (any Error).self) { try await get("\(address)/livez") }
}

@Test("without a second signal the wait ends by itself; without a wait the server ends at the first")
func theWaitEnds() async throws {
    for seconds in [0, 1] {
        let (signals, send) = AsyncStream.makeStream(of: Void.self)
        let server = probe(probeSettings { $0.drainSeconds = seconds })
        let start = ContinuousClock.now
        try await server.run(endingOn: signals) { _ in send.yield() }
        #expect(ContinuousClock.now - start >= .seconds(seconds))
    }
}

@Test("a server that cannot start ends without waiting for a signal")
func aServerThatCannotStartEnds() async throws {
    let (signals, send) = AsyncStream.makeStream(of: Void.self)
    defer { send.finish() }
    await #expect(throws: (any Error).self) {
        try await probe(probeSettings { $0.host = "256.256.256.256" }).run(endingOn: signals) { _ in }
    }
}

@Test("other sites' scripts may use what is named, errors and preflights included, and nothing else", .watchesClock)
func otherSitesMayUseWhatIsNamed() async throws {
    let rule = CrossOrigin(paths: ["/api"], exposedHeaders: ["Link"])
    try await withServer {
        $0.crossOrigin = rule
    } _: { server in
        let asked = [
            "Origin": "https://elk.example", "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "authorization, idempotency-key,x-own",
        ]
        for path in ["/api", "/api/page", "/api/v1/nothing/here", "/api/"] {
            let preflight = try await get("\(server)\(path)", asked, method: "OPTIONS")
            #expect(preflight.status == 204, "\(path)")
            #expect(preflight.headers["access-control-allow-origin"] == "*")
            #expect(preflight.headers["access-control-allow-methods"]?.contains("PATCH") == true)
            let allowed = preflight.headers["access-control-allow-headers"] ?? ""
            #expect(allowed == "authorization, content-type, idempotency-key, x-own")
        }
        let answers = [("/api/page", 200), ("/api/wrong", 400), ("/api/fault", 500)]
        for (path, status) in answers {
            let answer = try await get("\(server)\(path)", ["Origin": "https://elk.example"])
            #expect(answer.status == status && answer.headers["access-control-allow-origin"] == "*", "\(path)")
            #expect(answer.headers["access-control-expose-headers"] == "Link")
            #expect(answer.headers["access-control-allow-credentials"] == nil)
        }
        for path in ["/page", "/apis/page", "/wrong"] {
            let answer = try await get("\(server)\(path)", ["Origin": "https://elk.example"])
            #expect(answer.headers["access-control-allow-origin"] == nil, "\(path)")
        }
        let long = try await get("\(server)/api/\(String(repeating: "x", count: 17_000))")
        #expect(long.status == 414 && long.headers["access-control-allow-origin"] == "*")
        let odd = try await get(
            "\(server)/api/page",
            ["Origin": "x", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "a b, <c>, ok"],
            method: "OPTIONS")
        #expect(odd.headers["access-control-allow-headers"] == "authorization, content-type, ab, ok")
    }
}

@Test("browsers and crawlers get what they ask of every site", .watchesClock)
func whatEverySiteIsAsked() async throws {
    try await withServer { server in
        let robots = try await get("\(server)/robots.txt")
        #expect(robots.status == 200 && robots.body == "User-agent: *\nDisallow:\n")
        #expect(try await get("\(server)/favicon.ico").status == 204)
        #expect(try await get("\(server)/favicon.ico", method: "HEAD").status == 204)
    }
    let icon = Answer(type: "image/svg+xml", body: Array("<svg/>".utf8))
    try await withServer {
        $0.icon = icon
        $0.robots = nil
    } _: { server in
        let found = try await get("\(server)/favicon.ico")
        #expect(found.status == 200 && found.body == "<svg/>" && found.headers["content-type"] == "image/svg+xml")
        #expect(try await get("\(server)/robots.txt").status == 500, "the handler is asked")
    }
}

@Test("a body beyond the limit is refused, declared or not, whatever the handler would take", .watchesClock)
func aBodyBeyondTheLimitIsRefused() async throws {
    try await withServer {
        $0.maximumBody = 100_000
    } _: { server in
        for isChunked in [false, true] {
            let fits = try await get(
                "\(server)/body", method: "POST", body: Data(count: 100_000), isChunked: isChunked)
            #expect(fits.status == 200 && fits.body == "100000", "chunked: \(isChunked)")
            let long = try await get(
                "\(server)/body", method: "POST", body: Data(count: 100_001), isChunked: isChunked)
            #expect(long.status == 413 && long.body.contains("100000 bytes"), "chunked: \(isChunked)")
        }
    }
}

@Test("HEAD says how long the page is, and sends none of it", .watchesClock)
func headSendsNoBody() async throws {
    try await withServer { server in
        let head = try await get("\(server)/page", ["Accept-Encoding": "identity"], method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["content-length"] == String(longText.utf8.count))
    }
}

@Test("errors have one shape, and a fault inside tells nothing of itself", .watchesClock)
func errorsHaveOneShape() async throws {
    try await withServer { server in
        let wrong = try await get("\(server)/wrong")
        #expect(wrong.status == 400 && wrong.headers["retry-after"] == "7")
        #expect(wrong.body == #"{"error":{"status":400,"message":"A \"bad\" field.","field":"x"}}"#)
        let fault = try await get("\(server)/fault")
        #expect(fault.status == 500 && !fault.body.contains("NoSuchPage"))
    }
}

@Test("an address beyond the limit is refused with 414", .watchesClock)
func anAddressBeyondTheLimitIsRefused() async throws {
    try await withServer {
        $0.maximumTarget = 100
    } _: { server in
        let long = try await get("\(server)/\(String(repeating: "x", count: 200))")
        let short = try await get("\(server)/page")
        #expect(long.status == 414 && short.status == 200)
    }
}

@Test("a port that is taken is reported with what to do", .watchesClock)
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
        _ = try await Program(RequiredTool.path(of: "gzip", package: "gzip"), ["-d", file.path]).output()
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
