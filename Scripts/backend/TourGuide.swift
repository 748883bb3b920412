import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Leads through the stops: starts the tools as processes of this very program, and ends the servers among them.
final class TourGuide: Sendable {
    /// A folder for the files that the stops make; it is removed when the tour ends.
    let folder: URL

    private struct Running: Sendable {
        var servers: [ServerProcess] = []
        var addresses: [String: URL] = [:]
        var command: CommandProcess?
    }

    private let running = Mutex(Running())

    init(folder: URL) {
        self.folder = folder
    }

    /// Whether a stop left a server running.
    var hasServers: Bool { running.withLock { !$0.servers.isEmpty } }

    /// Where the server listens that the stop of this title left running.
    func address(of title: String) -> URL? {
        running.withLock { $0.addresses[title] }
    }

    /// Visits the stops in order and prints the table of what runs where. Returns a sentence for each fault.
    func visit(_ stops: [TourStop]) async -> [String] {
        var failures: [String] = []
        for stop in stops where !Task.isCancelled {
            say("\n=== \(stop.title)\n")
            do {
                let address = try await stop.show(self)
                running.withLock { $0.addresses[stop.title] = address }
            } catch {
                failures.append("\(stop.title): \(error)")
                say("\(stop.title): \(error)")
            }
        }
        printTable(stops)
        return failures
    }

    /// Prints a line at once, in order with what the tools print.
    func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Runs a tool to its end, its output shown; `input` is what it reads from standard input.
    func runTool(_ tool: String, _ arguments: [String], input: String = "") async throws {
        try await run(Self.ownExecutable, [tool] + arguments, input: input, output: .standardOutput)
    }

    /// Runs another program to its end, its output written into `file`.
    func capture(_ program: String, _ arguments: [String], into file: URL, install: String) async throws {
        guard let executable = Self.find(program) else {
            throw TourFault.missing(program: program, install: install)
        }
        try Data().write(to: file)
        try await run(executable, arguments, output: try FileHandle(forWritingTo: file))
    }

    /// Starts a tool as a server and waits for the line that says where it listens.
    func startServer(_ tool: String, _ arguments: [String]) async throws -> URL {
        let process = ServerProcess(executable: Self.ownExecutable, arguments: [tool] + arguments)
        running.withLock { $0.servers.append(process) }
        return try await process.address()
    }

    /// Fetches an address and returns its body, or throws when the status is not 200.
    func fetch(_ address: URL) async throws -> String {
        let (body, response) = try await URLSession.shared.data(from: address)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard status == 200 else { throw TourFault.status(address: address, status: status) }
        return String(decoding: body, as: UTF8.self)
    }

    /// Ends the command that runs and every server, the newest first, and waits for the servers.
    func endAll() async {
        let ending = running.withLock { running in
            defer { running = Running() }
            return running
        }
        ending.command?.terminate()
        for server in ending.servers.reversed() { await server.end() }
    }

    /// Runs a program to its end; throws unless its exit status is 0.
    ///
    /// - Parameters:
    ///   - environment: Variables that it gets beside the tour's own.
    ///   - input: What it reads from standard input.
    func run(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:], input: String = "",
        output: FileHandle
    ) async throws {
        let process = CommandProcess(
            executable: executable, arguments: arguments, environment: environment, input: input, output: output)
        running.withLock { $0.command = process }
        defer { running.withLock { $0.command = nil } }
        let status = try await process.waitUntilExit()
        guard status == 0 else {
            throw TourFault.failed(
                command: ([executable.lastPathComponent] + arguments).joined(separator: " "), status: status)
        }
    }

    private func printTable(_ stops: [TourStop]) {
        say("\n=== What you saw, and how to try it\n")
        let width = stops.map(\.title.count).max() ?? 0
        for stop in stops {
            let title = stop.title.padding(toLength: width, withPad: " ", startingAt: 0)
            say("  \(title)  \(address(of: stop.title)?.absoluteString ?? stop.tryIt)")
        }
    }

    /// The program that this is.
    static var ownExecutable: URL {
        Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    }

    private static func find(_ program: String) -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":")
            .map { URL(filePath: String($0)).appending(path: program) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}

/// Why a stop of the tour failed.
enum TourFault: Error, CustomStringConvertible {
    case missing(program: String, install: String)
    case failed(command: String, status: Int32)
    case neverListened(command: String)
    case status(address: URL, status: Int)
    case unexpected(String)

    var description: String {
        switch self {
        case .missing(let program, let install): "\(program) is not installed; install it with: \(install)"
        case .failed(let command, let status): "`\(command)` ended with exit status \(status) instead of 0"
        case .neverListened(let command): "`\(command)` ended without the line `listening on http://HOST:PORT`"
        case .status(let address, let status): "\(address) answered with status \(status) instead of 200"
        case .unexpected(let what): what
        }
    }
}
