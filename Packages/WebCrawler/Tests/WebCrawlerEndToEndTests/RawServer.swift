import Foundation
import Synchronization
import TestKit

/// A server whose answers a test writes byte by byte, good and bad ones. It closes each connection after one answer.
final class RawServer: Sendable {
    /// One request.
    struct Request: Sendable {
        let path: String
        let head: String
        /// How often this path was asked for before.
        let visits: Int
    }

    /// Sends bytes; false when the client went away.
    typealias Send = @Sendable (_ bytes: [UInt8]) -> Bool

    let port: Int
    private let listener: Int32
    private let counts = Mutex<[String: Int]>([:])
    private let isOpen = Mutex(true)

    /// Starts a server on a free port of the loopback interface.
    init(_ answer: @escaping @Sendable (Request, Send) -> Void) throws {
        #if canImport(Glibc)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let file = listener
        let (bound, named) = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                (bind(file, address, length), listen(file, 128) | getsockname(file, address, &length))
            }
        }
        guard bound == 0, named == 0 else { throw Missing("no port of the loopback interface is free") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(file, nil, nil)
                guard connection >= 0 else { return }
                guard let self, self.isOpen.withLock({ $0 }) else {
                    close(connection)
                    return
                }
                Thread.detachNewThread { self.serve(connection, answer) }
            }
        }
    }

    /// How often each path was asked for.
    var visits: [String: Int] { counts.withLock { $0 } }

    /// Stops listening.
    func stop() {
        isOpen.withLock { $0 = false }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ connection: Int32, _ answer: (Request, Send) -> Void) {
        defer { close(connection) }
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            head += buffer[..<count]
        }
        let text = String(decoding: head, as: UTF8.self)
        let words = text.split(separator: " ")
        guard words.count > 1 else { return }
        let path = String(words[1])
        let visits = counts.withLock { counts in
            counts[path, default: 0] += 1
            return counts[path, default: 1] - 1
        }
        answer(Request(path: path, head: text, visits: visits)) { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// A whole answer.
    static func response(_ status: String, _ headers: [String] = [], body: String = "", type: String = "text/html")
        -> [UInt8]
    {
        let lines =
            ["HTTP/1.1 \(status)", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)", "Connection: close"]
            + headers
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}
