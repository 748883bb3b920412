import Testing

private let shortestpath = BuiltTool("shortestpath")

@Test("an unknown subcommand of shortestpath is a usage error")
func anUnknownSubcommandOfShortestpathIsAUsageError() async throws {
    #expect(try await shortestpath.run(["sing"]).status == 64)
}
