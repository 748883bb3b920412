import ArgumentParser

/// The umbrella's one program: every tool of the street is a subcommand, so that building it builds them all.
@main
struct Backend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend",
        abstract: "Every tool of the street in one program, and the tour.",
        discussion: """
            Examples:
              backend tour --once
              backend bookbot frankenstein.txt
            """,
        subcommands: [Tour.self] + street)
}
