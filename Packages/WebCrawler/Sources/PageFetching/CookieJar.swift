import WebAddress

/// Cookies of one run, kept for the host that set them (RFC 6265, host-only: a `Domain` is not widened).
actor CookieJar {
    private struct Cookie {
        var name: String
        var value: String
        var path: String
        var isSecure: Bool
    }

    private var cookies: [String: [Cookie]] = [:]
    /// As many as browsers keep for a host.
    private static let maximumPerHost = 180
    /// RFC 6265, section 6.1.
    private static let maximumLength = 4096

    func store(_ lines: [String], for url: WebURL) {
        for line in lines where line.utf8.count <= Self.maximumLength {
            let parts = line.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let pair = parts.first, let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                continue
            }
            var cookie = Cookie(
                name: String(pair[..<equals]), value: String(pair[pair.index(after: equals)...]), path: "/",
                isSecure: false)
            var isExpired = false
            for part in parts.dropFirst() {
                let lowered = part.lowercased()
                if lowered == "secure" { cookie.isSecure = true }
                if lowered.hasPrefix("path=/") { cookie.path = String(part.dropFirst(5)) }
                if lowered.hasPrefix("max-age="), let age = Int(part.dropFirst(8)), age <= 0 { isExpired = true }
            }
            var jar = cookies[url.hostname] ?? []
            jar.removeAll { $0.name == cookie.name && $0.path == cookie.path }
            if !isExpired, jar.count < Self.maximumPerHost { jar.append(cookie) }
            cookies[url.hostname] = jar
        }
    }

    func header(for url: WebURL) -> String? {
        let path = url.pathname
        let matching = (cookies[url.hostname] ?? []).filter {
            (!$0.isSecure || url.isSecure)
                && (path == $0.path || path.hasPrefix($0.path.hasSuffix("/") ? $0.path : $0.path + "/"))
        }
        return matching.isEmpty ? nil : matching.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    }
}
