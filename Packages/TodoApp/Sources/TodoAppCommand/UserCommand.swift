import ArgumentParser
import CommandKit
import Foundation
import TodoStorage
import TodoWeb
import WebAccounts

/// `todo user`: people and their app passwords.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add people and app passwords, show and revoke them.",
        subcommands: [Add.self, Show.self, Revoke.self])

    /// `user add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a person, or one more app password for a device of theirs.",
            discussion: """
                Without --password-stdin a password is made and printed, this once.

                Examples:
                  todo user add ada --device phone
                  echo 'correct horse battery' | todo user add ada --password-stdin
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The name to log in with: 1 to 64 characters without ':' and '/'.") var name: String
        @Option(help: ArgumentHelp("What the password is for; one of the same name is replaced.", valueName: "name"))
        var device = "default"
        @Flag(help: "Read the password from the first line of standard input.") var passwordStdin = false

        func validate() throws {
            guard PersonName.isValid(name) else {
                throw ValidationError("'\(name.prefix(80))' is not a valid name. \(PersonName.rule)")
            }
        }

        func run() async throws {
            try await runCommand("todo") {
                let password = passwordStdin ? readLine() ?? "" : SecretToken().text
                do { try PasswordRules().check(password, not: [name]) } catch { throw CommandFailure("\(error)") }
                let record = try await PasswordHasher().record(of: password)
                let store = try await TodoStore.open(options.address(), zone: options.timeZone())
                let person = try await store.person(named: name)
                try await store.setPassword(record.description, name: device, of: person)
                _ = try await store.defaultList(of: person)
                await store.close()
                let output = try OutputFile(nil)
                try output.write(passwordStdin ? "Added the app password '\(device)' of \(name).\n" : "\(password)\n")
                try output.close()
                if !passwordStdin {
                    complain("This is the app password '\(device)' of \(name); it is not shown again.")
                }
            }
        }
    }

    /// `user show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the people and the names of their app passwords.",
            discussion: """
                Examples:
                  todo user show
                """)

        @OptionGroup var options: StoreOptions

        func run() async throws {
            try await runCommand("todo") {
                let store = try await TodoStore.open(options.address(), zone: options.timeZone())
                let output = try OutputFile(nil)
                for person in try await store.people() {
                    let names = try await store.passwordNames(of: person)
                    try output.write(
                        "\(person.name): \(names.isEmpty ? "no app password" : names.joined(separator: ", "))\n")
                }
                await store.close()
                try output.close()
            }
        }
    }

    /// `user revoke`
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke an app password: the device is out with its next request.",
            discussion: """
                Examples:
                  todo user revoke ada --device phone
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The person.") var name: String
        @Option(help: ArgumentHelp("The password's name.", valueName: "name")) var device = "default"

        func run() async throws {
            try await runCommand("todo") {
                let store = try await TodoStore.open(options.address(), zone: options.timeZone())
                let person = try await store.findPerson(named: name)
                let wasThere =
                    if let person { try await store.removePassword(named: device, of: person) } else { false }
                await store.close()
                guard wasThere else { throw CommandFailure("\(name) has no app password '\(device)'.") }
            }
        }
    }
}
