public import Foundation

/// A built executable of ours, which a test runs as its user would.
///
/// In the package's own build graph the executable lies beside the test bundle. In the umbrella's graph only
/// `backend` is built, and the tool is its subcommand.
public struct BuiltTool: Sendable {
    /// The executable's name.
    public let name: String

    /// Names an executable; whether it is built shows when it is run.
    public init(_ name: String) {
        self.name = name
    }

    /// What came of a run.
    public typealias Result = Program.Result

    /// The executable, and the arguments that come before the caller's own.
    ///
    /// - Throws: ``Missing`` if neither the executable nor the umbrella is built.
    public var command: (executable: URL, arguments: [String]) {
        get throws {
            let folder = Self.buildFolder
            let own = folder.appending(path: name)
            if FileManager.default.isExecutableFile(atPath: own.path) { return (own, []) }
            let umbrella = folder.appending(path: "backend")
            if FileManager.default.isExecutableFile(atPath: umbrella.path) { return (umbrella, [name]) }
            throw Missing("neither \(name) nor backend is built in \(folder.path): run Scripts/test.sh")
        }
    }

    /// The program with these arguments, to be run or started.
    ///
    /// - Throws: ``Missing`` if it is not built.
    public func program(
        _ arguments: [String] = [], environment: [String: String] = [:], in folder: URL? = nil
    ) throws -> Program {
        let (executable, before) = try command
        return Program(executable.path, before + arguments, environment: environment, in: folder)
    }

    /// Runs it to its end and collects what was written.
    ///
    /// - Throws: ``Missing`` if it is not built.
    public func run(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], in folder: URL? = nil
    ) async throws -> Result {
        try await program(arguments, environment: environment, in: folder).run(input: input)
    }

    /// Starts it and returns at once.
    ///
    /// - Throws: ``Missing`` if it is not built.
    public func start(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], in folder: URL? = nil
    ) async throws -> RunningProgram {
        try await RunningProgram.start(
            program(arguments, environment: environment, in: folder), reading: .data(input))
    }

    /// Starts a server of ours, waits for its first line, and ends it when `body` is done.
    ///
    /// - Throws: ``Missing`` with the server's words if it does not say where it listens.
    public func withServer<Value>(
        _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil,
        _ body: (_ server: RunningProgram, _ address: URL) async throws -> Value
    ) async throws -> Value {
        let server = try await start(arguments, environment: environment, in: folder)
        do {
            let value = try await body(server, server.address())
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }

    /// The folder that holds the running test bundle and the products beside it.
    private static var buildFolder: URL {
        #if os(Linux)
            let test = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            return test.deletingLastPathComponent()
        #else
            let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
            return (bundle?.bundleURL ?? Bundle.main.bundleURL).deletingLastPathComponent()
        #endif
    }
}
