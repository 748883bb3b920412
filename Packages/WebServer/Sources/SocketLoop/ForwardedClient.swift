import HTTPMessages

/// Who a request really comes from, when it came through a proxy that we trust (RFC 7239).
enum ForwardedClient {
    /// The nearest address that is not a trusted proxy; nil when the connection itself is not from a trusted one, or
    /// when no field names anybody. A client can write the field too, but only in front of what our proxy adds.
    static func text(
        _ request: borrowing RequestHead, in bytes: Span<UInt8>, from peer: PeerAddress, trusted: [AddressBlock]
    ) -> [UInt8]? {
        guard !trusted.isEmpty, trusted.contains(where: { $0.contains(peer) }) else { return nil }
        let hops = request.has(.forwarded) ? forwarded(request, bytes) : xForwardedFor(request, bytes)
        var last: PeerAddress?
        for hop in hops.reversed() {
            guard let address = PeerAddress(hop) else { break }
            last = address
            if !trusted.contains(where: { $0.contains(address) }) { break }
        }
        return last.map { Array($0.description.utf8) }
    }

    private static func xForwardedFor(_ request: borrowing RequestHead, _ bytes: Span<UInt8>) -> [String] {
        var hops: [String] = []
        for line in request.fields where line.known == .xForwardedFor {
            hops += bytes.part(line.value).text.split(separator: ",").map { address(in: $0) }
        }
        return hops
    }

    private static func forwarded(_ request: borrowing RequestHead, _ bytes: Span<UInt8>) -> [String] {
        var hops: [String] = []
        for line in request.fields where line.known == .forwarded {
            for element in bytes.part(line.value).text.split(separator: ",") {
                for pair in element.split(separator: ";") {
                    let trimmed = pair.drop { $0 == " " || $0 == "\t" }
                    guard trimmed.lowercased().hasPrefix("for=") else { continue }
                    hops.append(address(in: trimmed.dropFirst(4)))
                }
            }
        }
        return hops
    }

    /// The address in `192.0.2.1`, `192.0.2.1:80`, `"[2001:db8::1]:80"` or `2001:db8::1`.
    private static func address(in node: Substring) -> String {
        var text = node.filter { $0 != "\"" && $0 != " " && $0 != "\t" }[...]
        if text.hasPrefix("[") {
            text = text.dropFirst().prefix { $0 != "]" }
        } else if text.count(where: { $0 == ":" }) == 1 {
            text = text.prefix { $0 != ":" }
        }
        return String(text)
    }
}
