import Dispatch
import Foundation
import TestKit

/// A client that writes octets and reads octets, without any help from a library.
final class WireClient {
    /// One response as it came.
    struct Response: Sendable {
        let status: Int
        /// The fields by their names in lower case; the last line of a name wins.
        let fields: [String: String]
        let body: [UInt8]
    }

    private let descriptor: Int32
    private var unread: [UInt8] = []
    /// Whether the server has ended the connection.
    private(set) var isClosed = false

    /// Connects to a server on this machine.
    init(port: Int, seconds: Int = 10) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if status != 0 { throw Missing("cannot connect to port \(port): errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// Writes everything, or as much as the server takes before it ends the connection.
    func send(_ bytes: [UInt8]) {
        var done = 0
        while done < bytes.count {
            #if canImport(Darwin)
                let flags: Int32 = 0
            #else
                let flags = Int32(MSG_NOSIGNAL)
            #endif
            let count = bytes[done...].withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, flags) }
            if count <= 0 { return }
            done += count
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Ends our side.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Ends the connection so that the server sees a reset.
    func abort() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    }

    /// Keeps the kernel from taking much of what the server sends.
    func receiveSlowly() {
        var size: Int32 = 131_072
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Reads what comes, until the server ends the connection or the time is over.
    func readToEnd() -> [UInt8] {
        while fill() {}
        defer { unread = [] }
        return unread
    }

    /// Reads one response; nil when the connection ends or the time is over before it is complete.
    func response(toHead: Bool = false) -> Response? {
        let end = Array("\r\n\r\n".utf8)
        var position = 0
        var headEnd: Int?
        while headEnd == nil {
            while position + 4 <= unread.count {
                if unread[position..<position + 4].elementsEqual(end) {
                    headEnd = position
                    break
                }
                position += 1
            }
            if headEnd == nil, !fill() { return nil }
        }
        guard let headEnd else { return nil }
        let lines = String(decoding: unread[..<headEnd], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            fields[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let hasBody = !toHead && status >= 200 && status != 204 && status != 304
        let length = hasBody ? Int(fields["content-length"] ?? "") ?? 0 : 0
        while unread.count < headEnd + 4 + length {
            if !fill() { return nil }
        }
        let body = Array(unread[headEnd + 4..<headEnd + 4 + length])
        unread.removeSubrange(..<(headEnd + 4 + length))
        return Response(status: status, fields: fields, body: body)
    }

    private func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count == 0 || (count < 0 && errno != EAGAIN) { isClosed = true }
        guard count > 0 else { return false }
        unread += buffer[..<count]
        return true
    }

    /// Runs blocking work on a thread of its own, so that no other test waits for it. It stays the test's own task: what
    /// it finds is told as that test's.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withTaskExecutorPreference(OwnThread()) { try work() }
    }

    private final class OwnThread: TaskExecutor {
        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }
}
