import Foundation
import TestKit
import Testing

@Suite("Programs that tests run", .watchesClock)
struct ProgramTests {
    private let shell = "/bin/sh"

    @Test("a run gives the exit status, both outputs and takes input, whatever the size")
    func aRunIsCollected() async throws {
        let input = Data(repeating: UInt8(ascii: "x"), count: 3_000_000)
        let result = try await Program(shell, ["-c", "cat; echo words >&2; exit 3"]).run(input: input)
        #expect(result.status == 3)
        #expect(result.outputData == input)
        #expect(result.errors == "words\n")
    }

    @Test("a signal's number is added to 128")
    func aSignalIsToldLikeAShell() async throws {
        #expect(try await Program(shell, ["-c", "kill -9 $$"]).run().status == 137)
    }

    @Test("a program that is not there is missing, by name")
    func aMissingProgramIsNamed() async throws {
        await #expect(throws: Missing.self) { try await Program("/nowhere/nothing").run() }
        do {
            _ = try RequiredTool.path(of: "no-such-program", package: "its-package")
            Issue.record("it was found")
        } catch {
            #expect("\(error)".contains("apt-get install its-package"))
        }
    }

    @Test("the output of a failing program is an error with its words")
    func aFailureHasItsWords() async throws {
        do {
            _ = try await Program(shell, ["-c", "echo because >&2; exit 7"]).output()
            Issue.record("it did not fail")
        } catch {
            #expect("\(error)".contains("because") && "\(error)".contains("7"))
        }
    }

    @Test("variables are added, replaced and taken away, and the folder is the one asked for")
    func theSurroundingsAreTheOnesAskedFor() async throws {
        try await withTemporaryFolder { folder in
            var program = Program(
                shell, ["-c", "echo $A; echo ${HOME-none}; pwd -P"], environment: ["A": "1"], in: folder)
            program.withoutVariables = ["HOME"]
            let lines = try await program.run().output.split(separator: "\n")
            #expect(lines == ["1", "none", Substring(folder.resolvingSymlinksInPath().path)])
        }
    }

    #if os(Linux)
        @Test("a program inherits nothing that the test or its other programs have open")
        func nothingIsInherited() async throws {
            // A descriptor without close-on-exec, as a library may leave one open.
            let open = dup(0)
            defer { close(open) }
            let results = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await Program(shell, ["-c", "ls /proc/self/fd"]).run().output }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // ls holds the three streams and the folder that it lists.
            for output in results { #expect(output.split(separator: "\n").count == 4, "\(output)") }
        }
    #endif
}

@Suite("Programs that go on while a test talks to them", .watchesClock)
struct RunningProgramTests {
    @Test("the first line is read, input is written, and the end is seen")
    func aConversation() async throws {
        let program = Program("/bin/sh", ["-c", "echo ready; read word; echo got $word; exit 5"])
        let running = try await RunningProgram.start(program, reading: .open)
        #expect(try await running.firstLine() == "ready")
        #expect(running.isRunning)
        try running.write("hello\n")
        #expect(await running.waitUntilExit() == 5)
        #expect(running.output == "ready\ngot hello\n")
        #expect(!running.isRunning)
    }

    @Test("a program that ends without a first line is an error with its words")
    func noFirstLine() async throws {
        let running = try await RunningProgram.start(Program("/bin/sh", ["-c", "echo broken >&2; exit 1"]))
        do {
            _ = try await running.firstLine()
            Issue.record("there was a line")
        } catch {
            #expect("\(error)".contains("broken"))
        }
    }

    @Test("stop asks first, and kills what does not listen")
    func stopAsksFirst() async throws {
        let polite = try await RunningProgram.start(
            Program("/bin/sh", ["-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 0.01; done"]))
        _ = try await polite.firstLine()
        #expect(await polite.stop() == 9)
        let deaf = try await RunningProgram.start(
            Program("/bin/sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 0.01; done"]))
        _ = try await deaf.firstLine()
        #expect(await deaf.stop(grace: .milliseconds(50)) == 137)
    }

    @Test("a program that nobody holds any more is killed")
    func theObjectsEndKills() async throws {
        var running: RunningProgram? = try await RunningProgram.start(Program("/bin/sleep", ["600"]))
        let number = try #require(running?.processIdentifier)
        running = nil
        // The kill is sent at once; the process may take a moment to be gone.
        for _ in 0..<3000 where kill(number, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(kill(number, 0) != 0)
    }

    @Test("a private PostgreSQL makes empty databases, restarts at the same address, and leaves no process behind")
    func aPrivateServer() async throws {
        let psql = try RequiredTool.path(of: "psql", package: "postgresql-client")
        var server: PrivatePostgreSQL? = try await PrivatePostgreSQL.start()
        let database = try await #require(server).emptyDatabase()
        #expect(try await Program(psql, [database, "-tAc", "SELECT 1"]).output() == Data("1\n".utf8))
        try await server?.restart()
        #expect(try await Program(psql, [database, "-tAc", "SELECT 2"]).output() == Data("2\n".utf8))
        server = nil
        var status: Int32 = 0
        for _ in 0..<600 where status == 0 {
            try await Task.sleep(for: .milliseconds(100))
            status = try await Program(psql, [database, "-c", "SELECT 1"]).run().status
        }
        #expect(status != 0)
    }
}

@Test(
    "a test that watches a clock is named to the script that may run it again", .watchesClock,
    .enabled(
        if: ProcessInfo.processInfo.environment["TEST_CLOCK_LIST"] != nil, "only Scripts/test.sh asks for the list"))
func aClockWatcherIsNamed() throws {
    let path = try #require(ProcessInfo.processInfo.environment["TEST_CLOCK_LIST"])
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("TestKitTests aClockWatcherIsNamed()\n"))
}
