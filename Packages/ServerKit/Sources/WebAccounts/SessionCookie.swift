/// The cookie that carries a session's token (RFC 6265bis): out of reach of scripts, and not sent along with requests
/// that other sites cause, but for plain links.
public struct SessionCookie: Sendable {
    /// Which requests from other sites carry the cookie.
    public enum SameSite: String, Sendable {
        /// None.
        case strict = "Strict"
        /// A click on a link.
        case lax = "Lax"
    }

    /// The cookie's name.
    public let name: String
    /// Whether it is sent over HTTPS only.
    public let isSecure: Bool
    /// Which requests from other sites carry it.
    public let sameSite: SameSite

    /// Makes a cookie.
    ///
    /// - Parameters:
    ///   - name: The name. A secure cookie gets the prefix `__Host-`, with which browsers refuse one that a
    ///     neighbouring host or an unencrypted answer has set.
    ///   - isSecure: Whether people reach the server by HTTPS; without it, browsers drop a secure cookie.
    ///   - sameSite: Which requests from other sites carry it.
    public init(name: String = "session", isSecure: Bool, sameSite: SameSite = .lax) {
        self.name = isSecure ? "__Host-\(name)" : name
        self.isSecure = isSecure
        self.sameSite = sameSite
    }

    /// The value of a `Set-Cookie` header that gives the client a token.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - lifetime: For how many seconds the client keeps it; nil until the browser ends.
    public func setting(_ token: SecretToken, lifetime: Int? = nil) -> String {
        "\(name)=\(token.text)" + (lifetime.map { "; Max-Age=\($0)" } ?? "") + attributes
    }

    /// The value of a `Set-Cookie` header that takes the cookie back.
    public var clearing: String { "\(name)=; Max-Age=0\(attributes)" }

    /// The token in a request's `Cookie` headers, joined with `; ` if there are several. Two cookies of this name
    /// mean that somebody has planted one: neither counts.
    public func token(in header: String?) -> SecretToken? {
        guard let header, header.utf8.count <= 16 * 1024 else { return nil }
        let values = header.split(separator: ";").compactMap { pair -> Substring? in
            let trimmed = pair.drop { $0 == " " }
            guard trimmed.hasPrefix("\(name)=") else { return nil }
            return trimmed.dropFirst(name.count + 1)
        }
        guard values.count == 1, let value = values.first else { return nil }
        return SecretToken(value)
    }

    private var attributes: String {
        "; Path=/; HttpOnly; SameSite=\(sameSite.rawValue)" + (isSecure ? "; Secure" : "")
    }
}
