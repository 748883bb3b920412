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

@Test(
    "what is not a port is refused in the same words, from a flag and from a variable",
    arguments: ["65536", "-1", "http", "80 ", "+80", "8e3", "\u{0668}\u{0660}"])
func whatIsNotAPortIsRefused(text: String) throws {
    let flag = #expect(throws: (any Error).self) { _ = try ServerOptions.parse(["--port=\(text)"]) }
    #expect(flag.map { ServerOptions.message(for: $0) } == "'\(text)' is not a valid port for --port (0 to 65535).")
    let options = try ServerOptions.parse([])
    for name in ["PORT", "TOOL_PORT"] {
        let variable = #expect(throws: (any Error).self) {
            _ = try options.settings(tool: "tool", defaultPort: 4, environment: [name: text])
        }
        #expect(variable.map { "\($0)" } == "'\(text)' is not a valid port for \(name) (0 to 65535).")
    }
}

@Test("the other words have a variable as well, with the same check")
func theOtherWordsHaveAVariable() throws {
    let plain = try ServerOptions.parse([])
    func settings(_ environment: [String: String]) throws -> ServerSettings {
        try plain.settings(tool: "tool", defaultPort: 4, environment: environment)
    }
    #expect(try settings(["TOOL_DRAIN_SECONDS": "20"]).drainSeconds == 20)
    #expect(try settings([:]).drainSeconds == 0)
    #expect(try settings(["TOOL_ACCESS_LOG": "yes"]).logsAccess)
    #expect(try !settings(["TOOL_ACCESS_LOG": "0"]).logsAccess)
    #expect(try settings(["TOOL_BIND": "[::1]"]).host == "::1")
    for wrong in [
        ["TOOL_DRAIN_SECONDS": "-1"], ["TOOL_DRAIN_SECONDS": "3601"], ["TOOL_DRAIN_SECONDS": "1s"],
        ["TOOL_ACCESS_LOG": "maybe"], ["TOOL_BIND": "http://localhost"], ["TOOL_BIND": "a b"],
    ] {
        #expect(throws: (any Error).self, "\(wrong)") { _ = try settings(wrong) }
    }
    for wrong in [["--bind", ""], ["--bind", "a/b"], ["--drain-seconds", "x"], ["--drain-seconds", "99999"]] {
        #expect(throws: (any Error).self, "\(wrong)") { _ = try ServerOptions.parse(wrong) }
    }
    let flags = try ServerOptions.parse(["--drain-seconds", "5", "--access-log"])
    let both = try flags.settings(
        tool: "tool", defaultPort: 4, environment: ["TOOL_DRAIN_SECONDS": "9", "TOOL_ACCESS_LOG": "0"])
    #expect(both.drainSeconds == 5 && both.logsAccess)
}
