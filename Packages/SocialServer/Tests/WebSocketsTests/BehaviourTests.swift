import Foundation
import NIOCore
import TestKit
import Testing
import WebSockets

/// A client over a plain socket that does what a test tells it, and nothing else.
private final class RawClient: @unchecked Sendable {
    private let descriptor: Int32

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        #if os(Linux)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var wait = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) { _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } }

    /// Sends a frame with a mask of zeros.
    func send(_ first: UInt8, _ payload: [UInt8]) {
        precondition(payload.count < 126)
        send([first, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload)
    }

    func handshake(_ path: String = "/echo") throws {
        let request =
            "GET \(path) HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        send(Array(request.utf8))
        var head: [UInt8] = []
        while head.suffix(4) != [13, 10, 13, 10] { head += try #require(receive(1)) }
        try #require(String(decoding: head, as: UTF8.self).contains(" 101 "))
    }

    /// Exactly so many bytes; nil if the connection ends before.
    func receive(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while bytes.count < count {
            let got = read(descriptor, &piece, min(piece.count, count - bytes.count))
            guard got > 0 else { return nil }
            bytes += piece[..<got]
        }
        return bytes
    }

    /// The next frame; nil if the connection ends.
    func frame() -> (first: UInt8, payload: [UInt8])? {
        guard let head = receive(2) else { return nil }
        var count = Int(head[1])
        if count == 126 {
            guard let more = receive(2) else { return nil }
            count = Int(more[0]) << 8 | Int(more[1])
        } else if count == 127 {
            guard let more = receive(8) else { return nil }
            count = more.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let payload = count == 0 ? [] : receive(count) else { return nil }
        return (head[0], payload)
    }

    /// Does something that blocks away from Swift's own threads.
    static func away<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }
}

private func closing(_ code: UInt16) -> [UInt8] { [UInt8(code >> 8), UInt8(code & 0xFF)] }

@Suite("the server's side of a WebSocket", .watchesClock, .serialized, .timeLimit(.minutes(15)))
struct BehaviourTests {
    @Test("a silent client is pinged, and one that does not answer is dropped")
    func silentClientsArePinged() async throws {
        var limits = WebSocketLimits()
        limits.pingInterval = .milliseconds(200)
        limits.pongTimeout = .seconds(2)
        let diary = Diary()
        try await withEchoServer(limits: limits, diary: diary) { port in
            let (pings, end) = try await RawClient.away {
                let client = try RawClient(port: port)
                try client.handshake()
                var pings = 0
                for _ in 0..<3 where client.frame()?.first == 0x89 {
                    pings += 1
                    client.send(0x8A, [])
                }
                let unanswered = client.frame()?.first
                return (pings + (unanswered == 0x89 ? 1 : 0), client.frame() == nil)
            }
            #expect(pings == 4 && end)
            #expect(try await diary.waits(for: "closed without a code"))
        }
    }

    @Test("a client that does not read is closed with a reason, and keeps no more than its share of the memory")
    func slowClientsAreClosed() async throws {
        var limits = WebSocketLimits()
        limits.maximumWaiting = 512 * 1024
        let diary = Diary()
        try await withEchoServer(limits: limits, diary: diary) { port in
            let (bytes, last) = try await RawClient.away {
                let client = try RawClient(port: port, receiveBuffer: 32 * 1024)
                try client.handshake()
                client.send(0x81, Array("flood 1000".utf8))  // 64 MiB, far more than kernel and share hold
                Thread.sleep(forTimeInterval: 1)
                var bytes = 0
                var last: (first: UInt8, payload: [UInt8])?
                while let frame = client.frame() {
                    bytes += frame.payload.count
                    last = frame
                    if frame.first == 0x88 {
                        client.send(0x88, frame.payload)
                        break
                    }
                }
                return (bytes, last?.payload ?? [])
            }
            #expect(bytes < 16 << 20)
            #expect(Array(last.prefix(2)) == closing(1008))
            #expect(String(decoding: last.dropFirst(2), as: UTF8.self).contains("reads too slowly"))
            #expect(try await diary.waits(for: "closed 1008"))
        }
    }

    @Test("a client cannot send faster than its messages are dealt with")
    func backPressure() async throws {
        let diary = Diary()
        try await withEchoServer(diary: diary) { port in
            let client = try RawClient(port: port)
            try await RawClient.away { try client.handshake() }
            for _ in 0..<50 { client.send(0x81, Array("slow".utf8)) }
            client.send(0x89, Array("late".utf8))
            let pong = try await RawClient.away { client.frame() }
            #expect(pong?.first == 0x8A)
            client.send(0x88, closing(1000))
            let answer = try await RawClient.away { client.frame() }
            #expect(answer?.first == 0x88 && answer?.payload == closing(1000))
            #expect(diary.all.count { $0 == "slow" } == 50, "all that came before the close frame was dealt with")
            #expect(try await diary.waits(for: "closed 1000"))
            #expect(diary.all.first == "opened" && diary.all.last == "closed 1000")
        }
    }

    @Test("one message to many clients reaches each of them once")
    func broadcast() async throws {
        let crowd = Crowd()
        try await withEchoServer(crowd: crowd) { port in
            let clients = try (0..<20).map { _ in try RawClient(port: port) }
            try await RawClient.away { for client in clients { try client.handshake("/crowd") } }
            for _ in 0..<6000 where crowd.count < 20 { try await Task.sleep(for: .milliseconds(10)) }
            crowd.tell("one for all")
            let texts = try await RawClient.away {
                clients.map { String(decoding: $0.frame()?.payload ?? [], as: UTF8.self) }
            }
            #expect(texts == Array(repeating: "one for all", count: 20))
        }
    }
}
