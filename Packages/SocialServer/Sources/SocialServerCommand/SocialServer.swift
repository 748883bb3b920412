import ArgumentParser

/// The command line of `socialserver`: configuration and wiring, no logic.
public struct SocialServer: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "socialserver",
        abstract: "A social network server that Mastodon's clients speak to.",
        discussion: """
            Examples:
              socialserver seed
              socialserver serve --port 8080
              echo 'correct horse battery' | socialserver user add ada --email ada@example.org --password-stdin
              toot login_cli --instance http://127.0.0.1:8080 --email ada@example.org
            """,
        version: "1.0.0",
        subcommands: [
            ServeCommand.self, SeedCommand.self, UserCommand.self, InviteCommand.self, ReportCommand.self,
            MigrateCommand.self, PostCommand.self, WatchCommand.self, HealthCommand.self,
        ])

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Parses the program's arguments and runs the command.
    ///
    /// Not called `main`, because top-level code would choose ArgumentParser's synchronous function of that name.
    public static func start() async {
        await main(nil)
    }
}
