import NIOCore
import SocialService
import Synchronization
import WebSockets

/// Somebody who watches: a connection, whose it is, and how the server is called there.
final class Watcher: Sendable {
    /// Where events go.
    enum Sink: Sendable {
        case socket(WebSocketConnection)
        /// The lines of server-sent events; the buffer is bounded, and a client that lets it fill is let go.
        case lines(AsyncStream<ByteBuffer>.Continuation)
    }

    /// The account; nil for somebody without a token.
    let viewer: Identifier?
    /// The hash of the token that the client proved itself with.
    let token: [UInt8]?
    /// The address that the client knows the server by: part of every entity.
    let base: String
    let sink: Sink

    init(viewer: Identifier?, token: [UInt8]?, base: String, sink: Sink) {
        self.viewer = viewer
        self.token = token
        self.base = base
        self.sink = sink
    }
}

extension Watcher {
    /// Ends the stream because its token has.
    func dismiss() {
        switch sink {
        case .socket(let connection):
            connection.close(.policyViolation, reason: "The access token has been revoked.")
        case .lines(let continuation): continuation.finish()
        }
    }
}

/// Who watches what. All look-ups are answered under one lock that is held for microseconds; nothing is sent there.
final class StreamRegistry: Sendable {
    /// What watchers are found by.
    enum Topic: Hashable {
        case home(Identifier)
        case notifications(Identifier)
        case direct(Identifier)
        case everybody
        case media
        case tag(String)
        case list(Identifier)
    }

    /// One watcher of a topic, by the name of a stream.
    struct Entry: Sendable {
        let watcher: Watcher
        let channel: StreamChannel
    }

    private struct Key: Hashable {
        let watcher: ObjectIdentifier
        let channel: StreamChannel
    }

    private let topics = Mutex<[Topic: [Key: Entry]]>([:])

    /// How many subscriptions there are.
    var count: Int { topics.withLock { $0.values.reduce(0) { $0 + $1.count } } }

    /// Whether nobody watches anything.
    var isEmpty: Bool { topics.withLock { $0.isEmpty } }

    func add(_ watcher: Watcher, _ channel: StreamChannel) {
        let key = Key(watcher: ObjectIdentifier(watcher), channel: channel)
        topics.withLock { topics in
            for topic in Self.topics(of: channel, watcher.viewer) {
                topics[topic, default: [:]][key] = Entry(watcher: watcher, channel: channel)
            }
        }
    }

    func remove(_ watcher: Watcher, _ channel: StreamChannel) {
        let key = Key(watcher: ObjectIdentifier(watcher), channel: channel)
        topics.withLock { topics in
            for topic in Self.topics(of: channel, watcher.viewer) {
                topics[topic]?[key] = nil
                if topics[topic]?.isEmpty ?? false { topics[topic] = nil }
            }
        }
    }

    /// The watchers of a topic.
    func entries(_ topic: Topic) -> [Entry] { topics.withLock { $0[topic].map { Array($0.values) } ?? [] } }

    /// Who watches, for the service to decide who of them sees a status.
    ///
    /// - Parameter tags: The status's hashtags: who watches others only is not asked about.
    func watchers(ofTags tags: [String]) -> Watchers {
        let tags = Set(tags.map { TagName.key($0) })
        return topics.withLock { topics in
            topics.reduce(into: Watchers()) { watchers, topic in
                switch topic.key {
                case .home(let account): watchers.homes.insert(account)
                case .list(let list): watchers.lists.append(list)
                case .tag(let tag) where !tags.contains(tag): break
                case .everybody, .media, .tag:
                    for entry in topic.value.values {
                        if let viewer = entry.watcher.viewer { watchers.members.insert(viewer) }
                    }
                case .notifications, .direct: break
                }
            }
        }
    }

    /// The subscriptions in which a status appears.
    ///
    /// - Parameter hasMedia: Whether it belongs into the streams of statuses with images.
    func entries(of audience: Audience, hasMedia: Bool) -> [Entry] {
        var found: [Entry] = []
        for reader in audience.homes { found += entries(.home(reader)).filter { $0.channel == .user } }
        for reader in audience.conversations { found += entries(.direct(reader)) }
        for list in audience.lists { found += entries(.list(list)) }
        var open = audience.tags.flatMap { entries(.tag($0)) }
        if audience.isInPublicTimeline {
            open += entries(.everybody)
            if hasMedia { open += entries(.media) }
        }
        return found + open.filter { entry in entry.watcher.viewer.map(audience.members.contains) ?? true }
    }

    /// The watchers by the tokens that they proved themselves with.
    var byToken: [[UInt8]: [Watcher]] {
        let watchers = topics.withLock { topics in
            topics.values.reduce(into: [ObjectIdentifier: Watcher]()) { all, entries in
                for entry in entries.values { all[ObjectIdentifier(entry.watcher)] = entry.watcher }
            }
        }
        return Dictionary(grouping: watchers.values.filter { $0.token != nil }) { $0.token ?? [] }
    }

    private static func topics(of channel: StreamChannel, _ viewer: Identifier?) -> [Topic] {
        switch (channel, viewer) {
        case (.user, let viewer?): [.home(viewer), .notifications(viewer)]
        case (.notifications, let viewer?): [.notifications(viewer)]
        case (.direct, let viewer?): [.direct(viewer)]
        case (.public, _), (.local, _): [.everybody]
        case (.publicMedia, _), (.localMedia, _): [.media]
        case (.hashtag(let tag), _), (.localHashtag(let tag), _): [.tag(tag)]
        case (.list(let list), _?): [.list(list)]
        case (.remote, _), (_, nil): []
        }
    }
}
