import ArgumentParser

/// The umbrella's one program: every tool of the repository is a subcommand, so that building it builds them all.
@main
struct Backend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend",
        abstract: "Every tool in one program, and the tour.",
        discussion: """
            Examples:
              backend tour --once
              backend bookbot frankenstein.txt
            """,
        subcommands: [Tour.self] + toolCommands)
}
