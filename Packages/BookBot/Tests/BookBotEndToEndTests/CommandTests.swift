import Testing

private let bookbot = BuiltTool("bookbot")

@Test("the built tool greets")
func theBuiltToolGreets() async throws {
    let result = try await bookbot.run(["Ada"])
    #expect(result.status == 0)
    #expect(result.output == "Hello, Ada.\n")
}

@Test("a missing argument is a usage error")
func aMissingArgumentIsAUsageError() async throws {
    #expect(try await bookbot.run([]).status == 64)
}
