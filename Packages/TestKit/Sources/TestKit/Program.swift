public import Foundation

/// A program that a test can run: an executable, its arguments, and what surrounds it.
///
/// Programs are started by swift-subprocess, which closes in the child whatever the test's own process has open.
/// Foundation's `Process` leaves open what another thread opens at the same moment; a server that inherits the other
/// end of somebody's pipe then keeps that end from being seen, and a test waits for ever.
///
/// ```swift
/// let gzip = Program(try RequiredTool.path(of: "gzip", package: "gzip"), ["-c"])
/// let result = try await gzip.run(input: Data("a".utf8))
/// #expect(result.status == 0)
/// ```
public struct Program: Sendable {
    /// The absolute path of the executable.
    public var executable: String
    /// The arguments after the program's own name.
    public var arguments: [String]
    /// Variables beside those of the test's own process, which they replace; an empty value is kept as empty.
    public var environment: [String: String]
    /// Variables of the test's own process that the program does not get.
    public var withoutVariables: Set<String> = []
    /// The folder that it starts in; nil is the test's own.
    public var folder: URL?

    /// Describes a run of an executable.
    public init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], in folder: URL? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
    }

    /// What came of a run.
    public struct Result: Sendable {
        /// The exit status; a signal's number plus 128 when a signal ended the program, as shells have it.
        public let status: Int32
        /// What it wrote on standard output.
        public let outputData: Data
        /// What it wrote on standard error.
        public let errors: String

        /// What it wrote on standard output, as text; ill-formed UTF-8 becomes U+FFFD.
        public var output: String { String(decoding: outputData, as: UTF8.self) }
    }

    /// Runs the program to its end and collects what it wrote.
    ///
    /// Input and output go through files, so that no full pipe can block either side and no size is too large.
    /// A cancelled task kills the program.
    ///
    /// - Throws: ``Missing`` if the program cannot be started.
    public func run(input: Data = Data()) async throws -> Result {
        let running = try await RunningProgram.start(self, input: input)
        let status = await withTaskCancellationHandler {
            await running.waitUntilExit()
        } onCancel: {
            running.send(SIGKILL)
        }
        return Result(status: status, outputData: running.outputData, errors: running.errors)
    }

    /// Runs the program to its end, and returns what it wrote on standard output.
    ///
    /// - Throws: ``Missing`` with the last words of its standard error if its exit status is not 0.
    public func output(input: Data = Data()) async throws -> Data {
        let result = try await run(input: input)
        guard result.status == 0 else {
            let name = URL(filePath: executable).lastPathComponent
            let said = result.errors.isEmpty ? result.output : result.errors
            throw Missing(
                "\(name) \(arguments.joined(separator: " ")) ended with \(result.status): \(said.suffix(1200))")
        }
        return result.outputData
    }
}
