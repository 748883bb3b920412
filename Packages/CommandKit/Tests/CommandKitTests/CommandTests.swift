import Foundation
import TestKit
import Testing

private let sample = BuiltTool("commandkit-sample")

@Suite("Output that appears whole or not at all")
struct OutputTests {
    @Test("a file holds all lines, with the rights that it had, and nothing lies beside it")
    func aFileIsReplaced() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "ä lines.json")
            try Data("old".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
            let result = try await sample.run(["write", "--output", file.path, "--lines", "20000"])
            #expect(result.status == 0 && result.errors == "")
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.split(separator: "\n").count == 20000 && text.hasPrefix("{\"line\":1}\n"))
            let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(rights == 0o640)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ä lines.json"])
        }
    }

    @Test("a failure leaves the old file, no part of the new one, one sentence and status 1")
    func aFailureLeavesTheOldFile() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "file")
            try Data("old".utf8).write(to: file)
            let result = try await sample.run(["write", "--output", file.path, "--lines", "50000", "--fails"])
            #expect(result.status == 1)
            #expect(result.errors == "sample: 'input' is not what was expected in line 3: give a number.\n")
            #expect(try String(contentsOf: file, encoding: .utf8) == "old")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
        }
    }

    @Test("a link stays a link, and the file that it leads to is replaced")
    func aLinkStays() async throws {
        try await withTemporaryFolder { folder in
            let (file, link) = (folder.appending(path: "real"), folder.appending(path: "link"))
            try Data("old".utf8).write(to: file)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
            #expect(try await sample.run(["write", "--output", link.path]).status == 0)
            #expect(try String(contentsOf: file, encoding: .utf8) == "{\"line\":1}\n")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
        }
    }

    @Test("what cannot be written is named with its reason", arguments: ["/nowhere/at/all", "/"])
    func whatCannotBeWrittenIsNamed(_ path: String) async throws {
        let result = try await sample.run(["write", "--output", path])
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("sample: '\(path)' cannot be written: "))
    }

    #if os(Linux)
        @Test("a full disk is a failure with its reason, for a file and for standard output")
        func aFullDiskIsNamed() async throws {
            let result = try await sample.run(["write", "--output", "/dev/full", "--lines", "10"])
            #expect(result.status == 1 && result.errors.contains("No space left on device"))
            let bash = try RequiredTool.path(of: "bash", package: "bash")
            let tool = try sample.program(["write"])
            let shell = try await Program(
                bash, ["-c", "\"$@\" >/dev/full", "-", tool.executable] + tool.arguments
            ).run()
            #expect(shell.status == 1 && shell.errors.contains("standard output cannot be written: No space"))
        }
    #endif

    @Test("a device is written in place, and - is standard output")
    func aDeviceIsWrittenInPlace() async throws {
        #expect(try await sample.run(["write", "--output", "/dev/null"]).status == 0)
        #expect(try await sample.run(["write", "--output", "-"]).output == "{\"line\":1}\n")
        #expect(FileManager.default.fileExists(atPath: "/dev/null"))
    }

    @Test("a reader that goes away ends the command quietly, with status 0")
    func aClosedPipeIsQuiet() async throws {
        let bash = try RequiredTool.path(of: "bash", package: "bash")
        let tool = try sample.program(["write", "--lines", "200000"])
        let result = try await Program(
            bash, ["-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "-", tool.executable] + tool.arguments
        ).run()
        #expect(result.status == 0 && result.output == "{\"line\":1}\n" && result.errors == "")
    }
}

@Suite("Signals", .watchesClock)
struct SignalTests {
    @Test("a signal removes the unfinished file and leaves the old one", arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalRemovesThePart(_ number: Int32) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "file")
            try Data("old".utf8).write(to: file)
            let running = try await sample.start(["wait", "--output", file.path])
            _ = try await running.firstLine()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
            running.send(number)
            #expect(await running.waitUntilExit() == 128 + number)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
            #expect(try String(contentsOf: file, encoding: .utf8) == "old")
        }
    }

    @Test("every signal from the first byte of output on is seen, and the usual effect comes back")
    func signalsAreSeen() async throws {
        let running = try await sample.start(["watch"])
        _ = try await running.firstLine()
        for (count, number) in [SIGTERM, SIGINT, SIGTERM].enumerated() {
            running.send(number)
            try await running.wait(for: "signal \(number)") {
                running.output.split(separator: "\n").count >= count + 2
            }
        }
        try await running.wait(for: "the end of the watch") { running.output.hasSuffix("usual again\n") }
        #expect(running.output == "listening\nsignal 15\nsignal 2\nsignal 15\nusual again\n")
        running.send(SIGTERM)
        #expect(await running.waitUntilExit() == 128 + SIGTERM)
    }

    @Test("a signal that the program was started to ignore stays ignored")
    func anIgnoredSignalStaysIgnored() async throws {
        try await withTemporaryFolder { folder in
            let tool = try sample.program(["wait", "--output", folder.appending(path: "file").path])
            let running = try await RunningProgram.start(
                Program("/bin/sh", ["-c", "trap '' HUP; exec \"$@\"", "-", tool.executable] + tool.arguments))
            _ = try await running.firstLine()
            running.send(SIGHUP)
            running.send(SIGTERM)
            #expect(await running.waitUntilExit() == 128 + SIGTERM)
        }
    }
}

@Suite("What is said beside the result", .watchesClock)
struct MessageTests {
    @Test("no progress is shown where nobody looks, unless lines are asked for")
    func progressNeedsAReader() async throws {
        #expect(try await sample.run(["work", "--milliseconds", "300"]).errors == "")
        let lines = try await sample.run(["work", "--milliseconds", "600", "--interval", "100"]).errors
        #expect(lines.contains("ms and on") && !lines.contains("\u{1B}"))
        #expect(
            try await sample.run(["work", "--milliseconds", "300", "--interval", "50", "--quiet"]).errors == "")
    }

    #if os(Linux)
        @Test("on a terminal the line fits its width, is rewritten, and is gone at the end")
        func progressOnATerminal() async throws {
            let script = try RequiredTool.path(of: "script", package: "bsdutils")
            let tool = try sample.program(["work", "--milliseconds", "1500"])
            let command = ([tool.executable] + tool.arguments).map { "'\($0)'" }.joined(separator: " ")
            let shown = try await Program(
                script, ["-qec", "stty cols 40; \(command)", "/dev/null"]
            ).run().output
            #expect(shown.contains("\r\u{1B}[K") && shown.contains("…"))
            #expect(shown.hasSuffix("\r\u{1B}[Kdone\r\n"))
            for part in shown.split(separator: "\u{1B}[K").dropFirst() { #expect(part.count <= 40) }
        }
    #endif

    @Test("colour is on where it is asked for, and off where output is no terminal or NO_COLOR is set")
    func colorFollowsTheChoice() async throws {
        #expect(try await sample.run(["color"]).output == "text\n")
        #expect(
            try await sample.run(["color", "--color", "always"], environment: ["NO_COLOR": "1"]).output
                == "\u{1B}[1mtext\u{1B}[0m\n")
        #expect(try await sample.run(["color", "--color", "sometimes"]).status == 64)
    }

    @Test(
        "a variable goes through its flag's check: it is used, or a usage error that names it",
        arguments: [
            (["SAMPLE_WORKERS": "8"], [], "8 false\n", 0), (["SAMPLE_WORKERS": ""], [], "0 false\n", 0),
            (["WORKERS": "3"], [], "3 false\n", 0), (["SAMPLE_WORKERS": "8"], ["--workers", "2"], "2 false\n", 0),
            (["SAMPLE_STRICT": "yes"], [], "0 true\n", 0), (["SAMPLE_STRICT": "off"], [], "0 false\n", 0),
            (["SAMPLE_WORKERS": "0"], [], "SAMPLE_WORKERS", 64), (["SAMPLE_WORKERS": "many"], [], "many", 64),
            (["WORKERS": "-1"], [], "'-1' in the variable WORKERS", 64),
            (["SAMPLE_STRICT": "maybe"], [], "true or false", 64),
        ] as [([String: String], [String], String, Int32)])
    func variablesAreChecked(
        _ environment: [String: String], _ flags: [String], _ expected: String, _ status: Int32
    ) async throws {
        let result = try await sample.run(["variable"] + flags, environment: environment)
        #expect(result.status == status)
        if status == 0 { #expect(result.output == expected) } else { #expect(result.errors.contains(expected)) }
    }
}
