import ArgumentParser

/// The command line of `todo`: configuration and wiring, no logic.
public struct TodoApp: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "todo",
        abstract: "A to-do list that your phone and your terminal share.",
        discussion: """
            Without a command it lists what is to be done, the most urgent first.

            Examples:
              todo add "Pay rent every month on the 1st #home !1"
              todo
              todo done 3
              todo undo
              todo serve sqlite:todo.db --port 8080

            What this version does not have: commands against a server (--server). Phones and other programs reach the
            lists by CalDAV, browsers by pages, scripts by JSON at /api/todos.
            """,
        version: "1.0.0",
        subcommands: [
            ListCommand.self, AddCommand.self, DoneCommand.self, EditCommand.self, RemoveCommand.self, UndoCommand.self,
            SearchCommand.self, HistoryCommand.self, ListsCommand.self, ImportCommand.self, ExportCommand.self,
            ServeCommand.self, UserCommand.self, MigrateCommand.self, HealthCommand.self,
        ],
        defaultSubcommand: ListCommand.self)

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Runs the command with the process's own arguments: the executable's whole program.
    ///
    /// At the top level of a file the compiler would take the parser's synchronous `main`, which cannot run this command.
    public static func start() async {
        await main()
    }
}
