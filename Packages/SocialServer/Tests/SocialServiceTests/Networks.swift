import Foundation
import SQLDatabase
import SocialService
import SocialStorage
import Synchronization
import TestKit
import Testing

/// The engines that the suite runs on.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    var testDescription: String { rawValue }

    /// An empty network of its own.
    func network() async throws -> TestNetwork {
        let store: SQLSocialStore
        switch self {
        case .sqlite: store = try await SQLSocialStore.open("sqlite::memory:")
        case .postgreSQL:
            // A database of its own on the server that all tests share.
            let url = try await PrivatePostgreSQL.shared.url
            let name = "n\(UUID().uuidString.lowercased().replacing("-", with: ""))"
            let server = try await SQLSocialStore.server(url)
            try await server.execute("CREATE DATABASE \(identifier: name)")
            await server.close()
            var options = SQLOptions()
            options.poolSize = 3
            store = try await SQLSocialStore.open(url.replacing("/postgres", with: "/\(name)"), options: options)
        }
        let (files, events) = (MemoryFiles(), RecordedEvents())
        return TestNetwork(
            network: SocialNetwork(store: store, files: files, events: events), store: store, files: files,
            events: events)
    }
}

extension SQLSocialStore {
    /// The server's own database, to make others in.
    static func server(_ url: String) async throws -> Database {
        try await Database.open(url, engines: TestEngines.all)
    }
}

/// A network with what tests look into.
struct TestNetwork: Sendable {
    let network: SocialNetwork
    let store: SQLSocialStore
    let files: MemoryFiles
    let events: RecordedEvents

    /// Makes a member.
    func member(_ name: String, isLocked: Bool = false, isIndexable: Bool = true) async throws -> Member {
        let account = try await network.register(
            username: name, email: "\(name)@example.org", passwordRecord: "record of \(name)")
        let member = Member(id: account.id, name: name, network: network)
        if isLocked || isIndexable {
            var changes = ProfileChanges()
            changes.isLocked = isLocked
            changes.isIndexable = isIndexable
            let finished = changes
            try await member.write { try $0.update(finished) }
        }
        return member
    }

    /// What somebody who is not logged in sees.
    func anonymous<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await network.read(as: .anyone, body)
    }
}

/// A member who does things.
struct Member: Sendable {
    let id: Identifier
    let name: String
    let network: SocialNetwork

    func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await network.read(as: .account(id), body)
    }

    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await network.write(as: .account(id), body)
    }

    @discardableResult
    func post(
        _ text: String, _ visibility: Visibility = .public, replyTo: Identifier? = nil
    ) async throws -> StatusView {
        var draft = StatusDraft(text: text)
        draft.visibility = visibility
        draft.inReplyTo = replyTo
        let finished = draft
        return try await write { try $0.post(finished) }
    }

    func follow(_ other: Member) async throws { try await write { _ = try $0.follow(other.id) } }

    func home(_ page: PageRequest = PageRequest()) async throws -> [Identifier] {
        try await read { try $0.home(page) }.items.map(\.id)
    }

    /// Whether the member may see a status.
    func sees(_ status: Identifier) async throws -> Bool {
        do {
            _ = try await read { try $0.status(status) }
            return true
        } catch SocialError.notFound {
            return false
        }
    }
}

/// Files in memory.
final class MemoryFiles: MediaFiles {
    private let files = Mutex<[String: [UInt8]]>([:])

    var names: Set<String> { files.withLock { Set($0.keys) } }

    func save(_ bytes: [UInt8], as name: String) async throws { files.withLock { $0[name] = bytes } }

    func remove(_ name: String) async { files.withLock { $0[name] = nil } }
}

/// Keeps what happened.
final class RecordedEvents: EventPublisher {
    private let events = Mutex<[SocialEvent]>([])

    var all: [SocialEvent] { events.withLock { $0 } }

    func publish(_ events: [SocialEvent]) async { self.events.withLock { $0 += events } }
}

/// One white pixel.
let pixel: [UInt8] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 0x01, 0, 0, 0,
    0x01, 0x08, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x60, 0,
    0, 0, 0x02, 0, 0x01, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
]
