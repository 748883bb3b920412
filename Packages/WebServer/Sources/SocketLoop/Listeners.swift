#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The sockets that accept connections, one for each worker, all at one address.
public struct Listeners: Sendable {
    /// The sockets.
    let descriptors: [Int32]
    /// The address that they are bound to.
    public let address: PeerAddress
    /// The port that they are bound to; never 0.
    public let port: Int

    /// Binds an address.
    ///
    /// - Parameters:
    ///   - host: a numeric address, or a name that has one.
    ///   - port: 0 takes any free port.
    ///   - count: how many sockets; on Linux the kernel spreads connections over them (SO_REUSEPORT).
    /// - Throws: ``BindError``.
    public init(host: String, port: Int, count: Int) throws(BindError) {
        var target = try Self.resolve(host, port)
        // Sockets that share a port would also share it with another server of the same user that does the same.
        // One that does not share finds out whether the port is free, and which one it is.
        let first = try Self.bound(&target, isShared: false, host, port)
        let (address, actual) = Self.name(of: first)
        (self.address, self.port) = (address, actual)
        #if os(Linux)
            if count > 1 {
                close(first)
                target = try Self.resolve(host, actual)
                var sockets: [Int32] = []
                do {
                    for _ in 0..<count { sockets.append(try Self.bound(&target, isShared: true, host, actual)) }
                } catch {
                    for socket in sockets { close(socket) }
                    throw error
                }
                descriptors = sockets
            } else {
                descriptors = [first]
            }
        #else
            descriptors = [first] + (1..<max(1, count)).map { _ in dup(first) }
        #endif
        for socket in descriptors {
            if address.isLoopback { Self.sparePacing(socket) }
            guard listen(socket, 4_096) == 0 else {
                throw BindError(host: host, port: port, problem: .system(errno))
            }
        }
    }

    /// The address as it stands in a URL, as `127.0.0.1:8080` or `[::1]:8080`.
    public var authority: String { address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)" }

    private static func resolve(_ host: String, _ port: Int) throws(BindError) -> sockaddr_storage {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0, let found = list else {
            throw BindError(host: host, port: port, problem: .unknownHost)
        }
        defer { freeaddrinfo(list) }
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { bytes in
            let source = UnsafeRawBufferPointer(start: found.pointee.ai_addr, count: Int(found.pointee.ai_addrlen))
            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(bytes.count)))
        }
        return storage
    }

    private static func bound(
        _ target: inout sockaddr_storage, isShared: Bool, _ host: String, _ port: Int
    ) throws(BindError) -> Int32 {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let family = Int32(target.ss_family)
        let listener = socket(family, kind, 0)
        guard listener >= 0 else { throw BindError(host: host, port: port, problem: .system(errno)) }
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        _ = fcntl(listener, F_SETFL, O_NONBLOCK)
        set(listener, SOL_SOCKET, SO_REUSEADDR)
        if isShared { set(listener, SOL_SOCKET, SO_REUSEPORT) }
        // Accepted sockets inherit it: a response is sent in as few calls as can be, so waiting for more only delays.
        set(listener, Int32(IPPROTO_TCP), TCP_NODELAY)
        let length = family == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        let status = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(length)) }
        }
        guard status == 0 else {
            let problem = errno
            close(listener)
            throw BindError(host: host, port: port, problem: .system(problem))
        }
        return listener
    }

    private static func set(_ socket: Int32, _ level: Int32, _ option: Int32) {
        var on: Int32 = 1
        setsockopt(socket, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Accepted sockets inherit it: on the way to a program of this machine there is no network whose rate would have
    /// to be found out, and the kernel's timers for pacing (BBR, where the system has chosen it) are pure cost.
    private static func sparePacing(_ socket: Int32) {
        #if os(Linux)
            let name = Array("reno".utf8)
            _ = name.withUnsafeBytes {
                setsockopt(socket, Int32(IPPROTO_TCP), TCP_CONGESTION, $0.baseAddress, socklen_t($0.count))
            }
        #endif
    }

    private static func name(of socket: Int32) -> (PeerAddress, Int) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        // The port stands at the same place in both families.
        let port = withUnsafeBytes(of: storage) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
        return (PeerAddress(storage), Int(port))
    }
}

/// An address that cannot be bound.
public struct BindError: Error, Sendable, CustomStringConvertible {
    enum Problem: Sendable, Equatable {
        case unknownHost
        case system(Int32)
    }

    let host: String
    let port: Int
    let problem: Problem

    /// One sentence with what would be right.
    public var description: String {
        switch problem {
        case .unknownHost:
            "\(host) is no address of this machine; --bind takes one, as 127.0.0.1, 0.0.0.0 or ::1"
        case .system(EADDRINUSE):
            "port \(port) of \(host) is taken by another program; stop that one, or choose another port with --port"
        case .system(EACCES):
            "port \(port) needs more rights than this user has; choose one from 1024 on with --port"
        case .system(EADDRNOTAVAIL):
            "\(host) is no address of this machine; --bind takes one of its own, or 0.0.0.0 for all of them"
        case .system(let number): "cannot listen at \(host), port \(port): \(String(cString: strerror(number)))"
        }
    }
}
