import Dispatch
import Foundation
import NIOCore

// Unsafe pointers: getaddrinfo(3) hands out a list that it wants freed.

/// Resolves host names with the system's resolver, away from the cooperative threads.
public enum HostResolver {
    private static let queue = DispatchQueue(label: "webcrawler.resolver", attributes: .concurrent)

    /// All addresses of a name, in the resolver's order; none when it has none.
    public static func addresses(of host: String) async -> [String] {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: resolve(host)) }
        }
    }

    /// Whether a host is an IP address.
    public static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    /// An IP address in the form that the resolver gives.
    public static func canonical(_ address: String) -> String {
        (try? SocketAddress(ipAddress: address, port: 0))?.ipAddress ?? address
    }

    private static func resolve(_ host: String) -> [String] {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = list
        while let info = entry?.pointee {
            var text = [CChar](repeating: 0, count: 64)
            if getnameinfo(info.ai_addr, info.ai_addrlen, &text, 64, nil, 0, NI_NUMERICHOST) == 0 {
                let end = text.firstIndex(of: 0) ?? text.endIndex
                let address = String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if !addresses.contains(address) { addresses.append(address) }
            }
            entry = info.ai_next
        }
        return addresses
    }
}
