import ServerShell

/// A file that is part of the program. Its address holds its contents' hash: a browser keeps it for good, and a new
/// edition has another address.
struct Asset: Sendable, Equatable {
    let path: String
    let answer: Answer

    /// The pages' only style.
    static let style = Asset("social", "css", type: "text/css; charset=utf-8", PackageResources.social_css)
    /// The client: its two files are one module.
    static let script = Asset(
        "client", "js", type: "text/javascript; charset=utf-8",
        PackageResources.client_js + PackageResources.views_js)
    /// The mark in a browser's tab.
    static let icon = Asset("icon", "svg", type: "image/svg+xml", PackageResources.icon_svg)

    static let all = [style, script, icon]

    private init(_ name: String, _ ending: String, type: String, _ bytes: [UInt8]) {
        // FNV-1a: the address must change with the bytes, nothing more.
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        path = "/pages/\(name)-\(String(hash, radix: 16)).\(ending)"
        answer = Answer(type: type, body: bytes, headers: [(.cacheControl, "public, max-age=31536000, immutable")])
    }

    static func == (one: Asset, other: Asset) -> Bool { one.path == other.path }
}
