import NIOCore
import SocialService
import Synchronization
import WebSockets

/// Carries what happens in the network to those who watch.
///
/// The network publishes events after they are committed; one task takes them in their order, asks the service for the
/// audience of each, encodes it once for all readers of a stream, and hands the same bytes to all of their connections.
/// A reader who is slow is not waited for.
public final class LiveStreams: EventPublisher {
    let registry = StreamRegistry()
    private let events: AsyncStream<SocialEvent>
    private let tellers: AsyncStream<SocialEvent>.Continuation

    /// Makes streams without readers.
    public init() {
        // Far more than are ever under way; streams are a convenience, and timelines have what was missed.
        (events, tellers) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(10_000))
    }

    /// Passes events on, if anybody watches; it returns at once.
    public func publish(_ events: [SocialEvent]) async {
        guard !registry.isEmpty else { return }
        for event in events { tellers.yield(event) }
    }

    /// Delivers events until the task is cancelled. Run it once.
    ///
    /// - Parameter recheck: How often the tokens of those who watch are looked at again: a stream ends at most so long
    ///   after its token has been revoked.
    public func run(over network: SocialNetwork, recheck: Duration = .seconds(30)) async {
        let delivery = StreamDelivery(network: network, registry: registry)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: recheck)) != nil { await self.endRevoked(network) }
            }
            for await event in events { await delivery.deliver(event) }
            group.cancelAll()
        }
    }

    private func endRevoked(_ network: SocialNetwork) async {
        for (token, watchers) in registry.byToken {
            // A database that does not answer ends nobody's stream.
            do {
                if try await network.grant(tokenHash: token) == nil { for watcher in watchers { watcher.dismiss() } }
            } catch {
                continue
            }
        }
    }
}

/// Finds an event's readers and tells them.
struct StreamDelivery: Sendable {
    let network: SocialNetwork
    let registry: StreamRegistry

    /// A fault of the database costs the readers this event, not their streams.
    func deliver(_ event: SocialEvent) async {
        switch event {
        case .posted(let outline): try? await tell(.update, of: outline)
        case .edited(let outline): try? await tell(.edited, of: outline)
        case .deleted(let outline): try? await tellDeleted(outline)
        case .notified(let id, let recipient): try? await tellNotification(id, recipient)
        case .conversed(let thread, let recipient): try? await tellConversation(thread, recipient)
        case .filtersChanged(let owner):
            send(.filtersChanged, to: registry.entries(.home(owner)).filter { $0.channel == .user }) { _, _ in }
        }
    }

    private func tell(_ name: StreamEvent.Name, of outline: StatusOutline) async throws {
        let watchers = registry.watchers(ofTags: outline.tags)
        guard let audience = try await network.read(as: .anyone, { try $0.audience(of: outline, among: watchers) }),
            let view = audience.view
        else { return }
        // Which filters match is the one thing that differs from reader to reader: those few get events of their own.
        var (own, common) = ([Identifier: [StreamRegistry.Entry]](), [StreamRegistry.Entry]())
        for entry in registry.entries(of: audience, hasMedia: !view.media.isEmpty) {
            if let viewer = entry.watcher.viewer, audience.filtered[viewer] != nil {
                own[viewer, default: []].append(entry)
            } else {
                common.append(entry)
            }
        }
        send(name, to: common) { entities, json in entities.status(view, &json) }
        for (viewer, entries) in own {
            var filtered = view
            filtered.filtered = audience.filtered[viewer] ?? []
            send(name, to: entries) { entities, json in entities.status(filtered, &json) }
        }
    }

    private func tellDeleted(_ outline: StatusOutline) async throws {
        let watchers = registry.watchers(ofTags: outline.tags)
        let audience = try await network.read(as: .anyone) { try $0.audience(ofDeleted: outline, among: watchers) }
        // Whether it had images is gone with it: who watches those alone is told as well.
        send(.delete, to: registry.entries(of: audience, hasMedia: true)) { _, json in json.id(outline.id) }
    }

    private func tellNotification(_ id: Identifier, _ recipient: Identifier) async throws {
        let entries = registry.entries(.notifications(recipient))
        guard !entries.isEmpty else { return }
        let view = try await network.read(as: .account(recipient)) { try $0.notification(id) }
        send(.notification, to: entries) { entities, json in entities.notification(view, &json) }
    }

    private func tellConversation(_ thread: Identifier, _ recipient: Identifier) async throws {
        let entries = registry.entries(.direct(recipient))
        guard !entries.isEmpty else { return }
        let view = try await network.read(as: .account(recipient)) { try $0.conversation(thread) }
        send(.conversation, to: entries) { entities, json in entities.conversation(view, &json) }
    }

    /// Encodes an event once for each address of the server and each stream, and sends it.
    private func send(
        _ name: StreamEvent.Name, to entries: [StreamRegistry.Entry], _ write: (Entities, inout JSONWriter) -> Void
    ) {
        for (base, entries) in Dictionary(grouping: entries, by: \.watcher.base) {
            var json = JSONWriter(capacity: 4096)
            write(Entities(base: base), &json)
            let event = StreamEvent(name: name, payload: json.bytes)
            for (channel, entries) in Dictionary(grouping: entries, by: \.channel) {
                var sockets: [WebSocketConnection] = []
                var lines: [AsyncStream<ByteBuffer>.Continuation] = []
                for entry in entries {
                    switch entry.watcher.sink {
                    case .socket(let connection): sockets.append(connection)
                    case .lines(let continuation): lines.append(continuation)
                    }
                }
                if !sockets.isEmpty {
                    WebSocketConnection.send(EncodedMessage(event.message(for: channel)), to: sockets)
                }
                guard !lines.isEmpty else { continue }
                let bytes = ByteBuffer(bytes: event.lines)
                for continuation in lines {
                    if case .dropped = continuation.yield(bytes) { continuation.finish() }
                }
            }
        }
    }
}
