import SocialService

/// A stream by the name that clients subscribe to it with (docs.joinmastodon.org/methods/streaming).
enum StreamChannel: Hashable, Sendable {
    /// The own home and notifications.
    case user
    /// The own notifications.
    case notifications
    /// Statuses for everybody. All of this network's are local, so `public` and `public:local` have the same.
    case `public`
    case local
    /// Statuses of other servers: there are none yet.
    case remote
    /// Statuses for everybody with images.
    case publicMedia
    case localMedia
    /// Statuses for everybody with a hashtag.
    case hashtag(String)
    case localHashtag(String)
    /// Statuses that are for the own account only.
    case direct
    /// One of the own lists.
    case list(Identifier)

    /// Reads the names that clients send; nil for a stream that there is not.
    init?(_ stream: String, tag: String?, list: String? = nil) {
        switch stream {
        case "user": self = .user
        case "user:notification": self = .notifications
        case "public": self = .public
        case "public:local": self = .local
        case "public:remote": self = .remote
        case "public:media": self = .publicMedia
        case "public:local:media": self = .localMedia
        case "direct": self = .direct
        case "list":
            guard let id = list.flatMap({ Identifier($0) }) else { return nil }
            self = .list(id)
        case "hashtag", "hashtag:local":
            guard let tag, !tag.isEmpty, tag.utf8.count <= 200 else { return nil }
            let name = TagName.key(tag.hasPrefix("#") ? String(tag.dropFirst()) : tag)
            self = stream == "hashtag" ? .hashtag(name) : .localHashtag(name)
        default: return nil
        }
    }

    /// The words that go with each message: the stream, and the hashtag if it is one's.
    var words: [String] {
        switch self {
        case .user: ["user"]
        case .notifications: ["user:notification"]
        case .public: ["public"]
        case .local: ["public:local"]
        case .remote: ["public:remote"]
        case .publicMedia: ["public:media"]
        case .localMedia: ["public:local:media"]
        case .hashtag(let tag): ["hashtag", tag]
        case .localHashtag(let tag): ["hashtag:local", tag]
        case .direct: ["direct"]
        case .list(let id): ["list", id.description]
        }
    }

    /// Whether the stream is somebody's own, so that a token of theirs is needed.
    var isPersonal: Bool {
        switch self {
        case .user, .notifications, .direct, .list: true
        default: false
        }
    }

    /// The scope that a token must include.
    var scope: String {
        switch self {
        case .notifications: "read:notifications"
        case .list: "read:lists"
        default: "read:statuses"
        }
    }
}

/// What happens to a stream's readers, told in the words of Mastodon.
struct StreamEvent: Sendable {
    /// The kind of event.
    enum Name: String, Sendable {
        case update
        case edited = "status.update"
        case delete
        case notification
        case conversation
        case filtersChanged = "filters_changed"
    }

    let name: Name
    /// JSON, or an identifier's digits.
    let payload: [UInt8]

    /// The message to a WebSocket: the payload is a text inside it.
    func message(for channel: StreamChannel) -> String {
        var json = JSONWriter(capacity: payload.count + payload.count / 8 + 100)
        json.raw("{\"stream\":")
        json.array(channel.words) { json, word in json.string(word) }
        json.raw(",\"event\":\"")
        json.plain(name.rawValue)
        json.raw("\"")
        // Where there is nothing to tell but that it happened, there is no payload.
        if !payload.isEmpty {
            json.raw(",\"payload\":")
            json.string(payload)
        }
        json.raw("}")
        return json.text
    }

    /// The lines of server-sent events; the payload has no line ends.
    var lines: [UInt8] { Array("event: \(name.rawValue)\ndata: ".utf8) + payload + Array("\n\n".utf8) }
}
