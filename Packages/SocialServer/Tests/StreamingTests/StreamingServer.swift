import Foundation
import MastodonAPI
import PostgreSQLEngine
import SQLDatabase
import ServerShell
import SocialService
import SocialStorage
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
final class Script: @unchecked Sendable {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    private let lines: AsyncStream<String>

    init(_ name: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: try RequiredTool.python())
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)").path
        process.arguments = ["-u", path] + arguments
        process.standardInput = input
        process.standardOutput = output
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        lines = stream
        let handle = output.fileHandleForReading
        try process.run()
        Thread.detachNewThread {
            var line = Data()
            while let byte = try? handle.read(upToCount: 1), !byte.isEmpty {
                if byte == Data([0x0a]) {
                    continuation.yield(String(decoding: line, as: UTF8.self))
                    line = Data()
                } else {
                    line += byte
                }
            }
            continuation.finish()
        }
    }

    deinit {
        process.terminate()
    }

    /// The next line that the script printed; nil when it has ended, or has said nothing for two minutes: several
    /// clients and a browser start at once, beside other tests.
    func line() async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask {
                var iterator = self.lines.makeAsyncIterator()
                return await iterator.next()
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(120))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Tells the script to go on.
    func say(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8)) }
}

/// A fresh database on the tests' PostgreSQL server.
func database(named name: String) async throws -> String {
    let shared = try await PrivatePostgreSQL.shared.url
    let server = try await Database.open(shared, engines: [PostgreSQL()])
    _ = try await server.execute("CREATE DATABASE \(identifier: name)")
    await server.close()
    return shared.replacing("/postgres", with: "/\(name)")
}
