import ContentCodings
import Crawling
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import WebAddress

/// Fetches over swift-nio's HTTP/1.1: one request, no redirects, every limit that an untrusted server needs.
///
/// The request target is the URL's own serialisation, byte for byte: no other URL type comes between.
public final class HTTPFetcher: Fetcher {
    /// How requests look and how long they may take.
    public struct Configuration: Sendable {
        /// The `User-Agent`.
        public var userAgent = "webcrawler"
        /// More header fields for every request to the hosts that the user named.
        public var headers: [(name: String, value: String)] = []
        /// `USER:PASSWORD` for basic authentication at the hosts that the user named.
        public var credentials: String?
        /// The hosts (with port) that the user named: they alone get ``headers`` and ``credentials``.
        public var namedHosts: Set<String> = []
        /// A PEM file of certificates that are trusted beside the system's own.
        public var certificateFile: String?
        /// Whether any certificate is taken.
        public var acceptsAnyCertificate = false
        /// Whether cookies are kept and sent.
        public var keepsCookies = false
        /// Whether all internal addresses may be asked.
        public var allowsInternalAddresses = false
        /// The internal IP addresses that may be asked, since the user named them.
        public var namedInternalAddresses: Set<String> = []
        /// The proxies.
        public var proxies = ProxyChoice()
        /// The most time to make a connection, in seconds.
        public var connectTimeout = 10.0
        /// The most time for a whole request, in seconds.
        public var timeout = 60.0

        /// Makes the configuration with its defaults.
        public init() {}
    }

    private let configuration: Configuration
    private let loop: any EventLoop
    private let group: MultiThreadedEventLoopGroup
    private let pool: NIOLoopBound<ConnectionPool>
    private let cookies = CookieJar()
    private let authorization: String?
    private let resolved = Mutex<[String: Task<[String], Never>]>([:])

    /// Where tasks run beside the connections. Prefer it for the crawl (`withTaskExecutorPreference`): then nothing
    /// that arrives changes threads before it is stored. It serves until ``shutdown()``.
    public let executor: any TaskExecutor

    /// Makes a fetcher. Call ``shutdown()`` in the end.
    ///
    /// - Throws: What NIOSSL throws for a certificate file that cannot be read.
    public init(configuration: Configuration) throws {
        self.configuration = configuration
        authorization = configuration.credentials.map { "Basic \(Data($0.utf8).base64EncodedString())" }
        var encryption = TLSConfiguration.makeClientConfiguration()
        if let file = configuration.certificateFile { encryption.additionalTrustRoots = [.file(file)] }
        if configuration.acceptsAnyCertificate { encryption.certificateVerification = .none }
        let tls = try NIOSSLContext(configuration: encryption)
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        self.loop = loop
        executor = EventLoopExecutor(loop)
        let timeout = configuration.connectTimeout
        pool = try loop.submit {
            NIOLoopBound(ConnectionPool(loop: loop, connectTimeout: timeout, tls: tls), eventLoop: loop)
        }.wait()
    }

    /// Closes all connections.
    public func shutdown() async {
        try? await loop.submit { [pool] in pool.value.shutdown() }.get()
        try? await group.shutdownGracefully()
    }

    /// Asks for an address.
    public func fetch(_ request: FetchRequest) async -> FetchResponse {
        let start = ContinuousClock.now
        var response = FetchResponse()
        switch await destination(of: request.url) {
        case .failure(let failure): response = FetchResponse(failure: failure)
        case .success(let destination):
            response = await ask(request, request.use == .none ? .HEAD : .GET, destination)
            // Some servers refuse HEAD, or answer it otherwise than GET: only a good answer is believed.
            if request.use == .none, response.failure != nil || response.status >= 400, response.status != 429,
                response.failure != .timeout, response.failure != .insecure
            {
                response = await ask(request, .GET, destination)
            }
        }
        response.duration = ContinuousClock.now - start
        return response
    }

    // MARK: - Where to connect

    private func destination(of url: WebURL) async -> Result<Destination, FetchFailure> {
        let host = url.hostname.hasPrefix("[") ? String(url.hostname.dropFirst().dropLast()) : url.hostname
        guard let port = url.effectivePort else { return .failure(.connection) }
        var destination = Destination(isSecure: url.isSecure, host: host, port: port, addresses: [], proxy: nil)
        if let proxy = configuration.proxies.proxy(for: url) {
            // The proxy resolves names: only an address that is written as a number can be judged here.
            guard !HostResolver.isAddress(host) || isAllowed(host) else { return .failure(.internalAddress) }
            destination.proxy = proxy
            destination.addresses = await addresses(of: proxy.host)
        } else {
            let all = await addresses(of: host)
            destination.addresses = all.filter(isAllowed)
            if destination.addresses.isEmpty, !all.isEmpty { return .failure(.internalAddress) }
        }
        return destination.addresses.isEmpty ? .failure(.unknownHost) : .success(destination)
    }

    private func isAllowed(_ address: String) -> Bool {
        configuration.allowsInternalAddresses || !AddressGuard.isInternal(address)
            || configuration.namedInternalAddresses.contains(address)
    }

    /// A name's addresses, resolved once in a run: a name server that answers otherwise later gains nothing.
    private func addresses(of host: String) async -> [String] {
        if HostResolver.isAddress(host) { return [HostResolver.canonical(host)] }
        let task = resolved.withLock { resolved in
            if let task = resolved[host] { return task }
            let task = Task { await HostResolver.addresses(of: host) }
            resolved[host] = task
            return task
        }
        return await task.value
    }

    // MARK: - One request

    private func ask(_ request: FetchRequest, _ method: HTTPMethod, _ destination: Destination) async -> FetchResponse {
        let head = HTTPRequestHead(
            version: .http1_1, method: method, uri: target(request.url, destination),
            headers: await headers(for: request, destination))
        let deadline = NIODeadline.now() + .milliseconds(Int64(configuration.timeout * 1000))
        for attempt in 0...Self.maximumStale {
            do {
                let answer = try await run(head, request, destination, deadline)
                // Only a proxy answers so: the site was not asked.
                if answer.head?.status == .proxyAuthenticationRequired, destination.proxy != nil {
                    throw ExchangeError.proxyRefused(407)
                }
                return await response(answer, request, method)
            } catch ExchangeError.stale where attempt < Self.maximumStale {
                continue
            } catch {
                let (failure, detail) = FetchError.failure(of: error)
                var response = FetchResponse(failure: failure)
                response.detail = detail
                return response
            }
        }
        return FetchResponse(failure: .connection)
    }

    private func run(
        _ head: HTTPRequestHead, _ request: FetchRequest, _ destination: Destination, _ deadline: NIODeadline
    ) async throws -> HTTPExchange.Answer {
        let promise = loop.makePromise(of: HTTPExchange.Answer.self)
        let (limit, use) = (request.bodyLimit, request.use)
        loop.execute { [pool] in
            pool.value.run(
                HTTPExchange(head: head, limit: limit, use: use, promise: promise), at: destination, deadline: deadline)
        }
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            promise.fail(ExchangeError.cancelled)
        }
    }

    /// The serialised URL's path and query; a proxy for http wants all of it.
    private func target(_ url: WebURL, _ destination: Destination) -> String {
        destination.proxy != nil && !destination.isSecure
            ? url.withoutCredentials.withoutFragment.href : url.requestTarget
    }

    private func response(
        _ answer: HTTPExchange.Answer, _ request: FetchRequest, _ method: HTTPMethod
    ) async -> FetchResponse {
        var response = FetchResponse()
        guard let head = answer.head else { return FetchResponse(failure: .malformed) }
        let headers = head.headers
        response.status = Int(head.status.code)
        response.contentType = headers.first(name: "content-type")
        response.location = headers.first(name: "location")
        response.refresh = headers.first(name: "refresh")
        response.entityTag = headers.first(name: "etag")
        response.lastModified = headers.first(name: "last-modified")
        response.robotsTags = headers["x-robots-tag"]
        response.retryAfter = headers.first(name: "retry-after").flatMap { RetryAfter.seconds($0) }
        if configuration.keepsCookies, !headers["set-cookie"].isEmpty {
            await cookies.store(headers["set-cookie"], for: request.url)
            response.setsCookie = true
        }
        guard !answer.isSkipped, method == .GET else {
            response.length = headers.first(name: "content-length").flatMap(Int.init).map { max(0, $0) } ?? 0
            return response
        }
        decode(answer, headers, request.bodyLimit, into: &response)
        return response
    }

    private func decode(
        _ answer: HTTPExchange.Answer, _ headers: HTTPHeaders, _ limit: Int, into response: inout FetchResponse
    ) {
        let codings = headers["content-encoding"].joined(separator: ",")
        if codings.isEmpty {
            response.body = answer.body
            response.isTruncated = answer.isCut
            return
        }
        switch ContentCodings.decode(answer.body, codings: codings, isWhole: !answer.isCut, limit: limit) {
        case .plain(let body, let isCut):
            response.body = body
            response.isTruncated = isCut
        case .bomb: response.failure = .bomb
        case .unreadable(let why):
            response.failure = .unreadable
            response.detail = why
        }
    }

    private func headers(for request: FetchRequest, _ destination: Destination) async -> HTTPHeaders {
        var headers = HTTPHeaders()
        headers.add(name: "Host", value: request.url.host)
        headers.add(name: "User-Agent", value: configuration.userAgent)
        headers.add(name: "Accept", value: "text/html,application/xhtml+xml,*/*;q=0.8")
        // Compression saves wire. The loopback interface has none, and both ends would only spend time on it.
        let isLoopback = Self.isLoopback(request.url.hostname)
        headers.add(name: "Accept-Encoding", value: isLoopback ? "identity" : ContentCodings.accepted)
        if let tag = request.entityTag { headers.add(name: "If-None-Match", value: tag) }
        if let date = request.lastModified { headers.add(name: "If-Modified-Since", value: date) }
        if configuration.namedHosts.contains(request.url.host) {
            for header in configuration.headers { headers.replaceOrAdd(name: header.name, value: header.value) }
            if let authorization = authorization ?? Self.authorization(in: request.url) {
                headers.replaceOrAdd(name: "Authorization", value: authorization)
            }
        }
        if let proxy = destination.proxy, !destination.isSecure, let authorization = proxy.authorization {
            headers.replaceOrAdd(name: "Proxy-Authorization", value: authorization)
        }
        if configuration.keepsCookies, let cookie = await cookies.header(for: request.url) {
            headers.add(name: "Cookie", value: cookie)
        }
        return headers
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.") && HostResolver.isAddress(host)
    }

    /// As many kept connections as a server can have closed at once, when it restarts; then a fresh one is made.
    private static let maximumStale = 8

    private static func authorization(in url: WebURL) -> String? {
        guard !url.username.isEmpty else { return nil }
        let decode = { (text: String) in percentDecoded(Array(text.utf8)) }
        let pair = decode(url.username) + [UInt8(ascii: ":")] + decode(url.password)
        return "Basic \(Data(pair).base64EncodedString())"
    }
}
