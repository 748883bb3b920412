import Foundation
import TestKit
import Testing

@Suite("The command", .watchesClock, .serialized)
struct CommandTests {
    @Test(
        "wrong usage is exit status 64",
        arguments: [
            ["--no-such-option"], ["user", "add", "ada"], ["user", "add", "ada", "--email", "a@b"],
            ["user", "delete", "ada"],
            ["serve", "--port", "70000"], ["serve", "--public-url", "nonsense"], ["post"],
            ["post", "ada", "x", "--visibility", "secret"], ["post", "ada", "x", "--reply-to", "x"],
            ["watch", "--last", "99"],
            ["nonsense"],
        ])
    func wrongUsageIs64(arguments: [String]) async throws {
        #expect(try await socialserver.run(arguments).status == 64)
    }

    @Test("members are added, post, are watched, and are deleted", arguments: Engine.allCases)
    func membersComeAndGo(engine: Engine) async throws {
        try await withTemporaryFolder { folder in
            let environment = [
                "SOCIALSERVER_DATABASE": try await RunningServer.database(engine, in: folder),
                "SOCIALSERVER_DATA": folder.path,
            ]
            func tool(_ arguments: [String], _ input: String = "") async throws -> BuiltTool.Result {
                try await socialserver.run(arguments, input: Data(input.utf8), environment: environment)
            }
            #expect(try await tool(["migrate"]).status == 0)
            let add = ["user", "add", "ada", "--email", "ada@example.org", "--password-stdin"]
            #expect(try await tool(add, "short\n").status == 1)
            #expect(try await tool(add).status == 1)
            let added = try await tool(add + ["--json"], "a long password\n")
            #expect(added.status == 0 && added.output.contains("\"username\":\"ada\""), "\(added.errors)")
            let again = try await tool(add, "a long password\n")
            #expect(again.status == 1 && again.errors.contains("taken"))
            let posted = try await tool(["post", "ada", "Hello #world"])
            #expect(posted.status == 0 && Int64(posted.output.trimmingCharacters(in: .newlines)) != nil)
            #expect(try await tool(["post", "ada", "-"], "from a pipe\n").status == 0)
            #expect(try await tool(["post", "ada", "hidden", "--visibility", "private"]).status == 0)
            #expect(try await tool(["post", "nobody", "x"]).status == 1)
            #expect(try await tool(["post", "ada", ""]).status == 1)
            let watched = try await tool(["watch", "--once", "--last", "10"])
            #expect(watched.output == "@ada: Hello #world\n@ada: from a pipe\n")
            #expect(
                try await tool(["watch", "--once", "--last", "10", "--tag", "#World"]).output == "@ada: Hello #world\n")
            #expect(
                try await tool(["watch", "--once", "--last", "1", "--json"]).output.contains("\"text\":\"from a pipe\"")
            )
            #expect(
                try await tool(["user", "set-password", "ada", "--password-stdin"], "another password\n").status == 0)
            #expect(try await tool(["user", "delete", "ada", "--yes"]).status == 0)
            #expect(try await tool(["user", "delete", "ada", "--yes"]).status == 1)
            #expect(try await tool(["watch", "--once", "--last", "10"]).output.isEmpty)
        }
    }

    @Test("seed fills a network once, and toot's full screen shows it", arguments: [Engine.sqlite])
    func seedFillsOnce(engine: Engine) async throws {
        try await withServer(engine, members: ["ada"]) { server in
            let seeded = try await socialserver.run(["seed", "--json"], environment: server.environment)
            #expect(seeded.status == 0 && seeded.output.contains("\"accounts\":8"), "\(seeded.errors)")
            let again = try await socialserver.run(["seed"], environment: server.environment)
            #expect(again.status == 0 && again.errors.contains("nothing was changed"))
            try await fullScreen(server)
        }
    }

    /// Runs `toot tui` in a terminal of tmux and looks at the screen.
    private func fullScreen(_ server: RunningServer) async throws {
        let tmux = try RequiredTool.path(of: "tmux", package: "tmux")
        let toot = URL(filePath: try RequiredTool.python()).deletingLastPathComponent().appending(path: "toot").path
        try await withTemporaryFolder { folder in
            let environment = ["XDG_CONFIG_HOME": folder.path, "TERM": "xterm-256color", "LANG": "C.UTF-8"]
            let logIn = try await run(
                toot,
                [
                    "login_cli", "--instance", server.base, "--email", "ada@example.org", "--password",
                    "password of ada",
                ], environment: environment)
            #expect(logIn.0 == 0, "\(logIn.1)")
            for name in ["tomek", "marta"] {
                #expect(try await run(toot, ["follow", name], environment: environment).0 == 0)
            }
            let socket = folder.appending(path: "tmux").path
            // tmux leaves a server behind that would keep Foundation's Process from seeing the end of its child; Python
            // hands on no files but the three.
            let alone = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"
            let python = try RequiredTool.python()
            func screen(_ arguments: [String]) async throws -> String {
                try await run(python, ["-c", alone, tmux, "-S", socket] + arguments, environment: environment).1
            }
            _ = try await screen(["new-session", "-d", "-s", "t", "-x", "120", "-y", "40", "\(toot) tui"])
            var shown = ""
            func wait(for text: String) async throws -> Bool {
                for _ in 0..<150 {
                    shown = try await screen(["capture-pane", "-p", "-t", "t"])
                    if shown.contains(text) { return true }
                    try await Task.sleep(for: .milliseconds(200))
                }
                return false
            }
            #expect(try await wait(for: "press Enter"), "\(shown)")
            _ = try await screen(["send-keys", "-t", "t", "Enter"])
            #expect(try await wait(for: "caraway"), "\(shown)")
            #expect(shown.contains("[home]"), "\(shown)")
            // A key of its own reaches the server: the newest status becomes a favourite.
            _ = try await screen(["send-keys", "-t", "t", "f"])
            var favourites = ""
            for _ in 0..<50 where !favourites.contains("tomek") {
                try await Task.sleep(for: .milliseconds(200))
                favourites = try await run(
                    toot, ["timelines", "favourites", "--json"], environment: environment
                ).1
            }
            #expect(favourites.contains("caraway"), "\(favourites)")
            // toot may have the signal blocked that the end of tmux sends: it ends by its own key, and tmux with it.
            _ = try await screen(["send-keys", "-t", "t", "q"])
            for _ in 0..<50 {
                if try await screen(["list-sessions"]).isEmpty { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            _ = try await screen(["kill-server"])
        }
    }

    @Test("health says whether a server is well, and the server ends with a signal")
    func healthAndSignals() async throws {
        try await withServer(members: []) { server in
            let port = String(try #require(server.url.port))
            #expect(try await socialserver.run(["health", "--port", port]).status == 0)
            #expect(await server.process.stop() == 0)
            #expect(try await socialserver.run(["health", "--port", port]).status == 1)
        }
    }
}
