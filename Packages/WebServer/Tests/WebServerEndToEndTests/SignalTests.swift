import Foundation
import TestKit
import Testing

private func isAlive(_ process: Int32) -> Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
    return text.split(separator: ")").last?.split(separator: " ").first != "Z"
}

#if os(Linux)
    @Suite("signals", .watchesClock)
    struct SignalTests {
        @Test(
            "SIGHUP and SIGUSR1 open the log again after it was renamed, also where only root may",
            arguments: [SIGHUP, SIGUSR1])
        func theLogIsOpenedAgain(_ signal: Int32) async throws {
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                chmod(scratch.path, 0o700)
                let log = scratch.appending(path: "access.log")
                try await RunningServer.with([site.path, "--log-file", log.path, "--quiet"]) { server in
                    let talk = Talk(port: server.port, site: site)
                    try await WireClient.run { () throws in #expect(try talk.get("/a.txt?before").status == 200) }
                    func lines(_ file: String) -> String {
                        (try? String(contentsOf: scratch.appending(path: file), encoding: .utf8)) ?? ""
                    }
                    #expect(try await eventually { lines("access.log").contains("?before") })
                    for round in 1...2 {
                        rename(log.path, log.path + ".\(round)")
                        server.program.send(signal)
                        #expect(try await eventually { FileManager.default.fileExists(atPath: log.path) })
                        try await WireClient.run { () throws in
                            #expect(try talk.get("/a.txt?round\(round)").status == 200)
                        }
                        #expect(try await eventually { lines("access.log").contains("?round\(round)") })
                        #expect(!lines("access.log.\(round)").contains("?round\(round)"))
                    }
                    #expect(server.errors == "")
                }
            }
        }

        @Test("a log that cannot be opened again goes on where it was, and that is said")
        func theLogCannotBeOpenedAgain() async throws {
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                let folder = scratch.appending(path: "logs")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let flags = [site.path, "--log-file", folder.appending(path: "a.log").path, "--quiet"]
                try await RunningServer.with(flags) { server in
                    let moved = scratch.appending(path: "moved")
                    rename(folder.path, moved.path)
                    server.program.send(SIGHUP)
                    try await server.waitFor("cannot be opened again (No such file or directory)")
                    let talk = Talk(port: server.port, site: site)
                    try await WireClient.run { () throws in #expect(try talk.get("/a.txt?later").status == 200) }
                    let file = moved.appending(path: "a.log")
                    #expect(try await eventually { try String(contentsOf: file, encoding: .utf8).contains("?later") })
                }
            }
        }

        @Test("no other signal that tools send by habit ends the server")
        func harmlessSignals() async throws {
            let quiet: [Int32] = [
                SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSTKFLT, SIGXCPU, SIGXFSZ, SIGTTIN,
                SIGTTOU, SIGURG, SIGCHLD, SIGCONT, SIGHUP, SIGUSR1, 34, 40, 64,
            ]
            try await RunningServer.with(["--quiet"]) { server in
                let talk = Talk(port: server.port, site: URL(filePath: "/"))
                for signal in quiet { server.program.send(signal) }
                try await WireClient.run { () throws in #expect(try talk.get("/").status == 200) }
                server.program.send(SIGQUIT)
                #expect(await server.program.waitUntilExit() == 0)
            }
        }

        @Test(
            "SIGUSR2 hands the sockets to a new program without a failed request, as root and without rights",
            arguments: ["--user=root", ""])
        func handsOver(_ flag: String) async throws {
            let wrk = try RequiredTool.path(of: "wrk", package: "wrk")
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                let socket = scratch.appending(path: "web.sock").path
                let flags = [site.path, "--bind", "127.0.0.1", "--bind", "unix:\(socket)", "--log", "none"]
                try await RunningServer.with(flags + (flag == "" || getuid() != 0 ? [] : [flag])) { server in
                    async let load = Peers.run(wrk, ["-t1", "-c20", "-d3s", "\(server.address)/a.txt"])
                    try await Task.sleep(for: .milliseconds(500))
                    var last = server.process
                    for round in 1...2 {
                        kill(last, SIGUSR2)
                        let ended = last
                        #expect(try await eventually { !isAlive(ended) }, "round \(round)")
                        let words = server.errors.matches(of: /process (\d+) serves now/).map { Int32($0.1) ?? 0 }
                        try #require(words.count == round)
                        last = words[round - 1]
                    }
                    let (new, port) = (last, server.port)
                    defer { kill(new, SIGKILL) }
                    let result = try await load
                    #expect(result.output.contains("Requests/sec"), "\(result.output)")
                    #expect(
                        !result.output.contains("Non-2xx") && !result.output.contains("Socket errors"),
                        "\(result.output)")
                    let talk = Talk(port: port, site: site)
                    try await WireClient.run { () throws in #expect(try talk.get("/a.txt").status == 200) }
                    #expect(FileManager.default.fileExists(atPath: socket))
                    kill(new, SIGTERM)
                    #expect(try await eventually { !isAlive(new) })
                    #expect(!FileManager.default.fileExists(atPath: socket))
                }
            }
        }

        @Test("SIGUSR2 starts what stands at the program's path by then; one that fails changes nothing")
        func startsTheNewProgram() async throws {
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                let (built, before) = try BuiltTool("webserver").command
                let copy = scratch.appending(path: "webserver")
                try FileManager.default.copyItem(at: built, to: copy)
                chmod(scratch.path, 0o755)
                let running = try await RunningProgram.start(
                    Program(copy.path, before + [site.path, "--port", "0", "--quiet"]))
                defer { running.send(SIGKILL) }
                let address = try await running.address()
                let talk = Talk(port: address.port ?? 0, site: site)
                try FileManager.default.removeItem(at: copy)
                running.send(SIGUSR2)
                try await running.wait(for: "a refusal") { running.errors.contains("cannot be started: No such file") }
                try Data("#!/bin/sh\nexit 3\n".utf8).write(to: copy)
                chmod(copy.path, 0o755)
                running.send(SIGUSR2)
                try await running.wait(for: "a failure") {
                    running.errors.contains("ended before it could serve; process \(running.processIdentifier) goes on")
                }
                try await WireClient.run { () throws in #expect(try talk.get("/a.txt").status == 200) }
                try Data("#!/bin/sh\necho new program \"$LISTEN_FDS\" >&2\nexec '\(built.path)' \"$@\"\n".utf8).write(
                    to: copy)
                running.send(SIGUSR2)
                #expect(await running.waitUntilExit() == 0)
                #expect(running.errors.contains("new program "))
                let new = try #require(
                    running.errors.firstMatch(of: /process (\d+) serves now/).flatMap { Int32($0.1) })
                defer { kill(new, SIGKILL) }
                try await WireClient.run { () throws in #expect(try talk.get("/a.txt").status == 200) }
            }
        }

        @Test("systemd is told of each state, and its sockets are taken over")
        func systemd() async throws {
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                let python = try RequiredTool.path(of: "python3", package: "python3")
                let (built, before) = try BuiltTool("webserver").command
                // As systemd does it: two listening sockets from descriptor 3 on, and a socket for messages.
                let script = """
                    import os, signal, socket, sys
                    folder, command = sys.argv[1], sys.argv[2:]
                    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); told.bind(folder + "/notify"); told.settimeout(20)
                    listening = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
                    process = os.fork()
                    if process == 0:
                        kept = [os.dup(l.fileno()) for l in listening]
                        for number, one in enumerate(kept): os.dup2(one, 60 + number)
                        for number in range(2): os.dup2(60 + number, 3 + number)
                        os.environ.update(LISTEN_FDS="2", LISTEN_PID=str(os.getpid()), NOTIFY_SOCKET=folder + "/notify")
                        os.closerange(5, 64)
                        os.execv(command[0], command)
                    words = [told.recv(200).decode()]
                    for one in listening:
                        for _ in range(4):
                            client = socket.create_connection(one.getsockname())
                            client.sendall(b"GET /a.txt HTTP/1.0\\r\\n\\r\\n")
                            words.append(client.recv(200).decode().split(" ")[1])
                    os.kill(process, signal.SIGHUP); words += [told.recv(200).decode().split("\\n")[0], told.recv(200).decode()]
                    os.kill(process, signal.SIGTERM); words.append(told.recv(200).decode())
                    words.append(str(os.waitpid(process, 0)[1]))
                    print(" ".join(words))
                    """
                let file = scratch.appending(path: "manager.py")
                try Data(script.utf8).write(to: file)
                let command = [built.path] + before + [site.path, "--quiet", "--workers", "3", "--bind", "192.0.2.1"]
                let result = try await Program(python, [file.path, scratch.path] + command).run()
                #expect(
                    result.output.split(separator: "\n").last
                        == "READY=1 200 200 200 200 200 200 200 200 RELOADING=1 READY=1 STOPPING=1 0",
                    "\(result.output) \(result.errors)")
            }
        }
    }
#endif
