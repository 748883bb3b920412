import ArgumentParser
import CommandKit
import TodoStorage

/// `todo migrate`: brings the database's schema up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's schema up to date; every other command does so by itself.",
        discussion: """
            Examples:
              todo migrate --database postgres://user@localhost/todo
            """)

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await runCommand("todo") {
            let store = try await TodoStore.open(options.address(), zone: options.timeZone())
            await store.close()
        }
    }
}
