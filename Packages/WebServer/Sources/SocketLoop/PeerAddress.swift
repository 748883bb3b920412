#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: a socket's address is bytes whose meaning its family tells.

/// The address of the other end of a connection, as 16 octets: IPv4 as IPv6 writes it (RFC 4291, 2.5.5.2), and one value
/// that no IP address has for every program that came through a Unix socket.
public struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    private static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

    /// A program of this machine that came through a Unix socket.
    public static let unix = PeerAddress(high: .max, low: .max)

    private init(high: UInt64, low: UInt64) {
        (self.high, self.low) = (high, low)
    }

    /// Reads what the system says of a socket.
    init(_ storage: sockaddr_storage) {
        let address = withUnsafeBytes(of: storage) { bytes -> PeerAddress in
            switch Int32(storage.ss_family) {
            case AF_INET:
                return PeerAddress(
                    high: 0,
                    low: Self.mappedPrefix
                        | UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))))
            case AF_INET6:
                return PeerAddress(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
            default:
                return .unix
            }
        }
        self = address
    }

    /// Reads an address as text, as `192.0.2.1` or `2001:db8::1`; nil when it is neither.
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(high: 0, low: Self.mappedPrefix | UInt64(UInt32(bigEndian: four.s_addr)))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self = withUnsafeBytes(of: six) { bytes in
                PeerAddress(
                    high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
            }
        } else {
            return nil
        }
    }

    /// Whether it is an IPv4 address.
    public var isIPv4: Bool { high == 0 && low >> 32 == Self.mappedPrefix >> 32 }

    /// Whether it is this machine talking to itself.
    public var isLoopback: Bool { self == .unix || isThisHost }

    private var isThisHost: Bool { isIPv4 ? low >> 24 & 0xFF == 127 : high == 0 && low == 1 }

    /// Whether it is an address that the internet does not route: RFC 1918, RFC 4193, RFC 6598 and link-local ones.
    public var isPrivate: Bool {
        if !isIPv4 { return high >> 57 == 0xFC >> 1 || high >> 54 == 0xFE80 >> 6 }
        let address = UInt32(truncatingIfNeeded: low)
        return address >> 24 == 10 || address >> 20 == 0xAC1 || address >> 16 == 0xC0A8 || address >> 16 == 0xA9FE
            || address >> 22 == 0x6440 >> 6
    }

    /// Whether it stands for every address of the machine: `0.0.0.0` or `::`.
    public var isUnspecified: Bool { high == 0 && (low == 0 || low == Self.mappedPrefix) }

    /// The first `length` bits of the address, IPv4 addresses counted from their own first bit.
    func prefix(_ length: Int) -> PeerAddress {
        let bits = isIPv4 ? length + 96 : length
        let highMask = bits >= 64 ? UInt64.max : bits == 0 ? 0 : ~(UInt64.max >> UInt64(bits))
        let lowMask = bits <= 64 ? 0 : bits >= 128 ? UInt64.max : ~(UInt64.max >> UInt64(bits - 64))
        return PeerAddress(high: high & highMask, low: low & lowMask)
    }

    /// The notation as octets, for a log.
    var logText: [UInt8] { Array(description.utf8) }

    /// The usual notation; `unix:` for a Unix socket, as nginx writes it.
    public var description: String {
        if self == .unix { return "unix:" }
        var buffer = [CChar](repeating: 0, count: 64)
        if isIPv4 {
            var four = in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian)
            inet_ntop(AF_INET, &four, &buffer, 64)
        } else {
            var octets = (high.bigEndian, low.bigEndian)
            inet_ntop(AF_INET6, &octets, &buffer, 64)
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// One address or a block of them, as `192.0.2.1` or `10.0.0.0/8`.
public struct AddressBlock: Sendable, Hashable {
    private let base: PeerAddress
    private let length: Int

    /// Reads a block, or `unix` for every program that came through a Unix socket; nil when it is neither.
    public init?(_ text: String) {
        if text == "unix" {
            (base, length) = (.unix, 128)
            return
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = PeerAddress(String(first)) else { return nil }
        let width = address.isIPv4 ? 32 : 128
        if parts.count == 2 {
            guard let length = Int(parts[1]), (0...width).contains(length) else { return nil }
            self.length = length
        } else {
            length = width
        }
        base = address.prefix(length)
    }

    /// Whether `address` is in the block.
    public func contains(_ address: PeerAddress) -> Bool {
        if address == .unix || base == .unix { return address == base }
        return address.isIPv4 == base.isIPv4 && address.prefix(length) == base
    }
}
