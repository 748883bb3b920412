#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Asks a running server for `/healthz`, as a container's health check does.
public enum HealthCheck {
    /// Whether the server at an address answers 200 within a time.
    public static func succeeds(host: String, port: Int, milliseconds: Int) -> Bool {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0, let target = list?.pointee else { return false }
        defer { freeaddrinfo(list) }
        let client = socket(target.ai_family, target.ai_socktype, 0)
        guard client >= 0 else { return false }
        defer { close(client) }
        var limit = timeval()
        limit.tv_sec = milliseconds / 1_000
        limit.tv_usec = numericCast(milliseconds % 1_000 * 1_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        guard connect(client, target.ai_addr, target.ai_addrlen) == 0 else { return false }
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
