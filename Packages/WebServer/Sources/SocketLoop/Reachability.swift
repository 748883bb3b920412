#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: getifaddrs(3) hands out a list that it wants freed.

/// Answers "who can reach this?" for an address that a server listens at.
public struct Reachability: Sendable, CustomStringConvertible {
    private let names: [Listeners.Endpoint.Name]
    private let interfaces: [PeerAddress]

    /// Looks at the machine's own addresses when the server listens at all of them.
    public init(_ listeners: Listeners) {
        let names = listeners.endpoints.map(\.name)
        let isEverywhere = names.contains { name in
            if case .internet(let address, _) = name { return address.isUnspecified }
            return false
        }
        self.init(names, interfaces: isEverywhere ? Self.interfaces() : [])
    }

    init(_ names: [Listeners.Endpoint.Name], interfaces: [PeerAddress]) {
        (self.names, self.interfaces) = (names, interfaces)
    }

    init(address: PeerAddress, port: Int, interfaces: [PeerAddress]) {
        self.init([.internet(address, port: port)], interfaces: interfaces)
    }

    /// One line for each address, each ending with who is behind it.
    public var description: String {
        if names.count == 1, let only = names.first { return "who can reach this? \(Self.text(only, interfaces))" }
        return (["who can reach this?"] + names.map { "  \(Self.label($0))  \(Self.text($0, interfaces))" })
            .joined(separator: "\n")
    }

    private static func text(_ name: Listeners.Endpoint.Name, _ interfaces: [PeerAddress]) -> String {
        switch name {
        case .unix: return "only programs on this machine that may open the socket"
        case .internet(let address, let port):
            guard address.isUnspecified else { return audience(of: address) }
            let own = interfaces.filter { !address.isIPv4 || $0.isIPv4 }
            let lines = own.map { "  \(url($0, port))  \(audience(of: $0))" }
            return (["It listens at every address of this machine:"] + lines).joined(separator: "\n")
        }
    }

    private static func label(_ name: Listeners.Endpoint.Name) -> String {
        switch name {
        case .unix(let path): "unix:\(path)"
        case .internet(let address, let port): url(address, port)
        }
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
