import AsyncHTTPClient
import Crawling
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import WebAddress

/// Fetches with async-http-client: one request, no redirects, every limit that a stranger's server needs.
public final class HTTPFetcher: Fetcher {
    /// How requests look and how long they may take.
    public struct Configuration: Sendable {
        /// The `User-Agent`.
        public var userAgent = "webcrawler"
        /// More header fields for every request to the seeds' hosts.
        public var headers: [(name: String, value: String)] = []
        /// `USER:PASSWORD` for basic authentication at the seeds' hosts.
        public var credentials: String?
        /// The hosts (with port) that get ``headers`` and ``credentials``.
        public var trustedHosts: Set<String> = []
        /// A PEM file of certificates that are trusted beside the system's own.
        public var certificateFile: String?
        /// Whether cookies are kept and sent.
        public var keepsCookies = false
        /// Whether internal addresses may be asked.
        public var allowsInternalAddresses = false
        /// The most time to make a connection, in seconds.
        public var connectTimeout = 10.0
        /// The most silence in an answer, in seconds.
        public var readTimeout = 15.0
        /// The most time for a whole request, in seconds.
        public var totalTimeout = 60.0
        /// The most bytes that a compressed answer may grow to.
        public var decompressionLimit = 16 * 1024 * 1024
        /// The most connections to one host.
        public var connectionsPerHost = 8

        /// Makes the configuration with its defaults.
        public init() {}
    }

    private let configuration: Configuration
    private let group: MultiThreadedEventLoopGroup
    private let cookies = CookieJar()
    private let state = Mutex(State())

    private typealias Connecting = Task<Result<HTTPClient, FetchFailure>, Never>

    private struct State {
        /// One client for each resolved name: the client connects to the address that was judged, and no other.
        var clients: [String: Connecting] = [:]
        /// The client for addresses that need no resolving.
        var direct: HTTPClient?
    }

    /// Where tasks run beside the connections. Prefer it for the crawl (`withTaskExecutorPreference`): then nothing
    /// that arrives changes threads before it is stored. It serves until ``shutdown()``.
    public let executor: any TaskExecutor

    /// Makes a fetcher. Call ``shutdown()`` in the end.
    public init(configuration: Configuration) {
        self.configuration = configuration
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        executor = EventLoopExecutor(group.next())
    }

    /// Closes all connections.
    public func shutdown() async {
        let (clients, direct) = state.withLock { state in
            defer { state = State() }
            return (state.clients, state.direct)
        }
        for task in clients.values {
            if case .success(let client) = await task.value { try? await client.shutdown() }
        }
        try? await direct?.shutdown()
        try? await group.shutdownGracefully()
    }

    /// Asks for an address.
    public func fetch(_ request: FetchRequest) async -> FetchResponse {
        let start = ContinuousClock.now
        var response: FetchResponse
        switch await client(for: request.url) {
        case .failure(let failure): response = FetchResponse(failure: failure)
        case .success(let client): response = await fetch(request, with: client)
        }
        response.duration = ContinuousClock.now - start
        return response
    }

    // MARK: - Where to connect

    private func client(for url: WebURL) async -> Result<HTTPClient, FetchFailure> {
        let host = url.hostname
        let literal = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        if HostResolver.isAddress(literal) {
            guard configuration.allowsInternalAddresses || !AddressGuard.isInternal(literal) else {
                return .failure(.internalAddress)
            }
            return .success(directClient())
        }
        let task = state.withLock { state in
            if let task = state.clients[host] { return task }
            let task = Connecting { await self.makeClient(host) }
            state.clients[host] = task
            return task
        }
        return await task.value
    }

    private func directClient() -> HTTPClient {
        state.withLock { state in
            if let direct = state.direct { return direct }
            let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: clientConfiguration())
            state.direct = client
            return client
        }
    }

    /// Resolves a name once, judges all its addresses, and pins the first one.
    private func makeClient(_ host: String) async -> Result<HTTPClient, FetchFailure> {
        let addresses = await HostResolver.addresses(of: host)
        guard let first = addresses.first else { return .failure(.unknownHost) }
        guard configuration.allowsInternalAddresses || !addresses.contains(where: AddressGuard.isInternal) else {
            return .failure(.internalAddress)
        }
        var settings = clientConfiguration()
        settings.dnsOverride = [host: first]
        return .success(HTTPClient(eventLoopGroupProvider: .shared(group), configuration: settings))
    }

    private func clientConfiguration() -> HTTPClient.Configuration {
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .disallow
        settings.httpVersion = .http1Only
        settings.decompression = .enabled(limit: .size(configuration.decompressionLimit))
        settings.timeout = HTTPClient.Configuration.Timeout(
            connect: .milliseconds(Int64(configuration.connectTimeout * 1000)),
            read: .milliseconds(Int64(configuration.readTimeout * 1000)))
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.connectionsPerHost
        settings.connectionPool.retryConnectionEstablishment = false
        settings.tracing.tracer = nil
        if let file = configuration.certificateFile {
            var encryption = TLSConfiguration.makeClientConfiguration()
            encryption.additionalTrustRoots = [.file(file)]
            settings.tlsConfiguration = encryption
        }
        return settings
    }

    // MARK: - One request

    private func fetch(_ request: FetchRequest, with client: HTTPClient) async -> FetchResponse {
        let collector = ResponseCollector(limit: request.bodyLimit)
        var failure: FetchFailure?
        do {
            let message = try HTTPClient.Request(
                url: request.url.withoutCredentials.withoutFragment.href, method: request.isHeadOnly ? .HEAD : .GET,
                headers: await headers(for: request))
            let deadline = NIODeadline.now() + .milliseconds(Int64(configuration.totalTimeout * 1000))
            let task = client.execute(request: message, delegate: collector, deadline: deadline)
            try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            failure = FetchError.failure(of: error)
        }
        var answer = collector.answer
        answer.response.failure = answer.response.isTruncated ? nil : failure
        if failure == .bomb { answer.response.body = [] }
        if configuration.keepsCookies { await cookies.store(answer.cookies, for: request.url) }
        return answer.response
    }

    private func headers(for request: FetchRequest) async -> HTTPHeaders {
        var headers = HTTPHeaders()
        headers.add(name: "User-Agent", value: configuration.userAgent)
        headers.add(name: "Accept", value: "text/html,application/xhtml+xml,*/*;q=0.8")
        // Compression saves wire. The loopback interface has none, and both ends would only spend time on it.
        let isLoopback = Self.isLoopback(request.url.hostname)
        headers.add(name: "Accept-Encoding", value: isLoopback ? "identity" : "gzip, deflate")
        if let tag = request.entityTag { headers.add(name: "If-None-Match", value: tag) }
        if let date = request.lastModified { headers.add(name: "If-Modified-Since", value: date) }
        if configuration.trustedHosts.contains(request.url.host) {
            for header in configuration.headers { headers.replaceOrAdd(name: header.name, value: header.value) }
            if let credentials = configuration.credentials ?? Self.credentials(in: request.url) {
                headers.replaceOrAdd(
                    name: "Authorization", value: "Basic \(Data(credentials.utf8).base64EncodedString())")
            }
        }
        if configuration.keepsCookies, let cookie = await cookies.header(for: request.url) {
            headers.add(name: "Cookie", value: cookie)
        }
        return headers
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.") && HostResolver.isAddress(host)
    }

    private static func credentials(in url: WebURL) -> String? {
        guard !url.username.isEmpty else { return nil }
        let decode = { (text: String) in String(decoding: percentDecoded(Array(text.utf8)), as: UTF8.self) }
        return decode(url.username) + ":" + decode(url.password)
    }
}
