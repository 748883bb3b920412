import Foundation
import MastodonAPI
import PostgreSQLEngine
import SQLDatabase
import ServerShell
import SocialService
import SocialStorage
import TestKit
import Testing
import WebAccounts
import WebSockets

/// A network with its streams on a port: what `socialserver serve` wires, in the test's own process.
struct StreamingServer: Sendable {
    let network: SocialNetwork
    let port: Int

    var host: String { "127.0.0.1:\(port)" }

    /// Makes a member and a token.
    func member(_ name: String, scopes: String = "read write follow") async throws -> Member {
        let account = try await network.register(
            username: name, email: "\(name)@example.org", passwordRecord: "none")
        return Member(id: account.id, name: name, token: try await token(account.id, scopes))
    }

    func token(_ account: Identifier, _ scopes: String) async throws -> String {
        let token = SecretToken()
        try await network.issue(
            tokenHash: token.hash.bytes,
            AccessGrant(
                applicationID: nil, accountID: account, scopes: try #require(Scopes(scopes)), createdAt: 0))
        return token.text
    }

    @discardableResult
    func post(
        _ text: String, by member: Member, _ visibility: Visibility = .public, replyTo: Identifier? = nil
    ) async throws -> StatusView {
        var draft = StatusDraft(text: text)
        draft.visibility = visibility
        draft.inReplyTo = replyTo
        let sent = draft
        return try await network.write(as: .account(member.id)) { try $0.post(sent) }
    }
}

struct Member: Sendable {
    let id: Identifier
    let name: String
    let token: String
}

/// No test here has images.
private struct NoFiles: MediaFiles, MediaSource {
    func save(_ bytes: [UInt8], as name: String) async throws {}
    func remove(_ name: String) async {}
    func load(_ name: String) async -> [UInt8]? { nil }
}

/// Runs a server until `body` is done.
///
/// - Parameter url: The database; a fresh one in SQLite if not given.
func withStreamingServer<Value: Sendable>(
    url: String? = nil, _ body: (StreamingServer) async throws -> Value
) async throws -> Value {
    try await withTemporaryFolder { folder in
        let store = try await SQLSocialStore.open(url ?? "sqlite:\(folder.path)/social.db")
        let streams = LiveStreams()
        let relay = url == nil ? nil : EventRelay(database: store.database, local: streams)
        let network = SocialNetwork(store: store, files: NoFiles(), events: relay ?? streams as any EventPublisher)
        let api = ClientAPI(
            network: network, signIn: SignIn(network: network, isSecure: false), media: NoFiles(),
            profile: InstanceProfile())
        let streaming = Streaming(api: api, streams: streams)
        let sockets = WebSocketServer(routes: [streaming.route], describe: Streaming.describe)
        var settings = ServerSettings(tool: "streams")
        settings.port = 0
        let server = GracefulServer(settings: settings, server: { sockets.builder(http: $0) }) { request, _ in
            if let response = await streaming.respond(to: request) { return response }
            if let response = await api.respond(to: request, from: nil) { return response }
            throw ErrorAnswer(.notFound, "There is nothing here.")
        }
        let helping = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await streams.run(over: network, recheck: .milliseconds(300)) }
                group.addTask { await relay?.run() }
            }
        }
        defer { helping.cancel() }
        return try await server.whileRunning { address in
            let port = try #require(URL(string: address)?.port)
            return try await body(StreamingServer(network: network, port: port))
        }
    }
}

/// Runs one of the Python scripts beside this file, says what it reads on its input, and returns what it printed.
actor Script {
    private let program: RunningProgram
    private var read = 0

    private init(_ program: RunningProgram) { self.program = program }

    static func start(_ name: String, _ arguments: [String]) async throws -> Script {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)").path
        return Script(
            try await RunningProgram.start(
                Program(RequiredTool.python(), ["-u", path] + arguments), reading: .open))
    }

    /// The next line that the script printed; nil when it has ended, or has said nothing for two minutes: several
    /// clients and a browser start at once, beside other tests.
    func line() async -> String? {
        let wanted = read
        let start = ContinuousClock.now
        while program.isRunning, ContinuousClock.now - start < .seconds(120) {
            if program.outputData.count(where: { $0 == 0x0A }) > wanted { break }
            try? await Task.sleep(for: .milliseconds(10))
        }
        let lines = program.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard lines.count > wanted else { return nil }
        read += 1
        return String(lines[wanted])
    }

    /// Tells the script to go on.
    func say(_ line: String) throws { try program.write("\(line)\n") }
}

/// A fresh database on the tests' PostgreSQL server.
func database(named name: String) async throws -> String {
    let shared = try await PrivatePostgreSQL.shared.url
    let server = try await Database.open(shared, engines: [PostgreSQL()])
    _ = try await server.execute("CREATE DATABASE \(identifier: name)")
    await server.close()
    return shared.replacing("/postgres", with: "/\(name)")
}
