import ArgumentParser
import CommandKit
import Foundation
import SocialService
import WebAccounts

/// `socialserver invite`: codes with which somebody registers on a closed network.
struct InviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Make, list and revoke invitations.",
        subcommands: [Create.self, List.self, Revoke.self])

    /// An invitation in `--json`.
    private struct Line: Encodable {
        let id: String
        var code: String?
        let uses: Int
        let ends: String

        init(_ invitation: Invitation, code: String? = nil) {
            id = invitation.id.description
            self.code = code
            uses = invitation.usesLeft
            ends = Date(timeIntervalSince1970: Double(invitation.expiresAt) / 1000).formatted(.iso8601)
        }
    }

    /// `invite create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an invitation and print its code.",
            discussion: """
                Whoever has the code makes an account at /auth/sign_up?invite_code=CODE, or gives it to a client as
                'invite_code', without waiting for approval. The code is shown once: the database keeps its hash.

                Examples:
                  socialserver invite create
                  socialserver invite create --uses 25 --days 30
                """)

        @Option(help: ArgumentHelp("How many accounts may be made with it, 1 to 1000.", valueName: "number"))
        var uses = 1
        @Option(help: ArgumentHelp("After how many days it ends, 1 to 365.", valueName: "number"))
        var days = 7
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (1...1000).contains(uses) else { throw ValidationError("--uses must be from 1 to 1000.") }
            guard (1...365).contains(days) else { throw ValidationError("--days must be from 1 to 365.") }
        }

        func run() async throws {
            let code = SecretToken()
            let end = Int64(Date().timeIntervalSince1970 * 1000) + Int64(days) * 86_400_000
            let invitation = try await store.network().invite(codeHash: code.hash.bytes, uses: uses, expiresAt: end)
            if output.json {
                try output.writeJSON(Line(invitation, code: code.text))
            } else {
                try output.write(code.text)
            }
        }
    }

    /// `invite list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the invitations that can still be used, the newest first.",
            discussion: """
                Examples:
                  socialserver invite list
                """)

        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            for invitation in try await store.network().invitations(now: now) {
                let line = Line(invitation)
                if output.json {
                    try output.writeJSON(line)
                } else {
                    try output.write("\(line.id)  \(line.uses) uses until \(line.ends)")
                }
            }
        }
    }

    /// `invite revoke`
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an invitation back.",
            discussion: """
                Examples:
                  socialserver invite revoke 115612345678901234
                """)

        @Argument(help: "The invitation's number, as 'invite list' shows it.")
        var id: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let invitation = Identifier(id) else {
                throw ValidationError("'\(id.prefix(40))' is not an invitation's number: 'invite list' shows them.")
            }
            guard try await store.network().revokeInvitation(invitation) else {
                throw CommandFailure("There is no invitation \(id).")
            }
            output.remark("revoked invitation \(id)")
        }
    }
}
