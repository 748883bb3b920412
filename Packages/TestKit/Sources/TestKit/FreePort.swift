#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A TCP port of 127.0.0.1 that was free a moment ago, for peers that cannot choose one themselves.
///
/// Our own servers take `--port 0` and say what they got; another program may take the port before a peer does.
///
/// - Throws: ``Missing`` if the system gives none.
public func freePort() throws -> Int {
    #if canImport(Glibc)
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
        let probe = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(probe) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The pointers live for these two calls: the system reads and writes a sockaddr, whose first bytes a sockaddr_in has.
    let status = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
            bind(probe, name, length) == 0 ? getsockname(probe, name, &length) : -1
        }
    }
    guard status == 0 else { throw Missing("the system gives no free port of 127.0.0.1") }
    return Int(UInt16(bigEndian: address.sin_port))
}
