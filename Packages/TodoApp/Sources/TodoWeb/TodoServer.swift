import HTTPTypes
import Hummingbird
public import ServerShell
public import TodoStorage

/// Everything that is served: CalDAV, the JSON interface, and the pages.
public struct TodoServer: Sendable {
    private let caldav: CalDAVServer
    private let api: TodoAPI
    private let pages: TodoPages
    private let setup: Setup?

    /// The settings that this server needs: a body holds an object of 5 MiB and some; scripts of other sites may use the
    /// JSON interface, which knows no cookies.
    public static func adjust(_ settings: inout ServerSettings) {
        settings.maximumBody = 6 << 20
        settings.crossOrigin = CrossOrigin(paths: ["/api", "/board"], exposedHeaders: ["Location"])
    }

    /// Serves a store.
    ///
    /// - Parameters:
    ///   - store: The lists and tasks.
    ///   - publicURL: The address that people know the server by; nil where there is no other than the one it listens on.
    ///   - hasOpenBoard: Whether everybody may read and write `/board/todos`.
    public init(store: TodoStore, publicURL: String?, hasOpenBoard: Bool) async throws {
        let passwords = AppPasswords(store: store)
        caldav = CalDAVServer(store: store, passwords: passwords, publicURL: publicURL)
        api = TodoAPI(store: store, passwords: passwords, hasOpenBoard: hasOpenBoard, publicURL: publicURL)
        pages = TodoPages(store: store, passwords: passwords, publicURL: publicURL)
        setup = try await Setup.isNeeded(store) ? try await Setup(store: store) : nil
    }

    /// The path of the link that makes the first account; nil if there is one.
    public var setupPath: String? { setup?.path }

    /// Answers a request of a client at an address.
    public func respond(to request: Request, from address: String?) async throws -> Response {
        if let setup, let response = try await setup.respond(to: request) { return response }
        if let response = try await api.respond(to: request, from: address) { return response }
        if let response = try await pages.respond(to: request, from: address) { return response }
        return try await caldav.respond(to: request, from: address)
    }
}
