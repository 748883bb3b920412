import Testing

private let mazesolver = BuiltTool("mazesolver")

@Test("an unknown subcommand of mazesolver is a usage error")
func anUnknownSubcommandOfMazesolverIsAUsageError() async throws {
    #expect(try await mazesolver.run(["sing"]).status == 64)
}
