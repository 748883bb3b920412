import HTTPTypes
import SocialService
import WebAccounts

/// Programs register here before they do anything.
extension ClientAPI {
    static let applicationRoutes: [Route] = [
        Route(.post, "/api/v1/apps", .own, registerApplication),
        Route(.get, "/api/v1/apps/verify_credentials", .anyToken) { call in
            guard let application = try await call.read({ try $0.application() }) else {
                throw SocialError.unauthenticated
            }
            return try Reply(encoding: ApplicationEntity(application))
        },
    ]

    /// The address of programs that have none: the code is shown, and the member copies it.
    static let outOfBand = "urn:ietf:wg:oauth:2.0:oob"

    @Sendable private static func registerApplication(_ call: Call) async throws -> Reply {
        let name = try call.parameters.required("client_name")
        // Several addresses come as a list or on lines of their own.
        let redirects = try call.parameters.texts("redirect_uris").flatMap {
            $0.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        guard !redirects.isEmpty else { throw Parameters.Fault(message: "'redirect_uris' is missing.") }
        guard redirects.count <= 10, redirects.allSatisfy(isRedirect) else {
            throw SocialError.invalid(field: "Redirect URI", reason: "must be an absolute URI without a fragment.")
        }
        let words = try call.parameters.text("scopes") ?? ""
        guard let scopes = words.isEmpty ? Scopes.standard : Scopes(words) else {
            throw SocialError.invalid(field: "Scopes", reason: "doesn't match configured on the server.")
        }
        let website = try call.parameters.text("website").flatMap { $0.isEmpty ? nil : $0 }
        let (clientID, secret) = (SecretToken(), SecretToken())
        let application = try await call.network.register(
            clientID: clientID.text, secretHash: secret.hash.bytes, name: name, website: website,
            redirectURIs: redirects, scopes: scopes)
        return try Reply(encoding: ApplicationEntity(application, secret: secret.text))
    }

    /// An address that a code may be sent to: absolute, without a fragment (RFC 6749, 3.1.2), and no script.
    static func isRedirect(_ address: String) -> Bool {
        if address == outOfBand { return true }
        guard address.utf8.count <= 2000,
            address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"<>\"\\^`{|}#".utf8.contains($0) }),
            let colon = address.firstIndex(of: ":"), colon > address.startIndex
        else { return false }
        let scheme = address[..<colon].lowercased()
        let rest = address[address.index(after: colon)...]
        let isName = scheme.utf8.allSatisfy {
            (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0)
        }
        let isScript = ["javascript", "data", "vbscript", "file", "blob", "about"].contains(scheme)
        guard isName, !isScript, scheme.utf8.first.map({ (0x61...0x7a).contains($0) }) ?? false else { return false }
        guard scheme == "http" || scheme == "https" else { return true }
        // A page has a host; a program's own scheme needs nothing else (RFC 3986, 4.3; RFC 8252, 7.1).
        let host = rest.dropFirst(2).prefix { !"/?".contains($0) }
        return rest.hasPrefix("//") && !host.isEmpty && !host.hasPrefix(":") && !host.contains("@")
    }

    /// Whether a code may be sent to an address: one that was registered, to the letter; a program on this machine
    /// listens on whatever port was free when it asked (RFC 8252, 7.3).
    static func isRegistered(_ address: String, _ registered: [String]) -> Bool {
        if registered.contains(address) { return true }
        guard let asked = loopback(address) else { return false }
        return registered.contains { loopback($0) == asked }
    }

    /// An address of this machine without its port; nil for all others.
    private static func loopback(_ address: String) -> String? {
        for origin in ["http://127.0.0.1", "http://[::1]", "http://localhost"] where address.hasPrefix(origin) {
            var rest = address.dropFirst(origin.count)
            if rest.hasPrefix(":") {
                rest = rest.dropFirst()
                let port = rest.prefix { $0.isASCII && $0.isNumber }
                guard let number = Int(port), (1...65535).contains(number) else { return nil }
                rest = rest.dropFirst(port.count)
            }
            guard rest.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("?") else { return nil }
            return origin + rest
        }
        return nil
    }
}
