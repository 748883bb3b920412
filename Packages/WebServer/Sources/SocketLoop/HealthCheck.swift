#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: connect(2) takes the address of a structure.

/// Asks a running server for `/healthz`, as a container's health check does.
public enum HealthCheck {
    /// Whether the server at an address answers 200 within a time; of a name any address may.
    public static func succeeds(at address: BindAddress, port: Int, milliseconds: Int) -> Bool {
        switch address {
        case .unix(let path):
            return answers(AF_UNIX, milliseconds) { client in
                Listeners.withAddress(of: path) { connect(client, $0, $1) } == 0
            }
        case .host(let host, let own):
            let targets = (try? Listeners.resolve(host, own ?? port, host)) ?? []
            return targets.contains { target in
                answers(Int32(target.ss_family), milliseconds) { client in
                    withUnsafePointer(to: target) { pointer in
                        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                            let isSix = Int32(target.ss_family) == AF_INET6
                            let length = isSix ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
                            return connect(client, $0, socklen_t(length)) == 0
                        }
                    }
                }
            }
        }
    }

    private static func answers(_ family: Int32, _ milliseconds: Int, connect: (Int32) -> Bool) -> Bool {
        let client = socket(family, Listeners.streams, 0)
        guard client >= 0 else { return false }
        defer { close(client) }
        var limit = timeval()
        limit.tv_sec = milliseconds / 1_000
        limit.tv_usec = numericCast(milliseconds % 1_000 * 1_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        guard connect(client) else { return false }
        let request = Array("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        guard request.withUnsafeBytes({ SystemCalls.send(client, $0, isPartial: false) }) == .moved(request.count)
        else { return false }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 512)
        while answer.count < 12 {
            guard case .moved(let count) = buffer.withUnsafeMutableBytes({ SystemCalls.receive(client, into: $0) }),
                count > 0
            else { return false }
            answer += buffer[..<count]
        }
        return answer.starts(with: "HTTP/1.1 200".utf8)
    }
}
