import Foundation
import HTTPTypes
import Hummingbird
import ServerShell
import SocialService
import Synchronization
import WebAccounts

/// The Mastodon client API over the network: reads requests, asks the service, writes Mastodon's JSON.
///
/// Reading order: `Routing/Route.swift` and the tables in `Endpoints/` say what there is; `Requests/` makes one tree of
/// parameters of whatever a client sends; `Entities/` writes what comes back. No rule of the network is in here.
public final class ClientAPI: Sendable {
    /// The network.
    public let network: SocialNetwork
    /// How members prove who they are.
    public let signIn: SignIn
    /// What the server says of itself.
    public let profile: InstanceProfile
    let media: any MediaSource
    private let table: RouteTable
    private let counter: RequestCounter?
    /// Registrations from each address; nil for as many as they like.
    let registrations: RegistrationThrottle?

    /// Makes the API.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - signIn: How members prove who they are.
    ///   - media: Where images are read from.
    ///   - profile: What the server says of itself.
    public init(network: SocialNetwork, signIn: SignIn, media: any MediaSource, profile: InstanceProfile) {
        self.network = network
        self.signIn = signIn
        self.media = media
        self.profile = profile
        table = RouteTable(Self.routes)
        counter = profile.requestsPerWindow.map(RequestCounter.init)
        registrations = profile.registrationsPerWindow.map(RegistrationThrottle.init)
    }

    /// All that the API can do.
    public static let routes: [Route] =
        accountRoutes + relationshipRoutes + statusRoutes + timelineRoutes + notificationRoutes + searchRoutes
        + mediaRoutes
        + filterRoutes + listRoutes + pollRoutes + tagRoutes + notificationGroupRoutes + quietRoutes
        + instanceRoutes + applicationRoutes + tokenRoutes + consentRoutes + signUpRoutes + moderationRoutes
        + documentRoutes

    /// Answers one request; `nil` if the path is none of the API's.
    ///
    /// - Parameter address: The client's address, as far as the server knows it.
    public func respond(to request: Request, from address: String?) async -> Response? {
        switch table.find(request.method, request.uri.path) {
        case .nothing: return nil
        case .methodNotAllowed(let methods):
            var error = APIError(.methodNotAllowed, "This address does not know \(request.method).")
            error.headers = [(.allow, methods.map(\.rawValue).joined(separator: ", "))]
            return finished(error.reply, nil)
        case .route(let route, let variables):
            return await answer(route, variables, request, ClientAddress.group(of: address ?? "unknown"))
        }
    }

    /// The answer to an address of nothing.
    public var notFound: Response { finished(APIError(.notFound, "Not Found").reply, nil) }

    private func answer(_ route: Route, _ variables: [String], _ request: Request, _ address: String) async -> Response
    {
        // Where no token is looked at, a made-up one must not be worth a count of its own.
        let token = route.access == .own ? nil : APITokens<MemoryAccountStore>.bearer(request.headers[.authorization])
        let verdict = counter?.take(token?.hash.bytes, from: address)
        if let verdict, !verdict.isAllowed {
            var error = APIError(.tooManyRequests, "Too many requests")
            error.headers = [(.retryAfter, String(verdict.retryAfter()))]
            return finished(error.reply, verdict)
        }
        let response = await answer(route, variables, request, token, address, verdict)
        if token != nil, response.status != .unauthorized { counter?.known(address) }
        return response
    }

    private func answer(
        _ route: Route, _ variables: [String], _ request: Request, _ token: SecretToken?, _ address: String,
        _ verdict: RateLimiter<[UInt8]>.Verdict?
    ) async -> Response {
        do {
            let caller = try self.caller(route, token, request)
            let parameters = try await RequestReader.parameters(
                of: request, fileBytes: route.takesFiles ? network.limits.imageBytes : 0)
            let call = Call(
                api: self, route: route, request: request, variables: variables, parameters: parameters,
                caller: caller, base: profile.publicURL ?? WebText.base(host: request.head.authority ?? ""),
                address: address)
            return finished(try await route.handler(call), verdict)
        } catch {
            let answer = APIError(error)
            // No error of ours holds what a client sent: bound values are never in one.
            if answer.status == .internalServerError { Self.log("\(route.method) \(route.pattern): \(error)") }
            return finished(answer.reply, verdict)
        }
    }

    /// What went wrong inside, for the operator.
    private static func log(_ line: String) {
        FileHandle.standardError.write(Data("socialserver: \(line)\n".utf8))
    }

    /// Who asks. A header that is no token of ours is as wrong as a token that we do not know.
    private func caller(_ route: Route, _ token: SecretToken?, _ request: Request) throws -> Caller {
        if route.access == .own { return .anyone }
        guard request.headers[.authorization] != nil else {
            switch route.access {
            case .token, .anyToken: throw SocialError.unauthenticated
            default: return .anyone
            }
        }
        guard let token else { throw SocialError.unauthenticated }
        return .token(token.hash.bytes)
    }

    private func finished(_ reply: Reply, _ verdict: RateLimiter<[UInt8]>.Verdict?) -> Response {
        var response = reply.response
        if !response.headers.contains(.cacheControl) { response.headers.append(Self.privateAnswer) }
        if let verdict {
            var reset = JSONWriter(capacity: 32)
            reset.moment(Int64(verdict.resets.timeIntervalSince1970 * 1000))
            response.headers.append(HTTPField(name: .rateLimit, value: String(verdict.limit)))
            response.headers.append(HTTPField(name: .rateRemaining, value: String(verdict.remaining)))
            response.headers.append(HTTPField(name: .rateReset, value: String(reset.text.dropFirst().dropLast())))
        }
        return response
    }

    /// Pages of other sites may use the API, with tokens; no cookie of ours is looked at there.
    public static let crossOrigin = CrossOrigin(
        paths: ["/api", "/oauth", "/.well-known", "/nodeinfo", "/media"],
        exposedHeaders: [
            "Link", "X-RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-Request-Id", "Retry-After",
            "Deprecation",
        ])

    /// What crawlers should leave alone: what is no page, and what is somebody's own.
    public static let robots = """
        User-agent: *
        Disallow: /api/
        Disallow: /auth/
        Disallow: /home
        Disallow: /moderation
        Disallow: /oauth/

        """

    private static let privateAnswer = HTTPField(name: .cacheControl, value: "private, no-store")
}

/// Counts the requests of tokens and addresses, for all connections at once.
///
/// A request with a token is a guess of its address until the token turns out to be known: whoever makes tokens up has
/// no more requests than whoever has none.
private final class RequestCounter: Sendable {
    private let state: Mutex<State>

    private struct State {
        var requests: RateLimiter<[UInt8]>
        var guesses: RateLimiter<[UInt8]>
    }

    init(limit: Int) {
        let limiter = RateLimiter<[UInt8]>(limit: limit, window: 300, maximumKeys: 50_000)
        state = Mutex(State(requests: limiter, guesses: limiter))
    }

    /// Counts a request for its token, or for its address if it has none.
    func take(_ token: [UInt8]?, from address: String) -> RateLimiter<[UInt8]>.Verdict {
        let place = Array(address.utf8)
        return state.withLock { state in
            guard let token else { return state.requests.take(place) }
            let guess = state.guesses.take(place)
            return guess.isAllowed ? state.requests.take(token) : guess
        }
    }

    /// The token was no guess.
    func known(_ address: String) {
        let place = Array(address.utf8)
        state.withLock { $0.guesses.giveBack(place) }
    }
}

/// Counts the accounts that are made from each address, within half an hour.
final class RegistrationThrottle: Sendable {
    private let limiter: Mutex<RateLimiter<String>>

    init(limit: Int) {
        limiter = Mutex(RateLimiter(limit: limit, window: 1800))
    }

    func take(_ address: String) -> RateLimiter<String>.Verdict { limiter.withLock { $0.take(address) } }
}

/// Where images are read from.
public protocol MediaSource: Sendable {
    /// Reads a file; `nil` if it is not there.
    func load(_ name: String) async -> [UInt8]?
}

/// What the server says of itself, and what its operator has decided.
public struct InstanceProfile: Sendable {
    /// The address that clients know the server by, without a slash at the end; if not given, what their `Host` says.
    public var publicURL: String?
    /// The network's name.
    public var title = "SocialServer"
    /// What the network is for, in a sentence.
    public var summary = "A small social network that speaks the Mastodon client API."
    /// Whom to write to.
    public var email = ""
    /// Whether anybody may register.
    public var registrations = false
    /// Whether the operator lets each of them in.
    public var approvesRegistrations = false
    /// How many accounts may be made from an address within half an hour; `nil` for as many as they like.
    public var registrationsPerWindow: Int? = 5
    /// How many requests a token or an address has within five minutes; `nil` for as many as they like.
    public var requestsPerWindow: Int? = 300

    /// Makes the defaults.
    public init() {}
}

extension HTTPField.Name {
    static let rateLimit = HTTPField.Name("X-RateLimit-Limit")!  // proven: a token
    static let rateRemaining = HTTPField.Name("X-RateLimit-Remaining")!  // proven: a token
    static let rateReset = HTTPField.Name("X-RateLimit-Reset")!  // proven: a token
    static let link = HTTPField.Name("Link")!  // proven: a token
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!  // proven: a token
}
