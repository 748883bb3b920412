import Foundation
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A server that runs as a child process and says on its first line where it listens.
///
/// The task that runs it ends it, too: cancelled, it sends SIGTERM, and SIGKILL after ten seconds.
final class ServerProcess: Sendable {
    private let command: String
    private let task: Task<Void, any Error>
    private let firstLines: AsyncStream<String>

    /// Starts a program of ours; what it writes on standard error goes to the tour's own.
    init(executable: URL, arguments: [String]) {
        command = ([executable.lastPathComponent] + arguments).joined(separator: " ")
        let (lines, continuation) = AsyncStream<String>.makeStream()
        firstLines = lines
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(10))]
        let configuration = Configuration(
            executable: .path(FilePath(executable.path)), arguments: Arguments(arguments), platformOptions: options)
        task = Task {
            defer { continuation.finish() }
            _ = try await Subprocess.run(
                configuration, input: .none, output: .sequence, error: .currentStandardError
            ) { execution in
                // Later lines are read, too, so that a full pipe never stops the server.
                for try await line in execution.standardOutput.strings() { continuation.yield(line) }
            }
        }
    }

    /// Waits for the first line, `listening on http://HOST:PORT`, and returns the address in it.
    func address() async throws -> URL {
        var lines = firstLines.makeAsyncIterator()
        guard let line = await lines.next(),
            let word = line.split(whereSeparator: \.isWhitespace).last(where: { $0.hasPrefix("http://") }),
            let address = URL(string: String(word))
        else { throw TourFault.neverListened(command: command) }
        return address
    }

    /// Asks the server to end and waits until it has; after ten seconds it is killed.
    func end() async {
        task.cancel()
        _ = await task.result
    }
}

/// A command that runs to its end, and may be asked to end before.
final class CommandProcess: Sendable {
    private let task: Task<TerminationStatus, any Error>

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - environment: variables that it gets beside the tour's own.
    ///   - input: what it reads from standard input.
    ///   - output: where its standard output goes.
    init(
        executable: URL, arguments: [String], environment: [String: String], input: String, output: FileHandle
    ) {
        var variables: [Environment.Key: String?] = [:]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(10))]
        let configuration = Configuration(
            executable: .path(FilePath(executable.path)), arguments: Arguments(arguments),
            environment: .inherit.updating(variables), platformOptions: options)
        let descriptor = FileDescriptor(rawValue: output.fileDescriptor)
        task = Task {
            try await Subprocess.run(
                configuration, input: .string(input),
                output: .fileDescriptor(descriptor, closeAfterSpawningProcess: false), error: .currentStandardError
            ).terminationStatus
        }
    }

    /// Waits for the end; the exit status, or 128 and the number of the signal that ended it.
    func waitUntilExit() async throws -> Int32 {
        switch try await task.value {
        case .exited(let status): status
        case .signaled(let number): 128 + number
        }
    }

    /// Asks it to end.
    func terminate() { task.cancel() }
}
