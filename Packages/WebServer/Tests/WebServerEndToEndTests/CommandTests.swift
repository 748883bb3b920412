import Testing

private let webserver = BuiltTool("webserver")

@Test("a folder that does not exist is one clear line and status 1")
func aMissingFolderIsAFailure() async throws {
    let result = try await webserver.run(["/does/not/exist", "--port", "0"])
    #expect(result.status == 1)
    #expect(result.errors == "Error: the folder /does/not/exist does not exist; name one that does\n")
}
