import Foundation
import TestKit
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("The shell as a process among others", .watchesClock)
struct ProcessTests {
    /// A running shell that is given SQL line by line.
    private struct Session {
        let program: RunningProgram

        init(_ arguments: [String]) async throws {
            program = try await RunningProgram.start(sqlshell.program(arguments), reading: .open)
        }

        func send(_ sql: String) throws { try program.write("\(sql)\n") }

        /// Waits until `text` ends the output; returns how many lines there are.
        @discardableResult
        func wait(for text: String) async throws -> Int {
            try await program.wait(for: text) { program.outputData.suffix(text.utf8.count) == Data(text.utf8) }
            return program.outputData.count { $0 == 0x0a }
        }

        /// Closes the input and waits for the shell to end.
        @discardableResult
        func end() async -> Int32 {
            program.closeInput()
            return await program.waitUntilExit()
        }

        /// The most memory that the process has held so far, in bytes.
        var peakMemory: Int {
            get throws {
                let status = try String(contentsOfFile: "/proc/\(program.processIdentifier)/status", encoding: .utf8)
                let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
                return try #require(Int(line.split(separator: " ").dropLast().last ?? "")) * 1024
            }
        }
    }

    private static let rows = ProcessInfo.processInfo.environment["TEST_FULL"] == nil ? 100_000 : 1_000_000

    #if os(Linux)
        @Test("a large result passes through little memory", arguments: Target.allCases)
        func memory(target: Target) async throws {
            try await target.withURL { url in
                let session = try await Session([url, "--format", "csv"])
                try session.send("SELECT 'begin' AS a;")
                try await session.wait(for: "begin\n")
                let before = try session.peakMemory
                try session.send(
                    """
                    WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < \(Self.rows))
                    SELECT i, 'text that is longer than a small string' AS t, i / 3.0 AS r FROM up; SELECT 'end' AS a;
                    """)
                #expect(try await session.wait(for: "end\n") == Self.rows + 5)
                let growth = try session.peakMemory - before
                #expect(growth < 8_000_000, "grew by \(growth) bytes")
                await session.end()
            }
        }
    #endif

    @Test("who waits for another process's lock is told its number")
    func lockHolder() async throws {
        try await Target.sqlite.withURL { url in
            _ = try await sqlshell.run([url, "CREATE TABLE n (i)"])
            let holder = try await Session([url, "--format", "csv"])
            try holder.send("BEGIN IMMEDIATE; INSERT INTO n VALUES (1); SELECT 'held' AS a;")
            try await holder.wait(for: "held\n")
            let result = try await sqlshell.run([url, "INSERT INTO n VALUES (2)"])
            #expect(result.status == 1)
            #expect(result.errors.contains("locked by"))
            #if os(Linux)
                #expect(result.errors.contains("process \(holder.program.processIdentifier) ("), "\(result.errors)")
            #endif
            await holder.end()
            // What was not committed is gone.
            #expect(try await sqlshell.run([url, "--format", "csv", "SELECT count(*) AS n FROM n"]).output == "n\n0\n")
        }
    }

    private static let endless =
        "WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up) SELECT count(*) FROM up"

    @Test("a signal ends the running statement and the program", arguments: Target.allCases, [SIGINT, SIGTERM])
    func signals(target: Target, signal: Int32) async throws {
        try await target.withURL { url in
            let session = try await Session([url, "--format", "csv"])
            try session.send("CREATE TABLE n (i INTEGER); SELECT 'begin' AS a; \(Self.endless);")
            try await session.wait(for: "begin\n")
            try await Task.sleep(for: .milliseconds(100))
            session.program.send(signal)
            // Not by the signal itself, which would be 128 more.
            #expect(await session.end() < 128)
        }
    }

    @Test("a reader that has seen enough ends the program quietly")
    func brokenPipe() async throws {
        let command = try sqlshell.command
        let result = try await run(
            "\"$@\" sqlite::memory: --format csv \"$SQL\" | head -n 2; echo ${PIPESTATUS[0]}",
            [command.executable.path] + command.arguments,
            ["SQL": "WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up) SELECT i FROM up"])
        #expect(result.output == "i\n1\n0\n")
        #expect(result.errors == "")
    }

    @Test("a file that may not grow is reported, and what it held stays whole")
    func fileSizeLimit() async throws {
        try await withTemporaryFolder { folder in
            let url = "sqlite:\(folder.appending(path: "test.db").path)"
            let command = try sqlshell.command
            let result = try await run(
                "trap '' XFSZ; ulimit -f 200; \"$@\"",
                [command.executable.path] + command.arguments + [
                    url, "CREATE TABLE n (b); INSERT INTO n VALUES (1)", "INSERT INTO n VALUES (zeroblob(1000000))",
                ])
            #expect(result.status == 1)
            #expect(result.errors.contains("disk I/O error") || result.errors.contains("full"), "\(result.errors)")
            let check = try await sqlshell.run(
                [url, "--format", "csv", "SELECT count(*) AS n FROM n", "PRAGMA integrity_check"])
            #expect(check.output == "n\n1\nintegrity_check\nok\n")
        }
    }

    @Test("a full disk is reported, and what it held stays whole", .enabled(if: canMount))
    func fullDisk() async throws {
        try await withTemporaryFolder { folder in
            let command = try sqlshell.command
            let script = """
                mount -t tmpfs -o size=300k tmpfs "$DISK" || exit 99
                "$@" "sqlite:$DISK/test.db" "CREATE TABLE n (b); INSERT INTO n VALUES (1)" \
                    "INSERT INTO n VALUES (zeroblob(1000000))"
                echo "status $?"
                "$@" "sqlite:$DISK/test.db" --format csv "SELECT count(*) AS n FROM n" "PRAGMA integrity_check"
                """
            let result = try await run(
                "unshare --mount bash -c \"$SCRIPT\" bash \"$@\"", [command.executable.path] + command.arguments,
                ["SCRIPT": script, "DISK": folder.path])
            #expect(result.output == "status 1\nn\n1\nintegrity_check\nok\n")
            #expect(result.errors.contains("There is no room left for the database"), "\(result.errors)")
        }
    }

    /// Whether this process may mount a small file system of its own to fill: root on Linux, outside most containers.
    private static let canMount = {
        getuid() == 0
            && (try? RequiredTool.path(of: "unshare", package: "util-linux")) != nil
            && system("unshare --mount mount -t tmpfs tmpfs /tmp 2>/dev/null") == 0
    }()

    private func run(
        _ script: String, _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> Program.Result {
        let bash = try RequiredTool.path(of: "bash", package: "bash")
        return try await Program(bash, ["-c", script, "bash"] + arguments, environment: environment).run()
    }
}
