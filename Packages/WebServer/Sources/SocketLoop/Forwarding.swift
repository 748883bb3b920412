import HTTPMessages

/// Who a request really comes from, when it came through a proxy that we trust.
///
/// The rule: a field is believed only when the connection itself is from a trusted address, and only the one field that
/// was chosen; any other could be the client's own, which a proxy passes on untouched. A field that lists the hops is read
/// from its end, where our own proxy has written: the first address that is not a trusted proxy is the client. What the
/// client itself has put in front is never reached. Where the list ends, or goes on with something that is no address
/// (`unknown`, a name), the last trusted hop counts.
///
/// An example: with `127.0.0.1` trusted, `X-Forwarded-For: 6.6.6.6, 203.0.113.9, 127.0.0.1` comes from 203.0.113.9.
public struct Forwarding: Sendable {
    /// The field that names the client.
    public enum Field: Sendable, Equatable {
        /// X-Forwarded-For: a list of addresses, as nearly every proxy writes it.
        case xForwardedFor
        /// Forwarded (RFC 7239).
        case forwarded
        /// Another field with one address, as X-Real-IP; its name in lower case.
        case single(String)

        /// Reads a field's name; nil when it is none.
        public init?(_ name: String) {
            guard !name.isEmpty, name.utf8.allSatisfy(Octet.isToken) else { return nil }
            switch name.lowercased() {
            case "x-forwarded-for": self = .xForwardedFor
            case "forwarded": self = .forwarded
            case let other: self = .single(other)
            }
        }
    }

    private let trusted: [AddressBlock]
    private let field: Field

    /// Makes the rule.
    ///
    /// - Parameters:
    ///   - trusted: the proxies that are believed; empty believes nobody.
    ///   - field: the only field that is looked at.
    public init(trusted: [AddressBlock] = [], field: Field = .xForwardedFor) {
        (self.trusted, self.field) = (trusted, field)
    }

    /// Whether an address is a trusted proxy's.
    func trusts(_ address: PeerAddress) -> Bool { trusted.contains { $0.contains(address) } }

    /// The client of a request; nil when the connection itself is its.
    func client(of request: borrowing RequestHead, in bytes: Span<UInt8>, from peer: PeerAddress) -> PeerAddress? {
        guard !trusted.isEmpty, trusts(peer) else { return nil }
        var last: PeerAddress?
        for hop in hops(request, bytes).reversed() {
            guard let hop, let address = Self.address(in: hop) else { break }
            last = address
            if !trusts(address) { break }
        }
        return last
    }

    /// The nodes that the field names, the nearest last; nil stands for one that cannot be read.
    ///
    /// Elements are divided at every comma: no address holds one, so that a quotation mark which a client leaves open
    /// cannot swallow what the proxy has written behind it.
    private func hops(_ request: borrowing RequestHead, _ bytes: Span<UInt8>) -> [Substring?] {
        var hops: [Substring?] = []
        switch field {
        case .xForwardedFor:
            for line in request.fields where line.known == .xForwardedFor {
                hops += bytes.part(line.value).text.split(separator: ",").map(Self.trimmed).filter { $0 != "" }
            }
        case .forwarded:
            for line in request.fields where line.known == .forwarded {
                hops += bytes.part(line.value).text.split(separator: ",").map(Self.node)
            }
        case .single(let name):
            for line in request.fields where bytes.part(line.name).text.lowercased() == name {
                hops.append(Self.trimmed(bytes.part(line.value).text[...]))
            }
            // A proxy sets it; where there are several, the client has sent one as well, and nobody knows which.
            if hops.count != 1 { return [] }
        }
        return hops
    }

    /// The value of the one `for` parameter of an element of Forwarded; nil when there is none, or more than one.
    private static func node(_ element: Substring) -> Substring? {
        var found: Substring?
        for pair in element.split(separator: ";") {
            let parameter = trimmed(pair)
            guard parameter.prefix(4).lowercased() == "for=" else { continue }
            if found != nil { return nil }
            found = parameter.dropFirst(4)
        }
        guard let found, found.first == "\"" else { return found }
        guard found.count > 1, found.last == "\"" else { return nil }
        return found.dropFirst().dropLast()
    }

    /// The address in `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]`, `[2001:db8::1]:80` or `2001:db8::1`; nil in anything
    /// else.
    private static func address(in node: Substring) -> PeerAddress? {
        if node.first == "[" {
            guard let end = node.firstIndex(of: "]"), isPort(node[node.index(after: end)...]) else { return nil }
            return PeerAddress(String(node[node.index(after: node.startIndex)..<end]))
        }
        if let colon = node.firstIndex(of: ":"), node[node.index(after: colon)...].firstIndex(of: ":") == nil {
            guard isPort(node[colon...]) else { return nil }
            return PeerAddress(String(node[..<colon]))
        }
        return PeerAddress(String(node))
    }

    /// Nothing, or a colon and up to five digits.
    private static func isPort(_ text: Substring) -> Bool {
        if text.isEmpty { return true }
        return text.first == ":" && (2...6).contains(text.count) && text.dropFirst().utf8.allSatisfy(Octet.isDigit)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
