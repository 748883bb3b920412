import ArgumentParser
import CommandKit
import Foundation
import HTTPTypes
import Hummingbird
import MastodonAPI
import SQLDatabase
import ServerShell
import SocialPages
import SocialService
import SocialStorage
import WebAccounts
import WebSockets

/// `socialserver serve`: the network over HTTP and WebSocket.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the Mastodon client API, live streams and pages.",
        discussion: """
            Clients need only the address. Until SIGINT or SIGTERM.

            Examples:
              socialserver serve
              socialserver serve --port 0 --access-log
              SOCIALSERVER_DATABASE=postgres://user@localhost/social socialserver serve --bind 0.0.0.0 --port 80
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var store: StoreOptions
    @Option(
        help: ArgumentHelp(
            "The address that clients know the server by, without a slash at the end. Also SOCIALSERVER_PUBLIC_URL.",
            valueName: "url"))
    var publicURL: String?
    @Option(help: ArgumentHelp("The network's name. Also SOCIALSERVER_TITLE.", valueName: "text"))
    var title: String?
    @Flag(help: "Let anybody register. Also SOCIALSERVER_OPEN_REGISTRATIONS=1.")
    var openRegistrations = false
    @Flag(help: "Let in each who registers by 'user approve NAME'. Also SOCIALSERVER_APPROVE_REGISTRATIONS=1.")
    var approveRegistrations = false
    @Flag(help: "Believe a proxy's X-Forwarded-For about where clients are. Also SOCIALSERVER_BEHIND_PROXY=1.")
    var behindProxy = false
    @Option(
        help: ArgumentHelp(
            "Requests that a token or an address has within five minutes; 0 for any number. Also SOCIALSERVER_RATE_LIMIT.",
            valueName: "number"))
    var rateLimit: String?

    func run() async throws {
        var settings = try server.settings(tool: "socialserver", defaultPort: 8080)
        // Streams are idle connections for the most part: thousands of them are the usual case.
        settings.maximumConnections = 20_000
        // A profile's form may carry two images.
        settings.maximumBody = 2 * SocialLimits().imageBytes + (1 << 20)
        settings.crossOrigin = ClientAPI.crossOrigin
        settings.robots = ClientAPI.robots
        settings.icon = SocialSite.icon
        OpenFiles.allow(settings.maximumConnections + 500)
        var options = SQLOptions()
        options.poolSize = 4
        options.acquireTimeout = .seconds(5)
        options.connectTimeout = .seconds(5)
        options.accessTimeout = .seconds(10)
        options.sharesTransactions = true
        let opened = try await store.open(options: options)
        let media = try store.media()
        let streams = LiveStreams()
        let relay = opened.database.dialect == .postgreSQL ? EventRelay(database: opened.database, local: streams) : nil
        let network = SocialNetwork(store: opened, files: media, events: relay ?? streams as any EventPublisher)
        let profile = try profile()
        let signIn = SignIn(network: network, isSecure: profile.publicURL?.hasPrefix("https://") ?? false)
        let api = ClientAPI(network: network, signIn: signIn, media: media, profile: profile)
        let streaming = Streaming(api: api, streams: streams)
        let sockets = WebSocketServer(routes: [streaming.route], describe: Streaming.describe)
        let site = SocialSite(network: network, name: profile.title, publicURL: profile.publicURL)
        let believesProxy = try variables.isSet(behindProxy, "behind-proxy")
        let graceful = GracefulServer(
            settings: settings, isHealthy: { await Self.isHealthy(network) },
            server: { sockets.builder(http: $0) },
            addressed: { request, address in
                let client = believesProxy ? Self.forwarded(request) ?? address : address
                if let response = await streaming.respond(to: request) { return response }
                if let response = await api.respond(to: request, from: client) { return response }
                if let response = try await site.response(to: request) { return response }
                return site.missingPage(for: request) ?? api.notFound
            })
        // The helpers end with the server.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await streams.run(over: network) }
            if let relay { group.addTask { await relay.run() } }
            group.addTask { await Self.sweep(network, signIn) }
            group.addTask { await Self.keepTime(network) }
            defer { group.cancelAll() }
            try await graceful.run()
        }
        await opened.database.close()
    }

    private func profile() throws -> InstanceProfile {
        var profile = InstanceProfile()
        if var url = publicURL ?? variables.text("public-url") {
            while url.hasSuffix("/") { url.removeLast() }
            guard url.hasPrefix("http://") || url.hasPrefix("https://"),
                url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"<>\"'\\".utf8.contains($0) })
            else { throw ValidationError("'\(url.prefix(80))' is not an address such as https://social.example.org.") }
            profile.publicURL = url
        }
        if let title = title ?? variables.text("title") { profile.title = title }
        profile.approvesRegistrations = try variables.isSet(approveRegistrations, "approve-registrations")
        profile.registrations = try variables.isSet(openRegistrations, "open-registrations")
        if let text = rateLimit ?? variables.text("rate-limit") {
            let name = rateLimit == nil ? "SOCIALSERVER_RATE_LIMIT" : "--rate-limit"
            let limit = try ServerOptions.number(text, name, "number of requests", 0...1_000_000_000)
            profile.requestsPerWindow = limit == 0 ? nil : limit
        }
        return profile
    }

    private static func isHealthy(_ network: SocialNetwork) async -> Bool {
        (try? await network.read(as: .anyone) { _ in true }) ?? false
    }

    /// The last address that the nearest proxy has added: those before it are only what the client claims.
    private static func forwarded(_ request: Request) -> String? {
        guard let name = HTTPField.Name("X-Forwarded-For"), let header = request.headers[name] else { return nil }
        return header.split(separator: ",").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Every few seconds: statuses whose time has come, and polls that have ended. A database that is away is asked again.
    private static func keepTime(_ network: SocialNetwork) async {
        while !Task.isCancelled {
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            for refusal in (try? await network.postDue(now: now)) ?? [] { complain("socialserver: \(refusal)") }
            try? await network.tellEndedPolls(now: now)
            try? await Task.sleep(for: .seconds(2))
        }
    }

    /// Once an hour: images that no status shows, and logins that have ended.
    private static func sweep(_ network: SocialNetwork, _ signIn: SignIn) async {
        while !Task.isCancelled {
            try? await network.sweepMedia(now: Int64(Date().timeIntervalSince1970 * 1000))
            try? await signIn.sessions.sweep()
            try? await Task.sleep(for: .seconds(3600))
        }
    }
}

/// `socialserver migrate`: brings the database's schema up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's schema up to date; serve does so by itself.",
        discussion: """
            Examples:
              socialserver migrate --database postgres://user@localhost/social
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try await store.open()
        await opened.database.close()
        output.remark("the schema is up to date")
    }
}

/// `socialserver health`: whether a server on this machine is well.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a running server whether it is well: exit status 0 or 1.",
        discussion: """
            Examples:
              socialserver health --port 8080
            """)

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let settings = try server.settings(tool: "socialserver", defaultPort: 8080)
        guard await HealthProbe.isHealthy(host: settings.host, port: settings.port) else { throw ExitCode.failure }
    }
}
