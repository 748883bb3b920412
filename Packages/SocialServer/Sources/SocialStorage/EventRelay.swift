import Foundation
import PostgreSQLEngine
import SQLDatabase
import SocialService

/// Passes events between the processes of one network by PostgreSQL's `NOTIFY` and `LISTEN`.
///
/// Watchers of the own process are told at once, without the database; the others a round trip later. It is a
/// convenience of live streams: what is lost while the database is away stands in the timelines.
public final class EventRelay: EventPublisher {
    /// The channel of the notifications.
    static let channel = "social_events"
    /// PostgreSQL takes 8,000 bytes; a status with more hashtags and mentions than fit is told without them.
    private static let mostBytes = 7_900

    private let database: Database
    private let local: any EventPublisher
    private let origin = UUID().uuidString
    private let outgoing: AsyncStream<SocialEvent>
    private let sender: AsyncStream<SocialEvent>.Continuation

    /// Makes a relay.
    ///
    /// - Parameters:
    ///   - database: A PostgreSQL database.
    ///   - local: Tells the watchers of this process.
    public init(database: Database, local: any EventPublisher) {
        self.database = database
        self.local = local
        (outgoing, sender) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(10_000))
    }

    /// Tells this process's watchers and leaves the others to ``run()``.
    public func publish(_ events: [SocialEvent]) async {
        await local.publish(events)
        for event in events { sender.yield(event) }
    }

    /// Sends and listens until the task is cancelled; a lost connection is made anew. Run it once.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.send() }
            group.addTask { await self.listen() }
        }
    }

    private func send() async {
        for await event in outgoing {
            guard let text = Notification(event, origin: origin).text(within: Self.mostBytes) else { continue }
            try? await database.withConnection { try $0.notify(Self.channel, payload: text) }
        }
    }

    private func listen() async {
        while !Task.isCancelled {
            do {
                for try await message in try await database.listen(to: Self.channel) {
                    guard let told = Notification(text: message.payload), told.origin != origin, let event = told.event
                    else { continue }
                    await local.publish([event])
                }
            } catch {
                // The database is away; it is asked again until it is back.
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}

/// An event as the processes tell it to each other. Versions of the program that run side by side must understand each
/// other, so what is unknown is skipped, and new members must be optional.
private struct Notification: Codable {
    var origin: String
    var kind: String
    var id: Int64
    var account: Int64
    var visibility: Int?
    var tags: [String]?
    var mentions: [Int64]?
    var isBoost: Bool?
    var isReply: Bool?

    init(_ event: SocialEvent, origin: String) {
        self.origin = origin
        switch event {
        case .posted(let outline), .edited(let outline), .deleted(let outline):
            kind =
                switch event {
                case .posted: "posted"
                case .edited: "edited"
                default: "deleted"
                }
            id = outline.id.rawValue
            account = outline.accountID.rawValue
            visibility = outline.visibility.rawValue
            tags = outline.tags
            mentions = outline.mentions.map(\.rawValue)
            isBoost = outline.isBoost
            isReply = outline.isReply
        case .notified(let notification, let recipient):
            kind = "notified"
            id = notification.rawValue
            account = recipient.rawValue
        case .conversed(let thread, let recipient):
            kind = "conversed"
            id = thread.rawValue
            account = recipient.rawValue
        case .filtersChanged(let owner):
            kind = "filters"
            id = owner.rawValue
            account = owner.rawValue
        }
    }

    init?(text: String) {
        guard let read = try? JSONDecoder().decode(Notification.self, from: Data(text.utf8)) else { return nil }
        self = read
    }

    func text(within limit: Int) -> String? {
        var told = self
        for _ in 0..<2 {
            guard let data = try? JSONEncoder().encode(told) else { return nil }
            if data.count <= limit { return String(decoding: data, as: UTF8.self) }
            told.tags = []
            told.mentions = []
        }
        return nil
    }

    var event: SocialEvent? {
        let (id, account) = (Identifier(rawValue: id), Identifier(rawValue: account))
        switch kind {
        case "notified": return .notified(id, recipient: account)
        case "conversed": return .conversed(id, recipient: account)
        case "filters": return .filtersChanged(account)
        case "posted", "edited", "deleted":
            guard let visibility = visibility.flatMap(Visibility.init(rawValue:)) else { return nil }
            let outline = StatusOutline(
                id: id, accountID: account, visibility: visibility, tags: tags ?? [],
                mentions: (mentions ?? []).map(Identifier.init(rawValue:)), isBoost: isBoost ?? false,
                isReply: isReply ?? false)
            return kind == "posted" ? .posted(outline) : kind == "edited" ? .edited(outline) : .deleted(outline)
        default: return nil
        }
    }
}
