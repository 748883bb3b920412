import ArgumentParser
import CommandKit
import Foundation
import ServerShell
import TodoModel
import TodoStorage
import TodoWeb

/// `todo serve`: the lists over CalDAV, as pages and as JSON.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the lists to phones, browsers and scripts, until SIGINT or SIGTERM.",
        discussion: """
            The link after 'setup:' on standard error makes the first account; 'todo user add ada' makes more app passwords.
            Apps need one, the name and the server's address. Put a proxy with HTTPS before it where others could listen:
            app passwords travel with each request.

            Examples:
              todo serve sqlite:todo.db --port 0
              todo serve postgres://user@localhost/todo --bind 0.0.0.0
            """)

    @OptionGroup var server: ServerOptions
    @Argument(
        help: ArgumentHelp(
            "Where the tasks are: sqlite:FILE or postgres://…; todo.db in --data, or the file of the other commands, if not given. Also TODO_DATABASE.",
            valueName: "database"))
    var database: String?
    @Option(
        help: ArgumentHelp("The folder of todo.db where no database is named. Also TODO_DATA.", valueName: "folder"))
    var data: String?
    @Option(
        help: ArgumentHelp(
            "The address that people know the server by; the page at / names it. Also TODO_PUBLIC_URL.",
            valueName: "url"))
    var publicURL: String?
    @Flag(help: "Let everybody read and write a list at /board/todos, without a password. Also TODO_OPEN_BOARD=1.")
    var openBoard = false
    @Option(
        help: ArgumentHelp(
            "The zone for floating times; the machine's if not given. Also TODO_ZONE.", valueName: "zone"))
    var zone: String?

    func run() async throws {
        try await runCommand("todo", endsAtSignals: false) {
            var settings = try server.settings(tool: "todo", defaultPort: 8080)
            TodoServer.adjust(&settings)
            let publicURL = try StoreOptions.variables.value(publicURL.map(Self.url), "public-url", check: Self.url)
            let options = try StoreOptions.parse(zone.map { ["--zone", $0] } ?? [])
            let store = try await TodoStore.open(try address(options), zone: options.timeZone())
            let board =
                try openBoard
                || (StoreOptions.variables.text("open-board").map { try ServerOptions.flag($0, "TODO_OPEN_BOARD") }
                    ?? false)
            let site = try await TodoServer(store: store, publicURL: publicURL, hasOpenBoard: board)
            let graceful = GracefulServer(
                settings: settings, isHealthy: { (try? await store.people()) != nil },
                addressed: { request, address in try await site.respond(to: request, from: address) })
            try await graceful.run { address in
                if let path = site.setupPath { complain("setup: \(publicURL ?? address)\(path)") }
            }
            await store.close()
        }
    }

    private func address(_ options: StoreOptions) throws -> String {
        if let database { return database }
        if StoreOptions.variables.text("database", or: ["DATABASE_URL"]) == nil,
            let folder = data ?? StoreOptions.variables.text("data")
        {
            try FileManager.default.createDirectory(at: URL(filePath: folder), withIntermediateDirectories: true)
            return "sqlite:\(URL(filePath: folder).appending(path: "todo.db").path(percentEncoded: false))"
        }
        return try options.address()
    }

    private static func url(_ text: String) throws -> String {
        guard text.hasPrefix("http://") || text.hasPrefix("https://"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"<>\"'\\".utf8.contains($0) })
        else {
            throw ValidationError(
                "'\(text.prefix(80))' is not a valid address for --public-url (such as https://todo.example.org).")
        }
        return text
    }
}

/// `todo health`: asks a server on this machine.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Ask the server on this machine whether it is well: exit status 0 or 1.",
        discussion: """
            Examples:
              todo health --port 8080
            """)

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let settings = try server.settings(tool: "todo", defaultPort: 8080)
        guard await HealthProbe.isHealthy(host: settings.host, port: settings.port) else {
            complain("todo: nothing well answers at \(settings.host) port \(settings.port).")
            throw ExitCode.failure
        }
    }
}
