import Testing

private let mazesolver = BuiltTool("mazesolver")

@Test("the built tool greets")
func theBuiltToolGreets() async throws {
    let result = try await mazesolver.run(["Ada"])
    #expect(result.status == 0)
    #expect(result.output == "Hello, Ada.\n")
}

@Test("a missing argument is a usage error")
func aMissingArgumentIsAUsageError() async throws {
    #expect(try await mazesolver.run([]).status == 64)
}
