import ArgumentParser
import CommandKit
import Foundation
import SocialService

/// `socialserver post`: posts in a member's name, by the operator's hand.
struct PostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "post",
        abstract: "Post a status in a member's name, past the API; prints its id.",
        discussion: """
            For scripts on the server's own machine: with SQLite, clients that stream from a running server do not hear
            of it; with PostgreSQL neither. Use toot or any other client to post as a program.

            Examples:
              socialserver post ada 'Hello, world!'
              date | socialserver post clock -
              socialserver post ada 'For friends' --visibility private
            """)

    @Argument(help: "The user name.")
    var name: String
    @Argument(help: "The text; - reads it from standard input.")
    var text: String
    @Option(help: "public, unlisted, private or direct; the member's default if not given.")
    var visibility: String?
    @Option(help: ArgumentHelp("A warning that hides the text at first.", valueName: "text"))
    var spoiler = ""
    @Option(help: ArgumentHelp("The status that it answers.", valueName: "id"))
    var replyTo: String?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var draft = StatusDraft(text: try text == "-" ? Self.input() : text)
        draft.spoiler = spoiler
        if let visibility {
            let words: [String: Visibility] = [
                "public": .public, "unlisted": .unlisted, "private": .followers, "direct": .direct,
            ]
            guard let chosen = words[visibility] else {
                throw ValidationError("'\(visibility)' is none of public, unlisted, private and direct.")
            }
            draft.visibility = chosen
        }
        if let replyTo {
            guard let id = Identifier(replyTo) else { throw ValidationError("'\(replyTo)' is not a valid status id.") }
            draft.inReplyTo = id
        }
        let network = try await store.network()
        let finished = draft
        let view = try await failing {
            let account = try await UserCommand.account(name, in: network)
            return try await network.write(as: .account(account.id)) { try $0.post(finished) }
        }
        if output.json {
            try output.writeJSON(["id": view.id.description])
        } else {
            try output.write(view.id.description)
        }
    }

    private static func input() throws -> String {
        let data = try FileHandle.standardInput.read(upToCount: 1 << 20) ?? Data()
        guard let text = String(data: data, encoding: .utf8) else {
            throw CommandFailure("Standard input is not valid UTF-8.")
        }
        return text.trimmingCharacters(in: .newlines)
    }
}

/// `socialserver watch`: prints public statuses as they come.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Print public statuses as they are posted, until a signal.",
        discussion: """
            Looks at the database once a second, so it needs no running server and works beside one.

            Examples:
              socialserver watch
              socialserver watch --tag swift --json
              socialserver watch --last 10 --once
            """)

    @Option(help: ArgumentHelp("Only statuses with this hashtag.", valueName: "tag"))
    var tag: String?
    @Option(help: ArgumentHelp("Begin with so many statuses that are there already.", valueName: "number"))
    var last = 0
    @Flag(help: "End after those.")
    var once = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard (0...40).contains(last) else { throw ValidationError("--last must be from 0 to 40.") }
        let network = try await store.network()
        let newest = try await page(network, PageRequest(limit: max(1, last)))
        for view in newest.prefix(last).reversed() { try show(view) }
        guard !once else { return }
        var seen = newest.first?.id ?? Identifier(rawValue: 0)
        while true {
            try await Task.sleep(for: .seconds(1))
            for view in try await page(network, PageRequest(minimum: seen, limit: 40)).reversed() {
                try show(view)
                seen = view.id
            }
        }
    }

    private func page(_ network: SocialNetwork, _ request: PageRequest) async throws -> [StatusView] {
        let tag = tag?.drop { $0 == "#" }.lowercased()
        return try await network.read(as: .anyone) { transaction in
            try tag.map { try transaction.tagTimeline(TagFilter(any: [$0]), request) }?.items
                ?? transaction.publicTimeline(request).items
        }
    }

    private func show(_ view: StatusView) throws {
        if output.json {
            let object: [String: String] = [
                "id": view.status.id.description, "account": view.author.username, "text": view.status.text,
                "spoiler_text": view.status.spoiler,
            ]
            try output.writeJSON(object)
        } else {
            // Escape sequences of untrusted authors must not reach the terminal.
            let text = (view.status.spoiler.isEmpty ? view.status.text : "[\(view.status.spoiler)]")
                .unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? " " : String($0) }
            try output.write("@\(view.author.username): \(text.joined())")
        }
    }
}
