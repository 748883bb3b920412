import Testing

let pokedex = BuiltTool("pokedex")

@Test("an unknown command is a usage error")
func anUnknownCommandIsAUsageError() async throws {
    #expect(try await pokedex.run(["levitate"]).status == 64)
}
