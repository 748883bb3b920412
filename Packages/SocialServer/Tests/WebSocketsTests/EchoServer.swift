import Foundation
import NIOCore
import ServerShell
import Synchronization
import TestKit
import Testing
import WebSockets

/// What the sessions of a test's server have seen.
final class Diary: Sendable {
    private let lines = Mutex<[String]>([])

    func note(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }

    /// Waits until a line has been written; false after a minute.
    func waits(for line: String) async throws -> Bool {
        for _ in 0..<6000 {
            if all.contains(line) { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }
}

/// Sends each message back. The text `flood N` is answered with N messages of 64 KiB, and `slow` takes its time.
struct EchoSession: WebSocketSession {
    let diary: Diary

    func opened(_ connection: WebSocketConnection) async { diary.note("opened") }

    func received(_ message: WebSocketMessage, on connection: WebSocketConnection) async {
        switch message {
        case .text(let text) where text.hasPrefix("flood "):
            let block = EncodedMessage(String(repeating: "f", count: 65536))
            for _ in 0..<(Int(text.dropFirst(6)) ?? 0) { connection.send(block) }
        case .text("slow"):
            try? await Task.sleep(for: .milliseconds(20))
            diary.note("slow")
        case .text(let text): connection.send(text)
        case .binary(let bytes): connection.send(EncodedMessage(binary: bytes))
        }
    }

    func closed(_ connection: WebSocketConnection, code: CloseCode?) async {
        diary.note("closed \(code.map { "\($0.rawValue)" } ?? "without a code")")
    }
}

/// Clients that are told one thing together.
final class Crowd: WebSocketSession {
    private let connections = Mutex<Set<WebSocketConnection>>([])

    var count: Int { connections.withLock { $0.count } }

    func tell(_ text: String) {
        WebSocketConnection.send(EncodedMessage(text), to: connections.withLock { $0 })
    }

    func opened(_ connection: WebSocketConnection) async {
        connections.withLock { _ = $0.insert(connection) }
    }

    func received(_ message: WebSocketMessage, on connection: WebSocketConnection) async {}

    func closed(_ connection: WebSocketConnection, code: CloseCode?) async {
        connections.withLock { _ = $0.remove(connection) }
    }
}

/// A server with a page at /, and WebSockets at /echo, /chosen, /crowd and, for nobody, /refused.
func withEchoServer<Value: Sendable>(
    limits: WebSocketLimits = WebSocketLimits(), diary: Diary = Diary(), crowd: Crowd = Crowd(),
    _ body: (_ port: Int) async throws -> Value
) async throws -> Value {
    var settings = ServerSettings(tool: "echo")
    settings.port = 0
    let sockets = WebSocketServer(
        routes: [
            WebSocketRoute("/echo") { _ in .accept(EchoSession(diary: diary)) },
            WebSocketRoute("/crowd") { _ in .accept(crowd) },
            WebSocketRoute("/chosen") { request in
                .accept(
                    EchoSession(diary: diary), subprotocol: request.subprotocols.contains("second") ? "second" : nil)
            },
            WebSocketRoute("/refused") { _ in
                .refuse(UpgradeRefusal(.unauthorized, "Who are you?", headers: [.wwwAuthenticate: "Bearer"]))
            },
        ], limits: limits)
    let server = GracefulServer(
        settings: settings, server: { sockets.builder(http: $0) },
        handler: { request, _ in
            guard request.uri.path == "/" else { throw ErrorAnswer(.notFound, "nothing is here") }
            return Answer(type: "text/html", body: Array("a page".utf8)).response(for: request)
        })
    return try await server.whileRunning { address in
        try await body(try #require(URL(string: address)?.port))
    }
}

/// Runs one of the Python scripts beside this file and returns what it printed.
func script(_ name: String, _ arguments: [String]) async throws -> String {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    return String(decoding: try await PeerScript.run(path, arguments), as: UTF8.self)
}
