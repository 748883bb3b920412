/// Tells internal IP addresses from public ones, so that a public page cannot send the crawler into a private network.
public enum AddressGuard {
    /// Whether an address, in its usual text form and without brackets, is not on the public internet.
    ///
    /// Text that is no address counts as internal: what cannot be judged is not visited.
    public static func isInternal(_ address: String) -> Bool {
        if let bytes = ipv4(address[...]) { return isInternalIPv4(bytes) }
        guard let pieces = ipv6(address) else { return true }
        return isInternalIPv6(pieces)
    }

    /// RFC 6890's special blocks.
    private static func isInternalIPv4(_ bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _), (10, _, _), (127, _, _): true
        case (100, 64...127, _): true
        case (169, 254, _): true
        case (172, 16...31, _): true
        case (192, 0, 0), (192, 0, 2), (192, 168, _): true
        case (198, 18...19, _), (198, 51, 100), (203, 0, 113): true
        case (224..., _, _): true
        default: false
        }
    }

    private static func isInternalIPv6(_ pieces: [UInt16]) -> Bool {
        let embedded = [UInt8(pieces[6] >> 8), UInt8(pieces[6] & 255), UInt8(pieces[7] >> 8), UInt8(pieces[7] & 255)]
        // Mapped (::ffff:a.b.c.d), compatible and NAT64 (64:ff9b::) addresses are as good as what they carry.
        if pieces[..<5].allSatisfy({ $0 == 0 }), pieces[5] == 0xFFFF || pieces[5] == 0 {
            return isInternalIPv4(embedded)
        }
        if pieces[0] == 0x64, pieces[1] == 0xFF9B { return isInternalIPv4(embedded) }
        if pieces[0] == 0x2002 {
            return isInternalIPv4([
                UInt8(pieces[1] >> 8), UInt8(pieces[1] & 255), UInt8(pieces[2] >> 8), UInt8(pieces[2] & 255),
            ])
        }
        // Only 2000::/3 is global unicast; 2001::/23 is for protocols and 2001:db8::/32 for documentation.
        guard pieces[0] & 0xE000 == 0x2000 else { return true }
        return pieces[0] == 0x2001 && (pieces[1] < 0x0200 || pieces[1] == 0x0DB8)
    }

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func ipv6(_ text: String) -> [UInt16]? {
        // A zone such as %eth0 names an interface of this machine.
        guard !text.contains("%") else { return nil }
        var text = text
        if let colon = text.lastIndex(of: ":"), let bytes = ipv4(text[text.index(after: colon)...]) {
            let high = String(UInt16(bytes[0]) << 8 | UInt16(bytes[1]), radix: 16)
            let low = String(UInt16(bytes[2]) << 8 | UInt16(bytes[3]), radix: 16)
            text = text[...colon] + high + ":" + low
        }
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        func pieces(_ half: Substring) -> [UInt16]? {
            guard !half.isEmpty else { return [] }
            let parts = half.split(separator: ":", omittingEmptySubsequences: false)
            let values = parts.compactMap { UInt16($0, radix: 16) }
            return values.count == parts.count ? values : nil
        }
        guard let first = halves.first.flatMap(pieces) else { return nil }
        guard halves.count == 2 else { return first.count == 8 ? first : nil }
        guard let last = pieces(halves[1]), first.count + last.count <= 7 else { return nil }
        return first + Array(repeating: 0, count: 8 - first.count - last.count) + last
    }
}
