import ArgumentParser
import CommandKit
import Foundation
import MastodonAPI
import SQLDatabase
import SocialService
import SocialStorage

/// Where the network is kept.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database: sqlite:FILE or postgres://…; made on first use. Also SOCIALSERVER_DATABASE or DATABASE_URL.",
            valueName: "url"))
    var database: String?

    @Option(
        help: ArgumentHelp("The folder of images; made on first use. Also SOCIALSERVER_DATA.", valueName: "folder"))
    var data: String?

    /// The database's address: the flag's, the environment's, or a file in the user's data folder.
    func url() throws -> String {
        if let url = database ?? variables.text("database", or: ["DATABASE_URL"]), !url.isEmpty { return url }
        return "sqlite:\(try Self.home())/social.db"
    }

    /// The folder of images: the flag's, the environment's, or one in the user's data folder.
    func media() throws -> MediaFolder {
        let path = try data ?? variables.text("data") ?? Self.home()
        do {
            return try MediaFolder(URL(filePath: path).appending(path: "media"))
        } catch {
            throw CommandFailure("No images can be kept in \(path): give another place with --data FOLDER.")
        }
    }

    private static func home() throws -> String {
        let home = EnvironmentVariables.text("HOME") ?? FileManager.default.homeDirectoryForCurrentUser.path
        let data = EnvironmentVariables.text("XDG_DATA_HOME") ?? "\(home)/.local/share"
        let folder = "\(data)/socialserver"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure("Nothing can be kept in \(folder): give other places with --database and --data.")
        }
        return folder
    }

    /// Opens the store with an up-to-date schema.
    func open(options: SQLOptions = SQLOptions()) async throws -> SQLSocialStore {
        do {
            return try await SQLSocialStore.open(url(), options: options)
        } catch let error as SQLError {
            throw CommandFailure(error.description)
        }
    }

    /// The network, for commands that end at once: nobody watches them live.
    func network() async throws -> SocialNetwork {
        SocialNetwork(store: try await open(), files: try media(), events: NobodyWatches())
    }
}

/// Takes events that nobody waits for.
struct NobodyWatches: EventPublisher {
    func publish(_ events: [SocialEvent]) async {}
}

/// The variables that stand in for flags.
let variables = EnvironmentVariables(tool: "socialserver")

/// An account in `--json`.
struct AccountLine: Encodable {
    var id: String?
    let username: String
    var standing: String?
    var moderator: Bool?
}

/// How an answer is written.
struct OutputOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say nothing but what was asked for.")
    var quiet = false

    @Flag(help: "Write JSON.")
    var json = false

    /// Writes a line to standard output.
    func write(_ line: String) throws {
        ignoreClosedPipes()
        do {
            let output = try OutputFile(nil)
            try output.write("\(line)\n")
            try output.close()
        } catch is ClosedPipe {
            // A reader that has seen enough closes the pipe: that is no fault of ours.
            throw ExitCode.success
        }
    }

    /// Writes a value as a line of JSON.
    func writeJSON(_ value: some Encodable) throws { try write(JSONLines.line(value)) }

    /// Writes a remark, unless nobody wants to read it.
    func remark(_ line: String) {
        guard !quiet else { return }
        complain(line)
    }
}

/// The API reads images from where the service keeps them.
extension MediaFolder: MediaSource {}
