import Foundation
import TestKit
import Testing

/// A terminal of tmux's, in which a test types as a person does and reads what stands on the screen.
private struct Terminal {
    private let tmux: String
    private let name = "sqlshell-\(UUID().uuidString.prefix(8))"
    let folder: URL

    /// Runs the shell on a terminal of its own for `body`.
    static func with(
        _ url: String, environment: [String: String] = [:], rows: Int = 40, firstPrompt: String = "sql>",
        _ body: (Terminal) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let terminal = Terminal(tmux: try RequiredTool.path(of: "tmux", package: "tmux"), folder: folder)
            let (executable, before) = try sqlshell.command
            let variables = [
                "SQLSHELL_HISTORY": folder.appending(path: "history").path, "TERM": "screen", "PAGER": "less",
            ]
            .merging(environment) { _, new in new }.map { "\($0)='\($1)'" }.joined(separator: " ")
            let command = ([executable.path] + before + [url]).map { "'\($0)'" }.joined(separator: " ")
            // The screen outlives the shell, so that its end can be read.
            try await terminal.run(
                "new-session", "-d", "-x", "100", "-y", String(rows),
                "env \(variables) \(command); echo ended with $?; sleep 600")
            do {
                try await terminal.wait(for: firstPrompt)
                try await body(terminal)
            } catch {
                try await terminal.run("kill-server")
                throw error
            }
            try await terminal.run("kill-server")
        }
    }

    @discardableResult
    private func run(_ arguments: String...) async throws -> String {
        let program = Program(tmux, ["-L", name, "-f", "/dev/null"] + arguments, in: folder)
        return String(decoding: try await program.output(), as: UTF8.self)
    }

    /// Presses keys by their names (`Enter`, `Up`, `C-c`).
    func press(_ keys: String...) async throws {
        for key in keys { try await run("send-keys", key) }
    }

    /// Types text and nothing more.
    func type(_ text: String) async throws {
        // tmux takes a semicolon at the end for its own.
        try await run("send-keys", "-l", text.hasSuffix(";") ? text.dropLast() + "\\;" : text)
    }

    /// Types a line, with Enter.
    func enter(_ text: String) async throws {
        try await type(text)
        try await press("Enter")
    }

    /// The screen's lines that are not empty.
    func screen() async throws -> String {
        try await run("capture-pane", "-p").split(separator: "\n").joined(separator: "\n")
    }

    /// Waits until the screen holds a text.
    func wait(for text: String) async throws {
        var last = ""
        for _ in 0..<1200 {
            last = try await screen()
            if last.contains(text) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Missing("the terminal never showed '\(text)', but:\n\(last)")
    }
}

@Suite("The prompt, typed at as a person does", .watchesClock)
struct TerminalTests {
    @Test("Arrow-up brings a statement of several lines back as it was typed, also in the next session")
    func history() async throws {
        try await Terminal.with("sqlite::memory:") { terminal in
            try await terminal.enter("SELECT 1 -- one")
            try await terminal.enter(", 2;")
            try await terminal.wait(for: "(1 row")
            try await terminal.press("Up")
            try await terminal.wait(for: "sql> SELECT 1 -- one\n, 2;")
            try await terminal.press("Enter")
            try await terminal.enter("SELECT 'second';")
            try await terminal.wait(for: "second\n(1 row")
            let screen = try await terminal.screen()
            let results = screen.components(separatedBy: "1 -- one  2\n────────  ─\n       1  2\n")
                .count
            #expect(results == 3, "\(screen)")
            try await terminal.enter(" SELECT 'not remembered';")
            try await terminal.enter(".quit")
            try await terminal.wait(for: "ended with 0")
            let file = terminal.folder.appending(path: "history")
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text == "SELECT 1 -- one\u{1}, 2;\nSELECT 'second';\n.quit\n")
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("Ctrl-C drops what was typed, ends a running statement, and never the shell")
    func interrupt() async throws {
        try await Terminal.with("sqlite::memory:") { terminal in
            try await terminal.enter("SELECT 'open")
            try await terminal.wait(for: "...>")
            try await terminal.type("half a line")
            try await terminal.press("C-c")
            try await terminal.wait(for: "half a line^C\nsql>")
            try await terminal.enter("SELECT 9;")
            try await terminal.wait(for: "sql> SELECT 9;\n9\n─\n9\n(1 row")
            try await terminal.press("C-c", "C-c")
            try await terminal.enter(
                "WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up) SELECT count(*) FROM up;")
            try await Task.sleep(for: .milliseconds(300))
            try await terminal.press("C-c")
            try await terminal.wait(for: "The statement was interrupted.\nsql>")
            try await terminal.enter("SELECT 1 +")
            try await terminal.enter(".quit")
            try await terminal.wait(for: "ended with 0")
        }
    }

    @Test("Tab offers commands, key words, tables and columns")
    func completion() async throws {
        try await Terminal.with("sqlite::memory:") { terminal in
            try await terminal.enter("CREATE TABLE parrot (wingspan int);")
            try await terminal.wait(for: "(done")
            try await terminal.type("sel")
            try await terminal.press("Tab")
            try await terminal.type("wings")
            try await terminal.press("Tab")
            try await terminal.type("from par")
            try await terminal.press("Tab")
            try await terminal.wait(for: "sql> select wingspan from parrot")
            try await terminal.press("C-c")
            try await terminal.type(".sche")
            try await terminal.press("Tab")
            try await terminal.wait(for: "sql> .schema")
        }
    }

    @Test("a long result goes to the pager, a short one does not; leaving the pager leaves the result")
    func pager() async throws {
        let less = try RequiredTool.path(of: "less", package: "less")
        try await Terminal.with("sqlite::memory:", environment: ["PAGER": less], rows: 20) { terminal in
            try await terminal.enter("SELECT 'short' AS a;")
            try await terminal.wait(for: "short\n(1 row")
            try await terminal.enter(
                "WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < 1000000) SELECT i FROM up;"
            )
            try await terminal.wait(for: "\n:")
            try await terminal.press("q")
            try await terminal.wait(for: "(the rest was not shown")
            try await terminal.enter(".pager off")
            try await terminal.enter("SELECT 'on' || 'wards' AS a;")
            try await terminal.wait(for: "onwards\n(1 row")
        }
    }

    @Test("a password that the server wants is asked for, and not shown")
    func password() async throws {
        let server = try await PrivatePostgreSQL.shared.url
        let role = "CREATE ROLE locked LOGIN PASSWORD 'parrot 7'"
        _ = try await sqlshell.run([server, role])
        let address = server.replacing("tester@", with: "locked@")
        try await Terminal.with(address, firstPrompt: "Password:") { terminal in
            try await terminal.enter("parrot 7")
            try await terminal.wait(for: "sql>")
            try await terminal.enter("SELECT current_user AS me;")
            try await terminal.wait(for: "locked\n(1 row")
            let screen = try await terminal.screen()
            #expect(!screen.contains("parrot"))
        }
        // Nobody can be asked: the server's words.
        let refused = try await sqlshell.run([address, "SELECT 1"], input: Data())
        #expect(refused.status == 1)
        #expect(refused.errors.contains("no password supplied"), "\(refused.errors)")
    }

    @Test("a value too wide for the screen is cut, counted, and shown whole on request")
    func width() async throws {
        try await Terminal.with("sqlite::memory:") { terminal in
            try await terminal.enter("SELECT printf('%.70c', 'x') || 'end' AS a;")
            try await terminal.wait(for: "(1 values were cut: .width 0 or .mode expanded shows them whole)")
            try await terminal.enter(".width 0")
            try await terminal.enter("SELECT printf('%.70c', 'x') || 'e' || 'nd' AS a;")
            try await terminal.wait(for: "xxend\n(1 row")
        }
    }

    @Test("the rows of a COPY are asked for at a prompt of their own")
    func copy() async throws {
        try await Terminal.with(try await PrivatePostgreSQL.shared.emptyDatabase()) { terminal in
            try await terminal.enter("CREATE TABLE c (a int);")
            try await terminal.enter("COPY c FROM stdin;")
            try await terminal.wait(for: "copy>")
            try await terminal.enter("1")
            try await terminal.enter("2")
            try await terminal.enter("\\.")
            try await terminal.wait(for: "(2 rows copied")
            try await terminal.enter("COPY c FROM stdin;")
            try await terminal.wait(for: "copy>")
            try await terminal.enter("4")
            try await terminal.press("C-c")
            try await terminal.wait(for: "The statement was interrupted.\nsql>")
            try await terminal.enter("SELECT sum(a) AS s FROM c;")
            try await terminal.wait(for: "s\n─\n3\n(1 row")
        }
    }
}
