import ServerShell
import Testing

@Test(
    "a flag wins over the tool's variable, and that over PORT",
    arguments: [
        (["--port", "1"], ["TOOL_PORT": "2", "PORT": "3"], 1), ([], ["TOOL_PORT": "2", "PORT": "3"], 2),
        ([], ["PORT": "3"], 3), ([], ["PORT": ""], 4), ([], [:], 4), (["--port", "0"], ["PORT": "3"], 0),
    ] as [([String], [String: String], Int)])
func aFlagWins(arguments: [String], environment: [String: String], port: Int) throws {
    let options = try ServerOptions.parse(arguments)
    #expect(try options.settings(tool: "tool", defaultPort: 4, environment: environment).port == port)
}

@Test("the address is loopback unless the flag or the variable says otherwise")
func theAddressIsLoopback() throws {
    let plain = try ServerOptions.parse([])
    #expect(try plain.settings(tool: "tool", defaultPort: 4, environment: [:]).host == "127.0.0.1")
    #expect(try plain.settings(tool: "tool", defaultPort: 4, environment: ["TOOL_BIND": "::1"]).host == "::1")
    let bound = try ServerOptions.parse(["--bind", "0.0.0.0"])
    #expect(try bound.settings(tool: "tool", defaultPort: 4, environment: ["TOOL_BIND": "::1"]).host == "0.0.0.0")
}

@Test("what is no port is refused", arguments: ["65536", "-1", "http", "80 "])
func whatIsNoPortIsRefused(text: String) throws {
    let options = try ServerOptions.parse([])
    #expect(throws: (any Error).self) {
        try options.settings(tool: "tool", defaultPort: 4, environment: ["PORT": text])
    }
}
