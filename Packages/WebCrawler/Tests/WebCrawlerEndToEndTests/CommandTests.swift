import Testing

private let webcrawler = BuiltTool("webcrawler")

@Test("the built tool greets")
func theBuiltToolGreets() async throws {
    let result = try await webcrawler.run(["Ada"])
    #expect(result.status == 0)
    #expect(result.output == "Hello, Ada.\n")
}

@Test("a missing argument is a usage error")
func aMissingArgumentIsAUsageError() async throws {
    #expect(try await webcrawler.run([]).status == 64)
}
