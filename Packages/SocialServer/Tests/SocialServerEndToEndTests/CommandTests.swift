import Testing

private let socialserver = BuiltTool("socialserver")

@Suite("The command")
struct CommandTests {
    @Test("an unknown subcommand is a usage error")
    func anUnknownSubcommandIsAUsageError() async throws {
        #expect(try await socialserver.run(["--no-such-option"]).status == 64)
    }
}
