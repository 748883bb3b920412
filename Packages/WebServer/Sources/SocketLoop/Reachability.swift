#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Answers "who can reach this?" for an address that a server listens at.
public struct Reachability: Sendable, CustomStringConvertible {
    private let address: PeerAddress
    private let port: Int
    private let interfaces: [PeerAddress]

    /// Looks at the machine's own addresses when the server listens at all of them.
    public init(_ listeners: Listeners) {
        self.init(
            address: listeners.address, port: listeners.port,
            interfaces: listeners.address.isUnspecified ? Self.interfaces() : [])
    }

    init(address: PeerAddress, port: Int, interfaces: [PeerAddress]) {
        (self.address, self.port, self.interfaces) = (address, port, interfaces)
    }

    /// One line for each address, each ending with who is behind it.
    public var description: String {
        guard address.isUnspecified else { return "who can reach this? \(Self.audience(of: address))" }
        let own = interfaces.filter { !address.isIPv4 || $0.isIPv4 }
        let lines = own.map { "  \(Self.url($0, port))  \(Self.audience(of: $0))" }
        return (["who can reach this? It listens at every address of this machine:"] + lines)
            .joined(separator: "\n")
    }

    private static func audience(of address: PeerAddress) -> String {
        if address.isLoopback { return "only programs on this machine" }
        if address.isPrivate { return "every device in the same network (a private address)" }
        return "everybody on the internet, unless a firewall stands in between"
    }

    private static func url(_ address: PeerAddress, _ port: Int) -> String {
        address.isIPv4 ? "http://\(address):\(port)" : "http://[\(address)]:\(port)"
    }

    private static func interfaces() -> [PeerAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: [PeerAddress] = []
        var next = list
        while let item = next {
            next = item.pointee.ifa_next
            guard let address = item.pointee.ifa_addr else { continue }
            let family = Int32(address.pointee.sa_family)
            guard family == AF_INET || family == AF_INET6 else { continue }
            var storage = sockaddr_storage()
            let length = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            withUnsafeMutableBytes(of: &storage) {
                $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: length))
            }
            let own = PeerAddress(storage)
            if !found.contains(own) { found.append(own) }
        }
        return found
    }
}
