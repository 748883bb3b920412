import Foundation
import HTTPTypes
import Hummingbird
import ServerShell
import SocialService

/// The network as pages for people: the newest public statuses, profiles, threads and hashtags as finished HTML that
/// needs no script, and a small client at `/home` that speaks the same API as every other.
///
/// It is one more adapter: it asks the service as somebody who is not logged in, so that it cannot show what only some
/// may see. Whoever is logged in sees their home through the client, whose token the pages never have.
public struct SocialSite: Sendable {
    /// The network's name, as its pages show it.
    public let name: String
    private let network: SocialNetwork
    private let publicURL: String?
    private let mediaPath: String

    /// Makes the site.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - name: Its name.
    ///   - publicURL: The address that people know the server by, without a slash at the end; what a browser's `Host`
    ///     says if not given.
    ///   - mediaPath: The path under which images are served, with a slash at both ends.
    public init(
        network: SocialNetwork, name: String = "Social", publicURL: String? = nil, mediaPath: String = "/media/"
    ) {
        self.network = network
        self.publicURL = publicURL
        self.name = name
        self.mediaPath = mediaPath
    }

    /// The mark in a browser's tab, for whoever asks for it by its oldest name.
    public static var icon: Answer { Asset.icon.answer }

    /// The answer to a request for a page; nothing if the address belongs to no page.
    ///
    /// What is not there (a member, a status) is a page that says so, with 404.
    public func response(to request: Request) async throws -> Response? {
        guard let address = PageAddress(path: request.uri.path) else { return nil }
        guard request.method == .get || request.method == .head else {
            throw ErrorAnswer(.methodNotAllowed, "Pages are only read: GET or HEAD.")
        }
        if case .asset(let asset) = address { return asset.answer.response(for: request) }
        let base = base(of: request)
        return try await answer(address, base, older: Self.older(request.uri.query)).response(for: request)
    }

    private func base(of request: Request) -> String {
        publicURL ?? WebText.base(host: request.head.authority ?? "")
    }

    private func answer(_ address: PageAddress, _ base: String, older: Identifier?) async throws -> Answer {
        let page = PageRequest(maximum: older, limit: 20)
        let cards = StatusCards(mediaPath: mediaPath)
        let layout = Layout(siteName: name, base: base)
        let feed = Feed(mediaPath: mediaPath, base: base)
        do {
            return try await network.read(as: .anyone) { transaction in
                switch address {
                case .front: try FrontPage(cards: cards, layout: layout).answer(transaction, page)
                case .profile(let name, let tag):
                    try ProfilePage(cards: cards, layout: layout).answer(transaction, name, tag: tag, page)
                case .thread(_, let id): try ThreadPage(cards: cards, layout: layout).answer(transaction, id)
                case .tag(let tag): try TagPage(cards: cards, layout: layout).answer(transaction, tag, page)
                case .profileFeed(let name): try ProfilePage.feed(feed, transaction, name)
                case .tagFeed(let tag): try TagPage.feed(feed, transaction, tag)
                case .home: ClientPage(layout: layout).answer
                case .asset(let asset): asset.answer
                }
            }
        } catch SocialError.notFound {
            return missing(base)
        }
    }

    private func missing(_ base: String) -> Answer {
        Layout(siteName: name, base: base).page(
            "There is no such page", status: .notFound, isIndexed: false,
            "<p>Nothing is at this address, or not any more. <a href=\"/\">The newest public statuses</a></p>")
    }

    /// The page for an address of nothing, for a browser that a person sits at; nothing for programs.
    public func missingPage(for request: Request) -> Response? {
        let path = request.uri.path
        guard request.method == .get || request.method == .head, !path.hasPrefix("/api"), !path.hasPrefix("/oauth"),
            request.headers[.accept]?.contains("text/html") ?? false
        else { return nil }
        return missing(base(of: request)).response(for: request)
    }

    private static func older(_ query: String?) -> Identifier? {
        for pair in (query ?? "").split(separator: "&").prefix(20) where pair.hasPrefix("max_id=") {
            return Identifier(pair.dropFirst(7))
        }
        return nil
    }
}

/// What a path asks for.
enum PageAddress: Sendable, Equatable {
    /// The newest public statuses.
    case front
    /// The client.
    case home
    /// A member, or what they have said with a hashtag.
    case profile(String, tag: String?)
    /// A status with what it answers and its answers. The name is for readers of the address: the number decides.
    case thread(String, Identifier)
    /// A hashtag.
    case tag(String)
    /// The feed of a member.
    case profileFeed(String)
    /// The feed of a hashtag.
    case tagFeed(String)
    /// The style or the script.
    case asset(Asset)

    /// Reads a path; `nil` if it is none of the site's.
    init?(path: String) {
        if let asset = Asset.all.first(where: { $0.path == path }) {
            self = .asset(asset)
            return
        }
        let parts = path.split(separator: "/").map { String($0) }
        switch parts.count {
        case 0: self = .front
        case 1 where parts[0] == "home": self = .home
        case 1 where parts[0].hasPrefix("@") && parts[0].hasSuffix(".rss"):
            self = .profileFeed(String(parts[0].dropFirst().dropLast(4)))
        case 1 where parts[0].hasPrefix("@"): self = .profile(String(parts[0].dropFirst()), tag: nil)
        case 3 where parts[0].hasPrefix("@") && parts[1] == "tagged":
            guard let tag = parts[2].removingPercentEncoding else { return nil }
            self = .profile(String(parts[0].dropFirst()), tag: tag)
        case 2 where parts[0].hasPrefix("@"):
            guard let id = Identifier(parts[1]) else { return nil }
            self = .thread(String(parts[0].dropFirst()), id)
        case 2 where parts[0] == "tags" && parts[1].hasSuffix(".rss"):
            guard let tag = String(parts[1].dropLast(4)).removingPercentEncoding else { return nil }
            self = .tagFeed(tag)
        case 2 where parts[0] == "tags":
            guard let tag = parts[1].removingPercentEncoding else { return nil }
            self = .tag(tag)
        default: return nil
        }
    }
}
