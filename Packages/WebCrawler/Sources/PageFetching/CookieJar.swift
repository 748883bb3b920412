import Foundation
import WebAddress

/// Cookies of one run (RFC 6265): kept for the host that set them, or for the domain that they name.
///
/// There is no list of public suffixes here: a domain of one label is refused, and a run asks only hosts that it was
/// sent to, so the worst that `Domain=co.uk` can do is to be sent to other hosts of the same crawl.
actor CookieJar {
    private struct Cookie {
        var name: String
        var value: String
        var domain: String
        var isHostOnly: Bool
        var path: String
        var isSecure = false
    }

    private var cookies: [Cookie] = []
    /// As many as browsers keep for a host.
    private static let maximumPerDomain = 180
    /// RFC 6265, section 6.1.
    private static let maximumCount = 3000
    private static let maximumLength = 4096

    func store(_ lines: [String], for url: WebURL) {
        for line in lines where line.utf8.count <= Self.maximumLength {
            guard let (cookie, isExpired) = Self.parse(line, url) else { continue }
            cookies.removeAll { $0.name == cookie.name && $0.path == cookie.path && $0.domain == cookie.domain }
            guard !isExpired, cookies.count < Self.maximumCount,
                cookies.count(where: { $0.domain == cookie.domain }) < Self.maximumPerDomain
            else { continue }
            cookies.append(cookie)
        }
    }

    /// Section 5.2 and 5.3; nil for a line that sets nothing.
    private static func parse(_ line: String, _ url: WebURL) -> (Cookie, isExpired: Bool)? {
        let parts = line.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let pair = parts.first, let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
            return nil
        }
        let host = url.hostname
        var cookie = Cookie(
            name: pair[..<equals].trimmingCharacters(in: .whitespaces),
            value: pair[pair.index(after: equals)...].trimmingCharacters(in: .whitespaces), domain: host,
            isHostOnly: true, path: defaultPath(url))
        var maximumAge: Int?
        var expires: Date?
        for part in parts.dropFirst() {
            let field = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            let value = field.count > 1 ? field[1] : ""
            switch field.first?.lowercased() {
            case "secure": cookie.isSecure = true
            case "path": cookie.path = value.hasPrefix("/") ? value : defaultPath(url)
            case "max-age": maximumAge = Int(value)
            case "expires": expires = CookieDate.date(value)
            case "domain":
                let domain = (value.hasPrefix(".") ? String(value.dropFirst()) : value).lowercased()
                guard !domain.isEmpty, domain != host else { continue }
                guard domain.contains("."), host.hasSuffix("." + domain), !HostResolver.isAddress(host) else {
                    return nil
                }
                cookie.domain = domain
                cookie.isHostOnly = false
            default: continue
            }
        }
        let isExpired = maximumAge.map { $0 <= 0 } ?? expires.map { $0 <= Date() } ?? false
        return (cookie, isExpired)
    }

    /// Section 5.1.4: the path up to its last slash.
    private static func defaultPath(_ url: WebURL) -> String {
        let path = url.pathname
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    func header(for url: WebURL) -> String? {
        let (host, path) = (url.hostname, url.pathname)
        let matching = cookies.filter { cookie in
            (cookie.domain == host || !cookie.isHostOnly && host.hasSuffix("." + cookie.domain))
                && (!cookie.isSecure || url.isSecure)
                && (path == cookie.path || path.hasPrefix(cookie.path.hasSuffix("/") ? cookie.path : cookie.path + "/"))
        }.sorted { $0.path.utf8.count > $1.path.utf8.count }
        return matching.isEmpty ? nil : matching.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    }
}
