import Testing

private let webserver = BuiltTool("webserver")

@Test("the built tool greets")
func theBuiltToolGreets() async throws {
    let result = try await webserver.run(["Ada"])
    #expect(result.status == 0)
    #expect(result.output == "Hello, Ada.\n")
}

@Test("a missing argument is a usage error")
func aMissingArgumentIsAUsageError() async throws {
    #expect(try await webserver.run([]).status == 64)
}
