import HTTPMessages

/// Cross-origin resource sharing (the Fetch standard's CORS protocol).
struct Sharing {
    private let with: SiteOptions.SharedWith

    init(_ with: SiteOptions.SharedWith) { self.with = with }

    /// Appends what every response says about who may read it.
    func appendFields(_ request: borrowing Request, to head: inout [UInt8]) {
        switch with {
        case .nobody: return
        case .everybody: head.appendField("Access-Control-Allow-Origin", "*")
        case .origins(let origins):
            head.appendField("Vary", "Origin")
            guard let origin = request.text(.origin), origins.contains(origin) else { return }
            head.appendField("Access-Control-Allow-Origin", origin)
        }
        head.appendField("Access-Control-Expose-Headers", "Content-Range, ETag")
    }

    /// Appends what a preflight request asks about: reading is allowed, with any field the script wants to send.
    func appendPreflight(_ request: borrowing Request, to head: inout [UInt8]) {
        guard with != .nobody, request.head.has(.accessControlRequestMethod) else { return }
        head.appendField("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        if let wanted = request.text(.accessControlRequestHeaders) {
            head.appendField("Access-Control-Allow-Headers", wanted)
        }
        head.appendField("Access-Control-Max-Age", 600)
    }
}

/// An origin as browsers write it in the Origin field (RFC 6454, section 6.2): scheme and host in lower case, a port only
/// where it is not the scheme's own, nothing behind it.
public enum Origin {
    /// The origin that a text names, as browsers write it; nil when it can never be one.
    public static func serialized(_ text: String) -> String? {
        let lower = text.lowercased()
        if lower == "null" { return lower }
        guard let mark = lower.firstRange(of: "://"), lower.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        let (scheme, authority) = (lower[..<mark.lowerBound], lower[mark.upperBound...])
        guard let first = scheme.utf8.first, Octet.lowercased(first) &- 0x61 < 26,
            scheme.utf8.allSatisfy({ Octet.isToken($0) }), !authority.contains("@"), !authority.contains("*"),
            Host.isValid(Array(authority.utf8).span, needsPort: false), authority.last != ":"
        else { return nil }
        let own = scheme == "http" ? ":80" : scheme == "https" ? ":443" : nil
        if let own, authority.hasSuffix(own) {
            return "\(scheme)://\(authority.dropLast(own.count))"
        }
        return "\(scheme)://\(authority)"
    }
}
