import SocialService

/// Writes the network's things as Mastodon's entities (docs.joinmastodon.org/entities). No rule is in here: what an
/// entity shows, a transaction has let the reader see.
struct Entities {
    /// The address that clients know the server by, without a slash at the end.
    let base: String

    func url(of account: Account) -> String { "\(base)/@\(account.username)" }

    func url(of status: Status, by author: Account) -> String { "\(base)/@\(author.username)/\(status.id)" }

    func url(ofFile name: String) -> String { "\(base)/media/\(name)" }

    /// The portrait of whoever has none.
    var missingAvatar: String { "\(base)/avatars/missing.png" }
    /// The picture of whoever has none.
    var missingHeader: String { "\(base)/headers/missing.png" }
}

extension Visibility {
    /// Mastodon's word.
    var word: StaticString {
        switch self {
        case .public: "public"
        case .unlisted: "unlisted"
        case .followers: "private"
        case .direct: "direct"
        }
    }

    /// Reads Mastodon's word.
    init?(word: String) {
        switch word {
        case "public": self = .public
        case "unlisted": self = .unlisted
        case "private": self = .followers
        case "direct": self = .direct
        default: return nil
        }
    }
}

extension SocialNotification.Kind {
    /// Mastodon's word.
    var word: String {
        switch self {
        case .mention: "mention"
        case .follow: "follow"
        case .followRequest: "follow_request"
        case .favourite: "favourite"
        case .boost: "reblog"
        case .status: "status"
        case .update: "update"
        case .poll: "poll"
        }
    }

    /// Reads Mastodon's word.
    init?(word: String) {
        guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = kind
    }
}
