/// Where a server listens, as its user writes it.
public enum BindAddress: Sendable, Equatable {
    /// An IP address, or a name that has some; without a port of its own it takes the server's.
    case host(String, port: Int?)
    /// A Unix socket: a path, or a name in Linux' abstract namespace, which begins with `@`.
    case unix(String)

    /// Reads `127.0.0.1`, `127.0.0.1:8080`, `::1`, `[::1]`, `[::1]:8080`, `localhost`, `unix:/run/web.sock` or
    /// `unix:@web`; nil when it is none of them.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            // The kernel's sun_path has 108 octets, with a NUL at the end.
            guard path.hasPrefix("/") || path.hasPrefix("@") || path.hasPrefix("."), (2...107).contains(path.utf8.count)
            else { return nil }
            self = .unix(path)
            return
        }
        guard !text.isEmpty, !text.contains("/"), !text.contains(" ") else { return nil }
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = String(text[text.index(after: text.startIndex)..<end])
            guard PeerAddress(host) != nil, let port = Self.port(text[text.index(after: end)...]) else { return nil }
            self = .host(host, port: port)
        } else if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
            guard colon != text.startIndex, let port = Self.port(text[colon...]) else { return nil }
            self = .host(String(text[..<colon]), port: port)
        } else {
            self = .host(text, port: nil)
        }
    }

    /// The port of `:8080`; `.some(nil)` for nothing; nil for anything else.
    private static func port(_ text: Substring) -> Int?? {
        if text.isEmpty { return .some(nil) }
        guard text.first == ":", text.dropFirst().allSatisfy(\.isNumber), let port = Int(text.dropFirst()),
            (0...65_535).contains(port)
        else { return nil }
        return port
    }
}
