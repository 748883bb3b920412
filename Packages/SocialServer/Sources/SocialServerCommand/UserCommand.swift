import ArgumentParser
import CommandKit
import Foundation
import MastodonAPI
import SocialService
import WebAccounts

/// `socialserver user`: the operator's hand on accounts.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add accounts, set passwords, approve, silence, suspend and delete accounts.",
        subcommands: [
            Add.self, SetPassword.self, Approve.self, Silence.self, Suspend.self, Promote.self, Demote.self, List.self,
            Delete.self,
        ])

    /// `user add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account.",
            discussion: """
                The password is read from standard input, so that no list of processes shows it.

                Examples:
                  echo 'correct horse battery' | socialserver user add ada --email ada@example.org --password-stdin
                """)

        @Argument(help: "The user name: 1 to 30 letters, digits and underscores.")
        var name: String
        @Option(help: "The address to log in with.")
        var email: String
        @Flag(help: "Read the password from the first line of standard input.")
        var passwordStdin = false
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let password = try Password.read(passwordStdin)
            let network = try await store.network()
            let signIn = SignIn(network: network, isSecure: false)
            let account = try await failing {
                try await signIn.register(username: name, email: email, password: password)
            }
            if output.json {
                try output.writeJSON(AccountLine(id: account.id.description, username: account.username))
            } else {
                output.remark("added @\(account.username)")
            }
        }
    }

    /// `user set-password`
    struct SetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a password; all logins and tokens of the account end.",
            discussion: """
                Examples:
                  echo 'a new long password' | socialserver user set-password ada --password-stdin
                """)

        @Argument(help: "The user name.")
        var name: String
        @Flag(help: "Read the password from the first line of standard input.")
        var passwordStdin = false
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let password = try Password.read(passwordStdin)
            let network = try await store.network()
            try await failing {
                let account = try await UserCommand.account(name, in: network)
                try await SignIn(network: network, isSecure: false).setPassword(password, of: account)
            }
            output.remark("set the password of @\(name)")
        }
    }

    /// `user delete`
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an account and all that it has posted, for good.",
            discussion: """
                Examples:
                  socialserver user delete ada --yes
                """)

        @Argument(help: "The user name.")
        var name: String
        @Flag(help: "Do it: there is no way back.")
        var yes = false
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard yes else { throw ValidationError("Deleting @\(name) cannot be undone: say --yes as well.") }
            let network = try await store.network()
            try await failing {
                try await network.deleteAccount(UserCommand.account(name, in: network).id)
            }
            output.remark("deleted @\(name)")
        }
    }

    /// The account with a name, whatever the operator has decided about it.
    static func account(_ name: String, in network: SocialNetwork) async throws -> Account {
        guard let account = try await network.store.read({ try $0.accounts(named: [name.lowercased()]) }).first else {
            throw CommandFailure("There is no account named '\(name)'.")
        }
        return account
    }

    /// Decides about an account.
    static func decide(
        _ standing: Standing, _ name: String, _ done: String, _ store: StoreOptions, _ output: OutputOptions
    ) async throws {
        let network = try await store.network()
        let account = try await account(name, in: network)
        try await failing { try await network.set(standing, of: account.id) }
        if output.json {
            try output.writeJSON(AccountLine(username: account.username, standing: "\(standing)"))
        } else {
            output.remark("\(done) @\(account.username)")
        }
    }

    /// `user approve`
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an account in: one that waits for it, or that was silenced or suspended.",
            discussion: """
                Examples:
                  socialserver user approve ada
                """)

        @Argument(help: "The user name.")
        var name: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws { try await UserCommand.decide(.active, name, "approved", store, output) }
    }

    /// `user silence`
    struct Silence: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an account only to those who follow it or ask for it by name.",
            discussion: """
                It may post as before; it is in no timeline of everybody, no hashtag and no directory.

                Examples:
                  socialserver user silence ada
                """)

        @Argument(help: "The user name.")
        var name: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws { try await UserCommand.decide(.silenced, name, "silenced", store, output) }
    }

    /// `user suspend`
    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an account: its logins end, and nothing of it is shown.",
            discussion: """
                Nothing is deleted: 'user approve' opens it again.

                Examples:
                  socialserver user suspend ada
                """)

        @Argument(help: "The user name.")
        var name: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws { try await UserCommand.decide(.suspended, name, "suspended", store, output) }
    }

    /// `user promote`
    struct Promote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account a moderator: it sees /moderation and decides about others.",
            discussion: """
                Examples:
                  socialserver user promote ada
                """)

        @Argument(help: "The user name.")
        var name: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws { try await UserCommand.setModerator(true, name, store, output) }
    }

    /// `user demote`
    struct Demote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a moderator an account like others.",
            discussion: """
                Examples:
                  socialserver user demote ada
                """)

        @Argument(help: "The user name.")
        var name: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws { try await UserCommand.setModerator(false, name, store, output) }
    }

    private static func setModerator(
        _ isModerator: Bool, _ name: String, _ store: StoreOptions, _ output: OutputOptions
    ) async throws {
        let network = try await store.network()
        let account = try await account(name, in: network)
        try await failing { try await network.setModerator(isModerator, of: account.id) }
        if output.json {
            try output.writeJSON(AccountLine(username: account.username, moderator: isModerator))
        } else {
            output.remark("\(isModerator ? "promoted" : "demoted") @\(account.username)")
        }
    }

    /// `user list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List accounts that wait for approval, or were silenced or suspended.",
            discussion: """
                Examples:
                  socialserver user list pending
                """)

        @Argument(help: "pending, silenced or suspended.")
        var standing: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let standing = Standing.allCases.first(where: { "\($0)" == standing }), standing != .active else {
                throw ValidationError("'\(self.standing.prefix(40))' is not one of pending, silenced and suspended.")
            }
            for account in try await store.network().accounts(with: standing) {
                if output.json {
                    try output.writeJSON(AccountLine(id: account.id.description, username: account.username))
                } else {
                    try output.write(account.username)
                }
            }
        }
    }
}

/// Where passwords come from.
enum Password {
    /// The first line of standard input.
    static func read(_ isAllowed: Bool) throws -> String {
        guard isAllowed else {
            throw ValidationError("Give the password on standard input, and say --password-stdin.")
        }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw CommandFailure("There is no password on standard input.")
        }
        return line
    }
}

/// Turns the network's refusals into sentences on standard error with exit status 1.
func failing<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let error as SocialError {
        throw CommandFailure(error.description)
    } catch let error as PasswordError {
        throw CommandFailure(error.description)
    }
}
