import Foundation

/// Runs a built executable as its user would.
///
/// In the package's own build graph the executable lies beside the test bundle. In the umbrella's graph only
/// `backend` is built, and the tool is its subcommand.
struct BuiltTool: Sendable {
    /// The executable's name.
    let name: String

    init(_ name: String) {
        self.name = name
    }

    /// What came of a run.
    struct Result: Sendable {
        /// The exit status; a signal's number plus 128 when the process was killed by one.
        let status: Int32
        let outputData: Data
        let errors: String

        var output: String { String(decoding: outputData, as: UTF8.self) }
    }

    /// The executable, and the arguments that come before the caller's own.
    var command: (executable: URL, arguments: [String]) {
        get throws {
            let folder = Self.buildFolder
            let own = folder.appending(path: name)
            if FileManager.default.isExecutableFile(atPath: own.path) { return (own, []) }
            let umbrella = folder.appending(path: "backend")
            if FileManager.default.isExecutableFile(atPath: umbrella.path) { return (umbrella, [name]) }
            throw Missing(message: "neither \(name) nor backend is built in \(folder.path): run Scripts/test.sh")
        }
    }

    /// Makes a process that is ready to run, with nothing connected to it.
    func process(_ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil) throws -> Process {
        let (executable, before) = try command
        let process = Process()
        process.executableURL = executable
        process.arguments = before + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.currentDirectoryURL = folder
        return process
    }

    /// Runs to the end and collects what was written.
    ///
    /// Input and output go through files, so that no full pipe can block either side.
    func run(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], in folder: URL? = nil
    ) async throws -> Result {
        let process = try process(arguments, environment: environment, in: folder)
        return try await withTemporaryFolder { scratch in
            let (input_, output, errors) = (
                scratch.appending(path: "in"), scratch.appending(path: "out"), scratch.appending(path: "err")
            )
            try input.write(to: input_)
            try Data().write(to: output)
            try Data().write(to: errors)
            process.standardInput = try FileHandle(forReadingFrom: input_)
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            try await process.runToEnd()
            let killed = process.terminationReason == .uncaughtSignal
            return Result(
                status: process.terminationStatus + (killed ? 128 : 0),
                outputData: try Data(contentsOf: output),
                errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
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

extension Process {
    /// Starts the process and suspends, without holding a thread, until it ends.
    func runToEnd() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in continuation.resume() }
            do {
                try run()
            } catch {
                terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}

/// Something that a test needs is not there; the message says how to get it.
struct Missing: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

/// Gives `body` an empty folder and removes it afterwards.
func withTemporaryFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// Finds the programs of others that tests compare with.
enum RequiredTool {
    /// The absolute path of a program on `PATH`, which the Debian package `package` installs.
    static func path(of program: String, package: String) throws -> String {
        for folder in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") {
            let path = "\(folder)/\(program)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw Missing(message: "\(program) is missing: run Scripts/setup.sh, or apt-get install \(package)")
    }

    /// The Python of `.build-venv`, which holds the peers: the nearest one above this file.
    static func python(_ file: String = #filePath) throws -> String {
        var folder = URL(filePath: file).deletingLastPathComponent()
        while folder.path != "/" {
            let python = folder.appending(path: ".build-venv/bin/python").path
            if FileManager.default.isExecutableFile(atPath: python) { return python }
            folder.deleteLastPathComponent()
        }
        throw Missing(message: "there is no .build-venv with the Python peers: run Scripts/setup.sh")
    }
}
