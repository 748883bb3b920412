// Unsafe pointers: an address is parsed where the page holds it, for the call alone.

/// A URL of the WHATWG URL standard: parsed, resolved and serialised as every browser does it.
///
/// The value is its serialisation (one array of ASCII bytes) with the offsets of the parts, so that it costs one
/// allocation, compares and hashes as its bytes, and gives any part as a slice. There is no invalid `WebURL`.
public struct WebURL: Sendable {
    /// The serialisation, in ASCII.
    public let bytes: [UInt8]
    let parts: Parts

    /// Where the parts lie in the serialisation.
    struct Parts: Sendable {
        /// Behind the scheme's colon.
        var schemeEnd = 0
        /// Behind the user name: equal to `schemeEnd` when there is no authority.
        var usernameEnd = 0
        /// Before the host, behind any `@`.
        var hostStart = 0
        var hostEnd = 0
        /// Before the path, behind the port and the `/.` that keeps a path of two slashes from being an authority.
        var pathStart = 0
        /// Before `?`; equal to `fragmentStart` when there is no query.
        var queryStart = 0
        /// Before `#`; the end when there is no fragment.
        var fragmentStart = 0
        var port: Int?
        var hasAuthority = false
        var hasOpaquePath = false
        var kind = SchemeKind.other
    }

    /// Parses a URL, relative to `base` when there is one (URL standard, section 4.4).
    ///
    /// Returns nil for what the standard calls failure, and for input of more than 64 MiB.
    public init?(_ input: some StringProtocol, base: WebURL? = nil) {
        var text = String(input)
        guard let url = text.withUTF8({ WebURL(utf8: $0, base: base) }) else { return nil }
        self = url
    }

    /// Parses a URL from UTF-8 bytes. Bytes that are not UTF-8 are percent-encoded as they stand.
    public init?(utf8 input: UnsafeBufferPointer<UInt8>, base: WebURL? = nil) {
        var parser = URLParser(base: base)
        guard let url = parser.parse(input) else { return nil }
        self = url
    }

    init(bytes: [UInt8], parts: Parts) {
        self.bytes = bytes
        self.parts = parts
    }
}

extension WebURL: Hashable {
    /// Two URLs are equal when their serialisations are.
    public static func == (left: WebURL, right: WebURL) -> Bool { left.bytes == right.bytes }

    /// Feeds the serialisation.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension WebURL: CustomStringConvertible {
    /// The serialisation.
    public var description: String { href }
}

extension WebURL {
    /// The serialisation.
    public var href: String { string(0, bytes.count) }

    /// The scheme with its colon.
    public var `protocol`: String { string(0, parts.schemeEnd) }

    /// The scheme without its colon.
    public var scheme: String { string(0, parts.schemeEnd - 1) }

    /// The user name, percent-encoded; empty when there is none.
    public var username: String { parts.hasAuthority ? string(parts.schemeEnd + 2, parts.usernameEnd) : "" }

    /// The password, percent-encoded; empty when there is none.
    public var password: String {
        parts.hostStart - parts.usernameEnd > 1 ? string(parts.usernameEnd + 1, parts.hostStart - 1) : ""
    }

    /// Host and port as they stand; empty when there is no host.
    public var host: String {
        guard let port = parts.port else { return hostname }
        return "\(hostname):\(port)"
    }

    /// The host: a domain in ASCII, an IPv4 address, an IPv6 address in brackets or an opaque host.
    public var hostname: String { string(parts.hostStart, parts.hostEnd) }

    /// The port's digits; empty for the scheme's default port.
    public var port: String { parts.port.map(String.init) ?? "" }

    /// The port that a connection uses: the written one, or the scheme's default; nil when there is neither.
    public var effectivePort: Int? { parts.port ?? parts.kind.defaultPort }

    /// The path.
    public var pathname: String { string(parts.pathStart, parts.queryStart) }

    /// The query with its question mark; empty when the query is null or empty.
    public var search: String {
        parts.fragmentStart - parts.queryStart > 1 ? string(parts.queryStart, parts.fragmentStart) : ""
    }

    /// The fragment with its number sign; empty when the fragment is null or empty.
    public var hash: String {
        bytes.count - parts.fragmentStart > 1 ? string(parts.fragmentStart, bytes.count) : ""
    }

    /// The fragment without its number sign, percent-encoded; nil when there is none.
    public var fragment: String? {
        parts.fragmentStart < bytes.count ? string(parts.fragmentStart + 1, bytes.count) : nil
    }

    /// The origin's serialisation (HTML standard): `scheme://host:port`, or `null` for an opaque one.
    public var origin: String {
        switch parts.kind {
        case .http, .https, .ws, .wss, .ftp: return "\(self.protocol)//\(host)"
        case .file: return "null"
        case .other:
            guard scheme == "blob", let inner = WebURL(pathname), inner.isWeb else { return "null" }
            return inner.origin
        }
    }

    /// Whether the scheme is http or https.
    public var isWeb: Bool { parts.kind == .http || parts.kind == .https }

    /// Whether the scheme is file.
    public var isFile: Bool { parts.kind == .file }

    /// Whether the scheme is https.
    public var isSecure: Bool { parts.kind == .https }

    /// Path and query: the target of an HTTP request.
    public var requestTarget: String { string(parts.pathStart, parts.fragmentStart) }

    /// How many bytes the serialisation has without the fragment.
    public var lengthWithoutFragment: Int { parts.fragmentStart }

    /// The same URL without its fragment.
    public var withoutFragment: WebURL {
        guard parts.fragmentStart < bytes.count else { return self }
        return WebURL(bytes: Array(bytes[..<parts.fragmentStart]), parts: parts)
    }

    /// The same URL without user name and password.
    public var withoutCredentials: WebURL {
        guard parts.hasAuthority, parts.hostStart > parts.schemeEnd + 2 else { return self }
        return WebURL(self.protocol + "//" + string(parts.hostStart, bytes.count)) ?? self
    }

    /// The path's segments, percent-encoded.
    public var pathSegments: [Substring] {
        pathname.split(separator: "/", omittingEmptySubsequences: true)
    }

    private func string(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

/// What the standard knows of a scheme: the special ones parse differently and have default ports.
enum SchemeKind: UInt8, Sendable {
    case other
    case http
    case https
    case ws
    case wss
    case ftp
    case file

    var isSpecial: Bool { self != .other }

    var defaultPort: Int? {
        switch self {
        case .http, .ws: 80
        case .https, .wss: 443
        case .ftp: 21
        case .file, .other: nil
        }
    }

    /// The kind of the scheme whose lower-case letters are `bytes` without the colon.
    init(_ bytes: [UInt8]) {
        // All special schemes fit into one word, which is compared sooner than letters are.
        guard bytes.count <= 5 else {
            self = .other
            return
        }
        switch bytes.reduce(UInt64(0), { $0 << 8 | UInt64($1) }) {
        case 0x68_7474_7073: self = .https
        case 0x6874_7470: self = .http
        case 0x6669_6C65: self = .file
        case 0x66_7470: self = .ftp
        case 0x77_7373: self = .wss
        case 0x7773: self = .ws
        default: self = .other
        }
    }
}
