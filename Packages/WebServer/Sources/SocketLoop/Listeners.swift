import CSocketCalls

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: bind(2) takes the address of one of several structures.

/// The sockets that accept connections: at each address one for each worker, or one that all workers share.
public struct Listeners: Sendable {
    /// One address with its sockets.
    public struct Endpoint: Sendable {
        /// Where it listens.
        public enum Name: Sendable, Equatable {
            /// An IP address and a port, which is never 0.
            case internet(PeerAddress, port: Int)
            /// A Unix socket's path, or its abstract name with `@` in front.
            case unix(String)
        }

        /// Where it listens.
        public let name: Name
        /// The sockets; on Linux the kernel spreads connections over those of one IP address (SO_REUSEPORT).
        let descriptors: [Int32]

        /// The address as it stands in a URL, as `http://127.0.0.1:8080` or `http://[::1]:8080`, or `unix:/run/web.sock`.
        public var url: String {
            switch name {
            case .internet(let address, let port): "http://\(Listeners.authority(address, port))"
            case .unix(let path): "unix:\(path)"
            }
        }
    }

    /// The addresses, the first one being what the server is called by.
    public private(set) var endpoints: [Endpoint] = []
    /// Files of Unix sockets that this process has made, and removes at its end.
    public private(set) var ownedFiles: [String] = []

    /// The first IP address; nil when there are Unix sockets only.
    public var address: PeerAddress? { firstInternet?.0 }
    /// The port of the first IP address; 0 when there are Unix sockets only.
    public var port: Int { firstInternet?.1 ?? 0 }
    /// The first address as it stands in a URL behind `http://`.
    public var authority: String { firstInternet.map { Self.authority($0.0, $0.1) } ?? endpoints.first?.url ?? "" }

    private var firstInternet: (PeerAddress, Int)? {
        for endpoint in endpoints {
            if case .internet(let address, let port) = endpoint.name { return (address, port) }
        }
        return nil
    }

    private static func authority(_ address: PeerAddress, _ port: Int) -> String {
        address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
    }

    /// Binds one address; see ``init(_:port:count:socketMode:)``.
    public init(host: String, port: Int, count: Int) throws(BindError) {
        try self.init([.host(host, port: nil)], port: port, count: count, socketMode: 0o666)
    }

    /// Binds addresses.
    ///
    /// - Parameters:
    ///   - addresses: where to listen; of a name every address is taken, and `localhost` means both loopback
    ///     addresses, of which one may be missing.
    ///   - port: for addresses that have none of their own; 0 takes any free port, the same for all of them.
    ///   - count: how many workers there are.
    ///   - socketMode: the permissions of the files of Unix sockets.
    /// - Throws: ``BindError``; then nothing is bound.
    public init(_ addresses: [BindAddress], port: Int, count: Int, socketMode: mode_t) throws(BindError) {
        // A free port of one address may be taken at the next one: then another is tried.
        var attempts = 0
        while true {
            do {
                try bindAll(addresses, port, count, socketMode)
                return
            } catch {
                close()
                attempts += 1
                guard port == 0, attempts < 10, addresses.count > 1 || error.isAboutSecondFamily,
                    error.problem == .system(EADDRINUSE)
                else { throw error }
            }
        }
    }

    private mutating func bindAll(
        _ addresses: [BindAddress], _ port: Int, _ count: Int, _ socketMode: mode_t
    ) throws(BindError) {
        var port = port
        // With an IPv4 socket beside it, `::` must not take IPv4 as well.
        let separates = addresses.count > 1
        for address in addresses {
            switch address {
            case .unix(let path): try bindUnix(path, socketMode)
            case .host(let host, let own):
                let wanted = own ?? port
                let bound = try bindHost(host, wanted, count, separates)
                if own == nil, port == 0 { port = bound }
            }
        }
    }

    private mutating func bindHost(
        _ host: String, _ port: Int, _ count: Int, _ separates: Bool
    ) throws(BindError) -> Int {
        let isLocalhost = host.lowercased() == "localhost"
        let names = isLocalhost ? ["127.0.0.1", "::1"] : [host]
        var targets: [sockaddr_storage] = []
        for name in names { targets += try Self.resolve(name, port, host) }
        var port = port
        var bound = 0
        for (index, target) in targets.enumerated() {
            var target = target
            Self.set(port: port, in: &target)
            let address = PeerAddress(target)
            if endpoints.contains(where: { $0.name == .internet(address, port: port) }) {
                bound += 1
                continue
            }
            do {
                let endpoint = try Self.bind(&target, host, port, count, separates || targets.count > 1)
                endpoints.append(endpoint)
                bound += 1
                if case .internet(_, let actual) = endpoint.name { port = actual }
            } catch {
                // A machine without IPv6, or without the other family of a name, listens at what it has.
                let isMissing = [EADDRNOTAVAIL, EAFNOSUPPORT].contains { error.problem == .system($0) }
                if isMissing, bound > 0 || index + 1 < targets.count { continue }
                var error = error
                error.isAboutSecondFamily = index > 0
                throw error
            }
        }
        return port
    }

    /// Binds one IP address with a socket for each worker.
    private static func bind(
        _ target: inout sockaddr_storage, _ host: String, _ port: Int, _ count: Int, _ separates: Bool
    ) throws(BindError) -> Endpoint {
        // Sockets that share a port would also share it with another server of the same user that does the same.
        // One that does not share finds out whether the port is free, and which one it is.
        let first = try bound(&target, isShared: false, separates, host, port)
        let name = Self.name(of: first)
        guard case .internet(let address, let actual) = name else {
            Self.close(first)
            throw BindError(host: host, port: port, problem: .unknownHost)
        }
        var descriptors = [first]
        #if os(Linux)
            if count > 1 {
                Self.close(first)
                descriptors = []
                set(port: actual, in: &target)
                do {
                    for _ in 0..<count {
                        descriptors.append(try bound(&target, isShared: true, separates, host, actual))
                    }
                } catch {
                    for socket in descriptors { Self.close(socket) }
                    throw error
                }
            }
        #endif
        for socket in descriptors {
            if address.isLoopback { sparePacing(socket) }
            guard listen(socket, 4_096) == 0 else {
                let problem = errno
                for socket in descriptors { Self.close(socket) }
                throw BindError(host: host, port: port, problem: .system(problem))
            }
        }
        return Endpoint(name: name, descriptors: descriptors)
    }

    // MARK: Unix sockets

    private mutating func bindUnix(_ path: String, _ mode: mode_t) throws(BindError) {
        let listener = socket(AF_UNIX, Self.streams, 0)
        guard listener >= 0 else { throw BindError(socket: path, problem: .system(errno)) }
        Self.prepare(listener)
        var status = Self.withAddress(of: path) { Self.systemBind(listener, $0, $1) }
        // The file of a server that has died is in the way; one that something answers at is not ours to remove.
        if status != 0, errno == EADDRINUSE, Self.isAbandoned(path), unlink(path) == 0 {
            status = Self.withAddress(of: path) { Self.systemBind(listener, $0, $1) }
        }
        guard status == 0, listen(listener, 4_096) == 0 else {
            let problem = errno
            Self.close(listener)
            throw BindError(socket: path, problem: .system(problem))
        }
        if !path.hasPrefix("@") {
            chmod(path, mode)
            ownedFiles.append(SocketFile.absolute(path))
        }
        endpoints.append(Endpoint(name: .unix(path), descriptors: [listener]))
    }

    private static func isAbandoned(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return false }
        let client = socket(AF_UNIX, streams, 0)
        guard client >= 0 else { return false }
        defer { close(client) }
        return withAddress(of: path) { connect(client, $0, $1) } != 0 && errno == ECONNREFUSED
    }

    /// Calls `body` with the address of a Unix socket.
    static func withAddress<Value>(
        of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let octets = Array(path.utf8)
        let isAbstract = octets.first == 0x40
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            for (index, octet) in octets.prefix(bytes.count - 1).enumerated() { bytes[index] = octet }
            if isAbstract { bytes[0] = 0 }
        }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let length = isAbstract ? offset + octets.count : MemoryLayout<sockaddr_un>.size
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }

    // MARK: Sockets from outside

    /// Takes over listening sockets that another process has opened and left at the descriptors from 3 on, as systemd does
    /// (sd_listen_fds(3)), and this server's older self when it hands over.
    ///
    /// - Parameters:
    ///   - inherited: how many there are.
    ///   - own: where this server would listen by itself. The files of its own Unix sockets are removed at the end, those
    ///     that systemd has made are not.
    /// - Throws: ``BindError`` when one of them does not listen.
    public init(inherited: Int, own: [BindAddress]) throws(BindError) {
        var found: [(name: Endpoint.Name, descriptors: [Int32])] = []
        for descriptor in 3..<Int32(3 + inherited) {
            var isListening: Int32 = 0
            var length = socklen_t(MemoryLayout<Int32>.size)
            guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0, isListening != 0 else {
                throw BindError(socket: "descriptor \(descriptor)", problem: .notListening)
            }
            Self.prepare(descriptor)
            let name = Self.name(of: descriptor)
            if case .internet(let address, _) = name, address.isLoopback { Self.sparePacing(descriptor) }
            if let index = found.firstIndex(where: { $0.name == name }) {
                found[index].descriptors.append(descriptor)
            } else {
                found.append((name, [descriptor]))
            }
            if case .unix(let path) = name, !path.hasPrefix("@"), own.contains(.unix(path)), !ownedFiles.contains(path)
            {
                ownedFiles.append(SocketFile.absolute(path))
            }
        }
        endpoints = found.map { Endpoint(name: $0.name, descriptors: $0.descriptors) }
    }

    // MARK: Use

    /// All sockets, for a process that takes them over.
    var descriptors: [Int32] { endpoints.flatMap(\.descriptors) }

    /// The sockets of one of `count` workers: of each address some of its own, or a copy of one that others use as well.
    /// Each worker closes its own.
    func descriptors(ofWorker index: Int, of count: Int) -> [Int32] {
        endpoints.flatMap { endpoint -> [Int32] in
            let sockets = endpoint.descriptors
            if sockets.count >= count {
                return stride(from: index, to: sockets.count, by: count).map { sockets[$0] }
            }
            if index < sockets.count { return [sockets[index]] }
            let copy = fcntl(sockets[index % sockets.count], F_DUPFD_CLOEXEC, 3)
            return copy >= 0 ? [copy] : []
        }
    }

    /// Removes the files of the Unix sockets that this process has made.
    func removeFiles(keeper: Keeper?) {
        for file in ownedFiles where unlink(file) != 0 { keeper?.removeSocket(file) }
    }

    private mutating func close() {
        for endpoint in endpoints { for socket in endpoint.descriptors { Self.close(socket) } }
        removeFiles(keeper: nil)
        (endpoints, ownedFiles) = ([], [])
    }

    private static func close(_ descriptor: Int32) {
        #if canImport(Darwin)
            _ = Darwin.close(descriptor)
        #elseif canImport(Musl)
            _ = Musl.close(descriptor)
        #else
            _ = Glibc.close(descriptor)
        #endif
    }

    private static func systemBind(_ socket: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
        #if canImport(Darwin)
            Darwin.bind(socket, address, length)
        #elseif canImport(Musl)
            Musl.bind(socket, address, length)
        #else
            Glibc.bind(socket, address, length)
        #endif
    }

    #if canImport(Glibc)
        static let streams = Int32(SOCK_STREAM.rawValue)
    #else
        static let streams = SOCK_STREAM
    #endif

    /// Every address of a host.
    static func resolve(_ name: String, _ port: Int, _ host: String) throws(BindError) -> [sockaddr_storage] {
        var hints = addrinfo()
        hints.ai_socktype = streams
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, String(port), &hints, &list) == 0, list != nil else {
            throw BindError(host: host, port: port, problem: .unknownHost)
        }
        defer { freeaddrinfo(list) }
        var found: [sockaddr_storage] = []
        var next = list
        while let item = next {
            next = item.pointee.ai_next
            guard [AF_INET, AF_INET6].contains(item.pointee.ai_family) else { continue }
            var storage = sockaddr_storage()
            withUnsafeMutableBytes(of: &storage) { bytes in
                let source = UnsafeRawBufferPointer(start: item.pointee.ai_addr, count: Int(item.pointee.ai_addrlen))
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(bytes.count)))
            }
            if !found.contains(where: { PeerAddress($0) == PeerAddress(storage) }) { found.append(storage) }
        }
        if found.isEmpty { throw BindError(host: host, port: port, problem: .unknownHost) }
        return found
    }

    private static func bound(
        _ target: inout sockaddr_storage, isShared: Bool, _ separates: Bool, _ host: String, _ port: Int
    ) throws(BindError) -> Int32 {
        let family = Int32(target.ss_family)
        let listener = socket(family, streams, 0)
        guard listener >= 0 else { throw BindError(host: host, port: port, problem: .system(errno)) }
        prepare(listener)
        set(listener, SOL_SOCKET, SO_REUSEADDR, 1)
        if isShared { set(listener, SOL_SOCKET, SO_REUSEPORT, 1) }
        if family == AF_INET6 { set(listener, Int32(IPPROTO_IPV6), IPV6_V6ONLY, separates ? 1 : 0) }
        // Accepted sockets inherit it: a response is sent in as few calls as can be, so waiting for more only delays.
        set(listener, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        let length = family == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        let status = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                systemBind(listener, $0, socklen_t(length))
            }
        }
        guard status == 0 else {
            let problem = errno
            close(listener)
            throw BindError(host: host, port: port, problem: .system(problem))
        }
        return listener
    }

    /// Has a socket never block, and not pass to programs that are started.
    private static func prepare(_ listener: Int32) {
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        _ = fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK)
    }

    private static func set(_ socket: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
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

    /// The port stands at the same offset in both families.
    private static func set(port: Int, in target: inout sockaddr_storage) {
        withUnsafeMutableBytes(of: &target) {
            $0.storeBytes(of: UInt16(truncatingIfNeeded: port).bigEndian, toByteOffset: 2, as: UInt16.self)
        }
    }

    private static func name(of socket: Int32) -> Endpoint.Name {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        if Int32(storage.ss_family) == AF_UNIX {
            let path = withUnsafeBytes(of: storage) { Array($0[2..<max(2, min(Int(length), $0.count))]) }
            if path.first == 0 { return .unix("@" + String(decoding: path.dropFirst(), as: UTF8.self)) }
            return .unix(String(decoding: path.prefix { $0 != 0 }, as: UTF8.self))
        }
        let port = withUnsafeBytes(of: storage) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
        return .internet(PeerAddress(storage), port: Int(port))
    }
}

/// The path of a socket's file, by which it is removed at the end, wherever the process is then.
private enum SocketFile {
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let working = getcwd(nil, 0) else { return path }
        defer { free(working) }
        return "\(String(cString: working))/\(path)"
    }
}

/// An address that cannot be bound.
public struct BindError: Error, Sendable, CustomStringConvertible {
    enum Problem: Sendable, Equatable {
        case unknownHost
        case notListening
        case system(Int32)
    }

    let host: String
    let port: Int
    let problem: Problem
    /// Whether the address is not the first one of its name.
    var isAboutSecondFamily = false

    init(host: String, port: Int, problem: Problem) { (self.host, self.port, self.problem) = (host, port, problem) }

    init(socket path: String, problem: Problem) { self.init(host: path, port: -1, problem: problem) }

    /// One sentence with what would be right.
    public var description: String {
        switch problem {
        case .notListening:
            "\(host) is not a listening stream socket; LISTEN_FDS promises one there"
        case .system(let number) where port < 0: Self.aboutSocket(host, number)
        case .unknownHost:
            "\(host) is not an address of this machine; --bind takes one, as 127.0.0.1, 0.0.0.0 or ::1"
        case .system(EADDRINUSE):
            "port \(port) of \(host) is taken by another program; stop that one, or choose another port with --port"
        case .system(EACCES):
            "port \(port) needs more rights than this user has; choose one from 1024 on with --port"
        case .system(EADDRNOTAVAIL):
            "\(host) is not an address of this machine; --bind takes one of its own, or 0.0.0.0 for all of them"
        case .system(let number): "cannot listen at \(host), port \(port): \(String(cString: strerror(number)))"
        }
    }

    private static func aboutSocket(_ path: String, _ number: Int32) -> String {
        switch number {
        case EADDRINUSE:
            "the socket \(path) is taken by another program, or something else is there; choose another path"
        case ENOENT: "the folder of the socket \(path) does not exist; make it first"
        default: "cannot listen at the socket \(path): \(String(cString: strerror(number)))"
        }
    }
}
