import Testing

private let sqldatabase = BuiltTool("sqldatabase")

@Test("the built tool greets")
func theBuiltToolGreets() async throws {
    let result = try await sqldatabase.run(["Ada"])
    #expect(result.status == 0)
    #expect(result.output == "Hello, Ada.\n")
}

@Test("a missing argument is a usage error")
func aMissingArgumentIsAUsageError() async throws {
    #expect(try await sqldatabase.run([]).status == 64)
}
