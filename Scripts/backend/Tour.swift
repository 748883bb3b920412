import ArgumentParser

/// Shows every tool at work on real content.
struct Tour: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show every tool at work.")

    @Flag(help: "End when every part was checked: exit status 0 or 1.")
    var once = false

    func run() async throws {
    }
}
